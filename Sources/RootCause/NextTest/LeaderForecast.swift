import Inference
import NetworkModel

/// Who is expected to lead after a test, and with what posterior.
struct LeaderForecast {
  /// An off-nominal state of a candidate.
  typealias Cause = (variable: Variable.Index, state: Int)

  let causes: [Cause]
  /// The places among `causes` of those that lead now.
  let leaders: [Int]

  /// Posteriors that differ by a smaller share than this are the same.
  private static let tieTolerance = 1e-9

  /// What a test with states leads to.
  ///
  /// - Parameter outcomes: The probability of each outcome, and what is believed then.
  func forecast(
    _ outcomes: [(probability: Double, posteriors: Posteriors)]
  ) -> (expected: Double, newLeader: Double) {
    outcomes.reduce(into: (0, 0)) { sum, outcome in
      let values = causes.map { outcome.posteriors[$0.variable, $0.state] }
      sum.0 += outcome.probability * (values.max() ?? 0)
      if isOvertaken(values) { sum.1 += outcome.probability }
    }
  }

  /// Whether none of those that lead now has the largest of `values`.
  private func isOvertaken(_ values: [Double]) -> Bool {
    let most = values.max() ?? 0
    return !leaders.contains { values[$0] >= most * (1 - Self.tieTolerance) }
  }

  /// The first of the largest.
  static func leader(of values: [Double]) -> Int? {
    guard let most = values.max() else { return nil }
    return values.firstIndex { $0 >= most * (1 - tieTolerance) }
  }
}

extension LeaderForecast {
  /// What a reading leads to.
  ///
  /// - Parameters:
  ///   - components: The distinct normal distributions from which it may come.
  ///   - shares: P(component, cause) for each component, the causes in their order.
  ///   - totals: P(component).
  func forecast(
    _ components: [NormalDistribution], shares: [[Double]], totals: [Double], breaks: [Double],
    _ quadrature: Quadrature
  ) -> (expected: Double, newLeader: Double) {
    func values(_ value: Double) -> [Double] {
      let densities = components.map { $0.density(at: value) }
      return causes.indices.map { cause in
        components.indices.reduce(0) { $0 + densities[$1] * shares[$1][cause] }
      }
    }
    // The largest is as smooth as its causes but where one takes over from another: panels begin there.
    let turns = turns(in: breaks) { Self.leader(of: values($0)) ?? 0 }
    let panels = Set(breaks + turns).sorted()
    let expected = quadrature.integral(over: panels) { values($0).max() ?? 0 }
    let ends = [-Double.infinity] + turns + [.infinity]
    let newLeader = zip(ends, ends.dropFirst()).reduce(0) { sum, part in
      let middle = Self.inside(part.0, part.1, breaks)
      guard isOvertaken(values(middle)) else { return sum }
      return sum
        + components.indices.reduce(0) {
          $0 + totals[$1] * components[$1].probability(from: part.0, to: part.1)
        }
    }
    return (expected.value, newLeader)
  }

  /// Where `label` changes between values that are an eighth of a panel apart, to the last digits.
  private func turns(in breaks: [Double], _ label: (Double) -> Int) -> [Double] {
    var turns: [Double] = []
    let grid = zip(breaks, breaks.dropFirst()).flatMap { low, high in
      (0..<8).map { low + Double($0) / 8 * (high - low) }
    }
    for (low, high) in zip(grid, grid.dropFirst()) where label(low) != label(high) {
      var (low, high) = (low, high)
      let start = label(low)
      for _ in 0..<50 {
        let middle = low + 0.5 * (high - low)
        if label(middle) == start { low = middle } else { high = middle }
      }
      turns.append(high)
    }
    return turns
  }

  private static func inside(_ low: Double, _ high: Double, _ breaks: [Double]) -> Double {
    let low = max(low, breaks.first ?? low)
    let high = min(high, breaks.last ?? high)
    return low + 0.5 * (high - low)
  }
}
