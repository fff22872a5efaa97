import NetworkModel

/// Fits how much the rows of tables have in common: the strength s of Dirichlet priors s·m, from counts in rows.
///
/// Each row of counts is drawn from a distribution of its own, and these from Dirichlet(s·m). The rows of a pool share the mean m; all pools share s.
/// Both climb the marginal likelihood of the counts, ∏ Γ(s)/Γ(N + s) ∏ Γ(nₖ + s mₖ)/Γ(s mₖ), by the fixed point of [M00], with
/// aₖ = ∑ s mₖ [ψ(nₖ + s mₖ) − ψ(s mₖ)] over the rows:
///
///     s ← ∑ aₖ / ∑ [ψ(N + s) − ψ(s)]        mₖ ∝ aₖ + 1/K
///
/// The 1/K is a record spread evenly, so that a state that no row has seen stays possible. No step lowers the likelihood with this
/// record in it. Where rows have much in common the steps become short; they are lengthened to where the secant of the last two has its
/// zero, unless the likelihood is lower there.
package struct StrengthFit: Sendable {
  /// Rows whose priors have the same mean.
  package struct Pool: Sendable, Equatable {
    /// The mean; where it is fitted, the start.
    package var mean: [Double]
    /// Whether the mean is an expert's, and stays.
    package var isFixed: Bool
    /// The counts, row by row.
    package var rows: [[Double]]

    /// Creates a pool; rows without counts say nothing and are left out.
    package init(mean: [Double], isFixed: Bool, rows: [[Double]]) {
      self.mean = mean
      self.isFixed = isFixed
      self.rows = rows.filter { $0.contains { $0 > 0 } }
    }

    /// Whether it can tell of the strength: against a mean that is fitted too a single row can't.
    var isTelling: Bool { rows.count > (isFixed ? 0 : 1) }
  }

  /// The records that a prior may be worth: with less or more, next to nothing changes any more.
  package static let bounds = 0.01...10_000.0

  private static let stepLimit = 2000
  private static let tolerance = 1e-9
  private static let rounding = 1e-13

  /// The strength.
  package private(set) var strength: Double
  /// The pools with their means.
  package private(set) var pools: [Pool]
  /// How the climb ended.
  package private(set) var ending = FittedStrength.Ending.unsettled

  /// Fits the strength, and the means of the pools whose mean is not fixed, from a start.
  package init(_ pools: [Pool], start: Double = 1) {
    self.pools = pools
    strength = min(max(start, Self.bounds.lowerBound), Self.bounds.upperBound)
    guard pools.contains(where: \.isTelling) else {
      ending = .noData
      for pool in pools.indices { fitMean(pool) }
      return
    }
    climb()
  }

  /// The rows that tell of the strength.
  package var tellingRowCount: Int { pools.reduce(0) { $1.isTelling ? $0 + $1.rows.count : $0 } }

  /// The logarithm of the likelihood that the steps climb.
  package var objective: Double {
    pools.filter(\.isTelling).reduce(0) { $0 + Self.objective(of: $1, strength) }
  }

  private static func objective(of pool: Pool, _ strength: Double) -> Double {
    let logGamma = SpecialFunctions.logGamma
    var total = 0.0
    for (state, mean) in pool.mean.enumerated() where mean > 0 {
      let own = strength * mean
      for row in pool.rows where row[state] > 0 {
        total += logGamma(row[state] + own) - logGamma(own)
      }
      if !pool.isFixed { total += logarithm(mean) / Double(pool.mean.count) }
    }
    return pool.rows.reduce(total) {
      $0 + logGamma(strength) - logGamma(pool.size(of: $1) + strength)
    }
  }

  // MARK: Climbing

  private mutating func climb() {
    var secant = Secant()
    for _ in 0..<Self.stepLimit {
      let before = pools
      for pool in pools.indices { fitMean(pool) }
      let step = logarithm(ratio)
      if isStill(step), isStill(before) { return end() }
      take(step, secant.stride(at: logarithm(strength), step))
    }
  }

  /// Takes a step of the strength's logarithm, so many times as long where that does not lower the likelihood.
  private mutating func take(_ step: Double, _ stride: Double) {
    let (start, before) = (strength, objective)
    strength = Self.bounded(start * exponential(stride * step))
    if stride > 1, !(objective >= before - Self.rounding * abs(before)) {
      strength = Self.bounded(start * exponential(step))
    }
  }

  /// Whether the strength stands still, or at a bound that the step would leave.
  private func isStill(_ step: Double) -> Bool {
    abs(step) <= Self.tolerance || Self.bounded(strength * exponential(step)) == strength
  }

  private func isStill(_ before: [Pool]) -> Bool {
    zip(before, pools).allSatisfy { before, after in
      zip(before.mean, after.mean).allSatisfy { abs($0 - $1) <= Self.tolerance }
    }
  }

  private mutating func end() {
    ending =
      strength >= Self.bounds.upperBound
      ? .upperBound : strength <= Self.bounds.lowerBound ? .lowerBound : .settled
  }

  private static func bounded(_ strength: Double) -> Double {
    min(max(strength, bounds.lowerBound), bounds.upperBound)
  }

  // MARK: Steps

  private mutating func fitMean(_ index: Int) {
    guard !pools[index].isFixed else { return }
    let even = 1 / Double(pools[index].mean.count)
    let weights = pools[index].draws(strength).map { $0 + even }
    let total = weights.reduce(0, +)
    pools[index].mean = weights.map { $0 / total }
  }

  /// What the fixed point multiplies the strength by.
  private var ratio: Double {
    var (above, below) = (0.0, 0.0)
    for pool in pools where pool.isTelling {
      above += pool.draws(strength).reduce(0, +)
      let base = SpecialFunctions.digamma(strength)
      for row in pool.rows {
        below += SpecialFunctions.digamma(pool.size(of: row) + strength) - base
      }
    }
    let ratio = above / (strength * below)
    return ratio.isFinite && ratio > 0 ? ratio : 1
  }
}

/// Tells how much longer the steps of a fixed point should be, from the last two.
private struct Secant {
  private var last: (place: Double, step: Double)?

  /// How many times as long as `step` the way to the zero of the secant is; the double where the steps do not become shorter.
  mutating func stride(at place: Double, _ step: Double) -> Double {
    defer { last = (place, step) }
    guard let last, place != last.place else { return 1 }
    let slope = (step - last.step) / (place - last.place)
    return slope < 0 ? min(max(-1 / slope, 1), 10_000) : 2
  }
}

extension StrengthFit.Pool {
  /// The counts of a row in the states that its mean does not rule out.
  fileprivate func size(of row: [Double]) -> Double {
    zip(row, mean).reduce(0) { $1.1 > 0 ? $0 + $1.0 : $0 }
  }

  /// ∑ s mₖ [ψ(nₖ + s mₖ) − ψ(s mₖ)] over the rows, for each state: how many of the counts came fresh from the mean, and not as repeats.
  fileprivate func draws(_ strength: Double) -> [Double] {
    mean.enumerated().map { state, mean in
      let own = strength * mean
      guard own > 0 else { return 0 }
      let base = SpecialFunctions.digamma(own)
      return rows.reduce(0) { total, row in
        row[state] > 0 ? total + own * (SpecialFunctions.digamma(row[state] + own) - base) : total
      }
    }
  }
}
