/// How the table of a clique is walked: its innermost axes make rows, some axes around them make blocks, and the others are
/// turned block by block.
///
/// A row is what one vector instruction, or a few, take at once. With several lanes the lanes of one cell are the row.
struct WalkShape {
  /// The variables of the clique, the first slowest.
  let axes: [Int]
  /// The states of each.
  let counts: [Int]
  /// Where the axes within a row begin.
  let rowStart: Int
  /// Where the axes within a block begin.
  let blockStart: Int
  /// The cells of a row.
  let width: Int
  /// The rows of a block.
  let rows: Int

  /// Cells that stay in the nearest cache while a block is worked on.
  private static let blockCells = 2048

  /// Shapes the walk over `axes`, in which tables over the variables in `tables` take part.
  init(axes: [Int], cardinalities: [Int], lanes: Int, tables: [[Int]], isAxis: inout [Bool]) {
    self.axes = axes
    counts = axes.map { cardinalities[$0] }
    var rowStart = axes.count
    if lanes == 1 {
      rowStart = Self.rowStart(axes, counts, tables, cardinalities, &isAxis)
    }
    let width = lanes * counts[rowStart...].reduce(1, *)
    var blockStart = rowStart
    var rows = 1
    while blockStart > 0, rows * counts[blockStart - 1] * width <= Self.blockCells {
      blockStart -= 1
      rows *= counts[blockStart]
    }
    self.rowStart = rowStart
    self.blockStart = blockStart
    self.width = width
    self.rows = rows
  }

  /// Chooses how many axes make a row, for the least work.
  ///
  /// Long rows fill vectors; but a table that has some of a row's axes and not others has to be widened to all of them first.
  private static func rowStart(
    _ axes: [Int], _ counts: [Int], _ tables: [[Int]], _ cardinalities: [Int],
    _ isAxis: inout [Bool]
  ) -> Int {
    var best = (start: axes.count, work: Double.infinity)
    let cells = counts.reduce(1.0) { $0 * Double($1) }
    var width = 1
    var start = axes.count
    defer { for axis in axes { isAxis[axis] = false } }
    while true {
      var work = cells / Double(width) * (Double((width + 7) / 8) + 0.5) * Double(tables.count + 1)
      for table in tables {
        let inside = table.reduce(0) { $0 + (isAxis[$1] ? 1 : 0) }
        guard inside > 0, inside < axes.count - start else { continue }
        let outside = table.reduce(1.0) { isAxis[$1] ? $0 : $0 * Double(cardinalities[$1]) }
        work += 2 * outside * Double(width)
      }
      if work < best.work { best = (start, work) }
      guard start > 0, width < 64 else { return best.start }
      start -= 1
      width *= counts[start]
      isAxis[axes[start]] = true
    }
  }
}
