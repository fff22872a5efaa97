/// A word, a quoted name or a mark of a BIF file.
struct BIFToken: Equatable {
  /// What a token is.
  enum Kind: Equatable {
    /// A bare word: a keyword, a name, a label or a number.
    case word
    /// A text in quotes.
    case quoted
    /// One of `{ } ( ) [ ] | ;`.
    case mark(UInt8)
    /// A quote that is not closed on its line.
    case openQuote
    /// A comment that is not closed.
    case openComment
    /// The end of the file.
    case end
  }

  let kind: Kind

  /// The bytes of the token, without its quotes.
  let range: Range<Int>

  /// Whether nothing but space stands before it on its line.
  let startsLine: Bool
}

/// Cuts a BIF file into tokens: `//` and `/* */` are comments anywhere, a comma is space ([BIF], "Basics"), and every other byte
/// that is neither space nor mark belongs to a word, so `<5`, `>=7.5` and `Asy/Patch` are words.
struct BIFLexer {
  let bytes: [UInt8]
  private(set) var offset = 0
  private var startsLine = true

  init(_ text: String) { bytes = Array(text.utf8) }

  /// The text of a token.
  func text(of token: BIFToken) -> String { text(of: token.range) }

  /// The text of these bytes.
  func text(of range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  /// Goes to a place where a token begins or ends.
  mutating func rewind(to offset: Int) {
    self.offset = offset
    let before = bytes[..<offset].last { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
    startsLine = before == nil || before == UInt8(ascii: "\n")
  }

  /// Returns the next token without passing over it.
  func peek() -> BIFToken {
    var copy = self
    return copy.next()
  }

  /// Returns the next token.
  mutating func next() -> BIFToken {
    let opening = skipSpace()
    let isFirst = startsLine
    startsLine = false
    if let opening { return BIFToken(kind: .openComment, range: opening, startsLine: isFirst) }
    guard offset < bytes.count else {
      return BIFToken(kind: .end, range: offset..<offset, startsLine: isFirst)
    }
    let start = offset
    let byte = bytes[start]
    if Self.isMark(byte) {
      offset += 1
      return BIFToken(kind: .mark(byte), range: start..<offset, startsLine: isFirst)
    }
    if byte == UInt8(ascii: "\"") { return quoted(startsLine: isFirst) }
    while offset < bytes.count, isWord(at: offset) { offset += 1 }
    return BIFToken(kind: .word, range: start..<offset, startsLine: isFirst)
  }

  /// Passes over the value of a property, up to its semicolon, and returns it; nil when a brace or the end of the file comes first.
  mutating func property() -> Range<Int>? {
    let start = offset
    var isQuoted = false
    while offset < bytes.count {
      let byte = bytes[offset]
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if byte == UInt8(ascii: "\n") { isQuoted = false }
      if !isQuoted, byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}") { return nil }
      offset += 1
      if !isQuoted, byte == UInt8(ascii: ";") { return start..<offset - 1 }
    }
    return nil
  }

  private mutating func quoted(startsLine: Bool) -> BIFToken {
    let start = offset + 1
    offset = start
    while offset < bytes.count, bytes[offset] != UInt8(ascii: "\n") {
      offset += 1
      if bytes[offset - 1] == UInt8(ascii: "\"") {
        return BIFToken(kind: .quoted, range: start..<offset - 1, startsLine: startsLine)
      }
    }
    return BIFToken(kind: .openQuote, range: start - 1..<start, startsLine: startsLine)
  }

  /// Passes over space and comments; returns the opening of a comment that is not closed.
  private mutating func skipSpace() -> Range<Int>? {
    while offset < bytes.count {
      if isComment(at: offset) {
        let opening = offset..<offset + 2
        guard skipComment() else { return opening }
      } else if Self.isSpace(bytes[offset]) {
        if bytes[offset] == UInt8(ascii: "\n") { startsLine = true }
        offset += 1
      } else {
        return nil
      }
    }
    return nil
  }

  /// Passes over a comment; false when the file ends before it does.
  private mutating func skipComment() -> Bool {
    let isBlock = bytes[offset + 1] == UInt8(ascii: "*")
    offset += 2
    while offset < bytes.count {
      if !isBlock, bytes[offset] == UInt8(ascii: "\n") { return true }
      if isBlock, bytes[offset] == UInt8(ascii: "*"), offset + 1 < bytes.count,
        bytes[offset + 1] == UInt8(ascii: "/")
      {
        offset += 2
        return true
      }
      offset += 1
    }
    return !isBlock
  }

  private func isComment(at offset: Int) -> Bool {
    guard bytes[offset] == UInt8(ascii: "/"), offset + 1 < bytes.count else { return false }
    return bytes[offset + 1] == UInt8(ascii: "/") || bytes[offset + 1] == UInt8(ascii: "*")
  }

  private func isWord(at offset: Int) -> Bool {
    let byte = bytes[offset]
    return !Self.isMark(byte) && !Self.isSpace(byte) && byte != UInt8(ascii: "\"")
      && !isComment(at: offset)
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte <= 0x20 || byte == UInt8(ascii: ",") }

  private static func isMark(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "("), UInt8(ascii: ")"),
      UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "|"), UInt8(ascii: ";"):
      true
    default: false
    }
  }
}
