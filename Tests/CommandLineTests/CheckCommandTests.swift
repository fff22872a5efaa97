import Foundation
import Interchange
import Testing
import _TestSupport

@Suite struct CheckCommandTests {
  @Test func `a graph without problems is measured`() async throws {
    let folder = try CommandFolder()
    let result = try await folder.succeed("check", "line.gv")
    try expectSnapshot(result.output, named: "check.txt")
    #expect(result.errors == "")
  }

  @Test func `the measures are there as JSON`() async throws {
    let folder = try CommandFolder()
    let report = try await folder.succeed("check", "line.gv", "--json").json()
    #expect(report["file"].text == "line.gv")
    #expect(report["title"].text == "A small line")
    #expect((report["variables"].number, report["arcs"].number) == (9, 8))
    #expect(report["kinds"]["test"].number == 3)
    #expect((report["withoutNumbers"], report["largestDeviation"].number) == (.list([]), 0))
    #expect(report["width"].number == 2)
  }

  @Test func `the rules of a graph are checked and shown`() async throws {
    let folder = try CommandFolder()
    try folder.files.write(
      "digraph {\n  rules=\"never: a=bad and t=fail; range: g 0..9\";\n  a [kind=lot]; t [kind=test];"
        + " g [kind=test, reading=gaussian] }", to: "good.gv")
    let good = try await folder.succeed("check", "good.gv")
    #expect(good.output.contains("  rules            never: a=bad and t=fail; range: g 0.0..9.0\n"))
    let json = try await folder.succeed("check", "good.gv", "--json").json()
    #expect(json["rules"].items.map(\.text) == ["never: a=bad and t=fail", "range: g 0.0..9.0"])
    try folder.files.write(
      "digraph {\n  rules=\"never: a=bda; rnage: t 1..2\";\n  a [kind=lot]; t [kind=test] }",
      to: "bad.gv")
    let bad = try await folder.run("check", "bad.gv")
    #expect((bad.exitCode, bad.output) == (1, ""))
    #expect(
      bad.errors.contains(
        "bad.gv:2:3: error: rules: 'a' has no state 'bda'; did you mean 'bad'?\n"), "\(bad.errors)")
    #expect(
      bad.errors.contains(
        "bad.gv:2:3: error: rules: 'rnage' begins no rule; did you mean 'range'?\n"))
  }

  @Test func `every problem is named with its line, and the exit code is 1`() async throws {
    let folder = try CommandFolder()
    try folder.files.write(
      "digraph {\n  a [kind=stap];\n  b [kind=lot, prior=\"1 1\"];\n  b -> c;\n}\n", to: "bad.gv")
    let result = try await folder.run("check", "bad.gv")
    #expect((result.exitCode, result.output) == (1, ""))
    try expectSnapshot(result.errors, named: "check-problems.txt")
    let json = try await folder.run("check", "bad.gv", "--json")
    #expect(json.exitCode == 1)
    let problems = try json.json()["problems"].items
    #expect(problems.map { $0["line"].number } == [2, 3, 4])
    #expect(problems.map { $0["column"].number } == [6, 16, 8])
    #expect(problems[0]["message"].text == "'a': there is no kind 'stap'; did you mean 'step'?")
  }

  @Test(arguments: [
    ("a.gv", "hello", 65, "a.gv:1:1: error: the syntax is wrong near 'hello'\n1 | hello\n  | ^\n"),
    ("a.gv", "", 65, "a.gv: error: the file is empty\n"),
    (
      "a.json", "{", 65,
      "a.json:1:2: error: the file is not JSON: the file ends too early\n1 | {\n  |  ^\n"
    ),
    (
      "a.txt", "digraph {}", 65,
      "a.txt: error: its ending tells nothing; a graph ends in .gv, a network in .bif, .xmlbif, .xdsl or .net,"
        + " a model in .json\n"
    ),
    ("b.gv", "x", 66, "a.gv: error: can't be read: there is no such file\n"),
  ])
  func `what is no graph is no input`(name: String, text: String, code: Int32, message: String)
    async throws
  {
    let folder = try CommandFolder()
    try folder.files.write(text, to: name)
    let result = try await folder.run("check", name.replacing("b.gv", with: "a.gv"))
    #expect((result.exitCode, result.output, result.errors) == (code, "", message))
  }

  @Test(arguments: ["gv", "json", "yaml", "bif", "xmlbif", "xdsl", "net"])
  func `a file in another encoding is named with its line`(ending: String) async throws {
    let folder = try CommandFolder()
    let utf16 = try #require("digraph { }".data(using: .utf16))
    try folder.files.write(utf16, to: "wide.\(ending)")
    try folder.files.write(Data("{\n  \"Gr".utf8) + [0xF6, 0xDF, 0x65], to: "latin.\(ending)")
    let command = ending == "yaml" ? "replay" : "check"
    let wide = try await folder.run(command, "wide.\(ending)")
    #expect(
      (wide.exitCode, wide.errors) == (
        65, "wide.\(ending): error: the file is in UTF-16; save it as UTF-8\n"
      ))
    let latin = try await folder.run(command, "latin.\(ending)")
    #expect(latin.exitCode == 65)
    #expect(
      latin.errors
        == "latin.\(ending):2:6: error: byte 0xF6 is not UTF-8 text; save the file as UTF-8\n")
  }

  @Test func `a model and a network can be checked too`() async throws {
    let folder = try CommandFolder()
    try folder.files.write(
      """
      network n {}
      variable rain { type discrete [ 2 ] { no, yes }; }
      variable wet { type discrete [ 2 ] { no, yes }; }
      probability ( rain ) { table 0.8, 0.2; }
      probability ( wet | rain ) { (no) 0.9, 0.1; (yes) 0.01, 0.99; }
      """, to: "wet.bif")
    #expect(try await folder.succeed("check", "wet.bif").output.contains("guessed from the arcs"))
    try await folder.succeed("simulate", "wet.bif", "-n", "50", "-o", "wet.csv")
    try await folder.succeed("learn", "wet.bif", "--records", "wet.csv", "-o", "wet.json")
    let check = try await folder.succeed("check", "wet.json").output
    #expect(check.hasPrefix("wet.json: no problems\n"))
    #expect(check.contains("guessed from the arcs"))
  }

  @Test func `a model with a wrong number is a model with a problem`() async throws {
    let folder = try CommandFolder()
    let model = try ModelWriter.text(of: GraphSamples.model(GraphSamples.line))
    try folder.files.write(model.replacing("0.95, 0.05", with: "0.95, 0.5"), to: "line.json")
    let check = try await folder.run("check", "line.json")
    #expect(check.exitCode == 1)
    #expect(check.errors.contains("'paste': the probabilities sum to 1.45, not to 1"))
    #expect(try await folder.run("diagnose", "line.json").exitCode == 65)
  }

  @Test func `five thousand variables are checked in seconds`() async throws {
    let folder = try CommandFolder()
    var dice = Dice(seed: 1)
    var text = "digraph {\n  node [kind=step];\n"
    for index in 0..<5000 { text += "  n\(index);\n" }
    for index in 1..<5000 { text += "  n\(max(0, index - 1 - dice.below(4))) -> n\(index);\n" }
    try folder.files.write(text + "}\n", to: "large.gv")
    let result = try await folder.run("check", "large.gv", seconds: 20)
    #expect(result.exitCode == 0)
    #expect(result.output.contains("5000 (5000 steps), 4,999 arcs"))
  }

  @Test func `a graph beyond all memory is measured, and refused where it is asked`() async throws {
    let folder = try CommandFolder()
    let names = (0..<80).map { "p\($0)" }.joined(separator: " ")
    try folder.files.write(
      """
      digraph { node [kind=step, prior="0.9 0.1"]; \(names); node [prior=""];
        v [kind=defect, cpd=noisy_max, leak=0.1]; edge [strength=0.5]; {\(names)} -> v }
      """, to: "wide.gv")
    #expect(
      try await folder.succeed("check", "wide.gv").output.contains("exact inference  does not fit"))
    #expect(try await folder.succeed("check", "wide.gv", "--json").json()["width"].number == 80)
    // Posteriors go along the chain of the noisy-MAX; an explanation needs its table.
    _ = try await folder.succeed("diagnose", "wide.gv", "--observe", "v=present")
    let refused = try await folder.run("query", "wide.gv", "--observe", "v=present", "--mpe")
    #expect(refused.exitCode == 65)
    #expect(refused.errors.hasPrefix("error: exact inference needs "))
    #expect(
      try await folder.succeed("simulate", "wide.gv", "-n", "3").output.split(separator: "\n").count
        == 4)
    try folder.files.write("v\npresent\n", to: "v.csv")
    let unlearned = try await folder.run("learn", "wide.gv", "--records", "v.csv", "-o", "v.json")
    #expect(unlearned.exitCode == 65)
    #expect(unlearned.errors.contains("error: exact inference needs "))
    #expect(try folder.files.names() == ["line.gv", "v.csv", "wide.gv"])
  }
}
