/// What a test that is not made yet would tell about the causes.
public struct NextTest: Sendable, Equatable {
  /// A state that the test may show, and what would be believed then.
  public struct Outcome: Sendable, Equatable {
    /// The state.
    public let state: String
    /// P(state | evidence).
    public let probability: Double
    /// The cause that would lead.
    public let leader: Leader
  }

  /// A cause with its posterior.
  public struct Leader: Sendable, Equatable {
    /// The variable.
    public let variable: String
    /// Its off-nominal state.
    public let state: String
    /// P(state | evidence).
    public let posterior: Double
  }

  /// The test.
  public let variable: String
  /// What it costs; nil where the graph does not say.
  public let cost: Double?
  /// The mutual information of its outcome and the joint state of all candidates given the evidence, in bits.
  public let information: Double
  /// How far `information` may be off by integration over a reading; 0 for a test with states.
  public let informationError: Double
  /// Whether only some candidates could be taken together, so that `information` is a lower bound.
  public let isLowerBound: Bool
  /// The posterior that the leading cause is expected to have after the test, whichever cause it is then.
  public let expectedLeaderPosterior: Double
  /// The probability that another cause leads after the test.
  public let probabilityOfNewLeader: Double
  /// What it may show; empty for a reading.
  public let outcomes: [Outcome]

  /// Bits per unit of cost, where a test of unknown cost costs 1; nil where it costs nothing.
  public var informationPerCost: Double? {
    let cost = cost ?? 1
    return cost > 0 ? information / cost : nil
  }
}
