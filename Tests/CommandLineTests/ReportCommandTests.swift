import Foundation
import Testing
import _TestSupport

@Suite struct ReportCommandTests {
  private static let scenario = """
    title: Voids in March
    graph: line.gv
    confirmed: { paste: bad }
    events:
      - { on: 2021-03, note: A unit fails, observe: { xray: fail } }
      - { on: 2021-03-20, note: The oven was right, observe: { reflow: in_control, camera: in_calibration } }
    """

  private func folder() throws -> CommandFolder {
    let folder = try CommandFolder()
    try folder.files.write(Self.scenario, to: "march.yaml")
    return folder
  }

  @Test func `a page of a unit is one file, and says how to make it again`() async throws {
    let folder = try folder()
    let result = try await folder.succeed(
      "report", "line.gv", "--observe", "xray=fail", "reflow!=hot", "--title", "Unit 7 & all", "-o",
      "u.html")
    #expect(result.output == "")
    #expect(try folder.files.names() == ["line.gv", "march.yaml", "u.html"])
    let page = try folder.files.text("u.html")
    #expect(page.hasPrefix("<!DOCTYPE html>") && page.hasSuffix("</html>\n"))
    #expect(page.contains("<title>Unit 7 &amp; all</title>"))
    #expect(page.contains("id=\"variable_xray\""))
    let start = try #require(page.range(of: "<code>")?.upperBound)
    let end = try #require(page.range(of: "</code>")?.lowerBound)
    let command = page[start..<end].replacing("&#39;", with: "'").replacing("&amp;", with: "&")
    #expect(
      command
        == "fishbone report line.gv --observe xray=fail 'reflow!=hot' --title 'Unit 7 & all' -o u.html"
    )
    try FileManager.default.removeItem(atPath: folder.files.path("u.html"))
    let again = try await folder.shell("fishbone() { \"$fishbone\" \"$@\"; }; \(command)")
    #expect(again.exitCode == 0)
    #expect(try folder.files.text("u.html") == page)
  }

  @Test func `the digests are those that sha256sum prints`() async throws {
    let folder = try folder()
    try await folder.succeed("report", "march.yaml", "-o", "r.html")
    let page = try folder.files.text("r.html")
    let sums = try await folder.shell("sha256sum line.gv march.yaml | cut -d ' ' -f 1")
    let digests = sums.output.split(separator: "\n")
    #expect(digests.count == 2)
    for digest in digests {
      #expect(page.replacing("<wbr/>", with: "").contains(digest))
    }
  }

  @Test func `a text for a wiki has its pictures beside it`() async throws {
    let folder = try folder()
    try FileManager.default.createDirectory(
      atPath: folder.files.path("out"), withIntermediateDirectories: false)
    try await folder.succeed("report", "march.yaml", "-o", "out/march.md")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.files.path("out"))
      .sorted()
    #expect(names == ["march-causes.svg", "march-graph.svg", "march-timeline.svg", "march.md"])
    let text = try folder.files.text("out/march.md")
    #expect(text.hasPrefix("# Voids in March\n"))
    for name in names.dropLast() { #expect(text.contains("](\(name))")) }
  }

  @Test func `losses of a file count, and the graph's are not needed`() async throws {
    let folder = try folder()
    try folder.files.write("use: voids=present 90\nscrap: 20\n", to: "losses.txt")
    try await folder.succeed(
      "report", "line.gv", "--observe", "xray=fail", "--losses", "losses.txt", "-o", "u.md")
    let text = try folder.files.text("u.md")
    #expect(text.contains("| scrap | "))
    #expect(text.contains("| losses | losses.txt | "))
  }

  @Test(arguments: [
    ("report line.gv", 64, "error: --output is missing"),
    ("report line.gv -o r.pdf", 64, "error: --output ends in .html or .md, not 'r.pdf'"),
    ("report line.gv -o html", 64, "error: --output ends in .html or .md, not 'html'"),
    (
      "report march.yaml --observe xray=fail -o r.html", 64,
      "error: --observe is about a unit; a scenario brings its own evidence"
    ),
    ("report none.json -o r.html", 66, "none.json: error: can't be read: there is no such file"),
    (
      "report line.gv --losses none.txt -o r.html", 66,
      "none.txt: error: can't be read: there is no such file"
    ),
    (
      "report line.gv --observe xray=fial -o r.html", 65,
      "error: 'xray' has no state 'fial'; did you mean 'fail'?"
    ),
    ("report line.gv --observe yray=fail -o r.html", 65, "error: there is no variable 'yray'"),
    (
      "report line.gv --timeout 0 -o r.html", 64,
      "error: --timeout is a number of seconds above 0, not '0'"
    ),
    (
      "report line.gv -o none/r.html", 73,
      "none/r.html: error: can't be written: there is no folder 'none/'"
    ),
    ("report broken.yaml -o r.html", 65, "broken.yaml:"),
  ])
  func `wrong calls are told what is wrong, and write nothing`(
    call: String, code: Int32, message: String
  ) async throws {
    let folder = try folder()
    try folder.files.write("title: 3\n", to: "broken.yaml")
    let before = try folder.files.names()
    let result = try await folder.run(call.split(separator: " ").map(String.init))
    #expect(result.exitCode == code)
    #expect(result.errors.hasPrefix(message), "\(result.errors)")
    #expect(try folder.files.names() == before)
  }

  @Test func `evidence that can't be true has no report`() async throws {
    let folder = try folder()
    try folder.files.write("digraph { a [kind=lot, prior=\"1 0\"] }", to: "sure.gv")
    let result = try await folder.run("report", "sure.gv", "--observe", "a=bad", "-o", "r.html")
    #expect(result.exitCode == 65)
    #expect(result.errors.hasPrefix("error: the evidence can't be true: P(a=bad) = 0"))
    #expect(try !folder.files.names().contains("r.html"))
  }

  @Test func `a report without time for a picture says so and has the rest`() async throws {
    let folder = try folder()
    let result = try await folder.succeed(
      "report", "line.gv", "--timeout", "0.0001", "-o", "r.html")
    #expect(result.errors.contains("note: the report has no picture: the layout took longer"))
    #expect(try folder.files.text("r.html").contains("There is no picture: the layout took longer"))
  }

  @Test func `no picture of a report overwrites what the report was made from`() async throws {
    let folder = try folder()
    try FileManager.default.createSymbolicLink(
      atPath: folder.files.path("r-graph.svg"), withDestinationPath: "line.gv")
    let result = try await folder.run("report", "line.gv", "--observe", "xray=fail", "-o", "r.md")
    #expect(result.exitCode == 64)
    #expect(result.errors.contains(" would overwrite "))
    #expect(try folder.files.text("line.gv") == GraphSamples.line)
  }
}
