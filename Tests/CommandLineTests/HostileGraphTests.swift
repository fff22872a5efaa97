import Foundation
import Testing
import _TestSupport

/// A graph file of somebody else loads no file, runs no script, and neither hangs nor ends the command: there is a
/// picture, or an error with its place.
@Suite struct HostileGraphTests {
  /// A file that a graph must not get into a picture.
  private static let secret = "<svg xmlns=\"http://www.w3.org/2000/svg\"><text>SECRET</text></svg>"

  @Test(arguments: [
    "a [kind=step, image=\"secret.svg\"]",
    "a [kind=step, shapefile=\"secret.svg\"]",
    "node [image=\"secret.svg\"]; a [kind=step]",
    "a [kind=step, URL=\"javascript:alert(1)\"]",
    "a [kind=step, href=\"javascript:alert(1)\"]",
    "a [kind=step]; b [kind=test]; a -> b [edgeURL=\"javascript:alert(1)\"]",
    "stylesheet=\"http://example.com/x.css\"; a [kind=step]",
    "imagepath=\"/etc\"; a [kind=step]",
    "fontpath=\"/etc\"; a [kind=step]",
    "_background=\"I 0 0 100 100 10 -secret.svg\"; a [kind=step]",
    "URL=\"javascript:alert(1)\"; a [kind=step]",
  ])
  func `what loads or links is refused with its line`(body: String) async throws {
    let folder = try CommandFolder()
    try folder.files.write(Self.secret, to: "secret.svg")
    try folder.files.write("digraph {\n\(body)\n}", to: "hostile.gv")
    let result = try await folder.run("render", "hostile.gv", "-o", "x.svg")
    #expect(result.exitCode == 65)
    #expect(result.errors.contains("hostile.gv:2:"))
    #expect(!(try folder.files.names().contains("x.svg")))
  }

  @Test(arguments: [
    "a [kind=step, label=<<TABLE><TR><TD><IMG SRC=\"secret.svg\"/></TD></TR></TABLE>>]",
    "a [kind=step, label=<<TABLE><TR><TD HREF=\"javascript:alert(1)\">x</TD></TR></TABLE>>]",
    "a [kind=step, label=<<TABLE FIXEDSIZE=\"TRUE\" WIDTH=\"1\" HEIGHT=\"1\"><TR>"
      + "<TD FIXEDSIZE=\"TRUE\" WIDTH=\"1\" HEIGHT=\"1\">wider than one point</TD></TR></TABLE>>]",
    "a [kind=step, label=\"<script>alert(1)</script>\"]",
    "label=<<TABLE><TR><TD><IMG SRC=\"secret.svg\"/></TD></TR></TABLE>>; a [kind=step]",
    "title=\"</title><script>alert(1)</script>\"; a [kind=step]",
    "a [kind=step, subsystem=\"</title><script>alert(1)</script>\"]",
    "a [kind=step, subsystem=<<IMG SRC=\"secret.svg\"/>>]",
    "a [kind=step, tooltip=\"\\\"><script>alert(1)</script>\"]",
  ])
  func `labels of any kind are text`(body: String) async throws {
    let folder = try CommandFolder()
    try folder.files.write(Self.secret, to: "secret.svg")
    try folder.files.write("digraph {\n\(body)\n}", to: "hostile.gv")
    for layout in ["free", "lanes"] {
      try await folder.succeed("render", "hostile.gv", "--layout", layout, "-o", "x.svg")
      let svg = try folder.files.text("x.svg")
      #expect(svg.contains("</svg>"))
      #expect(!svg.contains("<script") && !svg.contains("<image") && !svg.contains("SECRET"))
      #expect(!svg.contains("href=\"javascript"))
    }
  }

  @Test func `bombs of nested tags, huge labels and huge sizes are cut or refused`() async throws {
    let folder = try CommandFolder()
    let bomb = String(repeating: "<TABLE><TR><TD>", count: 20_000)
    let long = String(repeating: "x", count: 2_000_000)
    let bodies = [
      "a [kind=step, label=<\(bomb)x>]", "a [kind=step, label=\"\(bomb)\"]",
      "a [kind=step, label=\"\(long)\"]", "title=\"\(long)\"; a [kind=step]",
      "a [kind=step, subsystem=\"\(long)\"]", "\"\(long)\" [kind=step]",
      "a [kind=step, fontsize=1e300]", "ranksep=1e300; nodesep=-1e300; a [kind=step]",
      "size=\"1e9,1e9\"; ratio=1e30; margin=1e30; a [kind=step]",
      "a [kind=step]; b [kind=test]; a -> b [penwidth=1e300, minlen=2000000000, weight=2000000000]",
    ]
    for body in bodies {
      try folder.files.write("digraph {\n\(body)\n}", to: "hostile.gv")
      let result = try await folder.run("render", "hostile.gv", "-o", "x.svg")
      #expect(
        [0, 65].contains(result.exitCode), "\(body.prefix(60)): \(result.errors.prefix(300))")
      #expect(result.errors.utf8.count < 10_000)
      if result.exitCode == 0 { #expect(try folder.files.text("x.svg").utf8.count < 100_000) }
    }
  }

  @Test(arguments: [
    String(repeating: "subgraph {", count: 20_000) + "a [kind=step]"
      + String(repeating: "}", count: 20_000),
    String(repeating: "{", count: 100_000), String(repeating: "}", count: 100_000),
    String(repeating: "<", count: 100_000), String(repeating: "[", count: 100_000),
    "a [kind=step]; a " + String(repeating: "-> a ", count: 10_000),
  ])
  func `deep nesting is an error or a picture`(body: String) async throws {
    let folder = try CommandFolder()
    try folder.files.write("digraph {\n\(body)\n}", to: "hostile.gv")
    let result = try await folder.run("render", "hostile.gv", "-o", "x.svg")
    #expect([0, 65].contains(result.exitCode), "\(result.errors.prefix(300))")
    #expect(result.errors.utf8.count < 20_000)
  }

  @Test func `a hundred thousand nodes end in time, with a picture or an error`() async throws {
    let folder = try CommandFolder()
    let nodes = (0..<100_000).map { "n\($0) [kind=step];" }.joined(separator: "\n")
    try folder.files.write("digraph {\n\(nodes)\n}", to: "hostile.gv")
    let result = try await folder.run(
      ["render", "hostile.gv", "--timeout", "2", "-o", "x.svg"], seconds: 120)
    #expect([0, 65, 70].contains(result.exitCode), "\(result.errors.prefix(300))")
    if result.exitCode != 0 {
      #expect(result.errors.contains("fewer variables"))
      #expect(!(try folder.files.names().contains("x.svg")))
    }
  }
}
