import Foundation
import Testing
import _TestSupport

/// No output of a call is its input too.
@Suite struct FileRolesTests {
  @Test(arguments: [
    "learn line.gv --records r.csv -o m.json --trace r.csv",
    "learn line.gv --records r.csv -o m.json --trace ./r.csv",
    "learn line.gv --records r.csv -o m.json --trace link.csv",
    "learn line.gv --records r.csv -o m.json --quarantine r.csv",
    "learn line.gv --records r.csv -o m.json --trace m.json",
    "learn line.gv --records r.csv -o new.json --trace ./new.json",
    "learn m.json --records r.csv -o m.json",
    "diagnose line.gv --records r.csv --quarantine r.csv",
    "render line.gv -o line.gv",
    "simulate line.gv -o line.gv",
    "convert line.gv ./line.gv",
  ])
  func `a file is not read and written at once`(call: String) async throws {
    let folder = try CommandFolder()
    try folder.files.write("xray\nfail\n", to: "r.csv")
    try folder.files.write("{}", to: "m.json")
    try FileManager.default.createSymbolicLink(
      atPath: folder.files.path("link.csv"), withDestinationPath: "r.csv")
    let result = try await folder.run(call.split(separator: " ").map(String.init))
    #expect(result.exitCode == 64)
    #expect(result.errors.contains(" would overwrite "))
    #expect(try folder.files.text("r.csv") == "xray\nfail\n")
    #expect(try folder.files.text("m.json") == "{}")
    #expect(try folder.files.text("line.gv") == GraphSamples.line)
    #expect(try folder.files.names() == ["line.gv", "link.csv", "m.json", "r.csv"])
  }
}
