import NetworkModel

/// What each test of a standing plan is worth: the tests that every unit goes through, in order, until one fails.
///
/// A unit passes a test in its nominal state. It escapes when it has a defect and passes them all; it is a false fail when it has none and
/// fails one. A failed test ends the plan for the unit, so what a test costs on average is its cost times the probability of coming to it.
public struct StandingPlan: Sendable, Equatable {
  /// What a set of tests lets through and costs, per unit.
  public struct Figures: Sendable, Equatable {
    /// P(a defect is there and every test is passed).
    public let escapes: Double
    /// P(no defect is there and some test is failed).
    public let falseFails: Double
    /// The expected cost.
    public let cost: Double
  }

  /// A test, and the plan without it.
  public struct Test: Sendable, Equatable {
    /// The test.
    public let variable: String
    /// What it costs; 1 where the graph does not say.
    public let cost: Double
    /// The figures of the plan without it.
    public let without: Figures
  }

  /// A test that is dropped, and what remains then.
  public struct Drop: Sendable, Equatable {
    /// The test.
    public let variable: String
    /// The figures of the tests that are kept.
    public let left: Figures
  }

  /// The figures of the whole plan.
  public let whole: Figures
  /// P(a defect is there).
  public let defective: Double
  /// The tests, in the order of the plan.
  public let tests: [Test]
  /// The tests in the order in which dropping them costs the fewest escapes for what it saves, each after those before it.
  public let drops: [Drop]
  /// The variables that make a unit defective: its defect modes, or in a graph without any its steps and lots.
  public let faults: [String]
}
