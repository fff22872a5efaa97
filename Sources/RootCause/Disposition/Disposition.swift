/// What to do with a unit: the expected loss of each choice, the best, and what would change it.
public struct Disposition: Sendable, Equatable {
  /// A choice with its expected loss.
  public struct ExpectedLoss: Sendable, Equatable {
    /// The choice.
    public let choice: String
    /// Its expected loss.
    public let loss: Double
  }

  /// The probability of something wrong at which another choice becomes the best one, all else that is believed of the unit given that it
  /// is wrong, and given that it is not, being as it is.
  public struct Critical: Sendable, Equatable {
    /// A probability and who wins beyond it.
    public struct Turn: Sendable, Equatable {
      /// The probability at which both cost the same.
      public let probability: Double
      /// The choice that is better beyond it.
      public let choice: String
    }

    /// The variable.
    public let variable: String
    /// Its off-nominal state.
    public let state: String
    /// P(state | evidence).
    public let posterior: Double
    /// The nearest turn below the posterior; nil where the best choice stays the best down to 0.
    public let below: Turn?
    /// The nearest turn above; nil where it stays the best up to 1.
    public let above: Turn?
  }

  /// What a test that is not made yet is worth.
  public struct TestWorth: Sendable, Equatable {
    /// The test.
    public let variable: String
    /// What it costs; nil where the graph does not say.
    public let cost: Double?
    /// By how much the expected loss falls on average when the choice waits for it, before its cost.
    public let worth: Double
  }

  /// The choices in the order of the table.
  public let losses: [ExpectedLoss]
  /// The place of the best choice among them.
  public let bestIndex: Int
  /// By how much the best is better than the next.
  public let margin: Double
  /// What would turn the choice, for each state that the table speaks of, in the order of the graph.
  public let critical: [Critical]
  /// By how much the expected loss would fall if all that the table speaks of were known: no test is worth more. Nil where the joint
  /// state of all that is too large.
  public let valueOfPerfectInformation: Double?
  /// What open tests are worth, the most first; readings told as intervals.
  public let tests: [TestWorth]

  /// The best choice.
  public var best: ExpectedLoss { losses[bestIndex] }
}
