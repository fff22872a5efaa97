import Inference
import NetworkModel

/// The test that would have told most about the causes, after each event of a replay.
///
/// Asked for is what somebody can order: a test to which the graph gives a cost; in a graph without any cost, every test. Of these it is the
/// one with the most information about the candidates (`NextTest.information`), whatever it costs. After an event where the model is
/// too large to say so in a fraction of a second nothing is asked.
public struct AskedTests: Sendable, Equatable {
  /// A test that is asked for.
  public struct Question: Sendable, Equatable {
    /// The number of the event after which.
    public let event: Int
    /// The test.
    public let test: String
    /// What it would tell about the joint state of the candidates, in bits.
    public let information: Double
    /// The number of the later event with which it was made; nil when it never was.
    public let madeWith: Int?
  }

  /// The questions, at most one for each event.
  public let questions: [Question]
  /// The first question whose test was made later and proved decisive; nil when there is none.
  public let decisive: Question?

  /// An event is decisive when it multiplies the odds of a confirmed cause by this much or more: what [KR95] call positive evidence.
  public static let decisiveFactor = 3.0

  /// Asks after each event of `replay`.
  ///
  /// - Throws: `InferenceError.treeTooLarge`.
  /// - Complexity: a propagation for each outcome of each test, event by event.
  public init(_ replay: Replay) throws(InferenceError) {
    let scenario = replay.scenario
    let advisor = TestAdvisor(try Diagnostician(scenario.model))
    let orderable = scenario.model.graph.orderableTests
    var questions: [Question] = []
    for (place, step) in replay.steps.enumerated()
    where advisor.isQuick(given: step.diagnosis.evidence) {
      let tests = try advisor.nextTests(after: step.diagnosis).filter {
        orderable.contains($0.variable) && $0.information > 0
      }
      guard let best = tests.map(\.information).max(),
        let test = tests.first(where: { $0.information == best })
      else { continue }
      questions.append(
        Question(
          event: place + 1, test: test.variable, information: test.information,
          madeWith: scenario.event(of: test.variable, after: place + 1)))
    }
    self.questions = questions
    decisive = questions.first { question in
      question.madeWith.map { replay.raisesConfirmed(with: $0) >= Self.decisiveFactor } ?? false
    }
  }
}

extension CausalGraph {
  /// The names of the tests that somebody can order.
  fileprivate var orderableTests: Set<String> {
    let tests = variables.filter { $0.kind == .test || $0.cost != nil }
    let priced = tests.filter { $0.cost != nil }
    return Set((priced.isEmpty ? tests : priced).map(\.name))
  }
}

extension Scenario {
  /// The number of the first event after `count` events that says something of a variable.
  fileprivate func event(of variable: String, after count: Int) -> Int? {
    guard let index = model.graph.index(of: variable) else { return nil }
    return events.indices.dropFirst(count).first { events[$0].evidence[index] != nil }
      .map { $0 + 1 }
  }
}

extension Replay {
  /// The most by which an event multiplies the odds of a confirmed cause.
  fileprivate func raisesConfirmed(with event: Int) -> Double {
    scenario.confirmed.map { cause in
      odds(of: cause, after: event) / odds(of: cause, after: event - 1)
    }
    .filter { !$0.isNaN }.max() ?? 0
  }

  private func odds(of cause: Scenario.Cause, after event: Int) -> Double {
    let causes = steps[event - 1].diagnosis.causes
    let found = causes.first { $0.variable == cause.variable && $0.state == cause.state }
    let posterior = found?.posterior ?? 0
    return posterior / (1 - posterior)
  }
}
