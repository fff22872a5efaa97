import Foundation
import NetworkModel
import Rendering
import RootCause
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Text from users, in every place that takes text, neither breaks the picture nor gets out of its place.
@Suite struct HostileTextTests {
  static let texts = [
    "say \"when\"", "</TABLE>", "]; }", "\\N\\G\\L\\n", "\\", "\\\"", "a\\", "🏭🔧👩🏽‍🔧", "اللحام ‮مقلوب",
    "焊膏批次空洞检测站台漂移焊膏批次空洞检测站台漂移",
    "\u{0}\u{1}\u{1B}[31m\u{7F}\u{85}", "<<<", ">>>", "&#0;", "&#1;", "&amp;#1;", "&lt;b&gt;",
    "]]>", "<!--", "-->",
    "<script>alert(1)</script>", "<IMG SRC=\"/etc/passwd\"/>", "line\nbreak\r\nand\ttab", "", "   ",
    "\u{FFFE}\u{FFFF}",
    "a" + String(repeating: "\u{301}", count: 10_000), String(repeating: "x", count: 100_000),
    String(repeating: "long words ", count: 10_000), String(repeating: "<&\"\\", count: 1000),
    "%s%n%d", "${x}",
  ]

  /// A model whose every text holds `text`; names stay distinct.
  private func picture(_ text: String, isFirst: Bool) throws -> Picture {
    let model = try Samples.model { isFirst ? text + " " + $0 : $0 + text }
    var graph = model.graph
    graph.appearance.graph = ["label": text, "fontname": text, "bgcolor": text]
    for variable in graph.variables {
      graph.appearance.nodes[variable.name] = ["tooltip": text, "class": text, "group": text]
      for other in graph.variables {
        graph.appearance.arcs[.init(parent: other.name, child: variable.name)] = [
          "xlabel": text, "label": text, "headlabel": text, "tooltip": text, "color": text,
          "style": text,
        ]
      }
    }
    return Picture(graph: graph, diagnosis: try Samples.diagnosis(of: model))
  }

  @Test(arguments: texts, [true, false])
  func `hostile text is drawn as text`(text: String, isFirst: Bool) throws {
    let dot = try picture(text, isFirst: isFirst).dot
    #expect(dot.utf8.count < 300_000)
    let svg = try GraphvizRenderer().render(dot, as: .svg)
    let reader = ElementCounter()
    let parser = XMLParser(data: svg)
    parser.delegate = reader
    #expect(parser.parse(), "\(String(describing: parser.parserError))")
    // Seven variables, and in the legend six kinds, two marks and two scales.
    #expect(reader.nodes == 17)
    #expect(reader.edges == 5)
    #expect(reader.foreign.isEmpty)
    if isFirst { #expect(try GraphvizRenderer().render(dot, as: .png).count > 1000) }
  }

  @Test(arguments: texts)
  func `hostile text does not reach a terminal`(text: String) throws {
    let model = try Samples.model { text + " " + $0 }
    let table = DiagnosisTable(try Samples.diagnosis(of: model), model: model).text
    let controls = table.unicodeScalars.filter {
      $0 != "\n"
        && ($0.properties.generalCategory == .control || (0x202A...0x202E).contains($0.value))
    }
    #expect(controls.isEmpty)
    #expect(table.split(separator: "\n").count == 8)
  }
}

/// Counts the nodes and edges of an SVG file, and notes elements that no picture of ours has.
private final class ElementCounter: NSObject, XMLParserDelegate {
  var nodes = 0
  var edges = 0
  var foreign: Set<String> = []
  private let known: Set<String> = [
    "svg", "g", "title", "polygon", "polyline", "path", "text", "ellipse", "a",
  ]

  func parser(
    _ parser: XMLParser, didStartElement elementName: String, namespaceURI: String?,
    qualifiedName qName: String?, attributes: [String: String] = [:]
  ) {
    if !known.contains(elementName) { foreign.insert(elementName) }
    if attributes.keys.contains(where: { $0.hasPrefix("on") || $0 == "xlink:href" }) {
      foreign.insert("\(attributes)")
    }
    guard elementName == "g", let kind = attributes["class"] else { return }
    if kind.hasPrefix("node") { nodes += 1 }
    if kind.hasPrefix("edge") { edges += 1 }
  }
}
