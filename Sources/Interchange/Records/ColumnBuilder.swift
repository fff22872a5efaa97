import Learning

/// Collects rows into columns: a few rows at a time in a small block that stays in the processor's cache, then column by column.
struct ColumnBuilder {
  /// The rows of a block.
  private static let blockRows = 128

  private let isWide: [Bool]
  private var codeBlock: [UInt16]
  private var valueBlock: [Double]
  private var rowInBlock = 0

  private var narrow: [[UInt8]]
  private var wide: [[UInt16]]
  private var values: [[Double]]

  /// The number of rows that were kept.
  private(set) var count = 0

  /// Creates columns for variables with so many states each, and for `values` numbers.
  init(cardinalities: [Int], values valueCount: Int) {
    isWide = cardinalities.map { $0 >= Int(CaseStore.missing8) }
    codeBlock = [UInt16](
      repeating: CaseStore.missing16, count: cardinalities.count * Self.blockRows)
    valueBlock = [Double](repeating: .nan, count: valueCount * Self.blockRows)
    narrow = [[UInt8]](repeating: [], count: cardinalities.count)
    wide = [[UInt16]](repeating: [], count: cardinalities.count)
    values = [[Double]](repeating: [], count: valueCount)
  }

  /// Sets a state in the row at hand.
  @inline(__always)
  mutating func set(_ place: Int, code: UInt16) {
    codeBlock[place * Self.blockRows + rowInBlock] = code
  }

  /// Sets a number in the row at hand.
  @inline(__always)
  mutating func set(_ place: Int, value: Double) {
    valueBlock[place * Self.blockRows + rowInBlock] = value
  }

  /// The state that was set in the row at hand.
  func code(_ place: Int) -> UInt16 { codeBlock[place * Self.blockRows + rowInBlock] }

  /// The number that was set in the row at hand.
  func value(_ place: Int) -> Double { valueBlock[place * Self.blockRows + rowInBlock] }

  /// Keeps the row at hand; without it the next row takes its place.
  mutating func keepRow() {
    count += 1
    rowInBlock += 1
    if rowInBlock == Self.blockRows { flush() }
  }

  /// Makes room for `rows` rows in all, so that the columns need not move as they grow.
  mutating func reserve(_ rows: Int) {
    for place in narrow.indices {
      if isWide[place] {
        wide[place].reserveCapacity(rows)
      } else {
        narrow[place].reserveCapacity(rows)
      }
    }
    for place in values.indices { values[place].reserveCapacity(rows) }
  }

  private mutating func flush() {
    for place in narrow.indices {
      let start = place * Self.blockRows
      let block = codeBlock[start..<start + rowInBlock]
      if isWide[place] {
        wide[place].append(contentsOf: block)
      } else {
        // The code of a missing cell is all ones at either width.
        narrow[place].append(contentsOf: block.lazy.map { UInt8(truncatingIfNeeded: $0) })
      }
    }
    for place in values.indices {
      let start = place * Self.blockRows
      values[place].append(contentsOf: valueBlock[start..<start + rowInBlock])
    }
    rowInBlock = 0
  }

  /// Returns the columns of states and those of numbers, in the order of their places.
  mutating func finish() -> (codes: [CaseStore.Column], values: [[Double]]) {
    flush()
    let codes = isWide.indices.map { place in
      isWide[place] ? CaseStore.Column.states16(wide[place]) : .states8(narrow[place])
    }
    return (codes, values)
  }
}
