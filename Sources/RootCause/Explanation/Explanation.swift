import NetworkModel

/// Why a cause is believed: what each finding adds to its log odds, whom else it raises or lowers, and how it gets there.
public struct Explanation: Sendable, Equatable {
  /// The variable.
  public let variable: String
  /// The state that is explained.
  public let state: String
  /// P(state).
  public let prior: Double
  /// P(state | evidence).
  public let posterior: Double
  /// The log odds of the state before any finding, natural; ±1000 where it is certain or impossible.
  public let priorLogOdds: Double
  /// The log odds of the state given all findings, natural; ±1000 where it is certain or impossible.
  public let posteriorLogOdds: Double
  /// The findings, in the order of the graph.
  public let findings: [ExplainedFinding]
  /// The number of orders that were sampled; nil where the Shapley values are exact.
  public let sampledOrders: Int?
  /// How far the findings fail to hang together, natural.
  public let conflict: Conflict
  /// log P(evidence), natural.
  public let logEvidence: Double

  /// The natural logarithm of the Bayes factor: what all findings together add. The Shapley values sum to it.
  public var logBayesFactor: Double { posteriorLogOdds - priorLogOdds }

  /// Whether the findings, or some of them, make the cause certain or rule it out, or it was so before.
  public var isSettled: Bool {
    BoundedLogOdds.isSettled(priorLogOdds) || BoundedLogOdds.isSettled(posteriorLogOdds)
      || findings.contains { $0.isSettling }
  }

  /// The findings that the cause and the other findings did not let expect.
  public var misfits: [ExplainedFinding] { findings.filter { $0.fit?.isFitting == false } }
}

/// What a finding has to do with a cause.
public struct ExplainedFinding: Sendable, Equatable {
  /// What a finding does to another candidate.
  public struct Rival: Sendable, Equatable {
    /// The variable.
    public let variable: String
    /// Its off-nominal state.
    public let state: String
    /// What the finding adds to its log odds, after all others.
    public let change: Double
  }

  /// The variable.
  public let variable: String
  /// What was found, as a person writes it after the name.
  public let found: String
  /// What was found, as a person writes it: `X=s`.
  public let statement: String
  /// What the finding adds to the log odds of the cause before any other is known, natural.
  public let alone: Double
  /// What it adds after all others: the log odds less those when it is left out.
  public let leftOut: Double
  /// What it adds on average over all orders ([S53]).
  public let shapley: Double
  /// The standard error of the Shapley value; nil where it is exact.
  public let standardError: Double?
  /// What it adds to each other candidate after all others, the largest change first.
  public let rivals: [Rival]
  /// The strongest way from the finding to the cause; nil where it tells nothing about the cause.
  public let trail: InfluenceTrail?
  /// log P(finding) − log P(finding | the rest): above 0 the rest speaks against it.
  public let conflict: Double
  /// Whether the cause and the rest let it expect; nil where these can't be together.
  public let fit: FindingFit?

  /// Whether by itself, or after the others, it makes the cause certain or rules it out.
  public let isSettling: Bool
}

/// How Shapley values are found where there are too many findings to take all orders.
public struct ShapleySampling: Sendable, Equatable {
  /// The number of orders, at least 4; taken in pairs of opposite ones.
  public var orders = 256
  /// Names the random orders.
  public var seed: UInt64 = 1

  /// The settings unless told otherwise.
  public init() {}
}
