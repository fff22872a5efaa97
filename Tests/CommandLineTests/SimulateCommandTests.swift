import Foundation
import Testing
import _TestSupport

@Suite struct SimulateCommandTests {
  @Test func `records go to a file or to standard output`() async throws {
    let folder = try CommandFolder()
    let shown = try await folder.succeed("simulate", "line.gv", "-n", "40", "--seed", "5")
    let rows = shown.output.split(separator: "\n")
    #expect(rows.count == 41)
    #expect(rows[0] == "unit,paste_id,shift,paste,reflow,camera,voids,cracks,xray,height_um,gain")
    #expect(
      rows.dropFirst().allSatisfy {
        $0.split(separator: ",", omittingEmptySubsequences: false).count == 11
      })
    try await folder.succeed(
      "simulate", "line.gv", "--number", "40", "--seed=5", "--output", "out.csv")
    #expect(try folder.files.text("out.csv") == shown.output)
    let device = try await folder.succeed(
      "simulate", "line.gv", "-n", "40", "--seed", "5", "-o", "/dev/stdout")
    #expect(device.output == shown.output)
    #expect(
      try await folder.succeed("simulate", "line.gv", "-n", "40", "--seed", "6").output
        != shown.output)
  }

  @Test func `what is simulated can be read back`() async throws {
    let folder = try CommandFolder()
    try await folder.succeed(
      "simulate", "line.gv", "-n", "300", "--missing", "0.3", "--per-instance", "10", "-o", "r.csv")
    let result = try await folder.succeed("diagnose", "line.gv", "--records", "r.csv", "--top", "1")
    #expect(try result.jsonLines().count == 300)
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func `a full disk leaves nothing behind`() async throws {
    let folder = try CommandFolder()
    let direct = try await folder.run("simulate", "line.gv", "-n", "40", "-o", "/dev/full")
    #expect(
      (direct.exitCode, direct.errors) == (
        73, "/dev/full: error: can't be written: No space left on device\n"
      ))
    let shell = try await folder.shell("\"$fishbone\" simulate line.gv -n 40 >/dev/full; echo $?")
    #expect(shell.output == "73\n")
    #expect(try folder.files.names() == ["line.gv"])
  }

  @Test(arguments: ["head -1", "head -c 100000 | wc -l", "true"])
  func `a reader that goes away is no failure`(reader: String) async throws {
    let folder = try CommandFolder()
    let result = try await folder.shell(
      "{ \"$fishbone\" simulate line.gv -n 30000; echo $? >code; } | \(reader)")
    #expect((result.exitCode, result.errors) == (0, ""))
    #expect(try folder.files.text("code") == "0\n")
  }
}
