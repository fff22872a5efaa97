import Inference
import NetworkModel

/// Plans tests ahead: at each point the test that the strategy rates best, and for each of its outcomes what follows.
///
/// The plan is greedy. Readings are told as intervals (`IntervalModel`). A branch ends when a cause, or that there is none, reaches the
/// threshold; when depth or budget are used up; or when no open test depends on a candidate.
public struct TestPlanner: Sendable {
  /// What a plan may cost and where it ends.
  public struct Limits: Sendable {
    /// The most tests on a way through the plan.
    public var depth = 4
    /// The most that the tests on a way may cost; nil for any.
    public var budget: Double?
    /// The posterior from which a cause is taken as found, and likewise that there is none.
    public var threshold = 0.9
    /// Points that are less probable than this are not followed up.
    public var leastProbability = 1e-4

    /// The limits that hold unless told otherwise.
    public init() {}
  }

  /// The model, its readings in intervals.
  public let model: CausalModel
  private let evidence: Evidence
  private let compiled: CompiledNetwork
  private let selector: TestSelector
  private let limits: Limits
  private let causes: [(variable: Variable.Index, state: Int)]

  /// Prepares to plan tests of a unit of which `evidence` is known.
  ///
  /// - Throws: `InferenceError.treeTooLarge`.
  public init(
    _ model: CausalModel, given evidence: Evidence, _ strategy: TestStrategy = .informationPerCost,
    _ limits: Limits = Limits(), memoryLimit: Int = TreeSize.defaultMemoryLimit
  ) throws(InferenceError) {
    // Cutting a valid reading leaves a valid table; were it not so, the reading itself would answer.
    self.model = (try? IntervalModel(model, given: evidence).model) ?? model
    self.evidence = evidence
    self.limits = limits
    compiled = try CompiledNetwork(self.model.network, memoryLimit: memoryLimit)
    selector = TestSelector(graph: self.model.graph, compiled: compiled, strategy: strategy)
    causes = self.model.graph.offNominalStates { $0.isCandidate }
  }

  /// Returns the plan.
  ///
  /// - Throws: `InferenceError.impossibleEvidence` where the evidence is.
  /// - Complexity: for each point the advice on all open tests.
  public func plan() throws(InferenceError) -> TestPlan {
    let posteriors = try compiled.posteriors(given: evidence)
    return TestPlan(
      root: try node(evidence, posteriors, probability: 1, spent: 0, depth: 0),
      threshold: limits.threshold, strategy: selector.strategy)
  }

  /// What is done where so much is known: nil to end.
  package enum Choice: Equatable {
    case end(TestPlan.Ending)
    case test(Variable.Index)
  }

  /// Chooses the next step where `evidence` is known, without regard to depth.
  package func choice(
    given evidence: Evidence, _ posteriors: Posteriors, spent: Double = 0
  ) throws(InferenceError) -> Choice {
    if let ending = ending(evidence, posteriors) { return .end(ending) }
    let open = try selector.merits(given: evidence, posteriors).filter { $0.merit > 0 }
    guard !open.isEmpty else { return .end(.exhausted) }
    let left = limits.budget.map { $0 - spent } ?? .infinity
    let affordable = open.filter { model.graph.testCost(of: $0.test) <= left }
    guard let first = affordable.first else { return .end(.budget) }
    return .test(affordable.reduce(first) { $1.merit > $0.merit ? $1 : $0 }.test)
  }

  /// Whether what is known settles the question.
  package func ending(_ evidence: Evidence, _ posteriors: Posteriors) -> TestPlan.Ending? {
    let most = causes.lazy.map { posteriors[$0.variable, $0.state] }.max() ?? 0
    if most >= limits.threshold { return .cause }
    return probabilityOfNoCause(evidence, posteriors) >= limits.threshold ? .noCause : nil
  }

  private func probabilityOfNoCause(_ evidence: Evidence, _ posteriors: Posteriors) -> Double {
    var nominal = evidence
    for (variable, state) in causes {
      let cardinality = model.network.variables[variable].cardinality
      guard let next = nominal.excluding(state, of: variable, cardinality: cardinality) else {
        return 0
      }
      nominal = next
    }
    return min(1, exponential(compiled.logEvidence(of: nominal) - posteriors.logEvidence))
  }

  private func node(
    _ evidence: Evidence, _ posteriors: Posteriors, probability: Double, spent: Double, depth: Int
  ) throws(InferenceError) -> TestPlan.Node {
    TestPlan.Node(
      probability: probability, spent: spent, tests: depth, leader: leader(posteriors),
      probabilityOfNoCause: probabilityOfNoCause(evidence, posteriors),
      step: try step(evidence, posteriors, probability: probability, spent: spent, depth: depth))
  }

  private func step(
    _ evidence: Evidence, _ posteriors: Posteriors, probability: Double, spent: Double, depth: Int
  ) throws(InferenceError) -> TestPlan.Step {
    if let ending = ending(evidence, posteriors) { return .end(ending) }
    if depth >= limits.depth { return .end(.depth) }
    if probability < limits.leastProbability { return .end(.rare) }
    switch try choice(given: evidence, posteriors, spent: spent) {
    case .end(let ending): return .end(ending)
    case .test(let test):
      let cost = model.graph.testCost(of: test)
      let variable = model.network.variables[test]
      var branches: [TestPlan.Branch] = []
      for (state, share) in posteriors[test].enumerated() where share > 0 {
        let known = evidence.setting(test, to: state)
        guard let found = try? compiled.posteriors(given: known) else { continue }
        branches.append(
          TestPlan.Branch(
            state: variable.states[state], probability: share,
            node: try node(
              known, found, probability: probability * share, spent: spent + cost,
              depth: depth + 1)))
      }
      return .test(TestPlan.Test(variable: variable.name, cost: cost, branches: branches))
    }
  }

  private func leader(_ posteriors: Posteriors) -> NextTest.Leader? {
    LeaderForecast.leader(of: causes.map { posteriors[$0.variable, $0.state] }).map { place in
      let (index, state) = causes[place]
      let variable = model.network.variables[index]
      return NextTest.Leader(
        variable: variable.name, state: variable.states[state], posterior: posteriors[index, state])
    }
  }
}
