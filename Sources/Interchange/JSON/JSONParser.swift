/// Reads JSON text ([RFC 8259]) strictly: no comments, no trailing commas, no member twice.
struct JSONParser {
  /// What is wrong with the text, and where.
  struct Problem: Error {
    let message: String
    let offset: Int
  }

  /// How many lists and objects may lie in each other.
  private static let deepest = 64

  private let bytes: [UInt8]
  private var index = 0
  private var depth = 0
  /// What is wrong and did not keep the rest from being read.
  private(set) var problems: [Problem] = []

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Reads the one value that the text is.
  mutating func parse() throws(Problem) -> JSONNode {
    let node = try value()
    skipBlanks()
    if index < bytes.count { throw problem("nothing may follow the end") }
    return node
  }

  private var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

  private func problem(_ message: String) -> Problem { Problem(message: message, offset: index) }

  private mutating func skipBlanks() {
    while let byte = peek, [0x20, 0x0A, 0x0D, 0x09].contains(byte) { index += 1 }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    skipBlanks()
    guard peek == UInt8(ascii: character) else { return false }
    index += 1
    return true
  }

  private mutating func value() throws(Problem) -> JSONNode {
    skipBlanks()
    let offset = index
    let value: JSONNode.Value
    switch peek {
    case nil: throw problem("the file ends too early")
    case UInt8(ascii: "{"): value = .object(try object())
    case UInt8(ascii: "["): value = .list(try list())
    case UInt8(ascii: "\""): value = .text(try text())
    default: value = try word()
    }
    return JSONNode(value: value, offset: offset)
  }
}

// Lists and objects.
extension JSONParser {
  private mutating func open() throws(Problem) {
    guard depth < Self.deepest else {
      throw problem("lists and objects lie too deep in each other")
    }
    depth += 1
    index += 1
  }

  /// Takes the comma before the next element, or the end; returns whether there is a next one.
  private mutating func hasNext(_ end: Unicode.Scalar, isFirst: Bool) throws(Problem) -> Bool {
    if take(end) {
      depth -= 1
      return false
    }
    if isFirst || take(",") { return true }
    throw problem(peek == nil ? "the file ends too early" : "a comma is missing")
  }

  private mutating func list() throws(Problem) -> [JSONNode] {
    try open()
    var items: [JSONNode] = []
    while try hasNext("]", isFirst: items.isEmpty) { items.append(try value()) }
    return items
  }

  private mutating func object() throws(Problem) -> [JSONNode.Member] {
    try open()
    var members: [JSONNode.Member] = []
    var names = Set<String>()
    while try hasNext("}", isFirst: members.isEmpty) {
      skipBlanks()
      let offset = index
      guard peek == UInt8(ascii: "\"") else {
        throw problem(
          peek == nil ? "the file ends too early" : "a member begins with its name in quotes")
      }
      let name = try text()
      guard take(":") else { throw problem("after the name of a member comes ':'") }
      members.append(JSONNode.Member(name: name, offset: offset, node: try value()))
      if !names.insert(name).inserted {
        problems.append(Problem(message: "'\(shown(name))' is given twice", offset: offset))
      }
    }
    return members
  }
}

// Texts, numbers and words.
extension JSONParser {
  private mutating func text() throws(Problem) -> String {
    let start = index
    index += 1
    var content: [UInt8] = []
    while let byte = peek {
      switch byte {
      case UInt8(ascii: "\""):
        index += 1
        return String(decoding: content, as: UTF8.self)
      case UInt8(ascii: "\\"): content += try escaped()
      case ..<0x20:
        throw problem("a line break or control character in a text is written \\n, \\t or \\u…")
      default:
        content.append(byte)
        index += 1
      }
    }
    throw Problem(
      message: "this text does not end; its closing quote is missing", offset: start)
  }

  private static let escapes: [UInt8: UInt8] = [
    UInt8(ascii: "\""): UInt8(ascii: "\""), UInt8(ascii: "\\"): UInt8(ascii: "\\"),
    UInt8(ascii: "/"): UInt8(ascii: "/"), UInt8(ascii: "b"): 0x08, UInt8(ascii: "f"): 0x0C,
    UInt8(ascii: "n"): 0x0A, UInt8(ascii: "r"): 0x0D, UInt8(ascii: "t"): 0x09,
  ]

  private mutating func escaped() throws(Problem) -> [UInt8] {
    let start = index
    index += 2
    if index <= bytes.count, let byte = Self.escapes[bytes[index - 1]] { return [byte] }
    index = start
    guard var code = codeUnit() else { throw problem("there is no such escape in JSON") }
    if code & 0xFC00 == 0xD800, let low = codeUnit(), low & 0xFC00 == 0xDC00 {
      code = 0x10000 + (code & 0x3FF) << 10 + low & 0x3FF
    }
    guard let scalar = Unicode.Scalar(code) else {
      throw Problem(message: "this is half of a character", offset: start)
    }
    return Array(String(scalar).utf8)
  }

  /// Takes `\uXXXX`.
  private mutating func codeUnit() -> UInt32? {
    guard index + 6 <= bytes.count, bytes[index] == UInt8(ascii: "\\"),
      bytes[index + 1] == UInt8(ascii: "u")
    else { return nil }
    let digits = bytes[index + 2..<index + 6]
    guard digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let code = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    else { return nil }
    index += 6
    return code
  }

  /// Reads a number, or one of the words that JSON has.
  private mutating func word() throws(Problem) -> JSONNode.Value {
    let rest = bytes[index...]
    let end = rest.firstIndex { $0 <= 0x20 || ",:[]{}\"".utf8.contains($0) } ?? bytes.count
    let word = String(decoding: rest[..<end], as: UTF8.self)
    let value: JSONNode.Value
    switch word {
    case "null": value = .null
    case "true": value = .boolean(true)
    case "false": value = .boolean(false)
    default:
      guard Self.isNumber(rest[..<end]), let number = Double(word) else {
        throw problem(word.isEmpty ? "a value is missing" : "'\(shown(word))' is no JSON")
      }
      guard number.isFinite else { throw problem("the number \(shown(word)) is too large") }
      value = .number(number, digits: word)
    }
    index = end
    return value
  }

  /// Whether `text` is a number as JSON has it: no plus before it, no zero before other digits, a digit on both sides of the point.
  private static func isNumber(_ text: ArraySlice<UInt8>) -> Bool {
    var rest = text
    func digits() -> Int {
      let count = rest.prefix { (0x30...0x39).contains($0) }.count
      rest = rest.dropFirst(count)
      return count
    }
    if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
    let isZero = rest.first == UInt8(ascii: "0")
    let whole = digits()
    guard whole == 1 || whole > 1 && !isZero else { return false }
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      if digits() == 0 { return false }
    }
    if let byte = rest.first, byte | 0x20 == UInt8(ascii: "e") {
      rest.removeFirst()
      if let sign = rest.first, [UInt8(ascii: "+"), UInt8(ascii: "-")].contains(sign) {
        rest.removeFirst()
      }
      if digits() == 0 { return false }
    }
    return rest.isEmpty
  }
}
