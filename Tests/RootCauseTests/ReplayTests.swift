import Inference
import NetworkModel
import RootCause
import Testing
import _TestSupport

/// Scenarios told event by event.
@Suite struct ReplayTests {
  private let model: CausalModel

  init() throws {
    model = try GraphSamples.model(
      """
      digraph {
        node [kind=step]; a [prior="0.9 0.1"]; b [prior="0.8 0.2"]; c [prior="0.8 0.2"];
        node [kind=test]; ta [cpt="0.9 0.1; 0.1 0.9"]; tb [cpt="0.9 0.1; 0.1 0.9"]; tc [cpt="0.9 0.1; 0.1 0.9"];
        sure [cpt="1 0; 0.5 0.5"];
        a -> ta; b -> tb; c -> tc; a -> sure;
      }
      """)
  }

  private func event(_ date: String, _ states: [String: String], trust: Double = 1) throws
    -> Scenario.Event
  {
    var evidence = try Evidence(states, in: model.network)
    for (variable, item) in evidence.items {
      if case .state(let state) = item { evidence[variable] = .finding(state, of: 2, trust: trust) }
    }
    return Scenario.Event(on: try #require(PartialDate(date)), note: "", evidence: evidence)
  }

  private func scenario(
    _ events: [Scenario.Event], confirmed: [String] = ["a"], discovered: String? = nil,
    expect: [(after: Int, cause: String, rank: Int)] = []
  ) -> Scenario {
    Scenario(
      title: "T", model: model,
      confirmed: confirmed.map { .init(variable: $0, state: "out_of_control") },
      discovered: discovered.flatMap { PartialDate($0) }, events: events,
      expectations: expect.map {
        .init(
          after: $0.after, cause: .init(variable: $0.cause, state: "out_of_control"), rank: $0.rank)
      })
  }

  @Test func `each event adds to what is known, and the lead may come and go and stay`() throws {
    let events = try [
      event("2020-01-01", [:]), event("2020-01-02", ["ta": "fail"]),
      event("2020-01-03", ["tb": "fail"]),
      event("2020-01-04", ["sure": "fail"]), event("2020-01-05", ["tc": "fail"]),
    ]
    let replay = try Replay(scenario(events, discovered: "2020-02-01"))
    #expect(replay.steps.map(\.rank) == [3, 1, 2, 1, 1])
    #expect(replay.steps.map(\.isLed) == [false, true, false, true, true])
    #expect(replay.firstLead == 2)
    #expect(replay.lastingLead == 4)
    #expect(replay.daysBeforeDiscovery(event: 4) == 28)
    let together = try Diagnostician(model).diagnose(
      Evidence(["ta": "fail", "tb": "fail", "sure": "fail"], in: model.network))
    #expect(replay.steps[3].diagnosis == together)
  }

  @Test func `who shares the first place does not lead, unless all who share it are confirmed`()
    throws
  {
    let events = try [event("2020", [:])]
    #expect(try Replay(scenario(events, confirmed: ["b"])).steps.map(\.isLed) == [false])
    #expect(try Replay(scenario(events, confirmed: ["b"])).steps.map(\.rank) == [1])
    #expect(try Replay(scenario(events, confirmed: ["c", "a"])).steps.map(\.rank) == [1])
    #expect(try Replay(scenario(events, confirmed: ["c", "b"])).steps.map(\.isLed) == [true])
  }

  @Test
  func `a cause that never leads has no lead, and one that leads at first only no lasting one`()
    throws
  {
    let never = try Replay(scenario([event("2020", [:]), event("2021", ["ta": "pass"])]))
    #expect(
      (never.firstLead, never.lastingLead, never.daysBeforeDiscovery(event: 1)) == (nil, nil, nil))
    let lost = try Replay(scenario([event("2020", ["ta": "fail"]), event("2021", ["tb": "fail"])]))
    #expect((lost.firstLead, lost.lastingLead) == (1, nil))
  }

  @Test func `a later event replaces what an earlier one said of the same variable`() throws {
    let replay = try Replay(
      scenario([event("2020", ["ta": "fail"]), event("2021", ["ta": "pass"])]))
    let corrected = try Diagnostician(model).diagnose(Evidence(["ta": "pass"], in: model.network))
    #expect(replay.steps[1].diagnosis == corrected)
  }

  @Test func `a finding in doubt says less, by as much as its trust says`() throws {
    let replay = try Replay(scenario([event("2020", ["ta": "fail"], trust: 0.75)]))
    let cause = try #require(replay.steps[0].diagnosis.causes.first { $0.variable == "a" })
    // P(report | out of control) = 0.75 × 0.9 + 0.25 × 0.1 = 0.7, and 0.3 in control.
    #expect(cause.posterior.isClose(to: 0.07 / (0.07 + 0.27), .exact))
    let worthless = try Replay(scenario([event("2020", ["ta": "fail"], trust: 0.5)]))
    let unmoved = try #require(worthless.steps[0].diagnosis.causes.first { $0.variable == "a" })
    #expect(unmoved.posterior.isClose(to: 0.1, .exact))
  }

  @Test func `an expectation holds at its rank or better`() throws {
    let replay = try Replay(
      scenario(
        [event("2020", ["ta": "fail"]), event("2021", ["tb": "fail"])],
        expect: [(1, "a", 1), (2, "a", 1), (2, "a", 2), (2, "c", 3), (1, "c", 2)]))
    #expect(replay.checks.map(\.rank) == [1, 2, 2, 3, 2])
    #expect(replay.checks.map(\.holds) == [true, false, true, true, true])
    #expect(!replay.isAsExpected)
    #expect(try Replay(scenario([event("2020", [:])])).isAsExpected)
  }

  @Test func `an event that can't be is named with what it contradicts`() throws {
    let events = try [
      event("2020", ["ta": "fail"]), event("2021", ["sure": "fail"]),
      event("2022", ["a": "in_control"]),
    ]
    let contradiction = try Evidence(["a": "in_control", "sure": "fail"], in: model.network)
    #expect(
      throws: ReplayError.impossible(event: 3, .impossibleEvidence(contradiction: contradiction))
    ) {
      try Replay(scenario(events))
    }
  }
}
