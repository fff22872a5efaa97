import NetworkModel
import RootCause
import Testing
import _TestSupport

@Suite struct ExplainCommandTests {
  @Test func `a cause is explained finding by finding`() async throws {
    let folder = try CommandFolder()
    let result = try await folder.succeed(
      "explain", "line.gv", "reflow=cold", "--observe", "xray=fail", "height!=normal", "gain=27",
      "--likelihood", "camera=0.9,0.4")
    try expectSnapshot(result.output, named: "explain.txt")
    #expect(result.errors == "")
  }

  @Test func `without a state the likeliest is explained, and without a cause the leader`()
    async throws
  {
    let folder = try CommandFolder()
    let observed = ["--observe", "xray=fail", "--json"]
    func cause(_ words: [String]) async throws -> AnyJSON {
      try await folder.succeed(["explain", "line.gv"] + words + observed).json()["cause"]
    }
    let diagnosis = try await folder.succeed(["diagnose", "line.gv"] + observed).json()
    let leader = diagnosis["causes"].items[0]
    let named = "\(leader["variable"].text ?? "")=\(leader["state"].text ?? "")"
    #expect(try await cause([]) == cause([named]))
    #expect(try await cause(["reflow"])["state"].text == "cold")
    #expect(try await cause(["voids"])["variable"].text == "voids")
  }

  @Test func `the answer in JSON has the members that the help names, and the library's numbers`()
    async throws
  {
    let folder = try CommandFolder()
    let record = try await folder.succeed(
      "explain", "line.gv", "reflow=cold", "--json", "--observe", "xray=fail", "gain=27"
    ).json()
    let model = try GraphSamples.model(GraphSamples.line)
    var evidence = Evidence()
    try evidence.observe("xray", text: "fail", in: model)
    try evidence.observe("gain", text: "27", in: model)
    let reflow = try #require(model.graph.index(of: "reflow"))
    let explanation = try Diagnostician(model).explain(reflow, state: 1, given: evidence)
    #expect(record["cause"]["posterior"].number == explanation.posterior)
    #expect(record["cause"]["logBayesFactor"].number == explanation.logBayesFactor)
    #expect(record["cause"]["settled"] == .boolean(false))
    #expect(record["conflict"].number == explanation.conflict.total)
    #expect(record["logEvidence"].number == explanation.logEvidence)
    let findings = record["findings"].items
    #expect(findings.map { $0["variable"].text } == explanation.findings.map(\.variable))
    #expect(findings.map { $0["shapley"].number } == explanation.findings.map(\.shapley))
    #expect(findings.map { $0["leftOut"].number } == explanation.findings.map(\.leftOut))
    #expect(findings.map { $0["alone"].number } == explanation.findings.map(\.alone))
    #expect(findings.allSatisfy { $0["standardError"] == .null })
    #expect(
      findings.map { $0["fit"]["probability"].number }
        == explanation.findings.map { $0.fit?.probability })
    #expect(findings.map { $0["rivals"].items.count } == [3, 3])
    #expect(
      findings.map { $0["trail"].items.map { $0["to"].text } }
        == explanation.findings.map { $0.trail?.steps.map(\.to) ?? [] })
  }

  @Test func `evidence that can't be true is an answer and an error`() async throws {
    let folder = try CommandFolder()
    try folder.files.write(
      "digraph { a [kind=lot, prior=\"0.5 0.5\"]; t [kind=test, cpt=\"1 0; 0.2 0.8\"]; a -> t }",
      to: "certain.gv")
    for command in [["explain", "certain.gv", "a"], ["whatif", "certain.gv"]] {
      let result = try await folder.run(command + ["--json", "--observe", "a=good", "t=fail"])
      #expect(result.exitCode == 65)
      #expect(result.errors.contains("P(a=good, t=fail) = 0"))
      #expect(
        try result.json()["impossible"] == .object(["a": .text("good"), "t": .text("fail")]))
    }
  }

  @Test(arguments: [
    (
      ["explain", "line.gv", "reflwo"], 65,
      "error: there is no variable 'reflwo'; did you mean 'reflow'?"
    ),
    (
      ["explain", "line.gv", "reflow=clod"], 65,
      "error: 'reflow' has no state 'clod'; did you mean 'cold'?; its states are in_control, cold, hot"
    ),
    (["explain", "line.gv", "gain"], 65, "error: 'gain' is a reading and has no states"),
    (["explain", "line.gv", "gain=27"], 65, "error: 'gain' is a reading and has no states"),
    (
      ["explain", "line.gv", "--orders", "3"], 64,
      "error: --orders is a whole number from 4 to a million, not '3'"
    ),
    (["explain", "line.gv", "a", "b"], 64, "error: 'b' is one argument too many"),
    (
      ["whatif", "line.gv", "--do", "reflow=clod"], 65,
      "error: 'reflow' has no state 'clod'; did you mean 'cold'?; its states are in_control, cold, hot"
    ),
    (
      ["whatif", "line.gv", "--target", "gain"], 65, "error: 'gain' is a reading and has no states"
    ),
    (
      ["whatif", "line.gv", "--target", "viods"], 65,
      "error: there is no variable 'viods'; did you mean 'voids'?"
    ),
    (["whatif", "line.gv", "--hide", "xray"], 64, "error: --hide goes with --records"),
    (
      ["whatif", "line.gv", "--records", "a.csv", "--observe", "xray=fail"], 64,
      "error: --records brings its own findings; leave --observe and --likelihood away"
    ),
    (
      ["diagnose", "line.gv", "--explanations", "-1"], 64,
      "error: --explanations is a whole number from 0 to 1000, not '-1'"
    ),
  ])
  func `a wrong call is told what is wrong with it`(
    arguments: [String], exitCode: Int, message: String
  ) async throws {
    let result = try await CommandFolder().run(arguments)
    #expect(Int(result.exitCode) == exitCode)
    #expect(result.errors.split(separator: "\n").first.map(String.init) == message)
    #expect(result.output == "")
  }
}
