import Foundation
import Testing
import _TestSupport

@Suite struct ReplayCommandTests {
  private static let scenario = """
    title: Voids in March
    graph: line.gv
    confirmed: { paste: bad }
    discovered: 2021-05-04
    events:
      - { on: 2021-03, note: A unit fails, observe: { xray: fail } }
      - { on: 2021-03-20, note: The oven was right, observe: { reflow: in_control, camera: in_calibration } }
      - { on: 2021-04-02, observe: { voids: present }, trust: 0.9 }
    expect:
      - { after: 2, cause: paste, rank: 1 }
    """

  private func folder(_ scenario: String = scenario) throws -> CommandFolder {
    let folder = try CommandFolder()
    try folder.files.write(scenario, to: "march.yaml")
    return folder
  }

  /// The text of a file of the repository.
  private func text(_ name: String) throws -> String {
    try String(contentsOfFile: Repository.path(name), encoding: .utf8)
  }

  @Test func `a scenario is told event by event`() async throws {
    let result = try await folder().succeed("replay", "march.yaml")
    try expectSnapshot(result.output, named: "replay.txt")
    #expect(result.errors == "")
  }

  @Test func `an expectation that does not hold is the exit code 1`() async throws {
    let failing = Self.scenario.replacing(
      "after: 2, cause: paste, rank: 1", with: "after: 1, cause: paste, rank: 1")
    let folder = try folder(failing)
    let result = try await folder.run("replay", "march.yaml")
    #expect(result.exitCode == 1)
    #expect(result.output.contains("FAILED"))
    let json = try await folder.run("replay", "march.yaml", "--json")
    #expect(json.exitCode == 1)
    #expect(try json.json().items[0]["expectations"].items.map { $0["holds"] } == [.boolean(false)])
  }

  @Test func `a replay as JSON tells the events, the lead and the expectations`() async throws {
    let record = try await folder().succeed("replay", "march.yaml", "--json").json().items[0]
    #expect(record["title"].text == "Voids in March")
    #expect(record["confirmed"] == .object(["paste": .text("bad")]))
    #expect(record["discovered"].text == "2021-05-04")
    #expect(
      record["events"].items.map { $0["on"].text } == ["2021-03", "2021-03-20", "2021-04-02"])
    #expect(
      record["events"].items.map { $0["note"].text } == ["A unit fails", "The oven was right", ""])
    #expect(
      record["events"].items.allSatisfy {
        $0["causes"].items.count == 4 && $0["logEvidence"].number != nil
      })
    #expect((record["firstLead"].number, record["lastingLead"].number) == (2, 2))
    #expect(record["daysBeforeDiscovery"].number == 45)
    let check = record["expectations"].items[0]
    #expect(
      (check["after"].number, check["cause"].text, check["state"].text) == (2, "paste", "bad"))
    #expect(
      (check["wantedRank"].number, check["rank"].number, check["holds"]) == (1, 1, .boolean(true)))
  }

  @Test func `of several scenarios every one is looked at`() async throws {
    let folder = try folder()
    try folder.files.write(
      Self.scenario.replacing("xray: fail", with: "xray: fial"), to: "bad.yaml")
    try folder.files.write(Self.scenario.replacing("line.gv", with: "none.gv"), to: "lost.yaml")
    let twice = try await folder.succeed("replay", "march.yaml", "march.yaml", "--json")
    #expect(try twice.json()["escapes"].items.count == 2)
    let result = try await folder.run("replay", "bad.yaml", "march.yaml", "lost.yaml", "none.yaml")
    #expect(result.exitCode == 65)
    #expect(result.errors.contains("bad.yaml:6:"))
    #expect(result.errors.contains("none.gv: error: can't be read"))
    #expect(result.errors.contains("none.yaml: error: can't be read"))
    #expect(try await folder.run("replay", "none.yaml").exitCode == 66)
  }

  @Test func `an event that can't be is named with what it contradicts`() async throws {
    let folder = try CommandFolder()
    try folder.files.write(
      "digraph { a [kind=lot, prior=\"0.5 0.5\"]; t [kind=test, cpt=\"1 0; 0.5 0.5\"]; a -> t }",
      to: "sure.gv")
    try folder.files.write(
      "title: T\ngraph: sure.gv\nconfirmed: { a: bad }\nevents:\n- { on: 2020, observe: { a: good } }\n"
        + "- { on: 2021, observe: { t: fail } }\n", to: "sure.yaml")
    let result = try await folder.run("replay", "sure.yaml")
    #expect((result.exitCode, result.output) == (65, ""))
    #expect(
      result.errors
        == "sure.yaml: error: after event 2 the evidence can't be true: P(a=good, t=fail) = 0 in this model;"
        + " one of these findings is wrong, or a number in the model that says 'never' is\n")
  }

  @Test func `the scenarios of the repository end as they should`() async throws {
    let folder = try CommandFolder()
    let result = try await folder.succeed("replay", Repository.path("Scenarios"))
    #expect(!result.output.contains("FAILED"))
    try expectSnapshot(result.output, named: "replay-table.txt")
    #expect(try text("README.md").contains("```text\n\(result.output)```"))
    let json = try await folder.succeed("replay", Repository.path("Scenarios"), "--json").json()
    #expect(json["escapes"].items.count == 8)
    #expect(json["overall"]["rankings"].number == 8)
    for escape in json["escapes"].items {
      let title = escape["title"].text ?? ""
      #expect(escape["events"].items.count >= 8, "\(title)")
      #expect(!escape["expectations"].items.isEmpty, "\(title) expects nothing")
      #expect(escape["expectations"].items.allSatisfy { $0["holds"] == .boolean(true) })
    }
  }

  @Test func `the page on escapes has the sensitivity that the command tells`() async throws {
    let arguments = ["replay", Repository.path("Scenarios"), "--sensitivity"]
    let output = try await CommandFolder().succeed(arguments).output
    let table = try #require(output.components(separatedBy: "\n\n").last)
    #expect(table.hasPrefix("escape"))
    #expect(try text("Documentation/Escapes.md").contains("```text\n\(table)```"))
  }

  @Test func `a folder and several scenarios give a table, with what failed`() async throws {
    let folder = try folder()
    let made = try await folder.shell(
      "mkdir many none && cp march.yaml many/b.yaml && cp line.gv many")
    #expect(made.exitCode == 0)
    try folder.files.write(
      Self.scenario.replacing(
        "after: 2, cause: paste, rank: 1", with: "after: 1, cause: paste, rank: 1"),
      to: "many/a.yml")
    let result = try await folder.run("replay", "many")
    #expect(result.exitCode == 1)
    try expectSnapshot(result.output, named: "replay-folder.txt")
    let slash = try await folder.run("replay", "many/")
    #expect((slash.exitCode, slash.output) == (1, result.output))
    let twice = try await folder.succeed("replay", "march.yaml", "many/b.yaml")
    #expect(twice.output.hasPrefix("escape"))
    let none = try await folder.run("replay", "none")
    #expect((none.exitCode, none.output) == (66, ""))
    #expect(
      none.errors == "none: error: can't be read: there is no scenario (.yaml) in this folder\n")
    let mixed = try await folder.run("replay", "none", "march.yaml")
    #expect(mixed.exitCode == 66)
    #expect(mixed.output.hasPrefix("escape"))
  }

  @Test func `sensitivity is told below a replay, and as JSON`() async throws {
    let folder = try folder(
      Self.scenario.replacing("reflow: in_control, camera: in_calibration", with: "height: normal"))
    let arguments = ["replay", "march.yaml", "--sensitivity", "--trials", "50", "--seed", "3"]
    let result = try await folder.succeed(arguments)
    let plain = try await folder.succeed("replay", "march.yaml").output
    #expect(result.output.hasPrefix(plain))
    try expectSnapshot(
      String(result.output.dropFirst(plain.count)), named: "replay-sensitivity.txt")
    let record = try await folder.succeed(arguments + ["--json"]).json().items[0]["sensitivity"]
    #expect((record["trials"].number, record["seed"].number, record["factor"].number) == (50, 3, 2))
    let checkpoints = record["checkpoints"].items
    #expect(checkpoints.map { $0["event"].number } == [2, 3])
    for (place, checkpoint) in checkpoints.enumerated() {
      let led = record["moves"].items.count { $0["leads"].items[place] == .boolean(true) }
      #expect(checkpoint["movesLed"].number == Double(led))
    }
    let table = try await folder.succeed(["replay", "."] + arguments.dropFirst(2))
    #expect(table.output.contains("leads in trials"))
  }

  @Test func `options of the sensitivity want it, and numbers that make sense`() async throws {
    let folder = try folder()
    for (arguments, message) in [
      (["--trials", "5"], "--trials goes with --sensitivity"),
      (["--seed", "5"], "--seed goes with --sensitivity"),
      (
        ["--sensitivity", "--trials", "-1"],
        "--trials is a whole number from 0 to 1000000, not '-1'"
      ),
      (["--sensitivity", "--seed", "x"], "--seed is a whole number from 0, not 'x'"),
    ] {
      let result = try await folder.run(["replay", "march.yaml"] + arguments)
      #expect((result.exitCode, result.output) == (64, ""))
      #expect(result.errors.contains(message))
    }
  }
}
