import RootCause

/// What to do with a unit or a group of them, for a terminal.
public struct DispositionText {
  private let disposition: Disposition

  /// Creates the text of `disposition`.
  public init(_ disposition: Disposition) { self.disposition = disposition }

  /// The choices, what would turn the best one, and what knowing more is worth; the text ends with a line break.
  public var text: String {
    var parts = [choices]
    if !disposition.critical.isEmpty { parts.append(turns) }
    if let value = disposition.valueOfPerfectInformation {
      parts.append(
        "Knowing all of this for sure would be worth \(Figures.amount(value)): no test is worth more.\n"
          + worths)
    }
    return parts.joined(separator: "\n")
  }

  private var choices: String {
    let order = disposition.losses.indices.sorted {
      (disposition.losses[$0].loss, $0) < (disposition.losses[$1].loss, $1)
    }
    let rows = order.map { place in
      let item = disposition.losses[place]
      return [
        DisplayText.shortened(item.choice, to: 40), Figures.amount(item.loss),
        place == disposition.bestIndex
          ? "best" : "+" + Figures.amount(item.loss - disposition.best.loss),
      ]
    }
    return TextTable(
      [.words("choice"), .numbers("expected loss"), .numbers("against the best")], rows: rows
    ).text
  }

  private var turns: String {
    func cells(_ turn: Disposition.Critical.Turn?) -> [String] {
      [
        turn.map { Figures.probability($0.probability) } ?? "—",
        turn.map { DisplayText.shortened($0.choice, to: 40) } ?? "",
      ]
    }
    let rows = disposition.critical.map { item in
      [
        DiagnosisTable.name(variable: item.variable, state: item.state),
        Figures.probability(item.posterior),
      ] + cells(item.below) + cells(item.above)
    }
    return TextTable(
      [
        .words("if"), .numbers("posterior"), .numbers("below"), .words("rather"),
        .numbers("above"), .words("rather"),
      ], rows: rows
    ).text
  }

  /// The tests that are worth anything, the most first.
  private var worths: String {
    let shown = disposition.tests.filter { $0.worth > 1e-9 }.prefix(3)
    guard !shown.isEmpty else { return "" }
    let rows = shown.map { test in
      [
        DisplayText.shortened(test.variable, to: 60), Figures.amount(test.worth),
        Figures.cost(test.cost), test.cost.map { Figures.amount(test.worth - $0) } ?? "—",
      ]
    }
    return "\n"
      + TextTable(
        [.words("test"), .numbers("worth"), .numbers("cost"), .numbers("worth less cost")],
        rows: rows
      ).text
  }
}
