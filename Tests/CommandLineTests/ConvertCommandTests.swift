import Foundation
import Interchange
import Testing
import _TestSupport

@Suite struct ConvertCommandTests {
  private static let pair = """
    network pair { }
    variable a { type discrete [ 2 ] { "<5", ">=7.5" }; }
    variable b { type discrete [ 2 ] { Asy/Patch, no }; }
    probability ( a ) { table 0.4, 0.6; }
    probability ( b | a ) { (<5) 0.1, 0.9; (>=7.5) 0.25, 0.75; }
    """

  @Test func `a network goes through every format and comes back`() async throws {
    let folder = try CommandFolder()
    try folder.files.write(Self.pair, to: "a.bif")
    let chain = ["a.bif", "b.xmlbif", "c.xdsl", "d.net", "e.XML", "f.json", "g.bif", "h.json"]
    for (from, to) in zip(chain, chain.dropFirst()) {
      let result = try await folder.succeed("convert", from, to)
      #expect((result.output, result.errors) == ("", ""))
      #expect(try await folder.succeed("check", to).output.contains("guessed from the arcs"))
    }
    let variables = try folder.files.text("f.json").components(separatedBy: "\"provenance\"")[1]
    #expect(
      try folder.files.text("h.json").components(separatedBy: "\"variables\"")[1]
        == variables.components(separatedBy: "\"variables\"")[1])
    try await folder.succeed("convert", "f.json", "i.gv")
    #expect(try await folder.succeed("check", "i.gv").output.contains("(1 step, 1 test)"))
  }

  @Test func `every command that takes a model takes every format`() async throws {
    let folder = try CommandFolder()
    try folder.files.write(Self.pair, to: "a.bif")
    let expected = try await folder.succeed("diagnose", "a.bif", "--observe", "b=no", "--json")
      .output
    for ending in ["xmlbif", "xml", "xdsl", "net", "json", "gv"] {
      try await folder.succeed("convert", "a.bif", "a.\(ending)")
      let answer = try await folder.succeed(
        "diagnose", "a.\(ending)", "--observe", "b=no", "--json")
      #expect(answer.output == expected)
    }
  }

  @Test func `what is left out is told on standard error`() async throws {
    let folder = try CommandFolder()
    try folder.files.write(
      GraphSamples.line.split(separator: "\n").filter { !$0.contains("gain") }.joined(
        separator: "\n"),
      to: "states.gv")
    let result = try await folder.succeed("convert", "states.gv", "states.bif")
    try expectSnapshot(result.errors, named: "convert-notes.txt")
    let bif = try folder.files.text("states.bif")
    #expect(bif.contains("network \"A small line\" {"))
    #expect(bif.contains("property kind = station;"))
  }

  @Test func `rows that were divided by their sum are told`() async throws {
    let folder = try CommandFolder()
    try folder.files.write(Self.pair.replacing("0.4, 0.6", with: "0.4000001, 0.6"), to: "a.bif")
    let result = try await folder.succeed("convert", "a.bif", "a.net")
    #expect(result.errors.hasPrefix("note: row sums were off by up to 1.0"))
    #expect(result.errors.hasSuffix("; each row was divided by its sum\n"))
  }

  @Test(arguments: [
    (
      ["line.gv", "out.bif"], 65,
      "line.gv: error: BIF can't hold it: there are readings, numbers without states: gain; cut them into states with bins\n"
    ),
    (
      ["line.gv", "out.txt"], 64,
      "error: OUT ends in one of .gv, .bif, .xmlbif, .xdsl, .net, .json, not 'out.txt'"
    ),
    (
      ["line.gv", "none/out.net"], 73,
      "none/out.net: error: can't be written: there is no folder 'none/'\n"
    ),
    (["line.gv", "line.gv"], 64, "error: 'line.gv' would overwrite 'line.gv'"),
    (["absent.xdsl", "out.net"], 66, "absent.xdsl: error: can't be read: there is no such file\n"),
    (["bad.xml", "out.net"], 65, "bad.xml:1:1: error: the file can't be read as XML"),
  ])
  func `what can't be converted leaves nothing behind`(
    arguments: [String], code: Int32, message: String
  ) async throws {
    let folder = try CommandFolder()
    try folder.files.write("hello", to: "bad.xml")
    let result = try await folder.run(["convert"] + arguments)
    #expect((result.exitCode, result.output) == (code, ""))
    #expect(result.errors.hasPrefix(message), "\(result.errors)")
    #expect(try folder.files.names() == ["bad.xml", "line.gv"])
  }
}
