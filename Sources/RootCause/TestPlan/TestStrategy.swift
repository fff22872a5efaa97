import Inference
import NetworkModel

/// By what the next test is chosen.
public enum TestStrategy: String, Sendable, CaseIterable {
  /// The mutual information of the test and the joint state of the candidates.
  case information
  /// That, per unit of cost.
  case informationPerCost = "information-per-cost"
  /// The expected weight of the edges that it cuts between joint states with different causes, per unit of cost ([GKR10]): as if the
  /// noise of a test were a part of what is to be found out.
  case ec2
  /// The expected fall of the probability that two joint states drawn from the posterior have different causes, per unit of cost:
  /// the form of edge cutting that [GKR10] gives for noisy tests.
  case effecxtive
}

/// Rates the tests that are still open.
struct TestSelector: Sendable {
  let graph: CausalGraph
  let compiled: CompiledNetwork
  let strategy: TestStrategy

  /// Returns the tests that some candidate's state still bears on, in the order of the graph, each with its merit; a test that costs
  /// nothing has infinite merit per cost if it has any.
  func merits(
    given evidence: Evidence, _ posteriors: Posteriors
  ) throws(InferenceError) -> [(test: Variable.Index, merit: Double)] {
    let tests = graph.openTests(given: evidence).filter { isRelevant($0, evidence) }
    switch strategy {
    case .information, .informationPerCost:
      let information = CauseInformation(compiled: compiled, candidates: graph.candidates)
      return try tests.map { (test) throws(InferenceError) in
        let bits = try information.bits(of: test, given: evidence, posteriors).value
        return (test, strategy == .information ? bits : perCost(bits, test))
      }
    case .ec2, .effecxtive: return edgeMerits(of: tests, given: evidence, posteriors)
    }
  }

  private func perCost(_ value: Double, _ test: Variable.Index) -> Double {
    let cost = graph.testCost(of: test)
    return cost > 0 ? value / cost : value > 0 ? .infinity : 0
  }

  private func isRelevant(_ test: Variable.Index, _ evidence: Evidence) -> Bool {
    let known = evidence.knownVariables
    let candidates = graph.candidates.filter { !known.contains($0) }
    if candidates.contains(test) { return true }
    return !Set(candidates).isDisjoint(
      with: compiled.network.graph.requisites(
        of: test, given: known.union(candidates),
        likelihoods: Set(evidence.items.keys).subtracting(known)))
  }

  /// The weight of edges is 1 − Σ P(class)² times the square of the weight of what is consistent.
  private func edgeMerits(
    of tests: [Variable.Index], given evidence: Evidence, _ posteriors: Posteriors
  ) -> [(test: Variable.Index, merit: Double)] {
    let classes = CauseClasses(
      compiled, graph.offNominalStates { $0.isCandidate }.map { ($0.variable, $0.state) },
      posteriors)
    let forks = tests.map { test in
      posteriors[test].indices.filter { posteriors[test, $0] > 0 }.map {
        (probability: posteriors[test, $0], evidence: evidence.setting(test, to: $0))
      }
    }
    let edges = classes.probabilities(given: [evidence] + forks.joined().map(\.evidence)).map {
      $0.map { 1 - $0.reduce(0) { $0 + $1 * $1 } }
    }
    var place = 1
    return zip(tests, forks).map { test, fork in
      var left = 0.0
      for outcome in fork {
        let weight = strategy == .ec2 ? outcome.probability * outcome.probability : 1
        left += outcome.probability * weight * (edges[place] ?? 0)
        place += 1
      }
      return (test, perCost(max(0, (edges[0] ?? 0) - left), test))
    }
  }
}
