/// A JSON value that knows where it stands.
struct JSONNode {
  /// What the value is.
  enum Value {
    case null
    case boolean(Bool)
    /// A number, with its digits as they were written.
    case number(Double, digits: String)
    case text(String)
    case list([JSONNode])
    case object([Member])
  }

  /// A member of an object.
  struct Member {
    let name: String
    /// The offset of its name.
    let offset: Int
    let node: JSONNode
  }

  let value: Value
  /// The offset of its first byte in the text.
  let offset: Int

  /// What the value is, in words.
  var description: String {
    switch value {
    case .null: "null"
    case .boolean(let value): "\(value)"
    case .number(_, let digits): shown(digits)
    case .text(let text): "'\(shown(text))'"
    case .list: "a list"
    case .object: "an object"
    }
  }
}

/// Turns offsets in a text into lines and columns.
struct TextPositions {
  private let bytes: [UInt8]
  private let lineStarts: [Int]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    lineStarts = [0] + bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") }.map { $0 + 1 }
  }

  func position(of offset: Int) -> SourcePosition {
    var (low, high) = (0, lineStarts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    let before = bytes[lineStarts[low]..<min(offset, bytes.count)]
    return SourcePosition(line: low + 1, column: before.count { $0 & 0xC0 != 0x80 } + 1)
  }
}
