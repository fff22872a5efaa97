import RootCause

/// Many replays for a terminal: a row for each, the scores over all, and the expectations that failed.
public struct ReplayTableText {
  private let table: ReplayTable

  /// Creates the text of a table.
  public init(_ table: ReplayTable) { self.table = table }

  /// The text, which ends with a line break.
  public var text: String {
    [grid, overall, asked, moved, failures].filter { !$0.isEmpty }.joined(separator: "\n")
  }

  // MARK: Rows

  private var grid: String {
    TextTable(
      [
        .words("escape"), .numbers("events"), .numbers("first led"), .numbers("days before found"),
        .numbers("posterior"), .numbers("rank"), .numbers("AC@1"), .numbers("AC@3"),
        .numbers("MRR"),
      ], rows: table.rows.map(cells)
    ).text
  }

  private func cells(_ row: ReplayTable.Row) -> [String] {
    [
      Self.title(row), "\(row.replay.steps.count)",
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

  private static func title(_ row: ReplayTable.Row) -> String {
    DisplayText.shortened(row.replay.scenario.title, to: 44)
  }

  // MARK: Below the rows

  /// The tests that were asked for before they were made, and turned out to be decisive.
  private var asked: String {
    let rows = table.rows.filter { $0.asked != nil }.map { row -> [String] in
      guard let question = row.asked?.decisive, let made = question.madeWith,
        let days = row.daysBeforeTest
      else { return [Self.title(row), "none", "", "", ""] }
      let dates = [question.event, made].map { row.replay.steps[$0 - 1].event.on }
      let isExact = dates.allSatisfy(\.isExact)
      return [
        Self.title(row), DisplayText.shortened(question.test, to: 40), "\(question.event)",
        "\(made)", isExact ? "\(days)" : days < 0 ? "?" : "≥ \(days)",
      ]
    }
    guard !rows.isEmpty else { return "" }
    return TextTable(
      [
        .words("escape"), .words("decisive test asked for"), .numbers("after event"),
        .numbers("made with event"), .numbers("days earlier"),
      ], rows: rows
    ).text
  }

  /// How often the confirmed cause leads when the numbers of the model are moved.
  private var moved: String {
    let rows = table.rows.flatMap { row -> [[String]] in
      guard let sensitivity = row.sensitivity else { return [] }
      return sensitivity.checkpoints.map { checkpoint in
        [
          Self.title(row), "\(checkpoint.event)", checkpoint.margin.isLed ? "yes" : "no",
          "\(checkpoint.movesLed) of \(sensitivity.moves.count)",
          sensitivity.trials == 0 ? "—" : "\(checkpoint.trialsLed) of \(sensitivity.trials)",
        ]
      }
    }
    guard !rows.isEmpty else { return "" }
    return TextTable(
      [
        .words("escape"), .numbers("after event"), .words("leads"), .numbers("leads after moves"),
        .numbers("leads in trials"),
      ], rows: rows
    ).text
  }

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
