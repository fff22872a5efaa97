import LaneKernels
import NetworkModel

/// The tables of a network's CPDs, one after the other.
package struct NetworkTables: Sendable {
  private let cells: FixedArray<Double>
  /// Where the table of each variable begins, and where the last ends.
  package let starts: [Int]

  /// Lists the tables of `network`; a noisy-MAX is expanded, and a reading has none.
  package init(_ network: Network) {
    var cells: [Double] = []
    var starts = [0]
    for cpd in network.cpds {
      switch cpd {
      case .table(let table): cells += Self.normalized(table)
      case .noisyMax(let noisyMax): cells += noisyMax.table.values
      case .gaussian: break
      }
      starts.append(cells.count)
    }
    self.cells = FixedArray(cells)
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

  /// The cells of all tables, which stay in their place as long as this lives.
  package var base: UnsafePointer<Double> { UnsafePointer(cells.base) }

  /// Returns a cell of the table of `variable`.
  subscript(variable: Variable.Index, cell: Int) -> Double { base[starts[variable] + cell] }
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
      factor.fill(buffer.cells + factor.start, spacing: 1, arithmetic) {
        tables.base + tables.starts[$0]
      }
    }
    hasLostDigits = fishbone_has_lost_digits() != 0
    cells = buffer
  }
}

extension FactorPlan {
  /// Writes the product of the members' tables to `cells`, which lie `spacing` apart.
  ///
  /// - Parameter part: Where the part of a scope's table begins that evidence leaves of it.
  func fill(
    _ cells: UnsafeMutablePointer<Double>, spacing: Int, _ arithmetic: Arithmetic,
    part: (_ scope: Int) -> UnsafePointer<Double>
  ) {
    for (place, member) in members.enumerated() {
      copy(
        from: part(member.scope), member.strides, to: cells, spacing: spacing, arithmetic,
        isFirst: place == 0)
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
