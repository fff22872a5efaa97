import RootCause

/// Why the leading cause is believed.
enum ExplanationSection {
  /// The rivals of each direction that are named, and the least change of log odds that is.
  private static let (rivals, leastChange) = (2, 0.05)

  static func section(of answers: UnitInquiry) -> Report.Section? {
    guard let explanation = answers.explanation, !explanation.findings.isEmpty else { return nil }
    let name = DiagnosisTable.name(variable: explanation.variable, state: explanation.state)
    let chart = ContributionChart(explanation)
    return Report.Section(
      "explanation", "Why \(name)",
      [
        .paragraph(
          "The log odds of \(name) are \(Figures.signed(explanation.priorLogOdds)) before the findings and \(Figures.signed(explanation.posteriorLogOdds)) after: the findings add \(Figures.signed(explanation.logBayesFactor)) (natural logarithms)."
            + (explanation.isSettled
              ? " Log odds of 1000 stand for certain, of -1000 for impossible." : "")
            + (explanation.sampledOrders.map {
              " What each adds is sampled from \($0) orders of the findings."
            } ?? "")),
        .figure(
          Report.Figure(
            name: "explanation", caption: ContributionChart.caption, drawing: .chart(chart.drawing))
        ),
        .table(table(explanation)),
        .heading("How each finding speaks to the cause"),
        .list(explanation.findings.map(trail)),
      ] + changes(explanation) + misfits(explanation))
  }

  private static func table(_ explanation: Explanation) -> Report.Table {
    let isSampled = explanation.sampledOrders != nil
    let rows = explanation.findings.sorted { abs($0.shapley) > abs($1.shapley) }.map { finding in
      [name(finding), Figures.signed(finding.shapley)]
        + (isSampled ? [Figures.fixed(finding.standardError ?? 0, 2)] : [])
        + [
          Figures.signed(-finding.leftOut), Figures.signed(finding.alone),
          finding.fit.map { Figures.probability($0.probability) } ?? "—",
        ]
    }
    return Report.Table(
      "What each finding adds to the log odds of the cause",
      [.words("finding"), .numbers("adds")] + (isSampled ? [.numbers("± error")] : [])
        + [
          .numbers("if left out"), .numbers("alone"),
          .numbers("P(finding) given the cause and the rest"),
        ],
      rows: rows)
  }

  private static func name(_ finding: ExplainedFinding) -> String {
    DisplayText.shortened(finding.statement, to: 100)
  }

  private static func trail(_ finding: ExplainedFinding) -> String {
    guard let trail = finding.trail else { return "\(name(finding)) tells nothing about it." }
    guard let first = trail.steps.first else {
      return "\(name(finding)) is about the cause itself."
    }
    let way = trail.steps.reduce(DisplayText.shortened(first.from, to: 60)) { line, step in
      line + (step.isAgainstArc ? " ← " : " → ") + DisplayText.shortened(step.to, to: 60)
        + " (\(step.bits.map { "\(Figures.fixed($0, 3)) bits" } ?? "observed"))"
    }
    return "\(name(finding)), by its strongest way: \(way)"
  }

  private static func changes(_ explanation: Explanation) -> [Report.Block] {
    let lines = explanation.findings.compactMap { finding -> String? in
      let named = [("raises", 1.0), ("lowers", -1.0)].compactMap { verb, sign -> String? in
        let texts = finding.rivals.filter { $0.change * sign >= leastChange }.prefix(rivals).map {
          DiagnosisTable.name(variable: $0.variable, state: $0.state)
            + " (\(Figures.signed($0.change)))"
        }
        return texts.isEmpty ? nil : "\(verb) \(texts.joined(separator: ", "))"
      }
      return named.isEmpty ? nil : "\(name(finding)) \(named.joined(separator: "; "))"
    }
    return lines.isEmpty
      ? []
      : [.heading("What the findings do to other candidates, by their log odds"), .list(lines)]
  }

  private static func misfits(_ explanation: Explanation) -> [Report.Block] {
    let lines = explanation.misfits.compactMap { finding -> String? in
      guard let fit = finding.fit else { return nil }
      let expected =
        switch fit.expected {
        case .state(let state, let probability):
          "\(DisplayText.shortened(state, to: 40)) (\(Figures.probability(probability)))"
        case .value(let mean, let deviation):
          "\(Figures.amount(mean)) ± \(Figures.amount(deviation))"
        }
      return
        "\(name(finding)) has probability \(Figures.probability(fit.probability)); expected was \(expected)"
    }
    return lines.isEmpty
      ? [] : [.heading("Findings that do not fit, given the cause and the others"), .list(lines)]
  }
}
