import RootCause

/// The sections of a report that rank causes and defect modes.
enum CauseSections {
  private static let limit = 20

  static func causes(of answers: UnitInquiry) -> Report.Section {
    let causes = answers.diagnosis.causes
    guard !causes.isEmpty else {
      return Report.Section(
        "causes", "Ranked causes",
        [.paragraph("The model has no steps, lots or stations, and so no candidates.")])
    }
    let chart = RankingChart(causes, title: "Ranked causes")
    return Report.Section(
      "causes", "Ranked causes",
      [
        .figure(
          Report.Figure(name: "causes", caption: chart.caption, drawing: .chart(chart.drawing))),
        .table(table(causes, "The causes, best first", "cause", answers.model)),
        .paragraph(
          "The Bayes factor is posterior odds over prior odds: how much the evidence speaks for the cause, whatever was believed before. "
            + intervalNote(causes)),
      ] + joint(answers.jointCauses))
  }

  static func defects(of answers: UnitInquiry) -> Report.Section? {
    let defects = answers.diagnosis.defects
    guard !defects.isEmpty else { return nil }
    let chart = RankingChart(defects, title: "Defect modes")
    return Report.Section(
      "defects", "Defect modes",
      [
        .figure(
          Report.Figure(name: "defects", caption: chart.caption, drawing: .chart(chart.drawing))),
        .table(
          table(
            defects, "What is wrong with the unit, likeliest first", "defect mode", answers.model)),
      ])
  }

  static func intervalNote(_ causes: [RankedCause]) -> String {
    causes.contains { $0.interval != nil }
      ? "The interval has the posterior with a probability of 90 %, and P(rank 1) is the probability that the cause comes first, when the numbers of the model are as uncertain as the records and weights behind them leave them."
      : "There are no intervals: nothing says how many records the numbers of the model are worth."
  }

  static func table(
    _ causes: [RankedCause], _ caption: String, _ word: String, _ model: CausalModel
  ) -> Report.Table {
    let isDoubted = causes.contains { $0.interval != nil }
    let labels = causes.map { cause in
      model.graph.index(of: cause.variable).flatMap { model.graph.variables[$0].label }
    }
    let isLabelled = labels.contains { $0 != nil }
    let columns: [Report.Table.Column] =
      [.numbers("rank"), .words(word)] + (isLabelled ? [.words("label")] : [])
      + [.words("kind"), .numbers("posterior")]
      + (isDoubted ? [.numbers("90 % interval"), .numbers("P(rank 1)")] : [])
      + [.numbers("prior"), .numbers("Bayes factor")]
    let rows = zip(causes, labels).map { cause, label in
      ["\(cause.rank)", DiagnosisTable.name(of: cause)] + (isLabelled ? [label ?? ""] : [])
        + [cause.kind.rawValue, Figures.probability(cause.posterior)]
        + (isDoubted ? DiagnosisTable.doubt(of: cause) : [])
        + [Figures.probability(cause.prior), DiagnosisTable.factor(of: cause)]
    }
    return Report.Table(caption, columns, rows: rows, naming: 1, limit: limit)
  }

  private static func joint(_ joint: JointCauses?) -> [Report.Block] {
    guard let joint else { return [] }
    let count = joint.count
    let rows = joint.explanations.map { explanation in
      let names = explanation.causes.map {
        DiagnosisTable.name(variable: $0.variable, state: $0.state)
      }
      return [
        names.isEmpty ? "no cause" : names.joined(separator: ", "),
        Figures.probability(explanation.probability),
      ]
    }
    let table = Report.Table(
      "Sets of causes, all other candidates nominal", [.words("set"), .numbers("probability")],
      rows: rows)
    let bound =
      joint.isExact
      ? ""
      : " The search ended early: other sets may have up to \(Figures.probability(joint.boundOfOthers))."
    return [
      .heading("Several causes at once"),
      .paragraph(
        "How many candidates are off nominal in this unit: none with probability \(Figures.probability(count.none)), just one with \(Figures.probability(count.one)), two or more with \(Figures.probability(count.more)).\(bound)"
      ),
    ] + (rows.isEmpty ? [] : [.table(table)])
  }
}
