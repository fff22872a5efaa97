import NetworkModel

/// Which test comes next, whatever the ones before have shown: a tree of steps from what is known to an end.
public struct TestPlan: Sendable, Equatable {
  /// Why no further test is made.
  public enum Ending: String, Sendable, CaseIterable {
    /// The leading cause has reached the threshold.
    case cause
    /// That no candidate is off nominal has reached the threshold.
    case noCause
    /// No open test depends on a candidate.
    case exhausted
    /// The plan is as deep as was asked for.
    case depth
    /// Every open test costs more than what is left of the budget.
    case budget
    /// So seldom that it is not followed up.
    case rare
  }

  /// A point that a unit may come to.
  public struct Node: Sendable, Equatable {
    /// The probability of coming here.
    public let probability: Double
    /// What the tests until here cost.
    public let spent: Double
    /// The number of tests until here.
    public let tests: Int
    /// The cause that leads here; nil in a model without candidates.
    public let leader: NextTest.Leader?
    /// The probability that no candidate is off nominal.
    public let probabilityOfNoCause: Double
    /// What is done here.
    public let step: Step
  }

  /// What is done at a point.
  public enum Step: Sendable, Equatable {
    /// Nothing more.
    case end(Ending)
    /// A test, and what follows.
    case test(Test)
  }

  /// A test of a plan.
  public struct Test: Sendable, Equatable {
    /// The test.
    public let variable: String
    /// What it costs; 1 where the graph does not say.
    public let cost: Double
    /// What it may show, in the order of its states.
    public let branches: [Branch]
  }

  /// An outcome of a test and where it leads.
  public struct Branch: Sendable, Equatable {
    /// The state, or the interval of a reading.
    public let state: String
    /// Its probability at this point.
    public let probability: Double
    /// Where it leads.
    public let node: Node
  }

  /// Where the plan begins.
  public let root: Node
  /// The posterior from which a cause is taken as found.
  public let threshold: Double
  /// By what tests were chosen.
  public let strategy: TestStrategy
}

extension TestPlan {
  /// The points where the plan ends, in its order.
  public var ends: [(ending: Ending, node: Node)] { Self.ends(of: root) }

  private static func ends(of node: Node) -> [(ending: Ending, node: Node)] {
    switch node.step {
    case .end(let ending): [(ending, node)]
    case .test(let test): test.branches.flatMap { ends(of: $0.node) }
    }
  }

  /// The probability of an ending.
  public func probability(of ending: Ending) -> Double {
    ends.reduce(0) { $1.ending == ending ? $0 + $1.node.probability : $0 }
  }

  /// What the tests cost on average.
  public var expectedCost: Double { average(\.spent) }

  /// How many tests are made on average.
  public var expectedTests: Double { average { Double($0.tests) } }

  /// The posterior that the leading cause has in the end, on average.
  public var expectedLeaderPosterior: Double { average { $0.leader?.posterior ?? 0 } }

  /// What the tests cost on average where they end with a cause; nil where none does.
  public var expectedCostToCause: Double? { averageToCause(\.spent) }

  /// How many tests are made on average where they end with a cause; nil where none does.
  public var expectedTestsToCause: Double? { averageToCause { Double($0.tests) } }

  private func average(_ value: (Node) -> Double) -> Double {
    ends.reduce(0) { $0 + $1.node.probability * value($1.node) }
  }

  private func averageToCause(_ value: (Node) -> Double) -> Double? {
    let found = ends.filter { $0.ending == .cause }
    let total = found.reduce(0) { $0 + $1.node.probability }
    guard total > 0 else { return nil }
    return found.reduce(0) { $0 + $1.node.probability * value($1.node) } / total
  }
}
