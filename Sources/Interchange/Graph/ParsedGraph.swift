import CGraphviz
import Synchronization

/// What libcgraph read: nodes, arcs and attributes as text. An attribute that is empty is as good as absent.
struct ParsedGraph {
  struct Node {
    let name: String
    let attributes: [String: String]
  }

  struct Arc {
    let tail: String
    let head: String
    let attributes: [String: String]
  }

  let isDirected: Bool
  let attributes: [String: String]
  /// The nodes in the order of the file.
  let nodes: [Node]
  /// The arcs in the order of the file.
  let arcs: [Arc]

  /// Parses `text`.
  ///
  /// - Throws: `ParseFailure` with the parser's messages.
  init(_ text: String) throws(ParseFailure) {
    // libcgraph keeps its parser and its errors in globals, and so does all of Graphviz.
    fishbone_lock_graphviz()
    defer { fishbone_unlock_graphviz() }
    ParserMessages.start()
    let graph = fishbone_parse_graph(text)
    let messages = ParserMessages.finish()
    ParserMessages.silently(fishbone_forget_text)
    guard let graph else { throw ParseFailure(messages: messages) }
    defer { agclose(graph) }
    guard messages.isEmpty else { throw ParseFailure(messages: messages) }
    isDirected = agisdirected(graph) != 0
    attributes = Self.attributes(of: UnsafeMutableRawPointer(graph), in: graph, kind: AGRAPH)
    var nodes: [Node] = []
    var arcs: [(sequence: UInt, arc: Arc)] = []
    var node = agfstnode(graph)
    while let current = node {
      let name = String(cString: agnameof(current))
      nodes.append(
        Node(name: name, attributes: Self.attributes(of: current, in: graph, kind: AGNODE)))
      var edge = agfstout(graph, current)
      while let arc = edge {
        let head = String(cString: agnameof(fishbone_head(arc)))
        let attributes = Self.attributes(of: arc, in: graph, kind: AGEDGE)
        arcs.append((fishbone_sequence(arc), Arc(tail: name, head: head, attributes: attributes)))
        edge = agnxtout(graph, arc)
      }
      node = agnxtnode(graph, current)
    }
    self.nodes = nodes
    self.arcs = arcs.sorted { $0.sequence < $1.sequence }.map(\.arc)
  }

  private static func attributes(
    of object: UnsafeMutableRawPointer, in graph: UnsafeMutablePointer<Agraph_t>, kind: Int32
  ) -> [String: String] {
    var attributes: [String: String] = [:]
    var symbol = fishbone_next_symbol(graph, kind, nil)
    while let current = symbol {
      let value = String(cString: fishbone_attribute(object, current))
      if !value.isEmpty { attributes[String(cString: current.pointee.name)] = value }
      symbol = fishbone_next_symbol(graph, kind, current)
    }
    return attributes
  }
}

/// Collects what libcgraph has to say; it says it in pieces.
private enum ParserMessages {
  private static let pieces = Mutex("")

  static func start() {
    pieces.withLock { $0 = "" }
    agseterrf { text in
      if let text { ParserMessages.add(String(cString: text)) }
      return 0
    }
    agseterr(AGWARN)
    agreseterrors()
  }

  /// Runs `body` and drops what it has to say.
  static func silently(_ body: () -> Void) {
    start()
    body()
    _ = finish()
  }

  private static func add(_ piece: String) { pieces.withLock { $0 += piece } }

  static func finish() -> [ParseFailure.Message] {
    agseterrf(nil)
    var messages: [String] = []
    for line in pieces.withLock({ $0 }).split(separator: "\n") {
      if let prefix = ["Error: ", "Warning: "].first(where: { line.hasPrefix($0) }) {
        messages.append(String(line.dropFirst(prefix.count)).replacing("<unknown>: ", with: ""))
      } else if messages.isEmpty {
        messages.append(String(line))
      } else {
        messages[messages.count - 1] += " \(line)"
      }
    }
    return messages.map { ParseFailure.Message(line: line(in: $0), text: $0) }
  }

  private static func line(in message: String) -> Int? {
    let words = message.split(separator: " ")
    guard let place = words.firstIndex(of: "line"), place + 1 < words.count else { return nil }
    return Int(words[place + 1].filter(\.isNumber))
  }
}
