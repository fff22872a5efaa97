/// Walks over the cells of a CSV text ([RFC 4180]) without copying them.
///
/// Lines end with CR LF, LF or CR. What breaks the rules of quoting is kept as a defect, and the walk goes on behind it.
struct CSVScanner {
  /// Where a cell stands in the text.
  struct Cell {
    /// The first byte, after the opening quote.
    var start = 0
    /// The byte after the last, before the closing quote.
    var end = 0
    var isQuoted = false
    /// Whether some of its quotes are written twice.
    var hasDoubledQuotes = false

    var range: Range<Int> { start..<end }
  }

  /// What comes after a cell.
  enum Follow {
    case cell, row, end
  }

  /// Something against the rules of quoting.
  struct Defect {
    enum Kind {
      /// A quote in a cell that does not begin with one.
      case strayQuote
      /// Text between a closing quote and the end of the cell.
      case textAfterQuote
      /// A quote that is open when the file ends.
      case openQuote
    }

    let kind: Kind
    let offset: Int
    /// The line in which the cell begins.
    let line: Int
  }

  let bytes: UnsafeRawBufferPointer
  private(set) var offset = 0
  /// The line of `offset`, from 1.
  private(set) var line = 1
  private(set) var defects: [Defect] = []

  private static let quote = UInt8(ascii: "\"")
  private static let comma = UInt8(ascii: ",")
  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// Whether there is nothing more to read.
  var isAtEnd: Bool { offset >= bytes.count }

  /// Returns the defects since the last call.
  mutating func takeDefects() -> [Defect] {
    defer { defects.removeAll() }
    return defects
  }

  /// Passes over lines without a single byte.
  mutating func skipBlankLines() {
    while offset < bytes.count, Self.isLineEnd(bytes[offset]) { endLine(at: offset) }
  }

  /// Reads the next cell.
  @inline(__always)
  mutating func next(_ cell: inout Cell) -> Follow {
    if offset < bytes.count, bytes[offset] == Self.quote { return nextQuoted(&cell) }
    let start = offset
    let end = endOfBareText(from: start)
    cell = Cell(start: start, end: end)
    return finish(at: end)
  }

  @inline(__always)
  private mutating func endOfBareText(from start: Int) -> Int {
    var index = start
    var hasQuote = false
    while index < bytes.count {
      let byte = bytes[index]
      // The comma is the largest of the marks.
      if byte <= Self.comma {
        if byte == Self.comma || Self.isLineEnd(byte) { break }
        if byte == Self.quote, !hasQuote {
          hasQuote = true
          defects.append(Defect(kind: .strayQuote, offset: index, line: line))
        }
      }
      index += 1
    }
    return index
  }

  private mutating func nextQuoted(_ cell: inout Cell) -> Follow {
    let opening = offset
    let openingLine = line
    cell = Cell(start: opening + 1, end: bytes.count, isQuoted: true)
    var index = opening + 1
    while index < bytes.count {
      let byte = bytes[index]
      if byte == Self.quote {
        guard index + 1 < bytes.count, bytes[index + 1] == Self.quote else {
          cell.end = index
          return finishQuoted(at: index + 1, openingLine: openingLine)
        }
        cell.hasDoubledQuotes = true
        index += 1
      } else if Self.isLineEnd(byte), !isFirstOfPair(index) {
        line += 1
      }
      index += 1
    }
    defects.append(Defect(kind: .openQuote, offset: opening, line: openingLine))
    offset = bytes.count
    return .end
  }

  private mutating func finishQuoted(at index: Int, openingLine: Int) -> Follow {
    if index < bytes.count, bytes[index] != Self.comma, !Self.isLineEnd(bytes[index]) {
      defects.append(Defect(kind: .textAfterQuote, offset: index, line: openingLine))
      var end = index
      while end < bytes.count, bytes[end] != Self.comma, !Self.isLineEnd(bytes[end]) { end += 1 }
      return finish(at: end)
    }
    return finish(at: index)
  }

  @inline(__always)
  private mutating func finish(at index: Int) -> Follow {
    guard index < bytes.count else {
      offset = index
      return .end
    }
    guard bytes[index] == Self.comma else {
      endLine(at: index)
      return .row
    }
    offset = index + 1
    return .cell
  }

  @inline(__always)
  private mutating func endLine(at index: Int) {
    offset = index + (isFirstOfPair(index) ? 2 : 1)
    line += 1
  }

  /// Whether the byte at `index` is the CR of a CR LF.
  private func isFirstOfPair(_ index: Int) -> Bool {
    bytes[index] == Self.carriageReturn && index + 1 < bytes.count
      && bytes[index + 1] == Self.lineFeed
  }

  private static func isLineEnd(_ byte: UInt8) -> Bool {
    byte == lineFeed || byte == carriageReturn
  }
}

extension CSVScanner {
  /// Returns the text of a cell, with its quotes single.
  func text(of cell: Cell) -> String {
    let text = String(decoding: bytes[cell.range], as: UTF8.self)
    return cell.hasDoubledQuotes ? Self.undoubled(text) : text
  }

  /// Returns the first characters of a cell, as many as a message can show.
  func shownText(of cell: Cell) -> String {
    let length = min(cell.range.count, 4 * (ProblemLimit.characters + 1))
    let text = String(decoding: bytes[cell.start..<cell.start + length], as: UTF8.self)
    return shown(cell.hasDoubledQuotes ? Self.undoubled(text) : text)
  }

  /// Returns the row between two offsets as it stands in the text, without its line end.
  func row(from start: Int, to end: Int) -> UnsafeRawBufferPointer {
    var end = end
    if end > start, bytes[end - 1] == Self.lineFeed { end -= 1 }
    if end > start, bytes[end - 1] == Self.carriageReturn { end -= 1 }
    return UnsafeRawBufferPointer(rebasing: bytes[start..<end])
  }

  /// Returns where `target` stands, which belongs to the row that begins at `start` in `line`.
  func position(of target: Int, rowStart start: Int, line: Int) -> SourcePosition {
    var position = SourcePosition(line: line, column: 1)
    var index = start
    while index < min(target, bytes.count) {
      if Self.isLineEnd(bytes[index]) {
        if !isFirstOfPair(index) {
          position = SourcePosition(line: position.line + 1, column: 1)
        }
      } else if bytes[index] & 0xC0 != 0x80 {
        position = SourcePosition(line: position.line, column: position.column + 1)
      }
      index += 1
    }
    return position
  }

  private static func undoubled(_ text: String) -> String {
    var result = ""
    var isSecond = false
    for character in text.unicodeScalars {
      if character == "\"", isSecond {
        isSecond = false
        continue
      }
      isSecond = character == "\""
      result.unicodeScalars.append(character)
    }
    return result
  }
}
