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

  private struct EventRecord: Encodable {
    let on: String
    let note: String
    let causes: [CauseRecord]
    let logEvidence: Double
    let rankOfConfirmed: Int
  }

  private struct CheckRecord: Encodable {
    let after: Int
    let cause: String
    let state: String
    let wantedRank: Int
    let rank: Int
    let holds: Bool
  }

  /// The record of `replay`.
  public init(_ replay: Replay) {
    let scenario = replay.scenario
    title = scenario.title
    confirmed = Dictionary(
      scenario.confirmed.map { ($0.variable, $0.state) }, uniquingKeysWith: { first, _ in first })
    discovered = scenario.discovered?.description
    events = replay.steps.map { step in
      EventRecord(
        on: step.event.on.description, note: step.event.note,
        causes: step.diagnosis.causes.map(CauseRecord.init),
        logEvidence: step.diagnosis.logEvidence, rankOfConfirmed: step.rank)
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
