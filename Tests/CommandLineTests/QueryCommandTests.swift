import Foundation
import Fishbone
import Testing
import _TestSupport

/// `fishbone query` as a process.
@Suite struct QueryCommandTests {
  private static let cases = """
    [
      {"id": "first", "findings": {"xray": "fail"}},
      {"id": 2, "findings": {"xray": "fail"}, "do": {"paste": "good"}, "variables": ["paste", "voids"]},
      {"not": {"reflow": ["cold"]}, "likelihoods": {"xray": [0.2, 4]}, "joint": ["paste", "reflow"]},
      {"findings": {"gain": 26.5}, "mpe": true},
      {"id": "two", "findings": {"voids": "present", "cracks": "absent"}, "best": 2},
      {"id": "contradiction", "findings": {"paste": "bad", "xray": "fail"}, "do": {"paste": "good"}},
      {}
    ]
    """

  private func folder() throws -> CommandFolder {
    let folder = try CommandFolder()
    try folder.files.write(Self.cases, to: "cases.json")
    return folder
  }

  @Test func `the answers for people`() async throws {
    let result = try await folder().succeed("query", "line.gv", "--cases", "cases.json")
    try expectSnapshot(result.output, named: "query.txt")
    #expect(result.errors == "")
  }

  @Test func `the answers as JSON are the library's, to the last bit`() async throws {
    let result = try await folder().succeed("query", "line.gv", "--cases", "cases.json", "--json")
    let lines = try result.jsonLines()
    let model = try GraphSamples.model(GraphSamples.line)
    let cases = try CasesReader.read(SourceText(file: "cases.json", text: Self.cases), for: model)
    var session = QuerySession(model.network)
    #expect(lines.count == cases.count)
    for (line, (query, answer)) in zip(lines, zip(cases, session.answers(to: cases))) {
      switch answer {
      case .success(.posteriors(let found)):
        #expect(line["logEvidence"].number == found.logEvidence)
        let shown = query.shownVariables(in: model.network)
        guard case .object(let members) = line["posteriors"] else {
          Issue.record("\(line)")
          continue
        }
        #expect(members.count == shown.count)
        for index in shown {
          let variable = model.network.variables[index]
          #expect(
            variable.states.map { members[variable.name]?[$0].number } == found[index])
        }
      case .success(.explanations(let found)):
        let records = line["explanations"].items.isEmpty ? [line] : line["explanations"].items
        #expect(records.map { $0["logProbability"].number } == found.map(\.logProbability))
        #expect(records[0]["mpe"]["voids"] != .null && records[0]["mpe"]["gain"] == .null)
      case .success(.joint(let found)):
        #expect(line["logEvidence"].number == found.logEvidence)
        #expect(line["joint"]["probabilities"].items.map { $0["p"].number } == found.probabilities)
        #expect(line["joint"]["variables"].items.map(\.text) == ["paste", "reflow"])
        #expect(
          line["joint"]["probabilities"].items[1]["states"].items.map(\.text) == ["good", "cold"])
      case .success(.approximate): Issue.record("nobody asked for estimates")
      case .failure: #expect(line["impossible"] == .object(["paste": .text("bad")]))
      }
    }
    #expect(
      lines.map { $0["id"] } == [
        .text("first"), .number(2), .null, .null, .text("two"), .text("contradiction"), .null,
      ])
  }

  @Test func `likelihoods count as they are given`() async throws {
    let folder = try folder()
    func logEvidence(_ weights: String) async throws -> Double? {
      try await folder.succeed(
        "query", "line.gv", "--json", "--likelihood", "xray=\(weights)", "--variables", "xray"
      ).json()["logEvidence"].number
    }
    let small = try #require(try await logEvidence("0.2,0.4"))
    let large = try #require(try await logEvidence("20,40"))
    #expect(large.isClose(to: small + log(100), .exact))
  }

  @Test(arguments: [
    (["--observe", "xray=fail"], "[{\"findings\": {\"xray\": \"fail\"}}]"),
    (["--observe", "xray!=pass"], "[{\"not\": {\"xray\": \"pass\"}}]"),
    (
      ["--likelihood", "xray=1,2", "--do", "reflow=hot", "paste=bad", "--mpe"],
      "[{\"likelihoods\": {\"xray\": [1, 2]}, \"do\": {\"reflow\": \"hot\", \"paste\": \"bad\"}, \"mpe\": true}]"
    ),
    (["--best", "3"], "[{\"best\": 3}]"),
    (["--joint", "xray", "paste"], "[{\"joint\": [\"xray\", \"paste\"]}]"),
    (["--variables", "paste"], "[{\"variables\": [\"paste\"]}]"),
  ])
  func `options make the case that a file would`(arguments: [String], text: String) async throws {
    let folder = try CommandFolder()
    try folder.files.write(text, to: "cases.json")
    let file = try await folder.succeed("query", "line.gv", "--json", "--cases", "cases.json")
    let options = try await folder.run(["query", "line.gv", "--json"] + arguments)
    #expect((options.exitCode, options.output) == (0, file.output))
  }

  @Test func `every problem of the file is told with its place`() async throws {
    let folder = try CommandFolder()
    try folder.files.write(
      """
      [{"findings": {"xray": "fial"}},
       {"finding": {"xray": "fail"}}]
      """, to: "cases.json")
    let result = try await folder.run("query", "line.gv", "--cases", "cases.json", "--json")
    #expect((result.exitCode, result.output) == (65, ""))
    try expectSnapshot(result.errors, named: "query-problems.txt")
  }

  @Test func `a file that is not there is no input`() async throws {
    let result = try await CommandFolder().run("query", "line.gv", "--cases", "cases.json")
    #expect((result.exitCode, result.output) == (66, ""))
  }

  @Test(arguments: [
    (
      ["--do", "gain=3", "paste!=bad", "paste=good", "paste=bad"],
      "error: --do sets a variable to one of its states, not 'gain=3'\nerror: --do sets a variable to one of"
        + " its states, not 'paste!=bad'\nerror: --do sets 'paste' to two different states"
    ),
    (
      ["--do", "paste=baad"],
      "error: 'paste' has no state 'baad'; did you mean 'bad'?; its states are good, bad"
    ),
    (
      ["--joint", "xrya", "gain"],
      "error: there is no variable 'xrya'; did you mean 'xray'?\nerror: 'gain' is a reading and has no states to be asked for"
    ),
    (["--variables", "xray", "xray"], "error: 'xray' is named twice"),
  ])
  func `names that the network does not have are bad data`(arguments: [String], message: String)
    async throws
  {
    let result = try await CommandFolder().run(["query", "line.gv"] + arguments)
    #expect((result.exitCode, result.output, result.errors) == (65, "", message + "\n"))
  }

  @Test func `an impossible case of the options is an answer too`() async throws {
    let folder = try CommandFolder()
    let arguments = ["query", "line.gv", "--observe", "paste=bad", "--do", "paste=good"]
    let text = try await folder.run(arguments)
    #expect(
      (text.exitCode, text.output) == (
        0, "case 1: can't be true: P(paste=bad | do(paste=good)) = 0\n"
      ))
    let json = try await folder.run(arguments + ["--json"])
    #expect(
      (json.exitCode, json.output) == (
        0, "{\"do\":{\"paste\":\"good\"},\"impossible\":{\"paste\":\"bad\"}}\n"
      ))
  }

  @Test(arguments: ["single", "batch"])
  func `times are told in a line of JSON, and change no answer`(mode: String) async throws {
    let folder = try folder()
    let plain = try await folder.succeed("query", "line.gv", "--cases", "cases.json", "--json")
    let timed = try await folder.run(
      ["query", "line.gv", "--cases", "cases.json", "--json", "--timing"]
        + (mode == "batch" ? ["--batch"] : []))
    #expect(timed.exitCode == 0)
    let lines = try (plain.jsonLines(), timed.jsonLines())
    #expect(lines.0.count == lines.1.count)
    let report = try JSONDecoder().decode(AnyJSON.self, from: Data(timed.errors.utf8))
    #expect(report["mode"] == .text(mode))
    #expect(report["cases"] == .number(7))
    for name in [
      "compileMicroseconds", "firstAnswerMicroseconds", "meanMicroseconds", "totalCells",
      "peakBytes",
    ] {
      #expect(report[name].number ?? 0 > 0, "\(name)")
    }
  }

  @Test func `a network that is too large for the limit is refused before it is answered`()
    async throws
  {
    let folder = try CommandFolder()
    let result = try await folder.run("query", "line.gv", "--memory-limit", "100B")
    #expect((result.exitCode, result.output) == (65, ""))
    #expect(result.errors.contains("exact inference needs"))
    for size in ["1000000", "1MB", "0.5GiB", "64kb"] {
      try await folder.succeed("query", "line.gv", "--memory-limit", size)
    }
  }
}
