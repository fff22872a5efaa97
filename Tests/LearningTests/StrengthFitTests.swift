import Foundation
import Learning
import Testing
import _TestSupport

/// The strength that rows of counts have in common, against figures that are known otherwise.
@Suite struct StrengthFitTests {
  // MARK: Digamma

  /// `References/digamma.csv`, made by `digamma.py` with 60 digits.
  private static let reference: [(x: Double, psi: Double)] = {
    let path = Repository.path("Tests/LearningTests/References/digamma.csv")
    let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").dropFirst().compactMap { line in
      let cells = line.split(separator: ",").compactMap { Double($0) }
      return cells.count == 2 ? (cells[0], cells[1]) : nil
    }
  }()

  @Test func `digamma has its reference values`() {
    #expect(Self.reference.count == 44)
    let tolerance = Tolerance(relative: 4e-16, absolute: 2e-15)
    for (x, psi) in Self.reference {
      #expect(SpecialFunctions.digamma(x).isClose(to: psi, tolerance), "ψ(\(x))")
    }
  }

  @Test func `digamma is the slope of the logarithm of gamma`() {
    for x in [0.3, 1.5, 4, 9.5, 10.5, 80] {
      let step = 1e-5 * x
      let slope =
        (SpecialFunctions.logGamma(x + step) - SpecialFunctions.logGamma(x - step)) / (2 * step)
      #expect(SpecialFunctions.digamma(x).isClose(to: slope, Tolerance(absolute: 1e-8)))
    }
  }

  // MARK: Likelihood

  /// The logarithm of the likelihood of whole counts, from products alone: Γ(n + a)/Γ(a) = a (a + 1) … (a + n − 1).
  private static func logLikelihood(_ rows: [[Double]], _ strength: Double, _ mean: [Double])
    -> Double
  {
    func rising(_ start: Double, _ count: Double) -> Double {
      stride(from: 0, to: count, by: 1).reduce(0) { $0 + log(start + $1) }
    }
    return rows.reduce(0) { total, row in
      zip(row, mean).reduce(total - rising(strength, row.reduce(0, +))) {
        $0 + rising(strength * $1.1, $1.0)
      }
    }
  }

  /// Where `value` is greatest between the ends, by golden sections.
  private static func maximum(_ range: ClosedRange<Double>, _ value: (Double) -> Double) -> Double {
    let ratio = (5.0.squareRoot() - 1) / 2
    var (low, high) = (range.lowerBound, range.upperBound)
    for _ in 0..<80 {
      let (left, right) = (high - ratio * (high - low), low + ratio * (high - low))
      if value(left) < value(right) { low = left } else { high = right }
    }
    return (low + high) / 2
  }

  private static func gamma(_ shape: Double, _ dice: inout Dice) -> Double {
    // Marsaglia and Tsang (2000); below 1 by a power of a uniform number.
    if shape < 1 { return gamma(shape + 1, &dice) * pow(1 - dice.unit(), 1 / shape) }
    let d = shape - 1.0 / 3
    while true {
      let normal = dice.normal()
      let cube = pow(1 + normal / (9 * d).squareRoot(), 3)
      guard cube > 0 else { continue }
      if log(1 - dice.unit()) < normal * normal / 2 + d - d * cube + d * log(cube) {
        return d * cube
      }
    }
  }

  /// Rows whose distributions are drawn from Dirichlet(strength · mean).
  private static func rows(
    _ count: Int, size: Int, strength: Double, mean: [Double], _ dice: inout Dice
  ) -> [[Double]] {
    (0..<count).map { _ in
      let distribution = mean.map { gamma(strength * $0, &dice) }
      var row = mean.map { _ in 0.0 }
      for _ in 0..<size { row[dice.draw(distribution)] += 1 }
      return row
    }
  }

  @Test(arguments: UInt64(1)...20)
  func `the strength around an expert's mean is the likelihood's maximum`(seed: UInt64) {
    var dice = Dice(seed: seed)
    let mean = dice.distribution(2 + dice.below(3))
    let rows = Self.rows(
      30, size: 1 + dice.below(20), strength: pow(10, 2 * dice.unit() - 0.5), mean: mean, &dice)
    let fit = StrengthFit([StrengthFit.Pool(mean: mean, isFixed: true, rows: rows)])
    let best = Self.maximum(log(0.01)...log(10_000)) {
      Self.logLikelihood(rows, exp($0), mean)
    }
    let found = Self.logLikelihood(rows, fit.strength, mean)
    #expect(found >= Self.logLikelihood(rows, exp(best), mean) - 1e-7)
    guard fit.ending == .settled else { return }
    #expect(fit.strength.isClose(to: exp(best), Tolerance(relative: 1e-4)))
    #expect(fit.objective.isClose(to: found, .manySteps))
  }

  @Test(arguments: UInt64(1)...10)
  func `strength and means together are the likelihood's maximum`(seed: UInt64) {
    var dice = Dice(seed: seed)
    let means = (0..<2).map { _ in 0.1 + 0.8 * dice.unit() }
    let rows = means.map {
      Self.rows(15, size: 12, strength: 5, mean: [$0, 1 - $0], &dice)
    }
    let fit = StrengthFit(
      rows.map { StrengthFit.Pool(mean: [0.5, 0.5], isFixed: false, rows: $0) })
    func objective(_ rows: [[Double]], _ strength: Double, _ mean: Double) -> Double {
      Self.logLikelihood(rows, strength, [mean, 1 - mean]) + (log(mean) + log(1 - mean)) / 2
    }
    func best(_ rows: [[Double]], _ strength: Double) -> Double {
      Self.maximum(1e-6...1 - 1e-6) { objective(rows, strength, $0) }
    }
    let strength = exp(
      Self.maximum(log(0.01)...log(10_000)) { logarithm in
        rows.reduce(0) { $0 + objective($1, exp(logarithm), best($1, exp(logarithm))) }
      })
    #expect(fit.ending == .settled)
    #expect(fit.strength.isClose(to: strength, Tolerance(relative: 1e-5)))
    for (pool, rows) in zip(fit.pools, rows) {
      #expect(pool.mean[0].isClose(to: best(rows, strength), Tolerance(absolute: 1e-6)))
    }
  }

  @Test(arguments: [0.7, 4, 30])
  func `the strength of simulated rows is found within its standard errors`(strength: Double) {
    var dice = Dice(seed: 11)
    let mean = [0.7, 0.2, 0.1]
    let rows = Self.rows(600, size: 25, strength: strength, mean: mean, &dice)
    let fit = StrengthFit([
      StrengthFit.Pool(mean: [1.0 / 3, 1.0 / 3, 1.0 / 3], isFixed: false, rows: rows)
    ])
    let step = 0.01
    let values = [-step, 0, step].map {
      Self.logLikelihood(rows, fit.strength * exp($0), fit.pools[0].mean)
    }
    let error = step / (2 * values[1] - values[0] - values[2]).squareRoot()
    #expect(error < 0.2)
    #expect(log(fit.strength).isClose(to: log(strength), .standardErrors(4, of: error)))
    #expect(fit.pools[0].mean.isClose(to: mean, Tolerance(absolute: 0.05)))
  }

  // MARK: Little data

  private func fit(_ rows: [[Double]], isFixed: Bool = false) -> StrengthFit {
    StrengthFit([StrengthFit.Pool(mean: [0.5, 0.5], isFixed: isFixed, rows: rows)])
  }

  @Test func `without rows to compare there is no strength`() {
    for rows in [[], [[0, 0], [0, 0]], [[3, 1]], [[3, 1], [0, 0]]] as [[[Double]]] {
      let fit = fit(rows)
      #expect(fit.ending == .noData)
      #expect(fit.tellingRowCount == 0)
      #expect(fit.pools[0].mean.allSatisfy { $0 > 0 && $0 < 1 })
    }
    #expect(fit([[9, 1]], isFixed: true).ending == .settled)
  }

  @Test func `rows that differ no more than chance take the greatest strength`() {
    #expect(fit([[5, 5], [5, 5], [5, 5]]).ending == .upperBound)
    #expect(fit([[50, 50]], isFixed: true).ending == .upperBound)
  }

  @Test func `rows that have nothing in common take the least strength`() {
    let apart = fit([[90, 0], [0, 90], [80, 0], [0, 70]])
    #expect(apart.ending == .lowerBound || apart.strength < 0.1)
    #expect(apart.pools[0].mean[0].isClose(to: 0.5, Tolerance(absolute: 0.01)))
  }

  @Test(arguments: UInt64(1)...200)
  func `no counts lead to anything but numbers within the bounds`(seed: UInt64) {
    var dice = Dice(seed: seed)
    let pools = (0..<1 + dice.below(4)).map { _ in
      let states = 1 + dice.below(4)
      let rows = (0..<dice.below(6)).map { _ in
        (0..<states).map { _ in dice.unit() < 0.4 ? 0 : pow(10, 18 * dice.unit() - 9) }
      }
      return StrengthFit.Pool(
        mean: dice.distribution(states, zeroShare: 0.2), isFixed: dice.unit() < 0.5, rows: rows)
    }
    let fit = StrengthFit(pools)
    #expect(StrengthFit.bounds.contains(fit.strength))
    for pool in fit.pools {
      #expect(pool.mean.allSatisfy { $0 >= 0 && $0 <= 1 })
      #expect(pool.mean.reduce(0, +).isClose(to: 1, .exact))
    }
  }
}
