/// Cuts DOT text into tokens with their places.
///
/// The graph itself is read by libcgraph, which keeps no places; the tokens tell where a name, an attribute or an arc stands.
struct DOTScanner {
  struct Token {
    enum Kind: Equatable {
      /// A name, a number, or a quoted text without its quotes.
      case text(isQuoted: Bool)
      /// `{ } [ ] ; , = :`, or an arc.
      case symbol
    }

    let kind: Kind
    let text: String
    let position: SourcePosition

    func isSymbol(_ symbol: String) -> Bool { kind == .symbol && text == symbol }
    /// Whether the token is a keyword, which DOT knows in any case of letters but not in quotes.
    func isKeyword(_ words: String...) -> Bool {
      kind == .text(isQuoted: false) && words.contains(text.lowercased())
    }
  }

  /// What a text is made of.
  struct Scan {
    /// The tokens. What is no token is passed over: the parser reports it.
    fileprivate(set) var tokens: [Token] = []
    /// The place of the text or comment that runs unclosed to the end.
    fileprivate(set) var openEnd: SourcePosition?
    /// The place of the first text or comment that is longer than `lengthLimit`.
    fileprivate(set) var oversized: SourcePosition?
  }

  /// The most bytes of a text or a comment: the time that libcgraph takes grows with the square of its length.
  static let lengthLimit = 1 << 20

  private let bytes: [UInt8]
  private var index = 0
  private var line = 1
  private var lineStart = 0
  /// The column of the byte at `countedIndex`, from which the next column is counted.
  private var countedIndex = 0
  private var countedColumn = 1
  private var scan = Scan()

  /// Cuts `text` into tokens.
  static func scan(_ text: String) -> Scan {
    var scanner = DOTScanner(bytes: Array(text.utf8))
    while let token = scanner.next() { scanner.append(token) }
    return scanner.scan
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  /// Joins `"a" + "b"` to one text, as DOT does.
  private mutating func append(_ token: Token) {
    let count = scan.tokens.count
    if count >= 2, scan.tokens[count - 1].isSymbol("+"), token.kind == .text(isQuoted: true),
      scan.tokens[count - 2].kind == token.kind
    {
      let first = scan.tokens[count - 2]
      scan.tokens.removeLast(2)
      scan.tokens.append(
        Token(kind: first.kind, text: first.text + token.text, position: first.position))
    } else {
      scan.tokens.append(token)
    }
  }

  private mutating func next() -> Token? {
    skipBlanksAndComments()
    guard index < bytes.count else { return nil }
    let (start, startIndex) = (position(), index)
    defer { checkLength(from: startIndex, start) }
    switch bytes[index] {
    case UInt8(ascii: "\""):
      return Token(kind: .text(isQuoted: true), text: quoted(start), position: start)
    case UInt8(ascii: "<"):
      return Token(kind: .text(isQuoted: true), text: markup(start), position: start)
    case UInt8(ascii: "-") where peek(1) == UInt8(ascii: ">") || peek(1) == UInt8(ascii: "-"):
      return Token(kind: .symbol, text: take(2), position: start)
    case let byte where Self.isLetter(byte):
      return Token(kind: .text(isQuoted: false), text: name(), position: start)
    case _ where isNumberAhead:
      return Token(kind: .text(isQuoted: false), text: number(), position: start)
    default: return Token(kind: .symbol, text: take(1), position: start)
    }
  }

  private mutating func checkLength(from startIndex: Int, _ start: SourcePosition) {
    if index - startIndex > Self.lengthLimit, scan.oversized == nil { scan.oversized = start }
  }

  /// Columns count characters: bytes that continue one do not count.
  private mutating func position() -> SourcePosition {
    if countedIndex < lineStart { (countedIndex, countedColumn) = (lineStart, 1) }
    countedColumn += bytes[countedIndex..<index].count { $0 & 0xC0 != 0x80 }
    countedIndex = index
    return SourcePosition(line: line, column: countedColumn)
  }

  private func peek(_ offset: Int) -> UInt8? {
    index + offset < bytes.count ? bytes[index + offset] : nil
  }

  private mutating func advance() {
    if bytes[index] == UInt8(ascii: "\n") {
      line += 1
      lineStart = index + 1
    }
    index += 1
  }

  private mutating func take(_ count: Int) -> String {
    let start = index
    index += count
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }

  private mutating func skip(while isWanted: (UInt8) -> Bool) {
    while let byte = peek(0), isWanted(byte) { advance() }
  }

  private mutating func skipBlanksAndComments() {
    while let byte = peek(0) {
      if Self.isBlank(byte) {
        advance()
      } else if byte == UInt8(ascii: "#")
        || (byte == UInt8(ascii: "/") && peek(1) == UInt8(ascii: "/"))
      {
        let (start, startIndex) = (position(), index)
        skip { $0 != UInt8(ascii: "\n") }
        checkLength(from: startIndex, start)
      } else if byte == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "*") {
        let (start, startIndex) = (position(), index)
        index += 2
        while let byte = peek(0), !(byte == UInt8(ascii: "*") && peek(1) == UInt8(ascii: "/")) {
          advance()
        }
        if index >= bytes.count { scan.openEnd = start }
        index = min(index + 2, bytes.count)
        checkLength(from: startIndex, start)
      } else {
        return
      }
    }
  }

  private mutating func name() -> String {
    let start = index
    skip { Self.isLetter($0) || Self.isDigit($0) }
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }

  /// Whether `-1`, `1.5` or `.5` comes next.
  private var isNumberAhead: Bool {
    var offset = peek(0) == UInt8(ascii: "-") ? 1 : 0
    if peek(offset) == UInt8(ascii: ".") { offset += 1 }
    return peek(offset).map(Self.isDigit) ?? false
  }

  private mutating func number() -> String {
    let start = index
    if peek(0) == UInt8(ascii: "-") { advance() }
    skip(while: Self.isDigit)
    if peek(0) == UInt8(ascii: ".") { advance() }
    skip(while: Self.isDigit)
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }

  /// Reads a quoted text: `\"` is a quote and a backslash at the end of a line joins the next.
  private mutating func quoted(_ start: SourcePosition) -> String {
    index += 1
    var content: [UInt8] = []
    while let byte = peek(0), byte != UInt8(ascii: "\"") {
      if byte == UInt8(ascii: "\\"), let escaped = peek(1) {
        advance()
        if escaped == UInt8(ascii: "\"") || escaped == UInt8(ascii: "\n") {
          if escaped == UInt8(ascii: "\"") { content.append(escaped) }
        } else {
          content += [byte, escaped]
        }
      } else {
        content.append(byte)
      }
      advance()
    }
    if index >= bytes.count { scan.openEnd = start }
    index = min(index + 1, bytes.count)
    return String(decoding: content, as: UTF8.self)
  }

  /// Reads `<…>` with balanced brackets.
  private mutating func markup(_ place: SourcePosition) -> String {
    let start = index + 1
    var depth = 0
    while let byte = peek(0) {
      if byte == UInt8(ascii: "<") { depth += 1 }
      if byte == UInt8(ascii: ">") { depth -= 1 }
      advance()
      if depth == 0 { break }
    }
    if depth > 0 { scan.openEnd = place }
    return String(decoding: bytes[start..<max(start, index - 1)], as: UTF8.self)
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || (0x09...0x0D).contains(byte)
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "_"), 0x80...0xFF:
      true
    default: false
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
