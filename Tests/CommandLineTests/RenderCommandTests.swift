import Foundation
import Testing
import _TestSupport

@Suite struct RenderCommandTests {
  @Test(arguments: [
    ("svg", "<?xml"), ("png", "\u{FFFD}PNG"), ("pdf", "%PDF-"), ("gv", "digraph"), ("SVG", "<?xml"),
  ])
  func `a picture is drawn in the format of its ending`(ending: String, start: String) async throws
  {
    let folder = try CommandFolder()
    let result = try await folder.succeed(
      "render", "line.gv", "--observe", "xray=fail", "-o", "picture.\(ending)")
    #expect((result.output, result.errors) == ("", ""))
    #expect(try folder.files.text("picture.\(ending)").hasPrefix(start))
    #expect(try folder.files.names() == ["line.gv", "picture.\(ending)"])
  }

  @Test func `a graph without numbers is drawn, and evidence needs numbers`() async throws {
    let folder = try CommandFolder()
    try folder.files.write("digraph { a [kind=step]; b [kind=defect]; a -> b }", to: "bare.gv")
    try await folder.succeed("render", "bare.gv", "-o", "bare.svg")
    #expect(try folder.files.text("bare.svg").contains("<svg"))
    let result = try await folder.run("render", "bare.gv", "--observe", "b=present", "-o", "b.svg")
    #expect(result.exitCode == 65)
    #expect(result.errors.contains("the graph is no model"))
    #expect(!(try folder.files.names().contains("b.svg")))
  }

  @Test func `a picture in DOT is one that Graphviz takes`() async throws {
    let folder = try CommandFolder()
    try await folder.succeed("render", "line.gv", "-o", "picture.gv")
    let shell = try await folder.shell(
      "test -x /usr/bin/dot || exit 0; dot -Tcanon picture.gv >/dev/null")
    #expect((shell.exitCode, shell.errors) == (0, ""))
  }

  @Test func `a picture that can't be written is found out before it is drawn`() async throws {
    let folder = try CommandFolder()
    let result = try await folder.run("render", "line.gv", "-o", "none/line.svg")
    #expect(
      (result.exitCode, result.errors) == (
        73, "none/line.svg: error: can't be written: there is no folder 'none/'\n"
      ))
  }

  @Test func `evidence that can't be true draws nothing`() async throws {
    let folder = try CommandFolder()
    try folder.files.write("digraph { a [kind=lot, prior=\"1 0\"] }", to: "sure.gv")
    let result = try await folder.run("render", "sure.gv", "--observe", "a=bad", "-o", "sure.svg")
    #expect(result.exitCode == 65)
    #expect(result.errors.hasPrefix("error: the evidence can't be true: P(a=bad) = 0"))
    #expect(try folder.files.names() == ["line.gv", "sure.gv"])
  }

  @Test func `lanes, focus, folds, widths and comparisons are drawn`() async throws {
    let folder = try CommandFolder()
    let evidence = ["--observe", "xray=fail"]
    for options in [
      ["--layout", "lanes"], ["--focus", "voids", "--depth", "1"], ["--fold"],
      ["--arcs", "influence"], ["--against-observe", "xray=pass"], ["--against", "line.gv"],
      ["--title", "A title", "--date", "2026-11-25"],
    ] {
      try await folder.succeed(["render", "line.gv"] + evidence + options + ["-o", "x.svg"])
      let svg = try folder.files.text("x.svg")
      #expect(svg.contains("role=\"img\"") && svg.contains("<desc id=\"picture-description\">"))
      try await folder.succeed(["render", "line.gv"] + evidence + options + ["-o", "y.svg"])
      #expect(try folder.files.text("y.svg") == svg)
    }
  }

  @Test(arguments: [
    (["--layout", "lane"], "--layout is free or lanes, not 'lane'; did you mean 'lanes'?"),
    (["--arcs", "x"], "--arcs is plain or influence or evidence, not 'x'"),
    (["--focus", "xra"], "--focus: there is no variable 'xra'; did you mean 'xray'?"),
    (["--depth", "2"], "--depth needs --focus X"),
    (["--focus", "xray", "--depth", "-1"], "--depth is a number of arcs, 0 or more, not '-1'"),
    (["--fold"], "--fold needs evidence; give --observe X=s"),
    (["--dpi", "300"], "--dpi is for .png; other pictures have no dots"),
    (["--dpi", "0"], "--dpi is a number from 36 to 600, not '0'"),
  ])
  func `what an option can't be is told`(options: [String], message: String) async throws {
    let folder = try CommandFolder()
    let result = try await folder.run(["render", "line.gv", "-o", "x.svg"] + options)
    #expect(result.exitCode == 64)
    #expect(result.errors.contains(message), "\(result.errors)")
  }

  @Test func `a subsystem is a box, in the picture of a converted model too`() async throws {
    let folder = try CommandFolder()
    try folder.files.write(
      "digraph { a [kind=step, prior=\"0.9 0.1\", subsystem=\"Paint shop\"] }", to: "s.gv")
    try await folder.succeed("convert", "s.gv", "s.json")
    for file in ["s.gv", "s.json"] {
      try await folder.succeed("render", file, "-o", "s.svg")
      #expect(try folder.files.text("s.svg").contains(">Paint shop</text>"))
    }
  }
}
