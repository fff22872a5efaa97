/// A token of a NET file.
struct NETToken: Equatable {
  enum Kind: Equatable {
    /// A bare word: a name or a number.
    case word
    /// A text in quotes.
    case quoted
    /// One of `{ } ( ) | = ;`.
    case mark(UInt8)
    /// A quote that is not closed.
    case openQuote
    /// The end of the file.
    case end
  }

  let kind: Kind

  /// The bytes of the token, without its quotes.
  let range: Range<Int>
}

/// Cuts a NET file into tokens: `%` opens a comment up to the end of its line, and texts in quotes have `\"`, `\\` and `\n`.
struct NETLexer {
  let bytes: [UInt8]
  private(set) var offset = 0

  init(_ text: String) { bytes = Array(text.utf8) }

  /// Returns the next token without passing over it.
  func peek() -> NETToken {
    var copy = self
    return copy.next()
  }

  /// Returns the next token.
  mutating func next() -> NETToken {
    skipSpace()
    guard offset < bytes.count else { return NETToken(kind: .end, range: offset..<offset) }
    let start = offset
    let byte = bytes[start]
    if Self.isMark(byte) {
      offset += 1
      return NETToken(kind: .mark(byte), range: start..<offset)
    }
    if byte == UInt8(ascii: "\"") { return quoted() }
    while offset < bytes.count, Self.isWord(bytes[offset]) { offset += 1 }
    return NETToken(kind: .word, range: start..<offset)
  }

  /// Goes back to where a token begins or ends.
  mutating func rewind(to offset: Int) { self.offset = offset }

  /// The text of a token, with the escapes of a quoted one resolved.
  func text(of token: NETToken) -> String {
    let raw = bytes[token.range]
    guard token.kind == .quoted, raw.contains(UInt8(ascii: "\\")) else {
      return String(decoding: raw, as: UTF8.self)
    }
    var text: [UInt8] = []
    var isEscaped = false
    for byte in raw {
      if isEscaped {
        text.append(byte == UInt8(ascii: "n") ? UInt8(ascii: "\n") : byte)
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else {
        text.append(byte)
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The number that a token is; nil when it is none.
  func number(of token: NETToken) -> Double? {
    guard token.kind == .word else { return nil }
    return bytes.withUnsafeBytes { DecimalNumber.value(of: $0, in: token.range) }
  }

  private mutating func quoted() -> NETToken {
    let start = offset + 1
    offset = start
    while offset < bytes.count {
      let byte = bytes[offset]
      if byte == UInt8(ascii: "\"") {
        offset += 1
        return NETToken(kind: .quoted, range: start..<offset - 1)
      }
      offset += byte == UInt8(ascii: "\\") ? 2 : 1
    }
    offset = bytes.count
    return NETToken(kind: .openQuote, range: start - 1..<start)
  }

  private mutating func skipSpace() {
    while offset < bytes.count {
      if bytes[offset] == UInt8(ascii: "%") {
        while offset < bytes.count, bytes[offset] != UInt8(ascii: "\n") { offset += 1 }
      } else if bytes[offset] <= 0x20 || bytes[offset] == UInt8(ascii: ",") {
        offset += 1
      } else {
        return
      }
    }
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    byte > 0x20 && !isMark(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "%")
      && byte != UInt8(ascii: ",")
  }

  private static func isMark(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "("), UInt8(ascii: ")"),
      UInt8(ascii: "|"), UInt8(ascii: "="), UInt8(ascii: ";"):
      true
    default: false
    }
  }
}

extension NETLexer {
  /// Passes over `mark`.
  mutating func expect(_ mark: Unicode.Scalar) throws(NetworkSyntaxError) {
    let token = next()
    guard token.kind == .mark(UInt8(ascii: mark)) else {
      throw unexpected(token, instead: "'\(mark)'")
    }
  }

  /// Passes over `mark` when it comes next, and says whether it did. The end of the file is an error.
  mutating func take(_ mark: Unicode.Scalar) throws(NetworkSyntaxError) -> Bool {
    let token = peek()
    if token.kind == .end { throw unexpected(token, instead: "'\(mark)'") }
    guard token.kind == .mark(UInt8(ascii: mark)) else { return false }
    offset = token.range.upperBound
    return true
  }

  /// Reads a name, a label or a number, quoted or bare.
  mutating func name(_ what: String) throws(NetworkSyntaxError) -> PlacedName {
    let token = next()
    guard token.kind == .word || token.kind == .quoted, !token.range.isEmpty else {
      throw unexpected(token, instead: what)
    }
    return PlacedName(text: text(of: token), offset: token.range.lowerBound)
  }

  /// The error that `token` stands where something else belongs.
  func unexpected(_ token: NETToken, instead: String) -> NetworkSyntaxError {
    let found =
      switch token.kind {
      case .end: "the file ends where \(instead) should stand"
      case .openQuote: "the quote is not closed"
      case .quoted where token.range.isEmpty: "expected \(instead), found an empty name"
      default: "expected \(instead), found '\(shown(text(of: token)))'"
      }
    return NetworkSyntaxError(message: found, offset: token.range.lowerBound)
  }
}
