import RootCause

/// What a test would tell, as JSON has it.
struct NextTestRecord: Encodable {
  let test: NextTest

  private enum Key: String, CodingKey {
    case variable, cost, information, informationError, isLowerBound, informationPerCost
    case expectedLeaderPosterior, probabilityOfNewLeader, outcomes
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(test.variable, forKey: .variable)
    try container.encode(test.cost, forKey: .cost)
    try container.encode(test.information, forKey: .information)
    try container.encode(test.informationError, forKey: .informationError)
    try container.encode(test.isLowerBound, forKey: .isLowerBound)
    try container.encode(test.informationPerCost, forKey: .informationPerCost)
    try container.encode(test.expectedLeaderPosterior, forKey: .expectedLeaderPosterior)
    try container.encode(test.probabilityOfNewLeader, forKey: .probabilityOfNewLeader)
    try container.encode(test.outcomes.map(OutcomeRecord.init), forKey: .outcomes)
  }
}

/// What a test may show, as JSON has it.
private struct OutcomeRecord: Encodable {
  let state: String
  let probability: Double
  let leader: LeaderRecord

  init(_ outcome: NextTest.Outcome) {
    state = outcome.state
    probability = outcome.probability
    leader = LeaderRecord(outcome.leader)
  }
}

/// A leading cause, as JSON has it.
struct LeaderRecord: Encodable {
  let variable: String
  let state: String
  let posterior: Double

  init(_ leader: NextTest.Leader) {
    variable = leader.variable
    state = leader.state
    posterior = leader.posterior
  }
}
