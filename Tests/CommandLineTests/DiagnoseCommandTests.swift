import Foundation
import Interchange
import NetworkModel
import RootCause
import Testing
import _TestSupport

@Suite struct DiagnoseCommandTests {
  @Test func `the ranking is a table`() async throws {
    let folder = try CommandFolder()
    let result = try await folder.succeed(
      "diagnose", "line.gv", "--observe", "xray=fail", "height=61.5", "gain=27")
    try expectSnapshot(result.output, named: "diagnose.txt")
    #expect(result.errors == "")
    let top = try await folder.succeed(
      "diagnose", "line.gv", "--top", "1", "--observe", "xray=fail")
    #expect(top.output.contains("and 3 more"))
  }

  @Test func `the ranking as JSON has the members that the help names, and the library's numbers`()
    async throws
  {
    let folder = try CommandFolder()
    let record = try await folder.succeed("diagnose", "line.gv", "--json", "--observe", "xray=fail")
      .json()
    let model = try GraphSamples.model(GraphSamples.line)
    let diagnosis = try Diagnostician(model).diagnose(Evidence(["xray": "fail"], in: model.network))
    #expect(record["logEvidence"].number == diagnosis.logEvidence)
    for (list, causes) in [("causes", diagnosis.causes), ("defects", diagnosis.defects)] {
      #expect(record[list].items.map { $0["variable"].text } == causes.map(\.variable))
      #expect(record[list].items.map { $0["state"].text } == causes.map(\.state))
      #expect(record[list].items.map { $0["kind"].text } == causes.map(\.kind.rawValue))
      #expect(record[list].items.map { $0["posterior"].number } == causes.map(\.posterior))
      #expect(record[list].items.map { $0["prior"].number } == causes.map(\.prior))
      #expect(record[list].items.map { $0["bayesFactor"].number } == causes.map(\.bayesFactor))
      #expect(
        record[list].items.map { $0["interval"].items.map(\.number) }
          == causes.map { [$0.interval?.lowerBound, $0.interval?.upperBound] })
      #expect(
        record[list].items.map { $0["probabilityOfRank1"].number }
          == causes.map(\.probabilityOfRank1))
    }
    let top = try await folder.succeed(
      "diagnose", "line.gv", "--json", "--top=2", "--observe=xray=fail"
    ).json()
    #expect(top["causes"].items == Array(record["causes"].items.prefix(2)))
  }

  @Test func `a learned model answers as its graph does, and a state may have any sign in it`()
    async throws
  {
    let folder = try CommandFolder()
    try folder.files.write(
      ModelWriter.text(of: GraphSamples.model(GraphSamples.line)), to: "line.json")
    let graph = try await folder.succeed(
      "diagnose", "line.gv", "--json", "--observe", "xray=fail", "gain=-3e1")
    let model = try await folder.succeed(
      "diagnose", "line.json", "--json", "--observe", "xray=fail", "gain=-3e1")
    #expect(graph.output == model.output)
    try folder.files.write(
      "digraph { a [kind=lot, states=\"x=1,x=2\", prior=\"0.5 0.5\"] }", to: "odd.gv")
    let odd = try await folder.succeed("diagnose", "odd.gv", "--json", "--observe", "a=x=2")
    #expect(try odd.json()["causes"].items[0]["posterior"].number == 1)
  }

  @Test func `a doubtful finding moves the ranking as its weights say`() async throws {
    let folder = try CommandFolder()
    func causes(_ arguments: String...) async throws -> [AnyJSON] {
      try await folder.run(["diagnose", "line.gv", "--json"] + arguments).json()["causes"].items
    }
    #expect(try await causes("--likelihood", "xray=0,2") == causes("--observe", "xray=fail"))
    let nothing = try await causes("--likelihood", "xray=3,3").map { $0["posterior"].number ?? 0 }
    #expect(try await causes().map { $0["posterior"].number ?? 0 }.isClose(to: nothing, .exact))
  }

  @Test func `a state can be ruled out`() async throws {
    let folder = try CommandFolder()
    func causes(_ arguments: String...) async throws -> [AnyJSON] {
      try await folder.run(["diagnose", "line.gv", "--json"] + arguments).json()["causes"].items
    }
    #expect(try await causes("--observe", "xray!=pass") == causes("--observe", "xray=fail"))
    #expect(
      try await causes("--observe", "height!=low", "height!=70")
        == causes("--observe", "height=normal"))
    #expect(try await causes("--observe", "height!=low") == causes("--likelihood", "height=1,0,1"))
    try folder.files.write(
      "digraph { \"a!\" [kind=lot, states=\"!=1,2\", prior=\"0.5 0.5\"] }", to: "odd.gv")
    let odd = try await folder.succeed("diagnose", "odd.gv", "--json", "--observe", "a!=2")
    #expect(try odd.json()["causes"].items[0]["posterior"].number == 1)
    let not = try await folder.succeed("diagnose", "odd.gv", "--json", "--observe", "a!!=2")
    #expect(try not.json()["causes"].items[0]["posterior"].number == 0)
  }

  @Test func `a state that is ruled out in vain is named as it was given`() async throws {
    let folder = try CommandFolder()
    try folder.files.write(Self.certain, to: "certain.gv")
    let arguments = ["diagnose", "certain.gv", "--observe", "a!=bad", "t=fail", "--json"]
    let result = try await folder.run(arguments)
    #expect(result.errors.contains("P(a!=bad, t=fail) = 0"))
    #expect(
      try result.json()["impossible"] == .object(["a": .text("!=bad"), "t": .text("fail")]))
  }

  @Test(arguments: [
    (
      ["--observe", "xray!=fial"],
      "error: 'xray' has no state 'fial'; did you mean 'fail'?; its states are pass, fail"
    ),
    (["--observe", "xrya!=fail"], "error: there is no variable 'xrya'; did you mean 'xray'?"),
    (
      ["--observe", "xray!=fail", "xray!=pass"],
      "error: every state of 'xray' (pass, fail) is excluded; leave one"
    ),
    (
      ["--observe", "gain!=3"],
      "error: 'gain' is a reading and has no states to exclude; it takes a number"
    ),
    (["--observe", "xrya=fail"], "error: there is no variable 'xrya'; did you mean 'xray'?"),
    (
      ["--observe", "xray=fial"],
      "error: 'xray' has no state 'fial'; did you mean 'fail'?; its states are pass, fail"
    ),
    (["--observe", "gain=high"], "error: 'gain' is a reading, and 'high' is not a number"),
    (
      ["--observe", "xray=fail", "xray=pass"],
      "error: two different things are said about 'xray'; say one"
    ),
    (
      ["--observe", "xray=fail", "--likelihood", "xray=1,2"],
      "error: two different things are said about 'xray'; say one"
    ),
    (
      ["--likelihood", "xray=1,2,3"],
      "error: the likelihood of 'xray' has 3 weights and not 2; it takes a weight for each of its states (pass, fail),"
        + " none negative and not all 0"
    ),
    (
      ["--observe", "a=1", "b=2"],
      "error: there is no variable 'a'\nerror: there is no variable 'b'"
    ),
  ])
  func `evidence that the model does not know is bad data`(arguments: [String], message: String)
    async throws
  {
    let folder = try CommandFolder()
    let result = try await folder.run(["diagnose", "line.gv"] + arguments)
    #expect((result.exitCode, result.output, result.errors) == (65, "", message + "\n"))
  }

  @Test func `evidence that can't be true is named`() async throws {
    let folder = try CommandFolder()
    try folder.files.write(Self.certain, to: "certain.gv")
    let arguments = ["diagnose", "certain.gv", "--observe", "other=fail", "a=good", "t=fail"]
    let result = try await folder.run(arguments)
    #expect((result.exitCode, result.output) == (65, ""))
    #expect(
      result.errors
        == "error: the evidence can't be true: P(a=good, t=fail) = 0 in this model; one of these findings"
        + " is wrong, or a number in the model that says 'never' is\n")
    let json = try await folder.run(arguments + ["--json"])
    #expect(json.exitCode == 65)
    #expect(
      try json.json() == .object(["impossible": .object(["a": .text("good"), "t": .text("fail")])]))
  }

  @Test func `every row of a file is diagnosed in a line of JSON`() async throws {
    let folder = try CommandFolder()
    try folder.files.write(Self.certain, to: "certain.gv")
    try folder.files.write(
      "unit,a,t,other\nU1,,fail,pass\nU2,good,fail,NA\n\"U,3\",bad,,\n", to: "units.csv")
    let result = try await folder.succeed("diagnose", "certain.gv", "--records", "units.csv")
    let lines = try result.jsonLines()
    #expect(lines.map { $0["row"].number } == [1, 2, 3])
    #expect(lines.map { $0["unit"].text } == ["U1", "U2", "U,3"])
    #expect(lines[0]["causes"].items.map { $0["posterior"].number } == [1])
    #expect(lines[1]["impossible"] == .object(["a": .text("good"), "t": .text("fail")]))
    #expect(lines[1]["causes"] == .null)
    #expect(lines[2]["causes"].items[0]["posterior"].number == 1)
  }

  @Test(arguments: [["a"], ["a", "other"], ["*"], ["?", "x*", "o*"].suffix(1) + ["a"]])
  func `what is hidden is not known`(patterns: [String]) async throws {
    let folder = try CommandFolder()
    try folder.files.write(Self.certain, to: "certain.gv")
    try folder.files.write("a,t,other\nbad,pass,fail\n", to: "units.csv")
    let lines = try await folder.run(
      ["diagnose", "certain.gv", "--records", "units.csv", "--hide"] + patterns
    )
    .jsonLines()
    let posterior = try #require(lines.first?["causes"].items.first?["posterior"].number)
    // P(bad | pass) = 0.5 × 0.5 / 0.75; without the test 0.5.
    #expect(posterior.isClose(to: patterns == ["*"] ? 0.5 : 1.0 / 3, .exact))
  }

  @Test func `a pattern that hides nothing is a slip`() async throws {
    let folder = try CommandFolder()
    try folder.files.write("xray\nfail\n", to: "units.csv")
    let result = try await folder.run(
      "diagnose", "line.gv", "--records", "units.csv", "--hide", "xrya")
    #expect(result.exitCode == 65)
    #expect(
      result.errors.contains("error: --hide: no variable has a column 'xrya'; did you mean 'xray'?")
    )
  }

  @Test func `rows that are set aside leave the numbers of the others`() async throws {
    let folder = try CommandFolder()
    try folder.files.write("unit,xray\nU1,fail\nU2,fial\nU3,pass\n", to: "units.csv")
    let refused = try await folder.run("diagnose", "line.gv", "--records", "units.csv")
    #expect((refused.exitCode, refused.output) == (65, ""))
    #expect(refused.errors.contains("units.csv:3:"))
    #expect(refused.errors.contains("did you mean 'fail'?"))
    let result = try await folder.succeed(
      "diagnose", "line.gv", "--records", "units.csv", "--quarantine", "aside.csv", "--top", "1")
    #expect(try result.jsonLines().map { $0["row"].number } == [1, 3])
    #expect(result.errors.contains("1 row"))
    #expect(try folder.files.text("aside.csv").contains("U2,fial"))
  }

  @Test func `a file without numbers is no model`() async throws {
    let folder = try CommandFolder()
    try folder.files.write("digraph { a [kind=step]; b [kind=lot, prior=\"1 0\"] }", to: "bare.gv")
    let result = try await folder.run("diagnose", "bare.gv")
    #expect((result.exitCode, result.output) == (65, ""))
    #expect(
      result.errors
        == "bare.gv: error: the graph is no model: there are no numbers for a; give each a prior or a cpt,"
        + " or learn them with 'fishbone learn'\n")
  }

  /// A good lot never fails its test.
  private static let certain = """
    digraph {
      a [kind=lot, prior="0.5 0.5"]; t [kind=test, cpt="1 0; 0.5 0.5"]; a -> t;
      other [kind=test, prior="0.5 0.5"];
    }
    """
}
