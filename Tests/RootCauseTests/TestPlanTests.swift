import Foundation
import NetworkModel
import RootCause
import Testing
import _TestSupport

/// Plans of tests.
@Suite struct TestPlanTests {
  private static func limits(
    depth: Int = 3, budget: Double? = nil, threshold: Double = 0.8
  ) -> TestPlanner.Limits {
    var limits = TestPlanner.Limits()
    limits.depth = depth
    limits.budget = budget
    limits.threshold = threshold
    limits.leastProbability = 0
    return limits
  }

  /// A small model of tables alone, so that a joint state says how every test turns out.
  private static func model(seed: UInt64) throws -> CausalModel {
    var ingredients = RandomNetwork.Ingredients.everything
    ingredients.readings = false
    ingredients.maximumJointStates = 2000
    return try RandomModel.make(seed: seed, ingredients)
  }

  @Test(arguments: UInt64(1)...40, TestStrategy.allCases)
  func `what a plan comes to is what every joint state goes through`(
    seed: UInt64, strategy: TestStrategy
  ) throws {
    let model = try Self.model(seed: seed)
    let plan = try TestPlanner(model, given: Evidence(), strategy, Self.limits()).plan()
    let oracle = JointOracle(model.network)
    var (cost, tests) = (0.0, 0.0)
    var endings: [TestPlan.Ending: Double] = [:]
    for (states, logarithm) in oracle.jointStates {
      var node = plan.root
      while case .test(let test) = node.step {
        let index = try #require(model.graph.index(of: test.variable))
        let state = model.network.variables[index].states[states[index]]
        node = try #require(test.branches.first { $0.state == state }).node
      }
      guard case .end(let ending) = node.step else { continue }
      cost += exp(logarithm) * node.spent
      tests += exp(logarithm) * Double(node.tests)
      endings[ending, default: 0] += exp(logarithm)
    }
    #expect(plan.expectedCost.isClose(to: cost, .manySteps))
    #expect(plan.expectedTests.isClose(to: tests, .manySteps))
    for ending in TestPlan.Ending.allCases {
      #expect(plan.probability(of: ending).isClose(to: endings[ending] ?? 0, .manySteps))
    }
    try expectPoints(plan.root, Evidence(), model, strategy)
  }

  /// Each point has the leader of the enumeration, ends where it should, and else makes the test of the highest merit.
  private func expectPoints(
    _ node: TestPlan.Node, _ evidence: Evidence, _ model: CausalModel, _ strategy: TestStrategy
  ) throws {
    let truth = CauseOracle(model, given: evidence)
    let values = truth.causes.map { truth.oracle.posteriors[$0.variable][$0.state] }
    let none = truth.classes(truth.causes).last ?? 1
    let leader = node.leader?.posterior ?? 0
    #expect(leader.isClose(to: values.max() ?? 0, .manySteps))
    #expect(node.probabilityOfNoCause.isClose(to: none, Tolerance(relative: 1e-9, absolute: 1e-9)))
    switch node.step {
    case .end(.cause): #expect((values.max() ?? 0) >= 0.8 * (1 - 1e-9))
    case .end(.noCause): #expect(none >= 0.8 * (1 - 1e-9))
    case .end(.depth): #expect(node.tests == 3)
    case .end(let ending): #expect(ending == .exhausted)
    case .test(let test):
      #expect((values.max() ?? 0) < 0.8 * (1 + 1e-9) && none < 0.8 * (1 + 1e-9))
      let index = try #require(model.graph.index(of: test.variable))
      let open = model.graph.openTests(given: evidence)
      let merits = open.map { merit(of: $0, truth, strategy) }
      let own = merit(of: index, truth, strategy)
      // A test that tells nothing may have any merit by the edges that its noise cuts; it is not open.
      let informative = zip(open, merits).filter { truth.information(of: $0.0) > 1e-9 }
      #expect(informative.allSatisfy { $0.1 <= own * (1 + 1e-7) + 1e-12 })
      for branch in test.branches {
        var known = evidence
        known[index] = .state(try #require(model.network.variables[index].state(branch.state)))
        let share = truth.oracle.posteriors[index][
          model.network.variables[index].state(branch.state) ?? 0]
        #expect(branch.probability.isClose(to: share, .manySteps))
        try expectPoints(branch.node, known, model, strategy)
      }
    }
  }

  private func merit(of test: Int, _ truth: CauseOracle, _ strategy: TestStrategy) -> Double {
    let cost = truth.model.graph.testCost(of: test)
    switch strategy {
    case .information: return truth.information(of: test)
    case .informationPerCost: return truth.information(of: test) / cost
    case .ec2, .effecxtive:
      let ranking = truth.causes.enumerated().sorted {
        let own = truth.oracle.posteriors[$0.element.variable][$0.element.state]
        let other = truth.oracle.posteriors[$1.element.variable][$1.element.state]
        return (other, $0.offset) < (own, $1.offset)
      }
      .map(\.element)
      // Edges between joint states with different causes: of all pairs of classes, the products of their weights.
      func edges(_ weights: [Double]) -> Double {
        weights.indices.reduce(0) { sum, first in
          weights.indices.reduce(sum) { $1 == first ? $0 : $0 + weights[first] * weights[$1] }
        }
      }
      var left = 0.0
      for (state, probability) in truth.oracle.posteriors[test].enumerated() where probability > 0 {
        let weights = truth.classes(ranking, with: [test: state])
        left +=
          strategy == .ec2
          ? probability * edges(weights) : edges(weights) / probability
      }
      return (edges(truth.classes(ranking)) - left) / cost
    }
  }

  @Test func `a plan keeps to its budget and its depth`() throws {
    let model = try GraphSamples.model(GraphSamples.line)
    let evidence = try Evidence(["height": "low"], in: model.network)
    func costs(_ limits: TestPlanner.Limits) throws -> [(TestPlan.Ending, Double, Int)] {
      try TestPlanner(model, given: evidence, .informationPerCost, limits).plan().ends.map {
        ($0.ending, $0.node.spent, $0.node.tests)
      }
    }
    let free = try costs(Self.limits(depth: 9, threshold: 0.99))
    #expect(free.contains { $0.1 > 12 })
    let tight = try costs(Self.limits(depth: 9, budget: 2, threshold: 0.99))
    #expect(tight.allSatisfy { $0.1 <= 2 } && tight.contains { $0.0 == .budget })
    let shallow = try costs(Self.limits(depth: 1, threshold: 0.99))
    #expect(shallow.allSatisfy { $0.2 <= 1 } && shallow.contains { $0.0 == .depth })
  }

  @Test func `readings are told as intervals that keep what they say`() throws {
    let model = try GraphSamples.model(GraphSamples.line)
    let cut = try IntervalModel(model, given: Evidence()).model
    let gain = try #require(cut.graph.index(of: "gain"))
    #expect(cut.network.variables[gain].states.count == 4)
    let table = cut.network.cpds[gain].table
    // Φ((26.5 − 27) / 1) and Φ((29.5 − 30) / 0.5).
    #expect(table[row: 1].first?.isClose(to: 0.308_537_538_725_987, .exact) == true)
    #expect(table[row: 0].last?.isClose(to: 0.841_344_746_068_543, .exact) == true)
    // What it tells is no more than the reading itself does.
    let diagnostician = try Diagnostician(model)
    let whole = try TestAdvisor(diagnostician).nextTests(after: diagnostician.diagnose(Evidence()))
    let other = try Diagnostician(cut)
    let pieces = try TestAdvisor(other).nextTests(after: other.diagnose(Evidence()))
    let bits = [whole, pieces].map { tests in
      tests.first { $0.variable == "gain" }?.information ?? 0
    }
    #expect(bits[1] > 0.7 * bits[0] && bits[1] < bits[0])
    let known = try IntervalModel(model, given: Evidence([gain: .value(27)])).model
    #expect(known.network.variables[gain].isReading)
  }
}
