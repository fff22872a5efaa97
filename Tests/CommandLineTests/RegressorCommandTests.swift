import Testing
import _TestSupport

/// Readings that move with regressors, in the commands.
@Suite struct RegressorCommandTests {
  private func folder() async throws -> CommandFolder {
    let folder = try CommandFolder()
    try folder.files.write(GraphSamples.press, to: "press.gv")
    try await folder.succeed(
      "simulate", "press.gv", "-n", "400", "--missing", "0.1", "--seed", "2", "-o", "r.csv")
    return folder
  }

  @Test func `a model is learned, shown, asked and brought up to date`() async throws {
    let folder = try await folder()
    let learned = try await folder.succeed(
      "learn", "press.gv", "--records", "r.csv", "-o", "m.json")
    #expect(learned.errors.contains("note: torque is taken as unknown in"))
    let shown = try await folder.succeed("show", "m.json")
    #expect(shown.output.contains("mean at 0  deviation  per warmth  per speed"))
    let observed = ["torque=5.6", "warmth=30", "speed=1.4"]
    let first = try await folder.succeed(["diagnose", "m.json", "--json", "--observe"] + observed)
    let second = try await folder.succeed(
      ["diagnose", "m.json", "--json", "--observe"] + observed.reversed())
    #expect(first.output == second.output)
    try await folder.succeed(
      ["render", "m.json", "-o", "p.svg", "--observe"] + observed)
    try await folder.succeed("learn", "--update", "m.json", "--records", "r.csv", "-o", "m2.json")
    try await folder.succeed(
      "learn", "press.gv", "--resume", "m.json", "--records", "r.csv", "-o", "m3.json")
    let rows = try await folder.succeed("diagnose", "m.json", "--records", "r.csv", "--top", "1")
    #expect(try rows.jsonLines().count == 400)
    let doubted = try await folder.succeed(
      "diagnose", "m.json", "--records", "r.csv", "--top", "1", "--intervals")
    #expect(!doubted.output.contains("\"interval\":null"))
    #expect(rows.output.contains("\"interval\":null"))
    let hidden = try await folder.succeed(
      "diagnose", "m.json", "--records", "r.csv", "--hide", "warmth")
    let same = try await folder.succeed(
      "diagnose", "m.json", "--records", "r.csv", "--hide", "torque")
    #expect(hidden.output == same.output)
  }

  @Test func `cases and scenarios give regressors by name`() async throws {
    let folder = try await folder()
    try folder.files.write(
      "[{\"findings\": {\"torque\": 5.6, \"warmth\": 30, \"speed\": 1.4}}, {\"findings\": {\"warmth\": 30}}]",
      to: "cases.json")
    let answers = try await folder.succeed(
      "query", "press.gv", "--cases", "cases.json", "--json")
    let alone = try await folder.succeed(
      "query", "press.gv", "--json", "--observe", "torque=5.6", "warmth=30",
      "speed=1.4")
    #expect(
      answers.output.split(separator: "\n").first == alone.output.split(separator: "\n").first)
    try folder.files.write(
      """
      title: A worn tool
      graph: press.gv
      confirmed: { tool: worn }
      events:
        - { on: 2024-01-02, observe: { torque: 5.9, warmth: 30, speed: 1.4 } }
      expect:
        - { after: 1, cause: tool, rank: 1 }
      """, to: "s.yaml")
    try await folder.succeed("replay", "s.yaml")
  }

  @Test func `what is missing or wrong is said`() async throws {
    let folder = try await folder()
    let missing = try await folder.run("diagnose", "press.gv", "--observe", "torque=5", "warmth=3")
    #expect(missing.exitCode == 65)
    #expect(
      missing.errors.contains("'torque' moves with speed; give speed= as well"))
    let wrong = try await folder.run("diagnose", "press.gv", "--observe", "warmth=cold")
    #expect(wrong.exitCode == 65)
    #expect(
      wrong.errors.contains("'warmth' is a number that readings move with, and 'cold' is none"))
    let unknown = try await folder.run("diagnose", "press.gv", "--observe", "warmht=20")
    #expect(unknown.errors.contains("did you mean 'warmth'?"))
    try folder.files.write("tool,torque,warmth\ngood,4,20\n", to: "short.csv")
    let short = try await folder.succeed(
      "learn", "press.gv", "--records", "short.csv", "-o", "m.json")
    #expect(
      short.errors.contains(
        "note: no column for speed, with which torque moves; it is taken as unobserved"))
  }
}
