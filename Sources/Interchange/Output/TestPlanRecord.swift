import RootCause

/// A plan of tests as JSON has it.
public struct TestPlanRecord: Encodable, Sendable {
  private let plan: TestPlan

  /// The record of `plan`.
  public init(_ plan: TestPlan) { self.plan = plan }

  private enum Key: String, CodingKey {
    case strategy, threshold, expectedCost, expectedTests, expectedCostToCause
    case expectedTestsToCause, expectedLeaderPosterior, endings, root
  }

  /// Writes the members; those that have no value are null.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(plan.strategy.rawValue, forKey: .strategy)
    try container.encode(plan.threshold, forKey: .threshold)
    try container.encode(plan.expectedCost, forKey: .expectedCost)
    try container.encode(plan.expectedTests, forKey: .expectedTests)
    try container.encode(plan.expectedCostToCause, forKey: .expectedCostToCause)
    try container.encode(plan.expectedTestsToCause, forKey: .expectedTestsToCause)
    try container.encode(plan.expectedLeaderPosterior, forKey: .expectedLeaderPosterior)
    let endings = TestPlan.Ending.allCases.map { ($0.rawValue, plan.probability(of: $0)) }
    try container.encode(Dictionary(uniqueKeysWithValues: endings), forKey: .endings)
    try container.encode(NodeRecord(plan.root), forKey: .root)
  }
}

/// A point of a plan as JSON has it.
private struct NodeRecord: Encodable {
  struct TestRecord: Encodable {
    let variable: String
    let cost: Double
    let branches: [BranchRecord]
  }

  struct BranchRecord: Encodable {
    let state: String
    let probability: Double
    let node: NodeRecord
  }

  let probability: Double
  let spent: Double
  let tests: Int
  let leader: LeaderRecord?
  let probabilityOfNoCause: Double
  let end: String?
  let test: TestRecord?

  init(_ node: TestPlan.Node) {
    probability = node.probability
    spent = node.spent
    tests = node.tests
    leader = node.leader.map(LeaderRecord.init)
    probabilityOfNoCause = node.probabilityOfNoCause
    switch node.step {
    case .end(let ending):
      end = ending.rawValue
      test = nil
    case .test(let next):
      end = nil
      test = TestRecord(
        variable: next.variable, cost: next.cost,
        branches: next.branches.map {
          BranchRecord(state: $0.state, probability: $0.probability, node: NodeRecord($0.node))
        })
    }
  }
}
