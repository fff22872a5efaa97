/// Where the statements of a DOT file stand: nodes, arcs and attributes by their places.
struct DOTOutline {
  /// The names of an arc's ends.
  struct Arc: Hashable {
    let tail: String
    let head: String
  }

  /// Something that can have attributes.
  enum Owner: Hashable {
    case graph
    case subgraphs
    case node(String)
    case arc(Arc)
    case nodeDefaults
    case arcDefaults
  }

  /// The first place of each name.
  private(set) var mentions: [String: SourcePosition] = [:]
  /// The statements that declare each node: those with attributes, or the first without where there is no other.
  private(set) var declarations: [String: [SourcePosition]] = [:]
  /// The statements that draw each arc.
  private(set) var arcs: [Arc: [SourcePosition]] = [:]
  /// The places of each attribute's name, in each owner.
  private(set) var attributes: [Owner: [String: [SourcePosition]]] = [:]
  /// The place of the first token after the graph.
  private(set) var trailing: SourcePosition?
  /// The place of the first subgraph that lies deeper than `depthLimit`; what it holds is not in the outline.
  private(set) var tooDeep: SourcePosition?

  /// Deeper nesting is refused: no graph needs it, and a stack has an end.
  static let depthLimit = 100

  private let tokens: [DOTScanner.Token]
  private var index = 0
  private var depth = 0

  /// Reads the outline of a text, which may have any errors.
  init(_ scan: DOTScanner.Scan) {
    tokens = scan.tokens
    // `strict digraph name`
    while index < tokens.count, !tokens[index].isSymbol("{") { index += 1 }
    let group = group()
    declare(group.bare)
    if index < tokens.count { trailing = tokens[index].position }
  }

  /// The place of an attribute of `owner`, or nil.
  func position(of attribute: String, in owner: Owner) -> SourcePosition? {
    attributes[owner]?[attribute]?.last
  }
}

// MARK: Statements

extension DOTOutline {
  /// The nodes that stand at one end of an arc, or in braces.
  private struct Group {
    /// The nodes, each once.
    var names: [String] = []
    /// The nodes that are named alone, without an arc or attributes.
    var bare: [DOTScanner.Token] = []
    /// Where the group begins.
    var position: SourcePosition?

    mutating func add(_ other: Group) {
      names += other.names
      bare += other.bare
    }
  }

  /// Reads statements in braces.
  private mutating func group() -> Group {
    var group = Group(position: peek(0)?.position)
    index += 1
    guard depth < Self.depthLimit else {
      if tooDeep == nil { tooDeep = group.position }
      skipGroup()
      return group
    }
    depth += 1
    while let token = peek(0), !token.isSymbol("}") {
      if token.kind == .symbol, !token.isSymbol("{") {
        index += 1
      } else {
        group.add(statement())
      }
    }
    depth -= 1
    index += 1
    group.names = unique(group.names)
    return group
  }

  private mutating func skipGroup() {
    var depth = 1
    while let token = peek(0), depth > 0 {
      if token.isSymbol("{") { depth += 1 }
      if token.isSymbol("}") { depth -= 1 }
      index += 1
    }
  }

  private mutating func statement() -> Group {
    let isGraphItself = depth == 1
    if let token = peek(0), token.isKeyword("node", "edge", "graph") {
      index += 1
      readAttributes(
        of: token.isKeyword("node")
          ? [.nodeDefaults]
          : token.isKeyword("edge") ? [.arcDefaults] : [isGraphItself ? .graph : .subgraphs])
      return Group()
    }
    if let token = peek(0), token.kind != .symbol, peek(1)?.isSymbol("=") == true {
      note(token, of: [isGraphItself ? .graph : .subgraphs])
      index += 3
      return Group()
    }
    return nodesOrArcs()
  }

  private mutating func nodesOrArcs() -> Group {
    var all = endpoint()
    guard peek(0)?.isArrow == true else {
      if peek(0)?.isSymbol("[") == true {
        for token in all.bare { declarations[token.text, default: []].append(token.position) }
        readAttributes(of: all.bare.map { .node($0.text) })
        all.bare = []
      }
      return all
    }
    var owners: [Owner] = []
    var tail = all
    while peek(0)?.isArrow == true {
      index += 1
      let position = tail.position
      let head = endpoint()
      for (tail, head) in tail.names.flatMap({ tail in head.names.map { (tail, $0) } }) {
        let arc = Arc(tail: tail, head: head)
        arcs[arc, default: []] += position.map { [$0] } ?? []
        owners.append(.arc(arc))
      }
      all.names += head.names
      tail = head
    }
    // Who only stands in an arc is not declared by it.
    all.bare = []
    readAttributes(of: owners)
    return all
  }

  /// Reads what may stand at one end of an arc: names with their ports, or a subgraph.
  private mutating func endpoint() -> Group {
    if peek(0)?.isKeyword("subgraph") == true {
      index += 1
      if let name = peek(0), name.kind != .symbol { index += 1 }
      guard peek(0)?.isSymbol("{") == true else { return Group() }
    }
    if peek(0)?.isSymbol("{") == true { return group() }
    var result = Group(position: peek(0)?.position)
    while let token = peek(0), token.kind != .symbol {
      if mentions[token.text] == nil { mentions[token.text] = token.position }
      result.names.append(token.text)
      result.bare.append(token)
      index += 1
      while peek(0)?.isSymbol(":") == true { index += 2 }
      guard peek(0)?.isSymbol(",") == true else { break }
      index += 1
    }
    return result
  }

  /// Reads any number of `[a=b, c=d]`.
  private mutating func readAttributes(of owners: [Owner]) {
    while peek(0)?.isSymbol("[") == true {
      index += 1
      while let token = peek(0), !token.isSymbol("]") {
        if token.kind != .symbol, peek(1)?.isSymbol("=") == true {
          note(token, of: owners)
          index += 2
        }
        index += 1
      }
      index += 1
    }
  }

  private mutating func note(_ attribute: DOTScanner.Token, of owners: [Owner]) {
    for owner in owners {
      attributes[owner, default: [:]][attribute.text, default: []].append(attribute.position)
    }
  }

  private mutating func declare(_ bare: [DOTScanner.Token]) {
    for token in bare where declarations[token.text] == nil {
      declarations[token.text] = [token.position]
    }
  }

  private func unique(_ names: [String]) -> [String] {
    var seen = Set<String>()
    return names.filter { seen.insert($0).inserted }
  }

  private func peek(_ offset: Int) -> DOTScanner.Token? {
    index + offset < tokens.count ? tokens[index + offset] : nil
  }
}

extension DOTScanner.Token {
  fileprivate var isArrow: Bool { isSymbol("->") || isSymbol("--") }
}
