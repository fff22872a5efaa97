import LaneKernels

/// The flat pools of a plan while it is compiled.
struct PlanPools {
  /// Which memory a table lies in.
  enum Arena: UInt8 {
    /// The tables that are the same in all cases.
    case constants
    /// The tables that differ between cases.
    case varying
    /// Likelihoods, messages, readings, and copies in the shape of rows.
    case cells
  }

  /// The room that a table takes: rows are read in whole vectors, up to seven cells beyond their ends, where zeros stand.
  static func padded(_ cells: Int) -> Int { (cells + 14) & ~7 }

  private(set) var counts: [Int] = []
  private(set) var offsets: [UInt32] = []
  private(set) var steps: [Int] = []
  private(set) var operands: [fishbone_operand] = []
  private(set) var patterns: [UInt32] = []

  mutating func add(_ shape: WalkShape) -> fishbone_walk {
    let first = counts.count
    counts += shape.counts[..<shape.blockStart]
    return fishbone_walk(
      width: shape.width, rows: shape.rows, axes: shape.blockStart,
      firstAxis: first)
  }

  /// Adds a table whose cells lie `strides[axis]` apart along each axis of the walk.
  mutating func addOperand(
    _ start: Int, _ arena: Arena, isRow: Bool, _ shape: WalkShape, strides: [Int]
  ) -> UInt32 {
    let firstOffset = addOffsets(shape, strides)
    let firstStep = steps.count
    // When an axis turns, those within it have run to their ends.
    steps += [Int](repeating: 0, count: shape.blockStart)
    var ended = 0
    for place in (0..<shape.blockStart).reversed() {
      let stride = strides[shape.axes[place]]
      steps[firstStep + place] = stride - ended
      ended += (shape.counts[place] - 1) * stride
    }
    var run = 1
    var place = shape.rowStart
    while place > shape.blockStart, strides[shape.axes[place - 1]] == 0 {
      place -= 1
      run *= shape.counts[place]
    }
    operands.append(
      fishbone_operand(
        start: start, firstOffset: firstOffset, firstStep: firstStep, run: run,
        arena: arena.rawValue,
        isRow: isRow ? 1 : 0, isFixed: run == shape.rows ? 1 : 0))
    return UInt32(operands.count - 1)
  }

  private mutating func addOffsets(_ shape: WalkShape, _ strides: [Int]) -> Int {
    let first = offsets.count
    offsets.append(0)
    for place in (shape.blockStart..<shape.rowStart).reversed() {
      let stride = UInt32(strides[shape.axes[place]])
      let size = offsets.count - first
      for step in 1..<UInt32(shape.counts[place]) {
        for row in first..<first + size { offsets.append(offsets[row] + step * stride) }
      }
    }
    return first
  }

  /// Adds the cell of a narrow row over the axes `inside` for each cell of a row over `row`.
  mutating func addPattern(_ inside: [Int], in row: [Int], _ tree: JunctionTree) -> Int {
    let first = patterns.count
    var strides = rowMajorStrides(inside.map { tree.cardinalities[$0] })[...]
    var cells: [UInt32] = [0]
    for axis in row {
      let stride = inside.contains(axis) ? UInt32(strides.removeFirst()) : 0
      let count = UInt32(tree.cardinalities[axis])
      cells = cells.flatMap { cell in (0..<count).map { cell + $0 * stride } }
    }
    patterns += cells
    return first
  }
}
