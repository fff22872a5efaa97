/// Texts in quotes as the lexer of DOT reads them.
enum DOTQuoting {
  /// The longest text that is written in one piece; libcgraph has trouble with a megabyte.
  private static let longest = 1 << 19

  /// Whether `text` can be written: a backslash before a quote, the end of a line or the end of the text would be taken with it.
  static func canHold(_ text: String) -> Bool {
    var backslashes = 0
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\\"): backslashes += 1
      case 0: return false
      case UInt8(ascii: "\""), UInt8(ascii: "\n"), UInt8(ascii: "\r"):
        if backslashes % 2 == 1 { return false }
        backslashes = 0
      default: backslashes = 0
      }
    }
    return backslashes % 2 == 0
  }

  /// Returns `text` in quotes, so that it is read as it is.
  static func quoted(_ text: String) -> String {
    guard text.utf8.count > longest else {
      return "\"\(text.replacing("\"", with: "\\\""))\""
    }
    return pieces(of: text).map(quoted).joined(separator: "\n      + ")
  }

  /// Returns `text` in quotes for an attribute in which backslashes escape.
  static func escaped(_ text: String) -> String {
    quoted(
      text.replacing("\\", with: "\\\\").replacing("\n", with: "\\n"))
  }

  /// Cuts `text` at spaces.
  private static func pieces(of text: String) -> [String] {
    let bytes = Array(text.utf8)
    var pieces: [String] = []
    var start = 0
    while start < bytes.count {
      let limit = min(start + longest, bytes.count)
      let space = bytes[start..<limit].lastIndex(of: UInt8(ascii: " ")).map { $0 + 1 } ?? limit
      let end = limit == bytes.count ? limit : space
      pieces.append(String(decoding: bytes[start..<end], as: UTF8.self))
      start = end
    }
    return pieces
  }
}
