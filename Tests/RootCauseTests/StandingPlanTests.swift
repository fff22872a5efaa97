import Foundation
import Learning
import NetworkModel
import RootCause
import Testing
import _TestSupport

/// What the tests of a standing plan are worth.
@Suite struct StandingPlanTests {
  /// The figures of a plan, unit by unit.
  private static func figures(
    _ tests: [Int], _ model: CausalModel, _ faults: [Int], _ oracle: JointOracle
  ) -> (escapes: Double, falseFails: Double, cost: Double) {
    var (escapes, falseFails, cost) = (0.0, 0.0, 0.0)
    for (states, logarithm) in oracle.jointStates {
      let weight = exp(logarithm)
      let isFaulty = faults.contains { states[$0] != 0 }
      let failed = tests.firstIndex { states[$0] != 0 }
      if isFaulty, failed == nil { escapes += weight }
      if !isFaulty, failed != nil { falseFails += weight }
      for test in tests.prefix((failed ?? tests.count) + 1) {
        cost += weight * model.graph.testCost(of: test)
      }
    }
    return (escapes, falseFails, cost)
  }

  private static func expect(
    _ found: StandingPlan.Figures, _ tests: [Int], _ model: CausalModel, _ faults: [Int],
    _ oracle: JointOracle
  ) {
    let truth = figures(tests, model, faults, oracle)
    #expect(found.escapes.isClose(to: truth.escapes, .manySteps))
    #expect(found.falseFails.isClose(to: truth.falseFails, Tolerance(absolute: 1e-12)))
    #expect(found.cost.isClose(to: truth.cost, .manySteps))
  }

  @Test(arguments: UInt64(1)...80)
  func `figures are those of all joint states`(seed: UInt64) throws {
    var ingredients = RandomNetwork.Ingredients.everything
    ingredients.readings = false
    let model = try RandomModel.make(seed: seed, ingredients)
    let planner: StandingPlanner
    do throws(StandingPlanner.Problem) {
      planner = try StandingPlanner(model)
    } catch {
      let kinds = model.graph.variables.filter { $0.variable.cardinality > 1 }.map(\.kind)
      switch error {
      case .noTests: #expect(!kinds.contains(.test))
      case .noFaults: #expect(!kinds.contains(.defect))
      default: Issue.record("\(error)")
      }
      return
    }
    let oracle = JointOracle(model.network)
    let plan = planner.plan()
    let faults = try plan.faults.map { try #require(model.graph.index(of: $0)) }
    Self.expect(plan.whole, planner.tests, model, faults, oracle)
    let defective = Self.figures([], model, faults, oracle).escapes
    #expect(plan.defective.isClose(to: defective, .manySteps))
    for test in plan.tests {
      let others = planner.tests.filter { model.graph.variables[$0].name != test.variable }
      Self.expect(test.without, others, model, faults, oracle)
      #expect(test.without.escapes >= plan.whole.escapes * (1 - 1e-9))
    }
    var kept = planner.tests
    for drop in plan.drops {
      kept.removeAll { model.graph.variables[$0].name == drop.variable }
      Self.expect(drop.left, kept, model, faults, oracle)
    }
    #expect(kept.isEmpty)
  }

  @Test func `a test that says nothing new adds nothing and goes first`() throws {
    let model = try GraphSamples.model(
      """
      digraph {
        d [kind=defect, prior="0.9 0.1"]; x [kind=test, cost=5, cpt="0.99 0.01; 0.2 0.8"];
        idle [kind=test, cost=3, prior="0.98 0.02"]; twin [kind=test, cost=1, cpt="1 0; 0 1"];
        d -> x; x -> twin;
      }
      """)
    let plan = try StandingPlanner(model).plan()
    // P(d, x passes) = 0.02, whatever the copy of x says; the idle test lets 98 % of these through.
    #expect(plan.whole.escapes.isClose(to: 0.0196, .exact))
    #expect(plan.tests.map(\.without.escapes).isClose(to: [0.0196, 0.02, 0.0196], .manySteps))
    #expect(plan.drops.map(\.variable).first == "x")
    #expect(plan.drops.last?.left.escapes.isClose(to: 0.1, .exact) == true)
    #expect(plan.drops.last?.left.cost == 0)
  }

  @Test func `a reading passes between its limits`() throws {
    let model = try GraphSamples.model(
      """
      digraph { d [kind=defect, prior="0.9 0.1"];
        g [kind=test, reading=gaussian, cost=2, cpt="0 1; 3 1"]; t [kind=test, cpt="0.9 0.1; 0.5 0.5"]; d -> g; d -> t }
      """)
    let gauge = try #require(model.graph.index(of: "g"))
    let plan = try StandingPlanner(model, limits: [gauge: -Double.infinity...2]).plan()
    // 0.1 × Φ(2 − 3) × 0.5, and 0.9 × (1 − Φ(2) × 0.9).
    #expect(plan.whole.escapes.isClose(to: 0.1 * 0.158_655_253_931_457 * 0.5, .manySteps))
    #expect(plan.whole.falseFails.isClose(to: 0.9 * (1 - 0.977_249_868_051_821 * 0.9), .manySteps))
    #expect(throws: StandingPlanner.Problem.readings(["g"])) {
      try StandingPlanner(model, tests: [gauge])
    }
    #expect(try StandingPlanner(model).tests == [2])
    let store = CaseStore(
      columns: [.unobserved, .values([1, 5, .nan, 3]), .states8([1, 1, 1, 0])],
      counts: [1, 2, 4, 8], count: 4)
    let counts = StandingCounts(
      of: [1, 2], in: store, model.graph, limits: [gauge: -Double.infinity...2])
    #expect(counts.tests.map(\.tested) == [11, 15])
    #expect(counts.tests.map(\.failed) == [10, 7])
    #expect(counts.tests.map(\.failedAlone) == [8, 5])
  }
}
