/// Puts CSV together ([RFC 4180], with lines that end in LF).
struct CSVText {
  /// The text so far.
  private(set) var bytes: [UInt8] = []
  private var isInRow = false

  /// Adds a cell.
  mutating func add(_ cell: String) { add(quoted: Self.quoted(cell)) }

  /// Adds a cell that has its quotes already.
  mutating func add(quoted cell: [UInt8]) {
    separate()
    bytes += cell
  }

  /// Adds cells as they stand in another CSV text.
  mutating func add(raw cells: UnsafeRawBufferPointer) {
    separate()
    bytes += cells
  }

  /// Ends the row.
  mutating func endRow() {
    bytes.append(UInt8(ascii: "\n"))
    isInRow = false
  }

  /// Forgets the text so far.
  mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  private mutating func separate() {
    if isInRow { bytes.append(UInt8(ascii: ",")) }
    isInRow = true
  }

  /// Returns `cell` as CSV has it: in quotes when it holds a comma, a quote or a line break, or when spaces at its ends would be
  /// lost on a reader who trims.
  static func quoted(_ cell: String) -> [UInt8] {
    let quote = UInt8(ascii: "\"")
    let bytes = Array(cell.utf8)
    let marks: [UInt8] = [quote, UInt8(ascii: ","), UInt8(ascii: "\n"), UInt8(ascii: "\r")]
    let spaces: [UInt8?] = [UInt8(ascii: " "), UInt8(ascii: "\t")]
    let hasSpace = spaces.contains(bytes.first) || spaces.contains(bytes.last)
    guard hasSpace || bytes.contains(where: marks.contains) else { return bytes }
    return [quote] + bytes.flatMap { $0 == quote ? [quote, quote] : [$0] } + [quote]
  }
}
