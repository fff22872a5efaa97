import RootCause

/// Many replays for a terminal: a row for each, the scores over all, and the expectations that failed.
public struct ReplayTableText {
  private let table: ReplayTable
  private let sensitivities: [Sensitivity]

  /// Creates the text of a table.
  ///
  /// - Parameter sensitivities: Of each replay, in their order; none where nobody asked.
  public init(_ table: ReplayTable, sensitivities: [Sensitivity] = []) {
    self.table = table
    self.sensitivities = sensitivities
  }

  /// The text, which ends with a line break.
  public var text: String {
    ([grid, overall] + (failures.isEmpty ? [] : [failures])).joined(separator: "\n")
  }

  // MARK: Rows

  private var grid: String {
    let moved: [TextTable.Column] =
      sensitivities.isEmpty ? [] : [.numbers("moves led"), .numbers("trials led")]
    let rows = table.rows.enumerated().map { place, row in
      cells(row) + (sensitivities.isEmpty ? [] : Self.cells(sensitivities[place]))
    }
    return TextTable(
      [
        .words("escape"), .numbers("events"), .numbers("first led"), .numbers("days before found"),
        .numbers("posterior"), .numbers("rank"), .numbers("AC@1"), .numbers("AC@3"),
        .numbers("MRR"),
      ] + moved, rows: rows
    ).text
  }

  private func cells(_ row: ReplayTable.Row) -> [String] {
    [
      DisplayText.shortened(row.replay.scenario.title, to: 44), "\(row.replay.steps.count)",
      row.replay.firstLead.map(String.init) ?? "never", Self.days(row),
      Figures.probability(row.posterior), row.places.last.map(String.init) ?? "—",
    ] + scores(row.scores)
  }

  private func scores(_ scores: RankScores?) -> [String] {
    [scores?.accuracyAt1, scores?.accuracyAt3, scores?.meanReciprocalRank]
      .map { $0.map { Figures.fixed($0, 2) } ?? "—" }
  }

  /// The days from the first lead to the discovery: the least that the dates allow, `?` where they do not tell which came first.
  private static func days(_ row: ReplayTable.Row) -> String {
    guard let event = row.replay.firstLead, let days = row.daysBeforeDiscovery,
      let discovered = row.replay.scenario.discovered
    else { return "—" }
    if row.replay.steps[event - 1].event.on.isExact, discovered.isExact { return "\(days)" }
    return days < 0 ? "?" : "≥ \(days)"
  }

  private static func cells(_ sensitivity: Sensitivity) -> [String] {
    guard let end = sensitivity.checkpoints.last else { return ["—", "—"] }
    return [
      "\(end.movesLed)/\(sensitivity.moves.count)", "\(end.trialsLed)/\(sensitivity.trials)",
    ]
  }

  // MARK: Below the rows

  private var overall: String {
    guard let overall = table.overall else {
      return "No escape has an event before its cause was found: there is no score over all.\n"
    }
    let escapes = overall.count == 1 ? "1 escape" : "\(overall.count) escapes"
    let left = table.rows.count - overall.count
    let note = left == 0 ? "" : " (\(left) without such an event)"
    let figures = scores(overall)
    return
      "Over \(escapes)\(note), each after its last event before the cause was found:\n"
      + "AC@1 \(figures[0]), AC@3 \(figures[1]), mean reciprocal rank \(figures[2]).\n"
  }

  private var failures: String {
    table.rows.flatMap { row in
      row.replay.checks.filter { !$0.holds }.map { check in
        let cause = check.expectation.cause
        let name = DiagnosisTable.name(variable: cause.variable, state: cause.state)
        let rank = check.rank == .max ? "no candidate" : "at rank \(check.rank)"
        return
          "FAILED: \(DisplayText.shortened(row.replay.scenario.title, to: 60)): after event \(check.expectation.after)"
          + " \(name) is expected at rank \(check.expectation.rank) or better, and is \(rank)\n"
      }
    }
    .joined()
  }
}
