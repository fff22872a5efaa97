import RootCause

/// What the tests of a standing plan are worth, as JSON has it.
public struct StandingPlanRecord: Encodable, Sendable {
  private struct Figures: Encodable {
    let escapes: Double
    let falseFails: Double
    let cost: Double

    init(_ figures: StandingPlan.Figures) {
      escapes = figures.escapes
      falseFails = figures.falseFails
      cost = figures.cost
    }
  }

  private struct Test: Encodable {
    let variable: String
    let cost: Double
    let without: Figures
    var tested: Double?
    var failed: Double?
    var failedAlone: Double?
  }

  private struct Drop: Encodable {
    let variable: String
    let left: Figures
  }

  private let defective: Double
  private let faults: [String]
  private let whole: Figures
  private let tests: [Test]
  private let drops: [Drop]

  /// The record of `plan`, with what its tests did in records.
  public init(_ plan: StandingPlan, _ counts: StandingCounts? = nil) {
    defective = plan.defective
    faults = plan.faults
    whole = Figures(plan.whole)
    tests = plan.tests.enumerated().map { place, test in
      let count = counts?.tests[place]
      return Test(
        variable: test.variable, cost: test.cost, without: Figures(test.without),
        tested: count?.tested, failed: count?.failed, failedAlone: count?.failedAlone)
    }
    drops = plan.drops.map { Drop(variable: $0.variable, left: Figures($0.left)) }
  }
}
