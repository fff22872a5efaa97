import NetworkModel

/// One row of the importance function ([YD03]): the distribution that a state is drawn from when the parents' states are known.
///
/// It is P(X | pa(X)) times what loopy belief propagation says of the evidence below, and gives no possible state less than a share
/// of P(X | pa(X)): where the propagation is wrong, a weight grows to 1 over that share at most.
struct ImportanceRow {
  /// What no state gets less of, as a share of what it has without evidence.
  let cutoff: Double

  /// Makes `row`, which holds P(X | pa(X)), the distribution to draw from; returns false when nothing is possible.
  func sharpen(
    _ row: UnsafeMutablePointer<Double>, evidenceBelow below: UnsafePointer<Double>, count: Int
  ) -> Bool {
    var (possible, total) = (0.0, 0.0)
    for state in 0..<count where below[state] > 0 {
      possible += row[state]
      total += row[state] * below[state]
    }
    guard possible > 0 else { return false }
    var sum = 0.0
    for state in 0..<count {
      let prior = below[state] > 0 ? row[state] / possible : 0
      let sharp = total > 0 ? row[state] * below[state] / total : prior
      row[state] = prior > 0 ? max(sharp, cutoff * prior, .leastNormalMagnitude) : 0
      sum += row[state]
    }
    for state in 0..<count { row[state] /= sum }
    return true
  }
}
