import NetworkModel
import RootCause

/// What a model says of itself, for a terminal: how it came to be, the error rates of its tests, what the records can't tell, and its
/// CPDs with what they rest on.
public struct ModelSummaryText {
  private let summary: ModelSummary

  /// Creates the text of `summary`.
  public init(_ summary: ModelSummary) { self.summary = summary }

  /// The text, which ends with a line break.
  public var text: String {
    ([head, tests, doubts] + summary.families.map(family)).filter { !$0.isEmpty }
      .joined(separator: "\n")
  }

  private var head: String {
    let title = summary.model.graph.title.map { DisplayText.shortened($0, to: 70) + "\n" } ?? ""
    guard let learning = summary.model.provenance.learning else {
      return title + "Expert numbers; no records were learned from.\n"
    }
    return title
      + "Learned from \(Figures.measured(learning.units)) units, \(Figures.percent(learning.missingShare)) of their cells missing;"
      + " prior \(DisplayText.shortened(learning.prior, to: 40)).\n"
  }

  // MARK: Tests

  private var tests: String {
    guard !summary.tests.isEmpty else { return "" }
    let columns: [TextTable.Column] = [
      .words("test"), .words("error"), .numbers("rate"), .numbers("90 % interval"),
      .numbers("records"), .numbers("worth"),
    ]
    let rows = summary.tests.flatMap { test in
      [("false fail", test.falseFail), ("false pass", test.falsePass)].compactMap { error, rate in
        rate.map { row(test.variable, error, $0) }
      }
    }
    return "Error rates of the tests: sound units that fail, faulty units that pass\n"
      + TextTable(columns, rows: rows).text
  }

  private func row(_ test: String, _ error: String, _ rate: Rate) -> [String] {
    [
      DisplayText.shortened(test, to: 60), error, Figures.probability(rate.value),
      rate.interval.map(Figures.interval) ?? "—", count(rate.records), count(rate.effectiveRecords),
    ]
  }

  private func count(_ value: Double?) -> String {
    value.map { $0 < 1e15 ? Figures.fixed($0, 1) : "\($0)" } ?? "—"
  }

  // MARK: Doubts

  private var doubts: String {
    guard summary.model.counts != nil else {
      return summary.knowsBasis
        ? "" : "Nothing says how many records these numbers are worth: there are no intervals.\n"
    }
    var lines: [String] = []
    for (family, rows) in summary.unreached {
      let all = rows.count == family.rows.count
      let name = DisplayText.shortened(family.variable.name, to: 60)
      let part = all ? "every row" : "\(rows.count) of \(family.rows.count) rows"
      lines.append("  \(name): less than one record in \(part); the prior alone speaks there")
    }
    if let tradeOffs = summary.tradeOffs {
      lines += tradeOffs.map(line)
    } else {
      lines.append("  what trades off was not looked for")
    }
    return "What the records can't tell\n"
      + (lines.isEmpty ? "  nothing was found\n" : lines.map { $0 + "\n" }.joined())
  }

  private func line(_ tradeOff: TradeOffSummary) -> String {
    let shown = tradeOff.rows.prefix(4).map { row in
      "\(DisplayText.shortened(row.variable, to: 40))\(given(row))"
    }
    let more = tradeOff.rows.count > 4 ? " and \(tradeOff.rows.count - 4) more" : ""
    let verb = tradeOff.rows.count > 1 ? "trade off against each other" : "is open"
    let blurred =
      tradeOff.candidates.isEmpty
      ? ""
      : "; it blurs "
        + tradeOff.candidates.map { DisplayText.shortened($0, to: 40) }.joined(separator: ", ")
    return "  \(shown.joined(separator: ", "))\(more): \(verb)"
      + " (\(Figures.percent(tradeOff.share)) of what complete records would say)\(blurred)"
  }

  private func given(_ row: TradeOffSummary.Row) -> String {
    let condition = condition(row.condition)
    return condition.isEmpty ? "" : " given \(condition)"
  }

  private func condition(_ condition: FamilySummary.Condition) -> String {
    switch condition {
    case .parents(let states):
      states.map { DisplayText.shortened($0, to: 30) }.joined(separator: ", ")
    case .leak: "leak"
    case .cause(let parent, let state):
      "\(DisplayText.shortened(parent, to: 40)) = \(DisplayText.shortened(state, to: 30))"
    }
  }

  // MARK: Families

  private func family(_ family: FamilySummary) -> String {
    let isReading = family.variable.variable.isReading
    let isRestingOn = family.rows.contains { $0.basis != nil }
    let isTable = family.variable.form != .noisyMax
    var columns: [TextTable.Column] = [.words("cause")]
    if isTable { columns = family.parents.map { .words(DisplayText.shortened($0, to: 40)) } }
    columns += isReading ? readingColumns(of: family) : stateColumns(of: family)
    let doubted = stateWithInterval(of: family)
    if let doubted { columns.append(.numbers("90 % interval of \(doubted)")) }
    if isRestingOn {
      columns += [.numbers("records"), .numbers("prior"), .numbers("complete")]
    }
    let rows = family.rows.map { row -> [String] in
      let values = row.values.map { isReading ? number($0) : Figures.probability($0) }
      let interval = doubted == nil ? [] : [row.intervals?.last.map(Figures.interval) ?? "—"]
      return cells(row.condition) + values + interval + (isRestingOn ? basis(row.basis) : [])
    }
    let label = family.variable.label.map { ": " + DisplayText.shortened($0, to: 60) } ?? ""
    let unit = family.variable.unit.map { ", in " + DisplayText.shortened($0, to: 20) } ?? ""
    let name = DisplayText.shortened(family.variable.name, to: 60)
    let heading = "\(name) (\(family.variable.kind.rawValue)\(unit))\(label)\n"
    return heading + TextTable(columns, rows: rows).text
  }

  /// Of a reading with regressors, the mean where they are 0, and what it rises by with each.
  private func readingColumns(of family: FamilySummary) -> [TextTable.Column] {
    let regressors = family.variable.variable.regressors
    return [.numbers(regressors.isEmpty ? "mean" : "mean at 0"), .numbers("deviation")]
      + regressors.map { .numbers("per \(DisplayText.shortened($0, to: 40))") }
  }

  /// The state whose intervals stand beside the probabilities: of two the second; the other has the rest. Of more, JSON has them all.
  private func stateWithInterval(of family: FamilySummary) -> String? {
    let states = family.variable.variable.states
    guard states.count == 2, family.rows.contains(where: { $0.intervals != nil }) else {
      return nil
    }
    return DisplayText.shortened(states[1], to: 30)
  }

  private func stateColumns(of family: FamilySummary) -> [TextTable.Column] {
    family.variable.variable.states.map { .numbers(DisplayText.shortened($0, to: 30)) }
  }

  private func cells(_ condition: FamilySummary.Condition) -> [String] {
    guard case .parents(let states) = condition else { return [self.condition(condition)] }
    return states.map { DisplayText.shortened($0, to: 30) }
  }

  private func basis(_ basis: RowBasis?) -> [String] {
    [count(basis?.records), count(basis?.prior), basis.map { Figures.percent($0.share) } ?? "—"]
  }

  private func number(_ value: Double) -> String {
    abs(value) < 1e9 ? Figures.fixed(value, 4) : "\(value)"
  }
}
