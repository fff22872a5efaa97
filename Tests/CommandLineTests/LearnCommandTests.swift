import Foundation
import Testing
import _TestSupport

@Suite struct LearnCommandTests {
  /// A folder with `line.csv`, 2000 simulated records of which a fifth of the cells are lost.
  private func folderWithRecords() async throws -> CommandFolder {
    let folder = try CommandFolder()
    try await folder.succeed(
      "simulate", "line.gv", "-n", "2000", "--missing", "0.2", "--seed", "3", "-o", "line.csv")
    return folder
  }

  @Test func `simulated records are learned from, and the model is asked`() async throws {
    let folder = try await folderWithRecords()
    let learned = try await folder.succeed(
      "learn", "line.gv", "--records", "line.csv", "-o", "line.json", "--trace", "trace.csv")
    #expect(learned.output == "")
    #expect(learned.errors.contains("line.json: learned from 2,000 units, converged after "))
    #expect(learned.errors.contains("note: paste is shared by units through a key"))
    let diagnosis = try await folder.succeed(
      "diagnose", "line.json", "--json", "--observe", "voids=present"
    ).json()
    #expect(diagnosis["causes"].items.count == 4)
    // Void units come from bad paste and cold ovens, as in the model that they were drawn from.
    #expect(["paste", "reflow"].contains(diagnosis["causes"].items[0]["variable"].text))
    let provenance = try await folder.succeed("check", "line.json", "--json").json()
    #expect(provenance["withoutNumbers"] == .list([]))
  }

  @Test func `the trace begins at the start and never falls`() async throws {
    let folder = try await folderWithRecords()
    try await folder.succeed(
      "learn", "line.gv", "--records", "line.csv", "-o", "line.json", "--trace", "trace.csv",
      "--prior", "uniform:0.5",
      "--max-iterations", "30", "--tolerance", "0")
    let rows = try folder.files.text("trace.csv").split(separator: "\n").map {
      $0.split(separator: ",")
    }
    #expect(rows[0] == ["iteration", "log_likelihood", "log_posterior", "seconds"])
    let numbers = try rows.dropFirst().map { try $0.map { try #require(Double($0)) } }
    #expect(numbers.map { $0[0] } == (0..<numbers.count).map(Double.init))
    #expect((2...31).contains(numbers.count))
    for (earlier, later) in zip(numbers, numbers.dropFirst()) {
      #expect(later[2] >= earlier[2])
      #expect(later[3] >= earlier[3])
    }
    #expect(numbers[0][3] == 0)
  }

  @Test(arguments: [
    [], ["--restarts", "2", "--seed", "9"], ["--prior", "none"],
    ["--start", "network", "--prior", "uniform:1"],
  ])
  func `the model does not depend on the number of threads`(options: [String]) async throws {
    let folder = try await folderWithRecords()
    for threads in ["1", "2", "5"] {
      let result = try await folder.run(
        [
          "learn", "line.gv", "--records", "line.csv", "-o", "\(threads).json", "--threads",
          threads,
        ] + options)
      #expect(result.exitCode == 0)
    }
    #expect(try folder.files.text("1.json") == folder.files.text("2.json"))
    #expect(try folder.files.text("1.json") == folder.files.text("5.json"))
  }

  @Test func `a start that its prior rules out is learned from all the same`() async throws {
    let folder = try CommandFolder()
    try folder.files.write(
      "digraph { a [kind=lot, prior=\"1 0\"]; t [kind=test, cpt=\"0.5 0.5; 0.1 0.9\"]; a -> t }",
      to: "zero.gv")
    try folder.files.write("t\nfail\npass\nfail\n", to: "t.csv")
    let result = try await folder.succeed(
      "learn", "zero.gv", "--records", "t.csv", "-o", "zero.json", "--start", "network", "--prior",
      "uniform:1")
    #expect(result.errors.contains("zero.json: learned from 3 units"))
    try await folder.succeed("diagnose", "zero.json", "--observe", "t=fail")
  }

  @Test(arguments: [
    ("", "r.csv: error: the file is empty"),
    ("xray,xrya\nfail,fail\n", "r.csv:1:6: error: "),
    ("xray\nfial\n", "r.csv:2:1: error: "),
    ("gain\nhigh\n", "r.csv:2:1: error: "),
    ("xray\n", "r.csv: error: "),
    ("xray\n\"fail\n", "r.csv:2:1: error: "),
  ])
  func `records that can't be read are bad data, and no model is written`(
    text: String, message: String
  ) async throws {
    let folder = try CommandFolder()
    try folder.files.write(text, to: "r.csv")
    let result = try await folder.run("learn", "line.gv", "--records", "r.csv", "-o", "m.json")
    #expect((result.exitCode, result.output) == (65, ""))
    #expect(result.errors.contains(message), "\(result.errors)")
    #expect(try folder.files.names() == ["line.gv", "r.csv"])
  }

  @Test func `records in another encoding are named with their line`() async throws {
    let folder = try CommandFolder()
    try folder.files.write(Data("xray\nfail\n".utf8) + [0xFC, 0x0A], to: "latin.csv")
    try folder.files.write(try #require("xray\nfail\n".data(using: .utf16)), to: "wide.csv")
    let latin = try await folder.run("learn", "line.gv", "--records", "latin.csv", "-o", "m.json")
    #expect(latin.exitCode == 65)
    #expect(latin.errors.contains("latin.csv:3:1: error: byte 0xFC is not UTF-8 text"))
    let wide = try await folder.run("learn", "line.gv", "--records", "wide.csv", "-o", "m.json")
    #expect(wide.exitCode == 65)
    #expect(wide.errors.contains("wide.csv: error: the file is in UTF-16"))
  }

  @Test func `ten megabytes in a cell are refused soon and shortly`() async throws {
    let folder = try CommandFolder()
    try folder.files.write(
      "xray,gain\nfail,30\n\(String(repeating: "x", count: 10_000_000)),31\n", to: "r.csv")
    let result = try await folder.run(
      "learn", "line.gv", "--records", "r.csv", "-o", "m.json", seconds: 20)
    #expect(result.exitCode == 65)
    #expect(result.errors.utf8.count < 2000)
    #expect(result.errors.contains("r.csv:3:1: error: "))
  }

  @Test func `rows that break a rule are set aside, told and counted`() async throws {
    let folder = try CommandFolder()
    try folder.files.write(
      "xray,voids,gain,shipped\nfail,present,30,yes\npass,absent,31,yes\nfail,absent,,no\npass,absent,99,\n",
      to: "r.csv")
    try folder.files.write(
      "never: xray=fail and shipped=yes # held\nrange: gain 20..40\nnever: cracks=present\n",
      to: "line.rules")
    let result = try await folder.succeed(
      "learn", "line.gv", "--records", "r.csv", "-o", "m.json", "--rules", "line.rules",
      "--ignore", "shipped", "--quarantine", "q.csv")
    #expect(result.errors.contains("note: 2 rows set aside, 2 for breaking a rule\n"))
    #expect(
      result.errors.contains("note: 1 row broke 'never: xray=fail and shipped=yes'\n"),
      "\(result.errors)")
    #expect(result.errors.contains("note: 1 row broke 'range: gain 20.0..40.0'\n"))
    #expect(
      result.errors.contains(
        "note: no column for 'cracks', so no row can break 'never: cracks=present'\n"))
    #expect(result.errors.contains("m.json: learned from 2 units"))
    #expect(
      try folder.files.text("q.csv")
        == "row,line,reason,xray,voids,gain,shipped\n1,2,breaks 'never: xray=fail and shipped=yes',fail,present,30,yes\n"
        + "4,5,breaks 'range: gain 20.0..40.0': it is 99.0,pass,absent,99,\n")
    let model = try folder.files.text("m.json")
    #expect(model.contains("\"setAside\""))
    try folder.files.write("never: xray=fial\n", to: "bad.rules")
    let bad = try await folder.run(
      "learn", "line.gv", "--records", "r.csv", "-o", "n.json", "--rules", "bad.rules")
    #expect(bad.exitCode == 65)
    #expect(
      bad.errors.hasPrefix(
        "bad.rules:1:13: error: 'xray' has no state 'fial'; did you mean 'fail'?\n"),
      "\(bad.errors)")
    #expect(!(try folder.files.names().contains("n.json")))
  }

  @Test func `an empirical prior tells its strengths, whatever the threads`() async throws {
    let folder = try await folderWithRecords()
    for threads in ["1", "2"] {
      let result = try await folder.succeed(
        "learn", "line.gv", "--records", "line.csv", "-o", "\(threads).json", "--prior",
        "empirical",
        "--threads", threads)
      #expect(result.errors.contains("note: prior of defect: worth "), "\(result.errors)")
      #expect(result.errors.contains(" under the fitted prior; log-likelihood "))
    }
    #expect(try folder.files.text("1.json") == folder.files.text("2.json"))
    #expect(try folder.files.text("1.json").contains("\"strengths\""))
    try await folder.succeed("diagnose", "1.json", "--observe", "xray=fail")
  }

  @Test func `a spread that stands at its bound is told`() async throws {
    let folder = try CommandFolder()
    try folder.files.write(
      "digraph { d [kind=defect]; g [kind=test, reading=gaussian]; d -> g }", to: "g.gv")
    try folder.files.write(
      "d,g\nabsent,1\nabsent,3\npresent,7\npresent,7\nabsent,2\n", to: "r.csv")
    let result = try await folder.succeed(
      "learn", "g.gv", "--records", "r.csv", "-o", "m.json", "--prior", "none")
    // A hundredth of the standard deviation of 1, 2, 3, 7 and 7, the root of 6.4.
    #expect(
      result.errors.contains(
        "note: the spread of g stands at its least, 0.02529822128134"), "\(result.errors)")
    #expect(
      result.errors.contains(
        " in 1 joint state of its parents: few values there, or all the same\n"))
    let model = try folder.files.text("m.json")
    #expect(model.contains("\"leastSpreads\""))
    let wide = try await folder.succeed("learn", "g.gv", "--records", "r.csv", "-o", "n.json")
    #expect(!wide.errors.contains("spread"))
  }

  @Test func `what is not there is no input`() async throws {
    let folder = try CommandFolder()
    let records = try await folder.run("learn", "line.gv", "--records", "none.csv", "-o", "m.json")
    #expect(
      (records.exitCode, records.errors) == (
        66, "none.csv: error: can't be read: there is no such file\n"
      ))
    let graph = try await folder.run("learn", "none.gv", "--records", "none.csv", "-o", "m.json")
    #expect(
      (graph.exitCode, graph.errors) == (
        66, "none.gv: error: can't be read: there is no such file\n"
      ))
    #expect(try folder.files.names() == ["line.gv"])
  }

  @Test(arguments: [
    "-o none/m.json", "-o m.json --trace none/t.csv", "-o m.json --quarantine none/q.csv",
  ])
  func `an output that can't be written is found out before any work`(outputs: String) async throws
  {
    let folder = try CommandFolder()
    try folder.files.write("xray\nfial\n", to: "r.csv")
    let result = try await folder.run(
      ["learn", "line.gv", "--records", "r.csv"] + outputs.split(separator: " ").map(String.init))
    #expect(result.exitCode == 73)
    #expect(result.errors.hasSuffix(": error: can't be written: there is no folder 'none/'\n"))
    #expect(try folder.files.names() == ["line.gv", "r.csv"])
  }

  @Test func `a graph without numbers can't be the start`() async throws {
    let folder = try CommandFolder()
    try folder.files.write("digraph { a [kind=lot]; b [kind=lot, prior=\"1 0\"] }", to: "bare.gv")
    try folder.files.write("a,b\ngood,good\n", to: "r.csv")
    let result = try await folder.run(
      "learn", "bare.gv", "--records", "r.csv", "-o", "m.json", "--start", "network")
    #expect(result.exitCode == 65)
    #expect(
      result.errors
        == "bare.gv: error: --start network needs numbers for every variable; there are none for a\n"
    )
  }

  @Test func `a record that the numbers rule out is named`() async throws {
    let folder = try CommandFolder()
    try folder.files.write(
      "digraph { a [kind=lot, prior=\"0.5 0.5\"]; t [kind=test, cpt=\"1 0; 0.5 0.5\"]; a -> t }",
      to: "zero.gv")
    try folder.files.write("a,t\nbad,fail\ngood,fail\n", to: "r.csv")
    let result = try await folder.run(
      "learn", "zero.gv", "--records", "r.csv", "-o", "m.json", "--start", "network", "--prior",
      "none")
    #expect(result.exitCode == 65)
    #expect(
      result.errors
        == "r.csv: error: record 2 can't happen under the numbers that learning starts from: P(a=good, t=fail) = 0;"
        + " correct the record, or give the model's zero a small probability\n")
  }
}
