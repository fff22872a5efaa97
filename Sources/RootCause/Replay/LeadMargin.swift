import Inference
import NetworkModel

/// How far the confirmed causes of a scenario are ahead of all other candidates.
public struct LeadMargin: Sendable, Equatable {
  /// The natural logarithm of the posterior of the best confirmed cause over that of the best other candidate; above 0 when it is
  /// ahead. Infinite where one of them is impossible or missing.
  public let logRatio: Double
  /// Whether a confirmed cause stands first, and no other candidate beside it.
  public let isLed: Bool

  init(confirmed: Double, other: Double) {
    logRatio = other > 0 ? logarithm(confirmed) - logarithm(other) : .infinity
    isLed = confirmed - other > Diagnostician.tieTolerance * confirmed
  }
}

/// Measures leads after some events of a scenario, under numbers that change from question to question; the structure is compiled once.
struct LeadJudge {
  private let network: Network
  private let tree: JunctionTree
  private let confirmed: [(variable: Variable.Index, state: Int)]
  private let others: [(variable: Variable.Index, state: Int)]
  private let known: [Evidence]

  /// Prepares to judge after `events`, counted from 1.
  init(_ scenario: Scenario, after events: [Int]) throws(InferenceError) {
    let model = scenario.model
    network = model.network
    tree = try JunctionTree(network, memoryLimit: TreeSize.defaultMemoryLimit)
    func isConfirmed(_ candidate: (variable: Variable.Index, state: Int)) -> Bool {
      let variable = model.network.variables[candidate.variable]
      return scenario.confirmed.contains {
        $0.variable == variable.name && $0.state == variable.states[candidate.state]
      }
    }
    let candidates = model.graph.offNominalStates { $0.isCandidate }
    confirmed = candidates.filter(isConfirmed)
    others = candidates.filter { !isConfirmed($0) }
    known = events.map { scenario.evidence(after: $0) }
  }

  /// Returns the margin after each event under `cpds`.
  ///
  /// - Throws: `InferenceError.impossibleEvidence` where an event can't be.
  func margins(_ cpds: [CPD]) throws(InferenceError) -> [LeadMargin] {
    let compiled = CompiledNetwork(network.replacing(cpds), tree: tree)
    var margins: [LeadMargin] = []
    for answer in compiled.posteriors(given: known) {
      let posteriors = try answer.get()
      func best(_ states: [(variable: Variable.Index, state: Int)]) -> Double {
        states.map { posteriors[$0.variable][$0.state] }.max() ?? 0
      }
      margins.append(LeadMargin(confirmed: best(confirmed), other: best(others)))
    }
    return margins
  }
}

extension Scenario {
  /// What is known after so many events.
  func evidence(after count: Int) -> Evidence {
    var known = Evidence()
    for event in events.prefix(count) {
      for (variable, item) in event.evidence.items { known[variable] = item }
    }
    return known
  }
}
