import NetworkModel
import RootCause

/// The numbers of a potential, as they are grouped by parentheses.
struct NETData {
  var numbers = NumberList()
  /// The lists that hold numbers: where each opens and how many numbers it has.
  var lists: [(offset: Int, count: Int)] = []
}

/// Reads the blocks of a NET file.
///
/// A block that does not follow the grammar is reported, and reading goes on at the next word of a block.
struct NETParser {
  private var lexer: NETLexer
  private(set) var draft = NetworkDraft<NETData>()
  private(set) var problems = SourceProblems()
  /// The names of the variables by those that they have in the file.
  private var names: [String: String] = [:]

  init(_ text: String) { lexer = NETLexer(text) }

  /// Reads the whole file.
  mutating func parse() {
    while true {
      let token = lexer.next()
      if token.kind == .end { break }
      let body = lexer.offset
      do throws(NetworkSyntaxError) {
        try block(token)
      } catch {
        problems.add(error)
        draft.hasNamelessPart = true
        lexer.rewind(to: max(error.offset, body))
        recover()
      }
    }
    resolveNames()
  }

  private mutating func block(_ token: NETToken) throws(NetworkSyntaxError) {
    let word = lexer.text(of: token)
    switch (token.kind, word) {
    case (.word, "net"): try net()
    case (.word, "class"):
      throw NetworkSyntaxError(
        message: "classes are not read; save the network without them",
        offset: token.range.lowerBound)
    case (.word, "node"): try node()
    case (.word, "discrete"):
      let node = lexer.next()
      guard lexer.text(of: node) == "node" else { throw lexer.unexpected(node, instead: "'node'") }
      try self.node()
    case (.word, "continuous"), (.word, "decision"), (.word, "utility"), (.word, "function"):
      throw NetworkSyntaxError(
        message: "a network has discrete nodes alone; this one is a \(word) node",
        offset: token.range.lowerBound)
    case (.word, "potential"): try potential()
    default: throw lexer.unexpected(token, instead: "'net', 'node' or 'potential'")
    }
  }

  private mutating func recover() {
    let blocks = [
      "net", "node", "potential", "discrete", "decision", "utility", "continuous", "function",
    ]
    while true {
      let token = lexer.peek()
      if token.kind == .end || token.kind == .word && blocks.contains(lexer.text(of: token)) {
        return
      }
      _ = lexer.next()
    }
  }

  private mutating func resolveNames() {
    func resolved(_ name: PlacedName) -> PlacedName {
      PlacedName(text: names[name.text] ?? name.text, offset: name.offset)
    }
    draft.variables = draft.variables.map { variable in
      var renamed = NetworkDraft<NETData>.Variable(name: resolved(variable.name))
      (renamed.states, renamed.kind) = (variable.states, variable.kind)
      renamed.label = variable.label == renamed.name.text ? nil : variable.label
      return renamed
    }
    draft.families = draft.families.map {
      .init(child: resolved($0.child), parents: $0.parents.map(resolved), body: $0.body)
    }
  }
}

extension NETParser {
  private mutating func net() throws(NetworkSyntaxError) {
    try attributes { (parser, name) throws(NetworkSyntaxError) in
      guard name.text == "name" else { return try parser.skipValue() }
      let title = try parser.value()
      parser.draft.title = title.text.isEmpty ? nil : title.text
    }
  }

  private mutating func node() throws(NetworkSyntaxError) {
    let name = try lexer.name("the name of a node")
    var variable = NetworkDraft<NETData>.Variable(name: name)
    try attributes { (parser, attribute) throws(NetworkSyntaxError) in
      switch attribute.text {
      case "states": variable.states = try parser.states()
      case "label":
        let label = try parser.value().text
        variable.label = label.isEmpty ? nil : label
      case "kind":
        let kind = try parser.value()
        try variable.takeKind(kind.text, at: kind.offset)
      case NETWriter.nameAttribute: parser.names[name.text] = try parser.value().text
      default: try parser.skipValue()
      }
    }
    if variable.states.isEmpty {
      throw NetworkSyntaxError(
        message: "'\(shown(name.text))' has no states; give states = (\"first\" \"second\")",
        offset: name.offset)
    }
    draft.variables.append(variable)
  }

  private mutating func potential() throws(NetworkSyntaxError) {
    try lexer.expect("(")
    let child = try lexer.name("the name of a node")
    var parents: [PlacedName] = []
    if try lexer.take("|") {
      while try !lexer.take(")") { parents.append(try lexer.name("a parent or ')'")) }
    } else {
      guard try lexer.take(")") else {
        throw lexer.unexpected(lexer.peek(), instead: "'|' or ')': a potential is of one node")
      }
    }
    var data: NETData?
    try attributes { (parser, attribute) throws(NetworkSyntaxError) in
      switch attribute.text {
      case "data": data = try parser.data()
      case "model_data", "model_nodes", "samples_per_interval":
        throw NetworkSyntaxError(
          message:
            "the potential is an expression (\(attribute.text)), which is not read; save it with its table as data",
          offset: attribute.offset)
      default: try parser.skipValue()
      }
    }
    guard let data else {
      throw NetworkSyntaxError(
        message: "the potential of '\(shown(child.text))' has no data", offset: child.offset)
    }
    draft.families.append(.init(child: child, parents: parents, body: data))
  }

  /// Reads `{ name = value; … }`.
  private mutating func attributes(
    _ read: (inout NETParser, PlacedName) throws(NetworkSyntaxError) -> Void
  ) throws(NetworkSyntaxError) {
    try lexer.expect("{")
    while try !lexer.take("}") {
      let name = try lexer.name("an attribute or '}'")
      try lexer.expect("=")
      try read(&self, name)
      try lexer.expect(";")
    }
  }

  private mutating func value() throws(NetworkSyntaxError) -> PlacedName {
    let token = lexer.next()
    guard token.kind == .word || token.kind == .quoted else {
      throw lexer.unexpected(token, instead: "a text")
    }
    return PlacedName(text: lexer.text(of: token), offset: token.range.lowerBound)
  }

  private mutating func skipValue() throws(NetworkSyntaxError) {
    while true {
      let token = lexer.peek()
      switch token.kind {
      case .mark(UInt8(ascii: ";")): return
      case .end, .openQuote, .mark(UInt8(ascii: "{")), .mark(UInt8(ascii: "}")):
        throw lexer.unexpected(token, instead: "';'")
      default: _ = lexer.next()
      }
    }
  }

  private mutating func states() throws(NetworkSyntaxError) -> [PlacedName] {
    try lexer.expect("(")
    var states: [PlacedName] = []
    while try !lexer.take(")") { states.append(try lexer.name("a state or ')'")) }
    return states
  }

  private mutating func data() throws(NetworkSyntaxError) -> NETData {
    var data = NETData()
    var depth = 0
    var isNewList = true
    while true {
      let token = lexer.next()
      switch token.kind {
      case .mark(UInt8(ascii: "(")): (depth, isNewList) = (depth + 1, true)
      case .mark(UInt8(ascii: ")")) where depth > 0: (depth, isNewList) = (depth - 1, true)
      default:
        guard depth > 0, let value = lexer.number(of: token) else {
          throw lexer.unexpected(token, instead: depth > 0 ? "a number or ')'" : "'('")
        }
        if isNewList { data.lists.append((token.range.lowerBound, 0)) }
        isNewList = false
        data.numbers.append(value, at: token.range.lowerBound)
        data.lists[data.lists.count - 1].count += 1
      }
      if depth == 0 { return data }
    }
  }
}
