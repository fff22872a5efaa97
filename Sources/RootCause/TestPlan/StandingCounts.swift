import Learning
import NetworkModel

/// What the tests of a standing plan did in records: the cross-check of what the model says.
public struct StandingCounts: Sendable, Equatable {
  /// The units of one test.
  public struct Test: Sendable, Equatable {
    /// The test.
    public let variable: String
    /// The units of which its outcome is known.
    public let tested: Double
    /// Those that failed it.
    public let failed: Double
    /// Those of these that failed no other test of the plan: without it they would have passed.
    public let failedAlone: Double
  }

  /// The tests, in the order of the plan.
  public let tests: [Test]

  /// Counts the units of `store`.
  ///
  /// - Parameter limits: The values of a reading that pass.
  public init(
    of tests: [Variable.Index], in store: CaseStore, _ graph: CausalGraph,
    limits: [Variable.Index: ClosedRange<Double>] = [:]
  ) {
    var tested = [Double](repeating: 0, count: tests.count)
    var (failed, alone) = (tested, tested)
    for row in 0..<store.count {
      let weight = store.counts?[row] ?? 1
      var failures: [Int] = []
      for (place, test) in tests.enumerated() {
        guard let item = store.columns[test][row] else { continue }
        tested[place] += weight
        if Self.isFail(item, limits[test]) { failures.append(place) }
      }
      for place in failures { failed[place] += weight }
      if failures.count == 1 { alone[failures[0]] += weight }
    }
    self.tests = tests.enumerated().map { place, test in
      Test(
        variable: graph.variables[test].name, tested: tested[place], failed: failed[place],
        failedAlone: alone[place])
    }
  }

  private static func isFail(_ item: Evidence.Item, _ limits: ClosedRange<Double>?) -> Bool {
    switch item {
    case .state(let state): state != 0
    case .value(let value, _): limits.map { !$0.contains(value) } ?? false
    case .excluded, .likelihood: false
    }
  }
}
