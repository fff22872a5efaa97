import Inference
import NetworkModel

/// Foretells what each test that is not made yet would tell about the causes.
///
///     let advisor = TestAdvisor(diagnostician)
///     let best = try advisor.nextTests(after: diagnosis).first
///
/// The information is about the joint state of all candidates, so that what a test says twice counts once.
public struct TestAdvisor: Sendable {
  private let model: CausalModel
  private let compiled: CompiledNetwork
  private let candidates: [Variable.Index]
  private let causes: [LeaderForecast.Cause]

  /// Advises on the model of `diagnostician`.
  public init(_ diagnostician: Diagnostician) {
    model = diagnostician.model
    compiled = diagnostician.compiled
    candidates = model.graph.candidates
    causes = model.graph.offNominalStates { $0.isCandidate }
  }

  /// Whether advice after `evidence` takes no more than a fraction of a second, by the sizes of what has to be computed.
  public func isQuick(given evidence: Evidence) -> Bool {
    let tests = model.graph.openTests(given: evidence)
    let outcomes = tests.reduce(0) { sum, test in
      sum
        + (model.network.variables[test].isReading
          ? model.network.parentStates(of: test).count : model.network.variables[test].cardinality)
    }
    // A case moves through the tree for each outcome, and a tree of its own is made for each test.
    let cells = Double(outcomes) * compiled.tree.size.totalCells
    return cells + 4000 * Double(tests.count) * Double(model.network.count) < 2e8
  }

  /// Returns the tests that can still be made, the most information per cost first; a test that costs nothing goes before all others
  /// if it tells anything. Ties stay in the order of the graph. Without candidates there is nothing to tell, and no test.
  ///
  /// - Throws: `InferenceError.treeTooLarge`.
  /// - Complexity: a propagation for each outcome of each test, in lanes, and for each test a table over the candidates on which it
  ///   depends.
  public func nextTests(after diagnosis: Diagnosis) throws(InferenceError) -> [NextTest] {
    guard !causes.isEmpty else { return [] }
    let evidence = diagnosis.evidence
    let posteriors = try compiled.posteriors(given: evidence)
    let tests = model.graph.openTests(given: evidence)
    let forks = try tests.map { (test) throws(InferenceError) in
      try Fork(test, after: posteriors, evidence, in: compiled)
    }
    let answers = compiled.posteriors(given: forks.flatMap(\.cases))
    let values = causes.map { posteriors[$0.variable, $0.state] }
    let most = values.max() ?? 0
    let forecast = LeaderForecast(
      causes: causes, leaders: values.indices.filter { values[$0] >= most * (1 - 1e-9) })
    let information = CauseInformation(compiled: compiled, candidates: candidates)
    var next: [NextTest] = []
    var start = 0
    for (test, fork) in zip(tests, forks) {
      let found = answers[start..<start + fork.cases.count].map { try? $0.get() }
      start += fork.cases.count
      let bits = try information.bits(of: test, given: evidence, posteriors)
      next.append(nextTest(test, bits, forecast, fork, found, evidence))
    }
    return Self.sorted(next)
  }

  private static func sorted(_ tests: [NextTest]) -> [NextTest] {
    func merit(_ test: NextTest) -> Double {
      test.information > 0 ? test.informationPerCost ?? .infinity : 0
    }
    return tests.enumerated().sorted {
      (merit($1.element), $1.element.information, $0.offset)
        < (merit($0.element), $0.element.information, $1.offset)
    }
    .map(\.element)
  }

  private func nextTest(
    _ test: Variable.Index, _ bits: CauseInformation.Bits, _ forecast: LeaderForecast, _ fork: Fork,
    _ answers: [Posteriors?], _ evidence: Evidence
  ) -> NextTest {
    let variable = model.graph.variables[test]
    // An outcome that numbers can't tell from an impossible one has no part in an expectation.
    let branches = zip(zip(fork.states, fork.probabilities), answers).compactMap { branch, answer in
      answer.map { (state: branch.0, probability: branch.1, posteriors: $0) }
    }
    let (expected, newLeader): (Double, Double)
    var outcomes: [NextTest.Outcome] = []
    if variable.variable.isReading {
      (expected, newLeader) = reading(
        test, forecast, branches.map { ($0.state, $0.probability, $0.posteriors) }, fork, evidence)
    } else {
      (expected, newLeader) = forecast.forecast(
        branches.map { ($0.probability, $0.posteriors) })
      outcomes = branches.compactMap { branch in
        leader(branch.posteriors).map {
          NextTest.Outcome(
            state: variable.variable.states[branch.state], probability: branch.probability,
            leader: $0)
        }
      }
    }
    return NextTest(
      variable: variable.name, cost: variable.cost, information: bits.value,
      informationError: bits.error, isLowerBound: bits.isLowerBound,
      expectedLeaderPosterior: expected, probabilityOfNewLeader: newLeader, outcomes: outcomes)
  }

  private func leader(_ posteriors: Posteriors) -> NextTest.Leader? {
    LeaderForecast.leader(of: causes.map { posteriors[$0.variable, $0.state] }).map { place in
      let (index, state) = causes[place]
      let variable = model.network.variables[index]
      return NextTest.Leader(
        variable: variable.name, state: variable.states[state], posterior: posteriors[index, state])
    }
  }

  private func reading(
    _ test: Variable.Index, _ forecast: LeaderForecast,
    _ branches: [(state: Int, probability: Double, posteriors: Posteriors)], _ fork: Fork,
    _ evidence: Evidence
  ) -> (Double, Double) {
    let rows = ReadingRows(of: test, in: compiled.network, over: fork.scope, evidence)
    var shares = rows.components.map { _ in [Double](repeating: 0, count: causes.count) }
    var totals = [Double](repeating: 0, count: rows.components.count)
    for branch in branches {
      let component = rows.places[branch.state]
      totals[component] += branch.probability
      for (place, cause) in causes.enumerated() {
        shares[component][place] +=
          branch.probability * branch.posteriors[cause.variable, cause.state]
      }
    }
    let breaks = ReadingMixture(
      components: rows.components, rowCount: 1, weights: totals
    ).breaks
    return forecast.forecast(
      rows.components, shares: shares, totals: totals, breaks: breaks, Quadrature())
  }
}
