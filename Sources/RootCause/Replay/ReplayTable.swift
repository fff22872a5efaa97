/// Many replays side by side, and what they come to: how early and how well the confirmed causes were ranked.
public struct ReplayTable: Sendable {
  /// What a replay comes to.
  public struct Row: Sendable {
    /// The replay.
    public let replay: Replay
    /// The tests that would have been asked for; nil where nobody looked.
    public let asked: AskedTests?
    /// How far its lead hangs on the numbers; nil where nobody looked.
    public let sensitivity: Sensitivity?
    /// The places of the confirmed cause, event by event (`Replay.Step.place`).
    public let places: [Int]
    /// The posterior of the best confirmed cause at the end.
    public let posterior: Double
    /// The number of the last event that was surely before the day on which the cause was found; nil when there is none, or nobody knows
    /// the day.
    public let lastBeforeDiscovery: Int?

    /// Its scores over the events; nil of none.
    public var scores: RankScores? { RankScores(places) }
    /// The place after the last event before the discovery.
    public var placeBeforeDiscovery: Int? { lastBeforeDiscovery.map { places[$0 - 1] } }
    /// The least number of days from the first lead to the discovery; below 0 where the dates do not tell.
    public var daysBeforeDiscovery: Int? { replay.firstLead.flatMap(replay.daysBeforeDiscovery) }

    /// The least number of days by which the decisive question came before its test; nil without one.
    public var daysBeforeTest: Int? {
      asked?.decisive.flatMap { question in
        question.madeWith.map {
          replay.steps[question.event - 1].event.on.days(until: replay.steps[$0 - 1].event.on)
        }
      }
    }

    /// Sums up a replay.
    public init(_ replay: Replay, asked: AskedTests? = nil, sensitivity: Sensitivity? = nil) {
      self.replay = replay
      self.asked = asked
      self.sensitivity = sensitivity
      places = replay.steps.map(\.place)
      posterior = replay.steps.last?.confirmedPosterior ?? 0
      let discovered = replay.scenario.discovered
      lastBeforeDiscovery = discovered.flatMap { discovered in
        replay.steps.lastIndex { $0.event.on.days(until: discovered) > 0 }.map { $0 + 1 }
      }
    }
  }

  /// The replays, in the order in which they were given.
  public let rows: [Row]

  /// Puts `rows` side by side.
  public init(_ rows: [Row]) { self.rows = rows }

  /// The scores over the replays, each at its last event before the discovery; nil when none has such an event.
  public var overall: RankScores? { RankScores(rows.compactMap(\.placeBeforeDiscovery)) }

  /// Whether every expectation of every replay held.
  public var isAsExpected: Bool { rows.allSatisfy { $0.replay.isAsExpected } }
}

/// How well something was ranked, over a number of rankings.
public struct RankScores: Sendable, Equatable {
  /// The number of rankings.
  public let count: Int
  /// AC@1: the share of them in which it stood first.
  public let accuracyAt1: Double
  /// AC@3: the share in which it was among the first three.
  public let accuracyAt3: Double
  /// The mean of 1 / place.
  public let meanReciprocalRank: Double

  /// Scores places, from 1; nil of none.
  public init?(_ places: [Int]) {
    guard !places.isEmpty else { return nil }
    let total = Double(places.count)
    count = places.count
    accuracyAt1 = Double(places.count { $0 <= 1 }) / total
    accuracyAt3 = Double(places.count { $0 <= 3 }) / total
    meanReciprocalRank = places.reduce(0) { $0 + 1 / Double($1) } / total
  }
}

extension Replay.Step {
  /// The place of the best confirmed cause, from 1, behind every other candidate that stands beside it: a tie counts against it, while other
  /// confirmed causes do not.
  public var place: Int {
    1 + diagnosis.causes.count { !isConfirmed($0) && $0.rank <= rank }
  }

  /// The posterior of the best confirmed cause.
  public var confirmedPosterior: Double {
    diagnosis.causes.first(where: isConfirmed)?.posterior ?? 0
  }

  private func isConfirmed(_ cause: RankedCause) -> Bool {
    confirmed.contains { $0.variable == cause.variable && $0.state == cause.state }
  }
}
