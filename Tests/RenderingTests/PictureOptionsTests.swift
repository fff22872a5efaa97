import Foundation
import NetworkModel
import Rendering
import RootCause
import Testing
import _TestSupport

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Pictures arranged, narrowed, folded and compared.
@Suite struct PictureOptionsTests {
  @Test func `lanes stand in the order of the line, each with its heading`() throws {
    var options = PictureOptions()
    options.layout = .lanes
    try expectSnapshot(try picture(options).dot, named: "lanes.gv")
    let dot = try picture(options).dot
    let headings = [
      "CONTEXT", "SUPPLIER LOTS", "PROCESS STEPS", "TEST STATIONS", "DEFECT MODES", "TESTS",
    ]
    let places = headings.compactMap { dot.range(of: "label=\"\($0)\"")?.lowerBound }
    #expect(places.count == headings.count && places == places.sorted())
  }

  @Test func `the strongest path, ticks and widths are drawn and explained`() throws {
    var options = PictureOptions()
    options.arcWidth = .evidence
    options.title = "A <b>title</b>"
    options.date = "2026-11-25"
    options.digest = String(repeating: "ab", count: 32)
    let dot = try picture(options).dot
    try expectSnapshot(dot, named: "influence.gv")
    #expect(dot.contains("A &lt;b&gt;title&lt;/b&gt;"))
    #expect(dot.contains("2026-11-25 · sha256 abababababab"))
    #expect(dot.contains("normalnormal") && dot.contains("strongest causal path"))
    #expect(dot.contains("tick: without evidence") && dot.contains("of what the evidence tells"))
  }

  @Test func `a focus leaves out what is farther away, and says how much`() throws {
    var options = PictureOptions()
    options.focus = .init(1, depth: 1)
    let dot = try picture(options).dot
    let nodes = Set(try nodes(of: dot))
    #expect(nodes == ["variable_reflow", "variable_voids"])
    #expect(dot.contains("5 variables beyond the focus left out"))
  }

  @Test func `what the evidence does not touch is folded by kind, or by subsystem`() throws {
    let model = try chain(count: 12)
    let diagnostician = try Diagnostician(model)
    let diagnosis = try diagnostician.diagnose(
      Evidence(["t0": "fail"], in: model.network))
    var options = PictureOptions()
    options.folds = true
    var graph = model.graph
    for index in 6..<12 { graph.appearance.nodes["s\(index)"] = ["subsystem": "Paint \"shop\""] }
    var picture = Picture(graph: graph, diagnosis: diagnosis, options: options)
    picture.priors = diagnostician.priors
    picture.influence = diagnostician.influence(in: diagnosis)
    // The first three causes are always drawn.
    #expect(
      try Set(nodes(of: picture.dot)) == [
        "variable_s0", "variable_s1", "variable_s2", "variable_t0", "fold0", "fold1", "fold2",
      ])
    #expect(picture.dot.contains("3 steps\\nnot touched by the evidence"))
    #expect(picture.dot.contains("11 tests\\nnot touched by the evidence"))
    #expect(picture.dot.contains("6 variables\\nnot touched by the evidence"))
    #expect(picture.dot.contains("label=\"Paint \\\"shop\\\"\""))
    picture.options.layout = .lanes
    #expect(picture.dot.contains("9 steps\\nnot touched") && !picture.dot.contains("fold2"))
  }

  @Test func `a comparison tells what moved, up and down`() throws {
    let model = try Samples.model()
    let diagnostician = try Diagnostician(model)
    let before = try diagnostician.diagnose(Evidence())
    var picture = try picture(PictureOptions())
    picture.options.arcWidth = .evidence
    picture.comparison = PictureComparison(
      of: model.graph, with: before, of: model.graph,
      influence: diagnostician.influence(in: before))
    let dot = picture.dot
    try expectSnapshot(dot, named: "comparison.gv")
    #expect(dot.contains("▲ +") && dot.contains("▼ −"))
    #expect(dot.contains("against no evidence"))
    // What is compared with itself has not moved.
    picture.comparison = PictureComparison(
      of: model.graph, with: try Samples.diagnosis(of: model), of: model.graph,
      influence: picture.influence)
    #expect(!picture.dot.contains("▲ +") && !picture.dot.contains("▼ −"))
  }

  @Test func `variables that only one of two graphs has are told`() throws {
    let model = try Samples.model()
    let other = try chain(count: 2)
    var picture = try picture(PictureOptions())
    picture.comparison = PictureComparison(
      of: model.graph, with: try Diagnostician(other).diagnose(Evidence()), of: other.graph)
    #expect(picture.dot.contains("4 variables gone · 2 arcs gone"))
    #expect(picture.dot.contains("<B>NEW</B>"))
  }

  @Test(arguments: [PictureOptions.Layout.free, .lanes])
  func `an SVG has a title, a description, a role and ids of its own`(
    layout: PictureOptions.Layout
  ) throws {
    var options = PictureOptions()
    options.layout = layout
    options.title = "Voids & \"more\" <here>"
    let picture = try picture(options)
    let svg = picture.accessible(try GraphvizRenderer().render(picture.dot, as: .svg))
    let reader = TitleReader()
    let parser = XMLParser(data: svg)
    parser.delegate = reader
    #expect(parser.parse(), "\(String(describing: parser.parserError))")
    #expect(reader.root["role"] == "img")
    #expect(reader.root["aria-labelledby"] == "picture-title picture-description")
    #expect(reader.titles.first == "Voids & \"more\" <here>")
    #expect(reader.told.contains("Evidence: ") && reader.told.contains("xray=fail"))
    #expect(reader.titles.contains { $0.hasPrefix("xray, test\npass: 0 %") })
    #expect(reader.titles.contains { $0.hasPrefix("voids → xray, mutual information 0.") })
    #expect(Set(reader.ids).count == reader.ids.count)
    #expect(reader.ids.contains("variable_xray"))
  }

  @Test func `a picture of a set resolution is as large as it says`() throws {
    func width(_ resolution: Double) throws -> UInt32 {
      var options = PictureOptions()
      options.resolution = resolution
      let png = try GraphvizRenderer().render(try picture(options).dot, as: .png)
      return png[16..<20].reduce(0) { $0 << 8 | UInt32($1) }
    }
    let ratio = try Double(width(288)) / Double(width(72))
    #expect(abs(ratio - 4) < 0.02)
  }

  private func picture(_ options: PictureOptions) throws -> Picture {
    let model = try Samples.model()
    let diagnostician = try Diagnostician(model)
    let diagnosis = try Samples.diagnosis(of: model)
    var picture = Picture(graph: model.graph, diagnosis: diagnosis, options: options)
    picture.priors = diagnostician.priors
    picture.influence = diagnostician.influence(in: diagnosis)
    return picture
  }

  /// Steps, each with its own test.
  private func chain(count: Int) throws -> CausalModel {
    let nodes = (0..<count).map {
      "s\($0) [kind=step, prior=\"0.9 0.1\"]; t\($0) [kind=test, cpt=\"0.9 0.1; 0.2 0.8\"]; s\($0) -> t\($0);"
    }
    return try GraphSamples.model("digraph { \(nodes.joined(separator: "\n")) }")
  }

  /// The ids of what is drawn, but for the legend and boxes.
  private func nodes(of dot: String) throws -> [String] {
    dot.split(separator: "\n").filter { $0.hasPrefix("  n") || $0.hasPrefix("  fold") }
      .compactMap { line in
        line.split(separator: " id=\"").dropFirst().first?.split(separator: "\"").first
          .map(String.init)
      }
  }
}

private final class TitleReader: NSObject, XMLParserDelegate {
  var root: [String: String] = [:]
  var ids: [String] = []
  var titles: [String] = []
  var told = ""
  private var element = ""

  func parser(
    _ parser: XMLParser, didStartElement elementName: String, namespaceURI: String?,
    qualifiedName qName: String?, attributes: [String: String] = [:]
  ) {
    if elementName == "svg" { root = attributes }
    if let id = attributes["id"] { ids.append(id) }
    if elementName == "title" { titles.append("") }
    element = elementName
  }

  func parser(
    _ parser: XMLParser, didEndElement elementName: String, namespaceURI: String?,
    qualifiedName qName: String?
  ) { element = "" }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    if element == "title" { titles[titles.count - 1] += string }
    if element == "desc" { told += string }
  }
}
