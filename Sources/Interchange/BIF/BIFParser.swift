import NetworkModel
import RootCause

/// Reads the blocks of a BIF file: `variable` blocks whole, of `probability` blocks the heads.
///
/// A block that does not follow the grammar is reported, and reading goes on at the next line that begins with the word of a block.
struct BIFParser {
  private var lexer: BIFLexer
  private(set) var document = BIFDocument()
  private(set) var problems = BIFProblems()
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
      do throws(BIFSyntaxError) {
        switch (token.kind, word) {
        case (.word, "network"): try network(at: token)
        case (.word, "variable"): try variable()
        case (.word, "probability"): try probability()
        default:
          document.hasNamelessBlock = true
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
    case ("variable", .some(let name)): document.brokenVariables.insert(name)
    case ("probability", .some(let name)): document.brokenProbabilities.insert(name)
    case ("network", _): break
    default: document.hasNamelessBlock = true
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
  private mutating func network(at token: BIFToken) throws(BIFSyntaxError) {
    if hasNetwork {
      throw BIFSyntaxError(
        message: "there is a network block already; a file holds one network",
        offset: token.range.lowerBound)
    }
    hasNetwork = true
    var words: [String] = []
    while lexer.peek().kind != .mark(UInt8(ascii: "{")) {
      words.append(try lexer.name("the name of the network").text)
    }
    let title = words.joined(separator: " ")
    document.title = title.isEmpty || title == "unknown" ? nil : title
    try lexer.expect("{")
    while try !lexer.take("}") {
      _ = try property()
    }
  }

  private mutating func variable() throws(BIFSyntaxError) {
    let name = try lexer.name("the name of a variable")
    subject = name.text
    var block = BIFDocument.VariableBlock(name: name)
    try lexer.expect("{")
    var hasType = false
    while try !lexer.take("}") {
      let token = lexer.peek()
      guard lexer.text(of: token) == "type" else {
        try takeKind(from: property(), at: token.range.lowerBound, into: &block)
        continue
      }
      if hasType { throw lexer.unexpected(token, instead: "one type, not two") }
      hasType = true
      block.states = try type(of: name)
    }
    guard hasType else {
      throw BIFSyntaxError(
        message: "'\(shown(name.text))' has no type; give 'type discrete [ 2 ] { first, second };'",
        offset: name.offset)
    }
    document.variables.append(block)
  }

  /// Reads `type discrete [ n ] { a, b };`.
  private mutating func type(of name: BIFDocument.Name) throws(BIFSyntaxError)
    -> [BIFDocument.Name]
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
    var states: [BIFDocument.Name] = []
    while try !lexer.take("}") { states.append(try lexer.name("a state or '}'")) }
    try lexer.expect(";")
    if states.isEmpty || Int(count.text) != states.count {
      let spaces =
        states.count > Int(count.text) ?? .max ? "; a state with a space needs quotes" : ""
      throw BIFSyntaxError(
        message: "'\(shown(name.text))' says that it has \(shown(count.text)) states, and lists"
          + " \(states.count)\(spaces)",
        offset: count.offset)
    }
    return states
  }

  /// Reads the head of a probability block and passes over its body.
  private mutating func probability() throws(BIFSyntaxError) {
    try lexer.expect("(")
    let child = try lexer.name("the name of a variable")
    subject = child.text
    // Older files write no bar.
    _ = try lexer.take("|")
    var parents: [BIFDocument.Name] = []
    while try !lexer.take(")") {
      let token = lexer.peek()
      if token.kind == .mark(UInt8(ascii: "|")) {
        throw BIFSyntaxError(
          message: "one variable stands before the '|', and its parents after it",
          offset: token.range.lowerBound)
      }
      parents.append(try lexer.name("a parent or ')'"))
    }
    try lexer.expect("{")
    let block = BIFDocument.ProbabilityBlock(child: child, parents: parents, body: lexer.offset)
    try skipBody(of: child)
    document.probabilities.append(block)
  }

  private mutating func skipBody(of child: BIFDocument.Name) throws(BIFSyntaxError) {
    while try !lexer.take("}") {
      let token = lexer.peek()
      if token.kind == .end || token.kind == .mark(UInt8(ascii: "{")) {
        throw BIFSyntaxError(
          message: "the block of '\(shown(child.text))' is not closed by '}'",
          offset: token.range.lowerBound)
      }
      _ = lexer.next()
    }
  }
}

extension BIFParser {
  /// Reads `property … ;` and returns its words: what is set, and to what.
  private mutating func property() throws(BIFSyntaxError) -> (name: String, value: String) {
    let token = lexer.next()
    guard lexer.text(of: token) == "property" else {
      throw lexer.unexpected(token, instead: "'type', 'property' or '}'")
    }
    guard let range = lexer.property() else {
      throw BIFSyntaxError(
        message: "the property is not closed by ';'", offset: token.range.lowerBound)
    }
    let text = lexer.text(of: range).filter { $0 != "\"" }.trimmingSpaces()
    let end = text.firstIndex { $0 == "=" || $0 == " " || $0 == "\t" } ?? text.endIndex
    let rest = String(text[end...]).trimmingSpaces()
    let value = rest.hasPrefix("=") ? String(rest.dropFirst()).trimmingSpaces() : rest
    return (String(text[..<end]), value)
  }

  private mutating func takeKind(
    from property: (name: String, value: String), at offset: Int,
    into block: inout BIFDocument.VariableBlock
  ) throws(BIFSyntaxError) {
    guard property.name == "kind" else { return }
    guard let kind = Kind(rawValue: property.value) else {
      let kinds = Kind.allCases.map(\.rawValue)
      let value = shown(property.value)
      let hint = Spelling.suggestion(for: value, among: kinds)
      throw BIFSyntaxError(
        message: "'\(value)' is no kind"
          + (hint.isEmpty ? "; the kinds are \(kinds.joined(separator: ", "))" : hint),
        offset: offset)
    }
    guard block.kind == nil || block.kind == kind else {
      throw BIFSyntaxError(
        message: "'\(shown(block.name.text))' has two kinds; give one", offset: offset)
    }
    block.kind = kind
  }
}
