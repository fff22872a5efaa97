import RootCause

/// Many replays and their scores as JSON has them.
public struct ReplayTableRecord: Encodable, Sendable {
  private let escapes: [ReplayRecord]
  private let overall: ScoresRecord?

  /// The record of `table`.
  ///
  /// - Parameter sensitivities: Of each replay, in their order; none where nobody asked.
  public init(_ table: ReplayTable, sensitivities: [Sensitivity] = []) {
    escapes = table.rows.enumerated().map { place, row in
      ReplayRecord(
        row.replay, sensitivity: sensitivities.indices.contains(place) ? sensitivities[place] : nil)
    }
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
