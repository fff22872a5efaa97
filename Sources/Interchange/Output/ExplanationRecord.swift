import NetworkModel
import RootCause

/// An explanation as JSON has it.
public struct ExplanationRecord: Encodable, Sendable {
  private var cause: Cause?
  private var findings: [Finding]?
  private var sampledOrders: Int?
  private var conflict: Double?
  private var logEvidence: Double?
  private var impossible: [String: String]?

  private struct Cause: Encodable {
    let variable, state: String
    let prior, posterior, priorLogOdds, posteriorLogOdds, logBayesFactor: Double
    let settled: Bool
  }

  private struct Change: Encodable {
    let variable, state: String
    let change: Double
  }

  private struct Step: Encodable {
    let from, to: String
    let againstArc: Bool
    let bits: Double?

    private enum Key: String, CodingKey { case from, to, againstArc, bits }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Key.self)
      try container.encode(from, forKey: .from)
      try container.encode(to, forKey: .to)
      try container.encode(againstArc, forKey: .againstArc)
      // An explicit null where the variable is observed.
      try container.encode(bits, forKey: .bits)
    }
  }

  private struct Fit: Encodable {
    let probability: Double
    let fits: Bool
    var expectedState: String?
    var expectedProbability: Double?
    var expectedMean: Double?
    var expectedStandardDeviation: Double?

    init(_ fit: FindingFit) {
      probability = fit.probability
      fits = fit.isFitting
      switch fit.expected {
      case .state(let state, let probability):
        (expectedState, expectedProbability) = (state, probability)
      case .value(let mean, let deviation):
        (expectedMean, expectedStandardDeviation) = (mean, deviation)
      }
    }
  }

  private struct Finding: Encodable {
    let finding: ExplainedFinding

    private enum Key: String, CodingKey {
      case variable, found, shapley, standardError, leftOut, alone, settles, conflict, fit, trail,
        rivals
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Key.self)
      try container.encode(finding.variable, forKey: .variable)
      try container.encode(finding.found, forKey: .found)
      try container.encode(finding.shapley, forKey: .shapley)
      // Explicit nulls, so that the members are always there.
      try container.encode(finding.standardError, forKey: .standardError)
      try container.encode(finding.leftOut, forKey: .leftOut)
      try container.encode(finding.alone, forKey: .alone)
      try container.encode(finding.isSettling, forKey: .settles)
      try container.encode(finding.conflict, forKey: .conflict)
      try container.encode(finding.fit.map(Fit.init), forKey: .fit)
      let trail = finding.trail.map { trail in
        trail.steps.map {
          Step(from: $0.from, to: $0.to, againstArc: $0.isAgainstArc, bits: $0.bits)
        }
      }
      try container.encode(trail, forKey: .trail)
      let rivals = finding.rivals.map {
        Change(variable: $0.variable, state: $0.state, change: $0.change)
      }
      try container.encode(rivals, forKey: .rivals)
    }
  }

  /// The record of `explanation`.
  public init(_ explanation: Explanation) {
    cause = Cause(
      variable: explanation.variable, state: explanation.state, prior: explanation.prior,
      posterior: explanation.posterior, priorLogOdds: explanation.priorLogOdds,
      posteriorLogOdds: explanation.posteriorLogOdds, logBayesFactor: explanation.logBayesFactor,
      settled: explanation.isSettled)
    findings = explanation.findings.map(Finding.init)
    sampledOrders = explanation.sampledOrders
    conflict = explanation.conflict.total
    logEvidence = explanation.logEvidence
  }

  /// The record of evidence that can't be true, with findings that contradict each other.
  public init(impossible contradiction: Evidence, in model: CausalModel) {
    impossible = contradiction.named(in: model.network)
  }
}

extension Evidence {
  /// What is known of each variable as a person writes it, by name.
  func named(in network: Network) -> [String: String] {
    Dictionary(
      uniqueKeysWithValues: items.map { index, item in
        (network.variables[index].name, item.text(of: network.variables[index]))
      })
  }
}
