import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Reads a page as XML, whose parser asks for what HTML's forgives: every tag closed, every attribute quoted, no name unknown.
final class PageReader: NSObject, XMLParserDelegate {
  struct Element: Equatable {
    let name: String
    let attributes: [String: String]
  }

  private(set) var elements: [Element] = []
  private(set) var text = ""
  /// The headings with their levels, in order.
  private(set) var headings: [Int] = []
  /// The tables: the numbers of cells of their rows.
  private(set) var rows: [[Int]] = []
  private(set) var problem: String?

  init(_ page: String) {
    super.init()
    let parser = XMLParser(data: Data(page.utf8))
    parser.shouldResolveExternalEntities = false
    parser.delegate = self
    if !parser.parse() {
      problem = "line \(parser.lineNumber): \(String(describing: parser.parserError))"
    }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    elements.append(Element(name: name, attributes: attributes))
    if name.count == 2, name.hasPrefix("h"), let level = Int(name.dropFirst()) {
      headings.append(level)
    }
    switch name {
    case "table": rows.append([])
    case "tr": rows[rows.count - 1].append(0)
    case "td", "th": rows[rows.count - 1][rows[rows.count - 1].count - 1] += 1
    default: break
    }
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

  func attributes(_ name: String) -> [String] { elements.compactMap { $0.attributes[name] } }

  /// Expects what holds for every page.
  func expectSound(sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(problem == nil, sourceLocation: sourceLocation)
    let ids = attributes("id")
    let repeated = Dictionary(grouping: ids) { $0 }.filter { $1.count > 1 }.keys.sorted()
    #expect(repeated == [], "ids stand twice", sourceLocation: sourceLocation)
    let links = attributes("href")
    #expect(
      links.filter { !$0.hasPrefix("#") || !ids.contains(String($0.dropFirst())) } == [],
      sourceLocation: sourceLocation)
    let labels = attributes("aria-labelledby").flatMap { $0.split(separator: " ").map(String.init) }
    #expect(labels.filter { !ids.contains($0) } == [], sourceLocation: sourceLocation)
    let loaders: Set = [
      "script", "link", "img", "image", "iframe", "object", "embed", "form", "base",
      "foreignObject", "use",
      "audio", "video",
    ]
    #expect(elements.filter { loaders.contains($0.name) } == [], sourceLocation: sourceLocation)
    let names = Set(elements.flatMap(\.attributes.keys))
    #expect(
      names.filter { $0.hasPrefix("on") || ["src", "srcset", "action", "xlink:href"].contains($0) }
        == [],
      sourceLocation: sourceLocation)
    #expect(
      elements.contains {
        $0.attributes["http-equiv"] == "Content-Security-Policy"
          && $0.attributes["content"]?.hasPrefix("default-src 'none'") == true
      }, sourceLocation: sourceLocation)
    #expect(headings.first == 1 && headings.count { $0 == 1 } == 1, sourceLocation: sourceLocation)
    #expect(
      zip(headings, headings.dropFirst()).allSatisfy { $1 <= $0 + 1 },
      sourceLocation: sourceLocation)
    #expect(rows.allSatisfy { Set($0).count == 1 }, sourceLocation: sourceLocation)
  }
}
