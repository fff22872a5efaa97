import NetworkModel
import RootCause

/// Reads the blocks of a BIF file: `variable` blocks whole, of `probability` blocks the heads.
///
/// The body of a family is the offset after its opening brace. A block that does not follow the grammar is reported, and reading goes on
/// at the next line that begins with the word of a block.
struct BIFParser {
  private var lexer: BIFLexer
  private(set) var draft = NetworkDraft<Int>()
  private(set) var problems = SourceProblems()
  private var hasNetwork = false

  /// The name of the variable whose block is being read.
  private var subject: String?

  init(_ lexer: BIFLexer) {
    self.lexer = lexer
  }

  /// Reads the whole file.
  mutating func parse() {
    while true {
      let token = lexer.next()
      if token.kind == .end { return }
      let word = lexer.text(of: token)
      let body = lexer.offset
      subject = nil
      do throws(NetworkSyntaxError) {
        switch (token.kind, word) {
        case (.word, "network"): try network(at: token)
        case (.word, "variable"): try variable()
        case (.word, "probability"): try probability()
        default:
          draft.hasNamelessPart = true
          let suggestion = Spelling.suggestion(for: String(word.prefix(40)), among: Self.blocks)
          throw lexer.unexpected(
            token, instead: "'variable' or 'probability'", hint: suggestion)
        }
      } catch {
        problems.add(error)
        noteBrokenBlock(word)
        // The token that was too much may be the first of the next block.
        lexer.rewind(to: max(error.offset, body))
        recover()
      }
    }
  }

  private static let blocks = ["network", "variable", "probability"]

  private mutating func noteBrokenBlock(_ word: String) {
    switch (word, subject) {
    case ("variable", .some(let name)): draft.brokenVariables.insert(name)
    case ("probability", .some(let name)): draft.brokenFamilies.insert(name)
    case ("network", _): break
    default: draft.hasNamelessPart = true
    }
  }

  private mutating func recover() {
    while true {
      let token = lexer.peek()
      if token.kind == .end { return }
      if token.kind == .word, token.startsLine, Self.blocks.contains(lexer.text(of: token)) {
        return
      }
      _ = lexer.next()
    }
  }
}

extension BIFParser {
  private mutating func network(at token: BIFToken) throws(NetworkSyntaxError) {
    if hasNetwork {
      throw NetworkSyntaxError(
        message: "there is a network block already; a file holds one network",
        offset: token.range.lowerBound)
    }
    hasNetwork = true
    var words: [String] = []
    while lexer.peek().kind != .mark(UInt8(ascii: "{")) {
      words.append(try lexer.name("the name of the network").text)
    }
    let title = words.joined(separator: " ")
    draft.title = title.isEmpty || title == "unknown" ? nil : title
    try lexer.expect("{")
    while try !lexer.take("}") {
      _ = try property()
    }
  }

  private mutating func variable() throws(NetworkSyntaxError) {
    let name = try lexer.name("the name of a variable")
    subject = name.text
    var block = NetworkDraft<Int>.Variable(name: name)
    try lexer.expect("{")
    var hasType = false
    while try !lexer.take("}") {
      let token = lexer.peek()
      guard lexer.text(of: token) == "type" else {
        let property = try property()
        if property.name == "kind" {
          try block.takeKind(property.value, at: token.range.lowerBound)
        }
        continue
      }
      if hasType { throw lexer.unexpected(token, instead: "one type, not two") }
      hasType = true
      block.states = try type(of: name)
    }
    guard hasType else {
      throw NetworkSyntaxError(
        message: "'\(shown(name.text))' has no type; give 'type discrete [ 2 ] { first, second };'",
        offset: name.offset)
    }
    draft.variables.append(block)
  }

  /// Reads `type discrete [ n ] { a, b };`.
  private mutating func type(of name: PlacedName) throws(NetworkSyntaxError)
    -> [PlacedName]
  {
    _ = lexer.next()
    let type = lexer.next()
    guard lexer.text(of: type) == "discrete" else {
      throw lexer.unexpected(type, instead: "'discrete', the only type there is")
    }
    try lexer.expect("[")
    let count = try lexer.name("the number of states")
    try lexer.expect("]")
    try lexer.expect("{")
    var states: [PlacedName] = []
    while try !lexer.take("}") { states.append(try lexer.name("a state or '}'")) }
    try lexer.expect(";")
    if states.isEmpty || Int(count.text) != states.count {
      let spaces =
        states.count > Int(count.text) ?? .max ? "; a state with a space needs quotes" : ""
      throw NetworkSyntaxError(
        message: "'\(shown(name.text))' says that it has \(shown(count.text)) states, and lists"
          + " \(states.count)\(spaces)",
        offset: count.offset)
    }
    return states
  }

  /// Reads the head of a probability block and passes over its body.
  private mutating func probability() throws(NetworkSyntaxError) {
    try lexer.expect("(")
    let child = try lexer.name("the name of a variable")
    subject = child.text
    // Older files write no bar.
    _ = try lexer.take("|")
    var parents: [PlacedName] = []
    while try !lexer.take(")") {
      let token = lexer.peek()
      if token.kind == .mark(UInt8(ascii: "|")) {
        throw NetworkSyntaxError(
          message: "one variable stands before the '|', and its parents after it",
          offset: token.range.lowerBound)
      }
      parents.append(try lexer.name("a parent or ')'"))
    }
    try lexer.expect("{")
    let family = NetworkDraft.Family(child: child, parents: parents, body: lexer.offset)
    try skipBody(of: child)
    draft.families.append(family)
  }

  private mutating func skipBody(of child: PlacedName) throws(NetworkSyntaxError) {
    while try !lexer.take("}") {
      let token = lexer.peek()
      if token.kind == .end || token.kind == .mark(UInt8(ascii: "{")) {
        throw NetworkSyntaxError(
          message: "the block of '\(shown(child.text))' is not closed by '}'",
          offset: token.range.lowerBound)
      }
      _ = lexer.next()
    }
  }
}

extension BIFParser {
  /// Reads `property … ;` and returns its words: what is set, and to what.
  private mutating func property() throws(NetworkSyntaxError) -> (name: String, value: String) {
    let token = lexer.next()
    guard lexer.text(of: token) == "property" else {
      throw lexer.unexpected(token, instead: "'type', 'property' or '}'")
    }
    guard let range = lexer.property() else {
      throw NetworkSyntaxError(
        message: "the property is not closed by ';'", offset: token.range.lowerBound)
    }
    return PropertyText.parts(of: lexer.text(of: range).filter { $0 != "\"" })
  }
}
