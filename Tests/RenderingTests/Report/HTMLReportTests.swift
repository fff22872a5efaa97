import NetworkModel
import Rendering
import RootCause
import Testing

/// Pages are sound whatever they are about.
@Suite struct HTMLReportTests {
  @Test func `the page of a unit is sound and has every section`() throws {
    let report = try ReportSamples.unit(try Samples.model())
    let page = PageReader(HTMLReport(report).text)
    page.expectSound()
    #expect(
      report.sections.map(\.name) == [
        "question", "evidence", "causes", "defects", "explanation", "next-test", "what-if",
        "disposition",
        "picture", "model", "limits", "reproduce",
      ])
    let ids = page.attributes("id")
    #expect(report.sections.allSatisfy { ids.contains("section-\($0.name)") })
    #expect(
      ids.filter { $0.hasPrefix("figure-") && !$0.hasSuffix("-title") && !$0.hasSuffix("-desc") }
        == [
          "figure-causes", "figure-defects", "figure-explanation", "figure-graph",
        ])
    #expect(page.text.contains("fishbone report line.gv -o 'it'\\''s.html'"))
    #expect(page.elements.count { $0.attributes["role"] == "img" } == 4)
  }

  @Test func `the page of a replay is sound and has every section`() throws {
    let report = try ReportSamples.replayReport(try ReportSamples.replay(try Samples.model()))
    PageReader(HTMLReport(report).text).expectSound()
    #expect(
      report.sections.map(\.name) == [
        "lead", "timeline", "events", "causes", "expectations", "picture", "sources", "model",
        "limits",
        "reproduce",
      ])
  }

  @Test func `a unit of which nothing is known, and a model without candidates, have a page`()
    throws
  {
    let empty = try ReportSamples.unit(try Samples.model(), Evidence(), isDrawn: false)
    let page = PageReader(HTMLReport(empty).text)
    page.expectSound()
    #expect(page.text.contains("There is no picture: it was not drawn"))
    let bare = try Samples.loose([
      CausalVariable(Variable("shift", states: ["day", "night"]), kind: .context)
    ])
    let report = UnitReport(
      try UnitInquiry(bare, Evidence([0: .state(1)])), origin: ReportSamples.origin, picture: nil
    ).report()
    PageReader(HTMLReport(report).text).expectSound()
    #expect(report.sections.map(\.name).contains("causes"))
  }

  @Test(arguments: HostileTextTests.texts, [true, false])
  func `hostile text stays text`(text: String, isFirst: Bool) throws {
    let model = try Samples.model(title: text) { isFirst ? text + " " + $0 : $0 + text }
    let origin = ReportOrigin(
      command: ShellWords.line([text]), inputs: [.init(role: text, file: text, digest: text)],
      version: text, date: text, title: text)
    let unit = HTMLReport(try ReportSamples.unit(model, isDrawn: false, origin: origin)).text
    let replay = HTMLReport(
      try ReportSamples.replayReport(
        try ReportSamples.replay(model, note: text, sources: [text, text]), isDrawn: false)
    ).text
    for page in [unit, replay] {
      PageReader(page).expectSound()
      // Nothing turns the direction of what stands beside it.
      #expect(!page.unicodeScalars.contains { (0x202A...0x202E).contains($0.value) })
      #expect(page.utf8.count < 1_000_000)
    }
  }

  @Test(arguments: ["<script>alert(1)</script>", "\"><img src=x>", "اللحام ‮مقلوب"])
  func `hostile text stays text in a page with its picture`(text: String) throws {
    let model = try Samples.model(title: text) { text + $0 }
    PageReader(HTMLReport(try ReportSamples.unit(model)).text).expectSound()
  }

  @Test func `the same answers give the same bytes`() throws {
    let texts = try (0..<2).map { _ in
      HTMLReport(try ReportSamples.unit(try Samples.model())).text
    }
    #expect(texts[0] == texts[1])
  }

  @Test func `a date and a title are those that were given`() throws {
    let origin = ReportOrigin(
      command: "x", inputs: [], version: "1", date: "2031-02-03", title: "Escape 7")
    let report = try ReportSamples.unit(try Samples.model(), isDrawn: false, origin: origin)
    #expect((report.title, report.subtitle) == ("Escape 7", "Report of one unit, 2031-02-03"))
    #expect(PageReader(HTMLReport(report).text).text.contains("Escape 7"))
  }

  @Test func `long names have places to break, and lose nothing`() throws {
    let name = String(repeating: "abcdefghij", count: 5)
    let table = Report.Table("t", [.words("a")], rows: [[name + "_x"]])
    let report = Report(
      title: "t", subtitle: "s", summary: [], sections: [.init("one", "One", [.table(table)])])
    let page = PageReader(HTMLReport(report).text)
    #expect(page.elements.count { $0.name == "wbr" } == 3)
    #expect(page.text.contains(name + "_x"))
  }
}
