extension BIFLexer {
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
    if token.kind == .mark(UInt8(ascii: mark)) {
      _ = next()
      return true
    }
    if token.kind == .end { throw unexpected(token, instead: "'\(mark)'") }
    return false
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
  func unexpected(_ token: BIFToken, instead: String, hint: String = "") -> NetworkSyntaxError {
    let found =
      switch token.kind {
      case .end: "the file ends where \(instead) should stand"
      case .openQuote: "the quote is not closed on its line"
      case .openComment: "the comment is not closed by '*/'"
      case .quoted where token.range.isEmpty: "expected \(instead), found an empty name"
      default: "expected \(instead), found '\(shown(text(of: token)))'\(hint)"
      }
    return NetworkSyntaxError(message: found, offset: token.range.lowerBound)
  }
}

extension BIFLexer {
  /// The number that a token is; nil when it is none.
  func number(of token: BIFToken) -> Double? {
    bytes.withUnsafeBytes { DecimalNumber.value(of: $0, in: token.range) }
  }
}
