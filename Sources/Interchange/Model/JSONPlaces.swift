/// Where the members of a JSON text stand, and where the text is no JSON: the decoder keeps no places.
struct JSONPlaces {
  private let source: SourceText
  private let bytes: [UInt8]

  init(_ source: SourceText) {
    self.source = source
    bytes = Array(source.text.utf8)
  }

  /// The place of the value at `path`, or nil when there is none.
  func position(of path: [any CodingKey]) -> SourcePosition? {
    let steps = path.map { key in
      key.intValue.map { JSONWalk.Step.item($0) } ?? .member(key.stringValue)
    }
    var walk = JSONWalk(bytes, target: steps)
    return walk.run() == .found ? position(at: walk.index) : nil
  }

  /// The first place at which the text is no JSON, with what is wrong there; nil when nothing is.
  func firstError() -> (message: String, position: SourcePosition)? {
    var walk = JSONWalk(bytes, target: nil)
    guard case .wrong(let message) = walk.run() else { return nil }
    return (message, position(at: walk.index))
  }

  private func position(at index: Int) -> SourcePosition {
    let before = bytes[..<min(index, bytes.count)]
    let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    return SourcePosition(
      line: before.count { $0 == UInt8(ascii: "\n") } + 1,
      column: before[start...].count { $0 & 0xC0 != 0x80 } + 1)
  }
}

/// A walk through JSON text ([RFC 8259]) up to a value that is looked for, or up to what is wrong. It keeps its own stack, so that no
/// nesting is too deep for it.
private struct JSONWalk {
  /// A step from a value to one in it.
  enum Step: Equatable {
    case item(Int)
    case member(String)
  }

  enum Outcome: Equatable {
    case found
    case finished
    case wrong(String)
  }

  private enum Expectation {
    case value, firstItem, firstKey, key, separator
  }

  private let bytes: [UInt8]
  private let target: [Step]?
  private(set) var index = 0
  private var path: [Step] = []
  private var expectation = Expectation.value

  init(_ bytes: [UInt8], target: [Step]?) {
    self.bytes = bytes
    self.target = target
  }

  mutating func run() -> Outcome {
    while true {
      skipBlanks()
      let outcome =
        switch expectation {
        case .value, .firstItem: value()
        case .firstKey, .key: key()
        case .separator: separator()
        }
      if let outcome { return outcome }
    }
  }

  private var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

  private mutating func skipBlanks() {
    while let byte = peek, [0x20, 0x0A, 0x0D, 0x09].contains(byte) { index += 1 }
  }

  private mutating func value() -> Outcome? {
    if expectation == .firstItem, peek == UInt8(ascii: "]") { return close() }
    if path == target { return .found }
    switch peek {
    case nil: return .wrong("the file ends too early")
    case UInt8(ascii: "{"): open(.member(""), .firstKey)
    case UInt8(ascii: "["): open(.item(0), .firstItem)
    case UInt8(ascii: "\""):
      if string() == nil { return .wrong(Self.endlessText) }
      expectation = .separator
    default: return word()
    }
    return nil
  }

  private mutating func key() -> Outcome? {
    if expectation == .firstKey, peek == UInt8(ascii: "}") { return close() }
    guard let byte = peek else { return .wrong("the file ends too early") }
    guard byte == UInt8(ascii: "\"") else {
      return .wrong("a member begins with its name in quotes")
    }
    guard let name = string() else { return .wrong(Self.endlessText) }
    skipBlanks()
    guard peek == UInt8(ascii: ":") else { return .wrong("after the name of a member comes ':'") }
    index += 1
    path[path.count - 1] = .member(name)
    expectation = .value
    return nil
  }

  private mutating func separator() -> Outcome? {
    switch (path.last, peek) {
    case (nil, nil): return .finished
    case (nil, _): return .wrong("nothing may follow the end")
    case (_, nil): return .wrong("the file ends too early")
    case (.item(let item), UInt8(ascii: ",")):
      index += 1
      path[path.count - 1] = .item(item + 1)
      expectation = .value
    case (.member, UInt8(ascii: ",")):
      index += 1
      expectation = .key
    case (.item, UInt8(ascii: "]")), (.member, UInt8(ascii: "}")): return close()
    default: return .wrong("a comma is missing")
    }
    return nil
  }

  private mutating func open(_ step: Step, _ expectation: Expectation) {
    index += 1
    path.append(step)
    self.expectation = expectation
  }

  private mutating func close() -> Outcome? {
    index += 1
    path.removeLast()
    expectation = .separator
    return nil
  }

  private static let endlessText = "this text does not end; its closing quote is missing"

  /// Reads a text and returns it, its escaped quotes resolved; nil when it does not end, which leaves the index at its start.
  private mutating func string() -> String? {
    var content: [UInt8] = []
    var end = index + 1
    while end < bytes.count, bytes[end] != UInt8(ascii: "\"") {
      if bytes[end] == UInt8(ascii: "\\") { end += 1 }
      if end < bytes.count { content.append(bytes[end]) }
      end += 1
    }
    guard end < bytes.count else { return nil }
    index = end + 1
    return String(decoding: content, as: UTF8.self)
  }

  /// Reads a number, or one of the words that JSON has.
  private mutating func word() -> Outcome? {
    let rest = bytes[index...]
    let end = rest.firstIndex {
      $0 <= 0x20 || [UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}")].contains($0)
    }
    let text = String(decoding: rest[..<(end ?? bytes.count)], as: UTF8.self)
    if !["true", "false", "null"].contains(text) {
      let isNumber = text.first.map { $0 == "-" || $0.isASCII && $0.isNumber } ?? false
      guard isNumber, let number = Double(text) else {
        return .wrong("'\(shown(text))' is no JSON")
      }
      guard number.isFinite else { return .wrong("the number \(shown(text)) is too large") }
    }
    index = end ?? bytes.count
    expectation = .separator
    return nil
  }
}
