import LaneKernels
import NetworkModel

/// The tables of a network's CPDs, one after the other.
struct NetworkTables: Sendable {
  private let cells: [Double]
  private let starts: [Int]

  /// Lists the tables of `network`; a noisy-MAX is expanded, and a reading has none.
  init(_ network: Network) {
    var cells: [Double] = []
    var starts: [Int] = []
    for cpd in network.cpds {
      starts.append(cells.count)
      switch cpd {
      case .table(let table): cells += Self.normalized(table)
      case .noisyMax(let noisyMax): cells += noisyMax.table.values
      case .gaussian: continue
      }
    }
    self.cells = cells
    self.starts = starts
  }

  /// Rows may be off by what a network tolerates; each is divided by its sum then, so that what lies below a clique sums to 1.
  private static func normalized(_ table: TabularCPD) -> [Double] {
    var values = table.values
    for row in 0..<table.rowCount {
      let range = table.range(ofRow: row)
      let sum = values[range].reduce(0, +)
      if abs(sum - 1) > 1e-12 { for place in range { values[place] /= sum } }
    }
    return values
  }

  /// Calls `body` with the table of `variable`.
  @inline(__always)
  func withTable<Result>(
    of variable: Variable.Index, _ body: (UnsafePointer<Double>) -> Result
  ) -> Result? {
    cells.withUnsafeBufferPointer { buffer in
      buffer.baseAddress.map { body($0 + starts[variable]) }
    }
  }

  /// Returns a cell of the table of `variable`.
  subscript(variable: Variable.Index, cell: Int) -> Double { cells[starts[variable] + cell] }
}

/// The tables that are the same in all cases, in the shapes of a plan's walks.
final class FactorTables: @unchecked Sendable {
  // Threads share the cells unchecked because nobody writes to them once they are made.

  let cells: LaneBuffer
  /// Whether a product of probabilities was too small to keep all its digits.
  let hasLostDigits: Bool

  init(_ plan: PropagationPlan, _ tables: NetworkTables, _ arithmetic: Arithmetic) {
    let buffer = LaneBuffer(count: plan.sizes.constants)
    fishbone_clear_lost_digits()
    for factor in plan.factors where !factor.isVarying {
      factor.fill(buffer.cells + factor.start, spacing: 1, tables, arithmetic) { _ in 0 }
    }
    hasLostDigits = fishbone_has_lost_digits() != 0
    cells = buffer
  }
}

extension FactorPlan {
  /// Writes the product of the members' tables to `cells`, which lie `spacing` apart.
  ///
  /// - Parameter offset: Where in the table of a scope the part begins that evidence leaves of it.
  func fill(
    _ cells: UnsafeMutablePointer<Double>, spacing: Int, _ tables: NetworkTables,
    _ arithmetic: Arithmetic, offset: (_ scope: Int) -> Int
  ) {
    for (place, member) in members.enumerated() {
      let start = offset(member.scope)
      _ = tables.withTable(of: member.scope) { table in
        copy(
          from: table + start, member.strides, to: cells, spacing: spacing, arithmetic,
          isFirst: place == 0)
      }
    }
  }

  private func copy(
    from table: UnsafePointer<Double>, _ strides: [Int], to cells: UnsafeMutablePointer<Double>,
    spacing: Int, _ arithmetic: Arithmetic, isFirst: Bool
  ) {
    let inner = counts.last ?? 1
    let step = strides.last ?? 0
    let outer = counts.count - 1
    withUnsafeTemporaryAllocation(of: Int.self, capacity: max(outer, 1)) { turns in
      turns.initialize(repeating: 0)
      var source = table
      var target = cells
      while true {
        if arithmetic != .probabilities {
          for place in 0..<inner {
            let known = isFirst ? 0 : target[place * spacing]
            target[place * spacing] = known + logarithm(source[place * step])
          }
        } else if isFirst {
          for place in 0..<inner { target[place * spacing] = source[place * step] }
        } else {
          for place in 0..<inner { target[place * spacing] *= source[place * step] }
        }
        target += inner * spacing
        var axis = outer - 1
        while axis >= 0 {
          turns[axis] += 1
          source += strides[axis]
          if turns[axis] < counts[axis] { break }
          source -= strides[axis] * counts[axis]
          turns[axis] = 0
          axis -= 1
        }
        if axis < 0 { return }
      }
    }
  }
}
