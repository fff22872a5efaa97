import Testing
import _TestSupport

@Suite struct ShowCommandTests {
  @Test func `a model is shown with what it rests on`() async throws {
    let folder = try CommandFolder()
    let result = try await folder.succeed("show", "line.gv")
    #expect(result.errors == "")
    try expectSnapshot(result.output, named: "show.txt")
  }

  @Test func `a learned model tells its records and what they leave open`() async throws {
    let folder = try CommandFolder()
    try await folder.succeed(
      "simulate", "line.gv", "-n", "500", "--missing", "0.2", "--seed", "3", "-o", "line.csv")
    try await folder.succeed("learn", "line.gv", "--records", "line.csv", "-o", "line.json")
    let shown = try await folder.succeed("show", "line.json").output
    #expect(shown.contains("Learned from 500 units, "))
    #expect(shown.contains("What the records can't tell\n"))
    let record = try await folder.succeed("show", "line.json", "--json").json()
    #expect(record["units"].number == 500)
    #expect(record["variables"].items.count == 9)
    let row = record["variables"].items[1]["rows"].items[0]
    #expect(try #require(row["records"].number) > 400 && row["prior"].number == 40)
    #expect(try #require(row["share"].number) < 1)
    #expect(row["intervals"].items.count == 2)
    #expect(record["tests"].items.map { $0["variable"].text } == ["xray", "height"])
    let rate = record["tests"].items[0]["falsePass"]
    let interval = rate["interval"].items.compactMap(\.number)
    #expect(interval.count == 2 && interval[0] < interval[1])
    try await folder.succeed(
      "learn", "line.gv", "--records", "line.csv", "-o", "plain.json", "--no-doubt")
    let plain = try await folder.succeed("show", "plain.json").output
    #expect(plain.contains("  what trades off was not looked for\n"))
  }

  @Test func `a network of another tool is shown without intervals`() async throws {
    let folder = try CommandFolder()
    try folder.files.write("digraph { a [kind=lot, prior=\"0.9 0.1\"] }", to: "a.gv")
    try await folder.succeed("convert", "a.gv", "a.bif")
    let shown = try await folder.succeed("show", "a.bif")
    #expect(shown.output.contains("Nothing says how many records these numbers are worth"))
    let diagnosis = try await folder.succeed("diagnose", "a.bif")
    #expect(!diagnosis.output.contains("interval"))
    #expect(
      diagnosis.errors.contains(
        "note: no intervals: nothing says how many records the numbers of the model are worth"))
    let record = try await folder.succeed("diagnose", "a.bif", "--json").json()
    #expect(record["causes"].items[0]["interval"].number == nil)
  }

  @Test func `what is no model is an error`() async throws {
    let folder = try CommandFolder()
    try folder.files.write("{\"format\": 1}", to: "bad.json")
    #expect(try await folder.run("show", "bad.json").exitCode == 65)
    #expect(try await folder.run("show", "none.json").exitCode == 66)
    #expect(try await folder.run("show").exitCode == 64)
  }
}
