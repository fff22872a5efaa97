import RootCause

/// Many replays and their scores as JSON has them.
public struct ReplayTableRecord: Encodable, Sendable {
  private let escapes: [ReplayRecord]
  private let overall: ScoresRecord?

  /// The record of `table`.
  public init(_ table: ReplayTable) {
    escapes = table.rows.map(ReplayRecord.init)
    overall = table.overall.map(ScoresRecord.init)
  }
}

/// How well something was ranked, as JSON has it.
struct ScoresRecord: Encodable, Sendable {
  private let rankings: Int
  private let accuracyAt1: Double
  private let accuracyAt3: Double
  private let meanReciprocalRank: Double

  init(_ scores: RankScores) {
    rankings = scores.count
    accuracyAt1 = scores.accuracyAt1
    accuracyAt3 = scores.accuracyAt3
    meanReciprocalRank = scores.meanReciprocalRank
  }
}
