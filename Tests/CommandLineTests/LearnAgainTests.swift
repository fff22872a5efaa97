import Foundation
import Testing
import _TestSupport

/// `fishbone learn` from where another run ended.
@Suite struct LearnAgainTests {
  /// A folder with `all.csv`, and its halves `first.csv` and `second.csv`.
  private func folder(missing: String) async throws -> CommandFolder {
    let folder = try CommandFolder()
    try await folder.succeed(
      "simulate", "line.gv", "-n", "600", "--missing", missing, "--seed", "5", "-o", "all.csv")
    let lines = try folder.files.text("all.csv").split(separator: "\n")
    func write(_ rows: ArraySlice<Substring>, _ name: String) throws {
      try folder.files.write((lines[..<1] + rows).joined(separator: "\n") + "\n", to: name)
    }
    try write(lines[1..<301], "first.csv")
    try write(lines[301...], "second.csv")
    return folder
  }

  /// The numbers of a model's CPDs.
  private func numbers(_ folder: CommandFolder, _ model: String) throws -> [Double] {
    let json = try JSONDecoder().decode(
      AnyJSON.self, from: Data(try folder.files.text(model).utf8))
    return json["variables"].items.flatMap { variable in
      variable["cpd"]["rows"].items.flatMap { row in row.items.compactMap(\.number) }
    }
  }

  private static let close = Tolerance(relative: 1e-9, absolute: 1e-12)

  @Test func `complete records in two halves are all records at once`() async throws {
    let folder = try await folder(missing: "0")
    for (records, model) in [("all.csv", "all.json"), ("first.csv", "halves.json")] {
      try await folder.succeed("learn", "line.gv", "--records", records, "-o", model)
    }
    let halves = try await folder.succeed(
      "learn", "--update", "halves.json", "--records", "second.csv")
    #expect(halves.errors.contains("halves.json: learned from 600 units"))
    let all = try numbers(folder, "all.json")
    #expect(!all.isEmpty)
    #expect(try numbers(folder, "halves.json").isClose(to: all, Self.close))
  }

  @Test func `a cause that is confirmed late takes the place of what was known`() async throws {
    let folder = try await folder(missing: "0")
    // The second half first comes without the state of the oven.
    let lines = try folder.files.text("second.csv").split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    let oven = try #require(lines[0].firstIndex(of: "reflow"))
    let blind = lines.enumerated().map { index, cells in
      cells.enumerated().map { index > 0 && $0 == oven ? "" : $1 }.joined(separator: ",")
    }
    try folder.files.write(blind.joined(separator: "\n") + "\n", to: "blind.csv")
    let both = try folder.files.text("first.csv") + blind.dropFirst().joined(separator: "\n") + "\n"
    try folder.files.write(both, to: "before.csv")
    try await folder.succeed("learn", "line.gv", "--records", "before.csv", "-o", "before.json")
    try await folder.succeed(
      "learn", "--update", "before.json", "--records", "second.csv", "--retract", "blind.csv",
      "-o", "after.json")
    try await folder.succeed("learn", "line.gv", "--records", "all.csv", "-o", "all.json")
    let all = try numbers(folder, "all.json")
    #expect(try !numbers(folder, "before.json").isClose(to: all, Self.close))
    #expect(try numbers(folder, "after.json").isClose(to: all, Self.close))
  }

  @Test func `a climb goes on where it was left`() async throws {
    let folder = try await folder(missing: "0.3")
    let options = ["--tolerance", "0", "--acceleration", "none", "--records", "all.csv"]
    for (steps, more, model) in [
      ("10", [], "ten.json"), ("5", [], "five.json"),
      ("5", ["--resume", "five.json"], "resumed.json"),
    ] {
      let result = try await folder.run(
        ["learn", "line.gv", "--max-iterations", steps, "-o", model] + options + more)
      #expect(result.exitCode == 0)
    }
    #expect(try numbers(folder, "resumed.json") == numbers(folder, "ten.json"))
    try folder.files.write("digraph { a [kind=lot, prior=\"0.9 0.1\"] }", to: "other.gv")
    let other = try await folder.run(
      "learn", "line.gv", "-o", "x.json", "--records", "all.csv", "--resume", "other.gv")
    #expect(other.exitCode == 65)
    #expect(other.errors.contains("are not those of 'line.gv'"))
  }

  @Test func `a time limit and an interrupt keep the best so far`() async throws {
    let folder = try await folder(missing: "0.3")
    let limited = try await folder.succeed(
      "learn", "line.gv", "--records", "all.csv", "-o", "limited.json", "--restarts", "1000000",
      "--time-limit", "0.3")
    #expect(limited.errors.contains("stopped by the time limit after"))
    #expect(limited.errors.contains("the best of "))
    try await folder.succeed("diagnose", "limited.json", "--observe", "voids=present")
    let stopped = try await BuiltCommand.shell(
      "timeout --preserve-status -s INT 1 \"$fishbone\" learn line.gv --records all.csv -o stopped.json"
        + " --restarts 1000000", in: folder.files)
    #expect(stopped.exitCode == 0)
    #expect(stopped.errors.contains("interrupted after"))
    try await folder.succeed("diagnose", "stopped.json", "--observe", "voids=present")
  }

  @Test func `only a model can be updated`() async throws {
    let folder = try await folder(missing: "0")
    let result = try await folder.run(
      ["learn", "--update", "line.gv", "--records", "all.csv", "-o", "m.json"])
    #expect(result.exitCode == 65)
    #expect(result.errors.contains("only a model (.json) can be updated"))
  }
}
