import RootCause

/// A replay as JSON has it.
public struct ReplayRecord: Encodable, Sendable {
  private let title: String
  private let confirmed: [String: String]
  private let discovered: String?
  private let events: [EventRecord]
  private let firstLead: Int?
  private let lastingLead: Int?
  private let daysBeforeDiscovery: Int?
  private let expectations: [CheckRecord]
  private let posterior: Double
  private let scores: ScoresRecord?
  private let lastBeforeDiscovery: Int?
  private let askedTests: [QuestionRecord]?
  private let decisiveTest: QuestionRecord?
  private let daysBeforeTest: Int?
  private let sensitivity: SensitivityRecord?

  private struct EventRecord: Encodable {
    let on: String
    let note: String
    let causes: [CauseRecord]
    let logEvidence: Double
    let rankOfConfirmed: Int
    let placeOfConfirmed: Int
  }

  private struct QuestionRecord: Encodable {
    let afterEvent: Int
    let test: String
    let information: Double
    let madeWithEvent: Int?

    init(_ question: AskedTests.Question) {
      afterEvent = question.event
      test = question.test
      information = question.information
      madeWithEvent = question.madeWith
    }
  }

  private struct CheckRecord: Encodable {
    let after: Int
    let cause: String
    let state: String
    let wantedRank: Int
    let rank: Int
    let holds: Bool
  }

  /// The record of a replay and what it comes to.
  public init(_ row: ReplayTable.Row) {
    let replay = row.replay
    let scenario = replay.scenario
    posterior = row.posterior
    scores = row.scores.map(ScoresRecord.init)
    lastBeforeDiscovery = row.lastBeforeDiscovery
    askedTests = row.asked?.questions.map(QuestionRecord.init)
    decisiveTest = row.asked?.decisive.map(QuestionRecord.init)
    daysBeforeTest = row.daysBeforeTest
    sensitivity = row.sensitivity.map(SensitivityRecord.init)
    title = scenario.title
    confirmed = Dictionary(
      scenario.confirmed.map { ($0.variable, $0.state) }, uniquingKeysWith: { first, _ in first })
    discovered = scenario.discovered?.description
    events = replay.steps.map { step in
      EventRecord(
        on: step.event.on.description, note: step.event.note,
        causes: step.diagnosis.causes.map(CauseRecord.init),
        logEvidence: step.diagnosis.logEvidence, rankOfConfirmed: step.rank,
        placeOfConfirmed: step.place)
    }
    firstLead = replay.firstLead
    lastingLead = replay.lastingLead
    daysBeforeDiscovery = replay.firstLead.flatMap(replay.daysBeforeDiscovery)
    expectations = replay.checks.map { check in
      CheckRecord(
        after: check.expectation.after, cause: check.expectation.cause.variable,
        state: check.expectation.cause.state, wantedRank: check.expectation.rank, rank: check.rank,
        holds: check.holds)
    }
  }
}
