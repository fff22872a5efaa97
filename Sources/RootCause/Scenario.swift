import NetworkModel

/// A historical escape as a dated list of findings, with the cause that was confirmed in the end.
public struct Scenario: Sendable {
  /// What the escape is called.
  public var title: String
  /// Where the facts come from.
  public var sources: [String]
  /// The model that the events are told to.
  public var model: CausalModel
  /// The confirmed causes, at least one.
  public var confirmed: [Cause]
  /// When the cause was found in reality.
  public var discovered: PartialDate?
  /// What was learned, in the order of time.
  public var events: [Event]
  /// What a replay has to show.
  public var expectations: [Expectation]

  /// A candidate by name.
  public struct Cause: Sendable, Equatable {
    /// The variable.
    public let variable: String
    /// Its state.
    public let state: String

    /// Names a candidate.
    public init(variable: String, state: String) {
      self.variable = variable
      self.state = state
    }
  }

  /// What was learned on a day.
  public struct Event: Sendable, Equatable {
    /// When.
    public var on: PartialDate
    /// What, in words.
    public var note: String
    /// What, as evidence. It replaces what earlier events said of the same variables.
    public var evidence: Evidence

    /// Creates an event.
    public init(on: PartialDate, note: String, evidence: Evidence) {
      self.on = on
      self.note = note
      self.evidence = evidence
    }
  }

  /// That a cause stands at a rank, or better, after some events.
  public struct Expectation: Sendable, Equatable {
    /// The number of events that have happened.
    public var after: Int
    /// The candidate.
    public var cause: Cause
    /// The worst rank that is right.
    public var rank: Int

    /// Creates an expectation.
    public init(after: Int, cause: Cause, rank: Int) {
      self.after = after
      self.cause = cause
      self.rank = rank
    }
  }

  /// Creates a scenario.
  public init(
    title: String, sources: [String] = [], model: CausalModel, confirmed: [Cause],
    discovered: PartialDate? = nil, events: [Event], expectations: [Expectation] = []
  ) {
    self.title = title
    self.sources = sources
    self.model = model
    self.confirmed = confirmed
    self.discovered = discovered
    self.events = events
    self.expectations = expectations
  }
}

extension Evidence.Item {
  /// The evidence of a finding that is trusted only so far: the state found weighs `trust`, the others share the rest evenly.
  public static func finding(_ state: Int, of count: Int, trust: Double) -> Evidence.Item {
    guard trust < 1, count > 1 else { return .state(state) }
    let rest = (1 - trust) / Double(count - 1)
    return .likelihood((0..<count).map { $0 == state ? trust : rest })
  }
}
