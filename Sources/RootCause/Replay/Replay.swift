import Inference
import NetworkModel

/// A scenario told event by event: the diagnosis after each, when the confirmed cause led, and which expectations held.
public struct Replay: Sendable {
  /// The state of knowledge after an event.
  public struct Step: Sendable {
    /// The event.
    public let event: Scenario.Event
    /// The diagnosis with all that is known so far.
    public let diagnosis: Diagnosis
    /// The best rank of a confirmed cause.
    public let rank: Int
    /// Whether a confirmed cause stands first, and no other candidate beside it.
    public let isLed: Bool

    let confirmed: [Scenario.Cause]
  }

  /// An expectation and what came of it.
  public struct Check: Sendable {
    /// The expectation.
    public let expectation: Scenario.Expectation
    /// The rank that the cause had.
    public let rank: Int
    /// Whether it is good enough.
    public var holds: Bool { rank <= expectation.rank }
  }

  /// The scenario.
  public let scenario: Scenario
  /// What is known after each event.
  public let steps: [Step]
  /// The expectations.
  public let checks: [Check]

  /// Tells `scenario` event by event.
  ///
  /// - Precondition: The scenario's causes are candidates of its model, and its expectations name events that it has.
  /// - Throws: `ReplayError.impossible` at the first event that contradicts what came before.
  public init(_ scenario: Scenario) throws(ReplayError) {
    self.scenario = scenario
    let diagnostician: Diagnostician
    do throws(InferenceError) {
      diagnostician = try Diagnostician(scenario.model)
    } catch {
      throw .inference(error)
    }
    var known = Evidence()
    var steps: [Step] = []
    for event in scenario.events {
      for (variable, item) in event.evidence.items { known[variable] = item }
      do throws(InferenceError) {
        steps.append(Step(event, diagnosis: try diagnostician.diagnose(known), of: scenario))
      } catch {
        throw .impossible(event: steps.count + 1, error)
      }
    }
    checks = scenario.expectations.map { expectation in
      let cause = expectation.cause
      let rank = steps[expectation.after - 1].diagnosis.rank(of: cause.variable, cause.state)
      return Check(expectation: expectation, rank: rank ?? .max)
    }
    self.steps = steps
  }

  /// The number of the first event after which a confirmed cause led; nil when it never did.
  public var firstLead: Int? { steps.firstIndex(where: \.isLed).map { $0 + 1 } }

  /// The number of the event from which on a confirmed cause led to the end; nil when it did not lead at the end.
  public var lastingLead: Int? {
    let trailing = steps.reversed().prefix(while: \.isLed).count
    return trailing == 0 ? nil : steps.count - trailing + 1
  }

  /// The least number of days from `event` to the day on which the cause was found in reality.
  public func daysBeforeDiscovery(event: Int) -> Int? {
    scenario.discovered.map { steps[event - 1].event.on.days(until: $0) }
  }

  /// Whether every expectation held.
  public var isAsExpected: Bool { checks.allSatisfy(\.holds) }
}

/// Why a scenario could not be told to its end.
public enum ReplayError: Error, Equatable, Sendable {
  /// The model can't be compiled.
  case inference(InferenceError)
  /// With this event, counted from 1, the evidence can't be true.
  case impossible(event: Int, InferenceError)
}

extension Replay.Step {
  fileprivate init(_ event: Scenario.Event, diagnosis: Diagnosis, of scenario: Scenario) {
    self.event = event
    self.diagnosis = diagnosis
    confirmed = scenario.confirmed
    rank = scenario.confirmed.compactMap { diagnosis.rank(of: $0.variable, $0.state) }.min() ?? .max
    isLed = diagnosis.leaders.allSatisfy { [confirmed] leader in
      confirmed.contains { $0.variable == leader.variable && $0.state == leader.state }
    }
  }
}
