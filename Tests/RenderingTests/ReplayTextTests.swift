import NetworkModel
import Rendering
import RootCause
import Testing
import _TestSupport

/// Replays for a terminal.
@Suite struct ReplayTextTests {
  private func scenario(
    _ events: [(date: String, note: String, evidence: [Int: Evidence.Item])], discovered: String?,
    confirmed: [Scenario.Cause] = [.init(variable: "reflow", state: "cold")],
    expectations: [Scenario.Expectation] = []
  ) throws -> Scenario {
    Scenario(
      title: "Voids that passed", model: try Samples.model(), confirmed: confirmed,
      discovered: try discovered.map { try #require(PartialDate($0)) },
      events: try events.map {
        .init(
          on: try #require(PartialDate($0.date)), note: $0.note, evidence: Evidence($0.evidence))
      }, expectations: expectations)
  }

  private func conclusion(
    _ dates: [String], _ findings: [[Int: Evidence.Item]], discovered: String?
  ) throws -> String {
    let events = zip(dates, findings).map { (date: $0, note: "-", evidence: $1) }
    let text = ReplayText(try Replay(scenario(events, discovered: discovered))).text
    return String(
      text.split(separator: "\n").drop { !$0.hasPrefix("Confirmed") }.joined(separator: "\n"))
  }

  /// Leaves another cause in the lead, and then the confirmed one.
  private let blaming: [Int: Evidence.Item] = [0: .state(1)]
  private let clearing: [Int: Evidence.Item] = [0: .state(0), 4: .state(1), 2: .state(0)]

  @Test func `a replay tells its events, when the cause led, and what was expected`() throws {
    let cause = Scenario.Cause(variable: "reflow", state: "cold")
    let note =
      "The lot is blamed, since its neighbours failed as well: a note that is long enough to be broken into lines."
    let scenario = try scenario(
      [
        ("1981", note, [5: .state(1)]), ("1981-05", "Doubtful.", [0: .likelihood([0.1, 0.9])]),
        ("1983-02-01", "The lot is cleared.", clearing),
      ],
      discovered: "1990-09-11",
      expectations: [
        .init(after: 1, cause: cause, rank: 3), .init(after: 2, cause: cause, rank: 1),
      ])
    let replay = try Replay(scenario)
    #expect(!replay.isAsExpected)
    try expectSnapshot(ReplayText(replay, width: 72).text, named: "replay.txt")
  }

  @Test func `a lead between exact dates is exact`() throws {
    #expect(
      try conclusion(["1990-01-01"], [clearing], discovered: "1990-02-01")
        == "Confirmed: reflow = cold, found 1990-02-01.\nIt led from event 1 on, 31 days before it was found."
    )
  }

  @Test func `a lead from a date that is known in part is a least one`() throws {
    #expect(
      try conclusion(["1988"], [clearing], discovered: "1990-01-01")
        .hasSuffix("It led from event 1 on, at least 366 days (1.0 years) before it was found."))
    #expect(
      try conclusion(["1990"], [clearing], discovered: "1990-06-01")
        .hasSuffix("It led from event 1 on, how long before it was found the dates do not tell."))
  }

  @Test func `a cause that lost its lead and one that never led are told apart`() throws {
    #expect(
      try conclusion(["1990", "1991"], [clearing, blaming], discovered: nil)
        == "Confirmed: reflow = cold.\nIt first led after event 1, but did not lead at the end.")
    #expect(try conclusion(["1990"], [blaming], discovered: nil).hasSuffix("It never led."))
    #expect(
      try conclusion(
        ["1990-01-01", "1990-01-02", "1990-01-03"], [clearing, blaming, clearing],
        discovered: "1990-01-04"
      ).hasSuffix(
        "It first led after event 1, 3 days before it was found.\n"
          + "It led to the end from event 3 on, 1 day before it was found."))
  }
}
