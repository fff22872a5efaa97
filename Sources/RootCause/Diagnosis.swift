import NetworkModel

/// A state that may be to blame, with what is believed of it.
public struct RankedCause: Sendable, Equatable {
  /// The variable.
  public let variable: String
  /// Its off-nominal state.
  public let state: String
  /// What the variable is in the factory.
  public let kind: Kind
  /// The place in its list, from 1; states whose posteriors differ by no more than rounding share the better place.
  public let rank: Int
  /// P(state | evidence).
  public let posterior: Double
  /// P(state) without evidence.
  public let prior: Double
  /// Posterior odds over prior odds; nil where either is without bounds, because the state is certain or was impossible.
  public let bayesFactor: Double?
  /// Where the posterior lies with a probability of 90 %, when the numbers of the model are as uncertain as what they rest on; nil when
  /// nothing says what that is, or nobody asked.
  public let interval: ClosedRange<Double>?
  /// The probability that it is the first of its list, under the same uncertainty.
  public let probabilityOfRank1: Double?
}

/// The answer to "what caused this": candidates and defect modes, each ranked by posterior.
public struct Diagnosis: Sendable, Equatable {
  /// The candidates (off-nominal states of steps, lots and stations), best first.
  public let causes: [RankedCause]
  /// The defect modes, best first.
  public let defects: [RankedCause]
  /// log P(evidence), natural.
  public let logEvidence: Double
  /// What the answer rests on.
  public let evidence: Evidence
  /// What is believed of every variable.
  public let posteriors: [[Double]]

  /// The causes that share the first place.
  public var leaders: [RankedCause] { Array(causes.prefix { $0.rank == 1 }) }

  /// The place of a candidate among the causes, from 1; nil when it is none.
  public func rank(of variable: String, _ state: String) -> Int? {
    causes.first { $0.variable == variable && $0.state == state }?.rank
  }
}
