import CLAPACKE

/// *L* with *L* *L*ᵀ = *P*ᵀ*A* *P*, of a symmetric matrix *A* with no negative eigenvalue but for rounding, as far as its rank goes.
struct PivotedCholesky: Sendable {
  /// The rows of *A* in the order in which they were taken.
  let order: [Int]
  /// How many of them do not depend on those before.
  let rank: Int
  /// *L*, row by row.
  private let cells: [Double]
  private let size: Int

  /// Factors `matrix`, row by row; what is left of a diagonal entry counts as 0 below `leastPivot`.
  init(_ matrix: [Double], size: Int, leastPivot: Double) {
    self.size = size
    guard size > 0, matrix.allSatisfy(\.isFinite) else {
      (order, rank, cells) = (Array(0..<size), 0, matrix)
      return
    }
    var cells = matrix
    var pivots = [Int32](repeating: 0, count: size)
    var rank: Int32 = 0
    _ = LAPACKE_dpstrf(
      LAPACK_ROW_MAJOR, Int8(UInt8(ascii: "L")), Int32(size), &cells, Int32(size),
      &pivots, &rank, leastPivot)
    order = pivots.map { Int($0) - 1 }
    self.rank = Int(rank)
    self.cells = cells
  }

  /// An entry of *L*.
  subscript(row: Int, column: Int) -> Double { cells[row * size + column] }

  /// Returns *x* with *L* *L*ᵀ*x* = `right`, over the first `rank` rows.
  func solve(_ right: [Double]) -> [Double] {
    guard rank > 0 else { return [] }
    var solution = right
    let info = LAPACKE_dpotrs(
      LAPACK_ROW_MAJOR, Int8(UInt8(ascii: "L")), Int32(rank), 1, cells, Int32(size),
      &solution, 1)
    precondition(info == 0, "a factor of full rank solves")
    return solution
  }

  /// Returns *x* with *L* *x* = `right`, over the first `rank` rows: of numbers that vary together, numbers that vary apart.
  func whitened(_ right: [Double]) -> [Double] {
    var solution: [Double] = []
    for row in 0..<rank {
      let known = (0..<row).reduce(0) { $0 + self[row, $1] * solution[$1] }
      solution.append((right[row] - known) / self[row, row])
    }
    return solution
  }
}
