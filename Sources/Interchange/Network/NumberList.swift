import NetworkModel

/// Numbers of a file, each with its place.
struct NumberList {
  private(set) var values: [Double] = []
  private(set) var offsets: [Int] = []

  var count: Int { values.count }

  mutating func append(_ value: Double, at offset: Int) {
    values.append(value)
    offsets.append(offset)
  }

  /// Reads the numbers of `text`; what is none is a problem, and the list then has fewer.
  init(_ text: SourceSpan, _ problems: inout SourceProblems) {
    text.bytes.withUnsafeBytes { bytes in
      text.forEachWord { word in
        let offset = text.offset(of: word.lowerBound)
        if let value = DecimalNumber.value(of: bytes, in: word) {
          append(value, at: offset)
        } else {
          problems.add("'\(shown(text.string(word)))' is no number", at: offset)
        }
      }
    }
  }

  init() {}

  /// Returns the numbers at `places`.
  func reordered(_ places: [Int]) -> NumberList {
    var list = self
    list.values = places.map { values[$0] }
    list.offsets = places.map { offsets[$0] }
    return list
  }

  /// Reports the numbers that are no probabilities, and says whether there is none.
  func areProbabilities(_ problems: inout SourceProblems) -> Bool {
    var areAll = true
    for (value, offset) in zip(values, offsets)
    where !(value >= 0 && value <= 1 + Network.rowTolerance) {
      problems.add("\(value) is no probability: it is not from 0 to 1", at: offset)
      areAll = false
    }
    return areAll
  }
}

/// A piece of text in a file.
struct SourceSpan {
  let bytes: [UInt8]
  let range: Range<Int>
  /// Where it stands, when its bytes are not those of the file.
  private let place: Int?

  /// The text at `range` of a file.
  init(_ bytes: [UInt8], _ range: Range<Int>) {
    self.bytes = bytes
    self.range = range
    place = nil
  }

  /// A text that stands at `offset` in other words.
  init(_ bytes: [UInt8], at offset: Int) {
    self.bytes = bytes
    range = bytes.indices
    place = offset
  }

  /// The place in the file of the byte at `index`.
  func offset(of index: Int) -> Int { place ?? index }

  /// The text at `range`.
  func string(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  /// The whole text without the space at its ends.
  var trimmed: PlacedName {
    let isSpace = { (byte: UInt8) in byte <= 0x20 }
    guard let first = bytes[range].firstIndex(where: { !isSpace($0) }),
      let last = bytes[range].lastIndex(where: { !isSpace($0) })
    else { return PlacedName(text: "", offset: offset(of: range.lowerBound)) }
    return PlacedName(text: string(first..<last + 1), offset: offset(of: first))
  }

  /// The words between spaces.
  var words: [PlacedName] {
    var words: [PlacedName] = []
    forEachWord { words.append(PlacedName(text: string($0), offset: offset(of: $0.lowerBound))) }
    return words
  }

  /// Calls `body` with the range of each word.
  func forEachWord(_ body: (Range<Int>) -> Void) {
    bytes.withUnsafeBufferPointer { bytes in
      var index = range.lowerBound
      while index < range.upperBound {
        if bytes[index] <= 0x20 {
          index += 1
          continue
        }
        let start = index
        while index < range.upperBound, bytes[index] > 0x20 { index += 1 }
        body(start..<index)
      }
    }
  }
}
