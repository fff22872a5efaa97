import NetworkModel
import Rendering
import RootCause
import Testing
import _TestSupport

/// Reports for wikis.
@Suite struct MarkdownReportTests {
  @Test func `a report of a unit for a wiki`() throws {
    let report = try ReportSamples.unit(try Samples.model(), isDrawn: false)
    try expectSnapshot(MarkdownReport(report, stem: "unit").text, named: "report-unit.md")
  }

  @Test func `a report of a replay for a wiki`() throws {
    let report = try ReportSamples.replayReport(
      try ReportSamples.replay(try Samples.model()), isDrawn: false)
    try expectSnapshot(MarkdownReport(report, stem: "march").text, named: "report-replay.md")
  }

  @Test func `every picture that the text shows is there, and is SVG of its own`() throws {
    let markdown = MarkdownReport(try ReportSamples.unit(try Samples.model()), stem: "a b")
    #expect(
      markdown.pictures.map(\.file) == [
        "a b-causes.svg", "a b-defects.svg", "a b-explanation.svg", "a b-graph.svg",
      ])
    for picture in markdown.pictures {
      #expect(markdown.text.contains("](\(picture.file.replacing(" ", with: "%20")))"))
      #expect(PageReader(picture.svg).problem == nil)
      #expect(picture.svg.hasPrefix("<?xml"))
    }
  }

  @Test(
    arguments: HostileTextTests.texts + [
      "a | b", "[x](javascript:1)", "![x](y)", "`a``b`", "# x", "- x", "*a*", "@me",
    ])
  func `hostile text means nothing`(text: String) throws {
    let model = try Samples.model(title: text) { $0 + text }
    let replay = try ReportSamples.replay(model, note: text, sources: [text])
    for report in [
      try ReportSamples.unit(model, isDrawn: false),
      try ReportSamples.replayReport(replay, isDrawn: false),
    ] {
      let lines = MarkdownReport(report, stem: "x").text.split(
        separator: "\n", omittingEmptySubsequences: false)
      // A tag needs a bare '<', and there is none.
      #expect(!lines.contains { $0.contains("<") })
      for line in lines where !line.hasPrefix("![") {
        #expect(!String(line).replacing(/\\./, with: "").contains("]("))
      }
      expectEvenTables(lines)
    }
  }

  /// Expects that the rows of each table have as many cells as its head.
  private func expectEvenTables(_ lines: [Substring]) {
    var width: Int?
    for line in lines {
      guard line.hasPrefix("| ") else {
        width = nil
        continue
      }
      let bars = String(line).replacing(/\\./, with: "").count { $0 == "|" }
      if let width { #expect(bars == width, "\(line)") }
      width = bars
    }
  }
}
