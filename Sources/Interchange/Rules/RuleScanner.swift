/// Cuts the text of rules into words. Rules end at the end of the line or at a semicolon; `#` opens a comment.
struct RuleScanner {
  struct Token {
    enum Kind {
      /// The first word with its colon, which is left out of the text.
      case head
      case word
      /// A text in quotes.
      case quoted
      /// A quote that is never closed.
      case unclosed
      case equals
      case differs
    }

    let kind: Kind
    let text: String
    let position: SourcePosition

    /// Whether it is a name or a value.
    var isOperand: Bool { kind == .quoted || kind == .word && text != "and" }
  }

  private let scalars: [Unicode.Scalar]
  private var index = 0
  private var position = SourcePosition(line: 1, column: 1)
  private var rules: [[Token]] = [[]]

  /// Returns the words of each rule; no rule is empty.
  static func rules(in text: String) -> [[Token]] {
    var scanner = RuleScanner(scalars: Array(text.unicodeScalars))
    while let scalar = scanner.peek { scanner.take(scalar) }
    return scanner.rules.filter { !$0.isEmpty }
  }

  private init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

  private var peek: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

  private static func isLineEnd(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "\n" || scalar == "\r"
  }

  private mutating func take(_ scalar: Unicode.Scalar) {
    let start = position
    switch scalar {
    case "\n", "\r", ";":
      advance()
      rules.append([])
    case " ", "\t": advance()
    case "#": while let next = peek, !Self.isLineEnd(next) { advance() }
    case "'", "\"": takeQuoted(by: scalar)
    case "=":
      advance()
      add(.equals, "=", start)
    case "!" where isDiffers:
      advance()
      advance()
      add(.differs, "!=", start)
    default: takeWord()
    }
  }

  private var isDiffers: Bool {
    peek == "!" && index + 1 < scalars.count && scalars[index + 1] == "="
  }

  private mutating func takeQuoted(by quote: Unicode.Scalar) {
    let start = position
    var text = String.UnicodeScalarView()
    advance()
    while let scalar = peek, scalar != quote, !Self.isLineEnd(scalar) {
      text.append(scalar)
      advance()
    }
    let isClosed = peek == quote
    if isClosed { advance() }
    add(isClosed ? .quoted : .unclosed, String(text), start)
  }

  private mutating func takeWord() {
    let start = position
    let isFirst = rules[rules.count - 1].isEmpty
    var text = String.UnicodeScalarView()
    while let scalar = peek, !Self.isLineEnd(scalar), !" \t;=".unicodeScalars.contains(scalar),
      !isDiffers
    {
      advance()
      if isFirst, scalar == ":" { return add(.head, String(text), start) }
      text.append(scalar)
    }
    add(.word, String(text), start)
  }

  private mutating func add(_ kind: Token.Kind, _ text: String, _ position: SourcePosition) {
    rules[rules.count - 1].append(Token(kind: kind, text: text, position: position))
  }

  private mutating func advance() {
    position =
      scalars[index] == "\n"
      ? SourcePosition(line: position.line + 1, column: 1)
      : SourcePosition(line: position.line, column: position.column + 1)
    index += 1
  }
}
