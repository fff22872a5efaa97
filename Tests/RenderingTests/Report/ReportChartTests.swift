import NetworkModel
import Rendering
import RootCause
import Testing

/// Charts show what they are given.
@Suite struct ReportChartTests {
  private func pictures(_ report: Report) -> [String: PageReader] {
    Dictionary(
      uniqueKeysWithValues: MarkdownReport(report, stem: "x").pictures.map {
        ($0.file, PageReader($0.svg))
      })
  }

  private func number(_ element: PageReader.Element, _ name: String) -> Double {
    element.attributes[name].flatMap(Double.init) ?? .nan
  }

  @Test func `bars of causes are as long as their posteriors`() throws {
    let model = try Samples.model()
    let evidence = Evidence([5: .state(1)])
    let causes = try Diagnostician(model).diagnose(evidence).causes
    let chart = try #require(
      pictures(try ReportSamples.unit(model, evidence, isDrawn: false))["x-causes.svg"])
    let bars = chart.elements.filter { $0.attributes["class"] == "c-bar" }.map {
      number($0, "width")
    }
    #expect(bars.count == causes.count)
    let scale = try #require(bars.first) / causes[0].posterior
    // A tenth of a unit is what the canvas rounds to.
    #expect(zip(bars, causes).allSatisfy { abs($0 - $1.posterior * scale) < 0.2 || $0 == 1 })
  }

  @Test func `findings for a cause point to the right, and those against it to the left`() throws {
    let model = try Samples.model()
    let evidence = Evidence([5: .state(1), 6: .value(30.2), 2: .state(0)])
    let inquiry = try UnitInquiry(model, evidence)
    let explanation = try #require(inquiry.explanation)
    let report = UnitReport(inquiry, origin: ReportSamples.origin, picture: nil).report()
    let chart = try #require(pictures(report)["x-explanation.svg"])
    let fors = explanation.findings.count { $0.shapley >= 0 }
    #expect(fors > 0 && fors < explanation.findings.count)
    let middle = try #require(
      chart.elements.first { $0.attributes["class"] == "c-axis" }.map { number($0, "x1") })
    let right = chart.elements.filter { $0.attributes["class"] == "c-bar" }
    let left = chart.elements.filter { $0.attributes["class"] == "c-against" }
    #expect((right.count, left.count) == (fors, explanation.findings.count - fors))
    #expect(right.allSatisfy { abs(number($0, "x") - middle) < 0.11 })
    #expect(left.allSatisfy { abs(number($0, "x") + number($0, "width") - middle) < 0.21 })
  }

  @Test func `a timeline has a mark for each cause and event, and bands where the cause leads`()
    throws
  {
    let replay = try ReportSamples.replay(try Samples.model())
    let chart = try #require(
      pictures(try ReportSamples.replayReport(replay, isDrawn: false))["x-timeline.svg"])
    let causes = replay.steps[0].diagnosis.causes.count
    let marks = chart.elements.filter { $0.attributes["class"]?.hasPrefix("c-mark") == true }
    // One more for each cause in the key.
    #expect(marks.count == causes * (replay.steps.count + 1) + causes)
    #expect(
      chart.elements.count { $0.attributes["class"] == "c-lead" }
        == replay.steps.count { $0.isLed })
    let shapes = Set(marks.compactMap { $0.attributes["class"] })
    #expect(shapes.count == causes)
  }

  @Test(arguments: [
    ("<svg viewBox=\"0 0 1 1\"><script>1</script></svg>", "<script"),
    ("<svg viewBox=\"0 0 1 1\"><a xlink:href=\"http://x\">1</a></svg>", ":href="),
    ("<svg viewBox=\"0 0 1 1\"><image width=\"1\"/></svg>", "<image"),
    ("<svg viewBox=\"0 0 1 1\"><g onclick=\"x()\"/></svg>", " on"),
    ("<svg viewBox=\"0 0 1 1\"><style>a{}</style></svg>", "<style"),
  ])
  func `a picture that could reach beyond the page is refused`(svg: String, found: String) {
    #expect(throws: EmbeddedPicture.Problem.forbidden(found)) {
      try EmbeddedPicture(svg: svg, description: "x")
    }
  }

  @Test(arguments: [
    "", "text", "<svg", "<svg></svg>", "</svg><svg>", "<svg viewBox=\"0 0 'x' 1\"></svg>",
  ])
  func `what is no picture is refused`(svg: String) {
    #expect(throws: EmbeddedPicture.Problem.notSVG) {
      try EmbeddedPicture(svg: svg, description: "x")
    }
  }

  @Test func `a picture may say what it must not do`() throws {
    _ = try EmbeddedPicture(
      svg: "<svg viewBox=\"0 0 1 1\"><text fill=\"x\">on href= script</text></svg>",
      description: "x")
  }

  @Test(arguments: [
    (["a", "x!=y"], "a 'x!=y'"), ([""], "''"), (["it's"], "'it'\\''s'"),
    (["a b", "$x`y`"], "'a b' '$x`y`'"),
    (["é"], "'é'"), (["a\nb"], "$'a\\U0000000Ab'"), (["\u{202E}'"], "$'\\U0000202E\\''"),
  ])
  func `words of a shell are quoted where they have to be`(words: [String], line: String) {
    #expect(ShellWords.line(words) == line)
  }
}
