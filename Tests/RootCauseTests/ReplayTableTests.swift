import Foundation
import NetworkModel
import RootCause
import Testing
import _TestSupport

/// Replays side by side.
@Suite struct ReplayTableTests {
  private let model: CausalModel

  init() throws {
    model = try GraphSamples.model(
      """
      digraph {
        node [kind=step]; a [prior="0.9 0.1"]; b [prior="0.8 0.2"]; c [prior="0.8 0.2"];
        node [kind=test]; ta [cost=2, cpt="0.9 0.1; 0.1 0.9"]; tb [cost=1, cpt="0.9 0.1; 0.3 0.7"];
        tc [cpt="0.99 0.01; 0.01 0.99"];
        a -> ta; b -> tb; c -> tc;
      }
      """)
  }

  private func replay(
    _ events: [(on: String, states: [String: String])], confirmed: [String] = ["a"],
    discovered: String? = nil, model: CausalModel? = nil
  ) throws -> Replay {
    let model = model ?? self.model
    return try Replay(
      Scenario(
        title: "T", model: model,
        confirmed: confirmed.map { .init(variable: $0, state: "out_of_control") },
        discovered: discovered.flatMap { PartialDate($0) },
        events: try events.map {
          Scenario.Event(
            on: try #require(PartialDate($0.on)), note: "",
            evidence: try Evidence($0.states, in: model.network))
        }))
  }

  /// The entropy of a coin, in bits.
  private func entropy(_ p: Double) -> Double { -p * log2(p) - (1 - p) * log2(1 - p) }

  @Test func `a tie counts against the confirmed cause, and another confirmed cause does not`()
    throws
  {
    let events = [(on: "2020", states: [String: String]())]
    #expect(try replay(events, confirmed: ["b"]).steps.map(\.place) == [2])
    #expect(try replay(events, confirmed: ["b", "c"]).steps.map(\.place) == [1])
    #expect(try replay(events, confirmed: ["a"]).steps.map(\.place) == [3])
    #expect(try replay(events, confirmed: ["a", "c"]).steps.map(\.place) == [2])
  }

  @Test(arguments: 0..<20) func `the place is 1 exactly where it leads`(seed: Int) throws {
    var dice = Dice(seed: UInt64(seed))
    let tests = ["ta", "tb", "tc"]
    let events = (0..<4).map { _ in
      (on: "2020", states: [tests[dice.below(3)]: ["pass", "fail"][dice.below(2)]])
    }
    let confirmed = [["a"], ["b"], ["c"], ["a", "b"]][dice.below(4)]
    for step in try replay(events, confirmed: confirmed).steps {
      #expect((step.place == 1) == step.isLed)
      #expect(step.place >= step.rank - (confirmed.count - 1))
    }
  }

  @Test func `scores are shares of places and the mean of their reciprocals`() throws {
    let scores = try #require(RankScores([1, 2, 4, 1]))
    #expect((scores.count, scores.accuracyAt1, scores.accuracyAt3) == (4, 0.5, 0.75))
    #expect(scores.meanReciprocalRank == (1 + 0.5 + 0.25 + 1) / 4)
    #expect(RankScores([]) == nil)
  }

  @Test func `over all replays counts the last event that was surely before the discovery`() throws
  {
    let events = [
      (on: "2020-01-01", states: ["tb": "pass"]), (on: "2020-02-03", states: ["ta": "fail"]),
      (on: "2020-03", states: ["tc": "pass"]),
    ]
    func last(_ discovered: String?) throws -> Int? {
      ReplayTable.Row(try replay(events, discovered: discovered)).lastBeforeDiscovery
    }
    #expect(try last("2020-04-01") == 3)
    // The third event may have been on the 31st, the second is surely before.
    #expect(try last("2020-03-31") == 2)
    #expect(try last("2020-02-03") == 1)
    #expect(try last("2020-02") == 1)
    #expect(try last("2019") == nil)
    #expect(try last(nil) == nil)
    let table = ReplayTable(
      [
        try replay(events, discovered: "2020-02"), try replay(events, discovered: "2020-04-01"),
        try replay(events),
      ].map { ReplayTable.Row($0) })
    // After the first event c leads with 0.2, a is second with 0.1; after the third a leads.
    #expect(table.rows.map(\.placeBeforeDiscovery) == [2, 1, nil])
    #expect(table.overall == RankScores([2, 1]))
    #expect(ReplayTable([ReplayTable.Row(try replay(events))]).overall == nil)
  }

  @Test
  func
    `asked for is the most informative test that can be ordered, and decisive one that came true`()
    throws
  {
    // tc would tell most, and has no cost: nobody can order it. ta tells more than tb, whatever they cost.
    let replay = try replay([
      (on: "2020-01-01", states: [:]), (on: "2020-01-05", states: ["tc": "fail"]),
      (on: "2020-01-20", states: ["ta": "fail"]), (on: "2020-02-01", states: ["tb": "pass"]),
    ])
    let asked = try AskedTests(replay)
    let advisor = TestAdvisor(try Diagnostician(model))
    for question in asked.questions {
      let tests = try advisor.nextTests(after: replay.steps[question.event - 1].diagnosis)
        .filter { $0.cost != nil }
      #expect(question.information == tests.map(\.information).max())
    }
    #expect(asked.questions.map(\.event) == [1, 2, 3])
    #expect(asked.questions[2].test == "tb")
    let decisive = try #require(asked.decisive)
    #expect((decisive.test, decisive.madeWith) == ("ta", 3))
    // Before anything is known ta fails with 0.9 · 0.1 + 0.1 · 0.9, and with 0.1 or 0.9 when a is known.
    #expect(decisive.event == 1)
    #expect(decisive.information.isClose(to: entropy(0.18) - entropy(0.1), .manySteps))
    #expect(ReplayTable.Row(replay, asked: asked).daysBeforeTest == 19)
  }

  @Test
  func
    `without costs every test can be asked for, and a test that tells little for the cause is not decisive`()
    throws
  {
    let free = try GraphSamples.model(
      """
      digraph { node [kind=step]; a [prior="0.9 0.1"]; b [prior="0.8 0.2"]; node [kind=test];
        ta [cpt="0.9 0.1; 0.1 0.9"]; tb [cpt="0.9 0.1; 0.1 0.9"]; a -> ta; b -> tb; }
      """)
    let replay = try replay(
      [(on: "2020-01-01", states: [:]), (on: "2020-01-05", states: ["tb": "fail"])], model: free)
    let asked = try AskedTests(replay)
    #expect(asked.questions.map(\.test) == ["tb", "ta"])
    #expect(asked.questions.map(\.madeWith) == [2, nil])
    // tb is about b and leaves a where it was.
    #expect(asked.decisive == nil)
  }
}
