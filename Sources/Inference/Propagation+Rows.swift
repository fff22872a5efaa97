import LaneKernels

/// Tables between their own shapes and those of a walk's rows.
extension Propagation {
  func widen(_ widening: Widening) {
    guard widening.isNeeded else { return }
    fishbone_widen(
      cells.cells + widening.wide, cells.cells + widening.narrow,
      plan.patterns.base + widening.pattern, widening.rows, widening.width, widening.narrowWidth)
  }

  /// Clears a table that a walk adds to.
  func open(_ widening: Widening, start: Int, count: Int) {
    (cells.cells + start).update(repeating: arithmetic.nothing, count: count * lanes)
    guard widening.isNeeded else { return }
    (cells.cells + widening.wide).update(
      repeating: arithmetic.nothing, count: widening.rows * widening.width)
  }

  func close(_ widening: Widening) {
    guard widening.isNeeded else { return }
    fishbone_narrow(
      cells.cells + widening.narrow, cells.cells + widening.wide,
      plan.patterns.base + widening.pattern, widening.rows, widening.width, widening.narrowWidth,
      arithmetic.reduction)
  }
}
