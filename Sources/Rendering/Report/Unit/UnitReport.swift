import NetworkModel
import RootCause

/// The report of one unit: what is known of it, what caused it, why that is believed, and what to do next.
public struct UnitReport {
  let answers: UnitInquiry
  let origin: ReportOrigin
  private let picture: EmbeddedPicture?
  private let pictureProblem: String?

  /// Creates the report of `answers`.
  ///
  /// - Parameters:
  ///   - picture: The graph with the posteriors of the diagnosis.
  ///   - pictureProblem: Why there is no picture, where there is none.
  public init(
    _ answers: UnitInquiry, origin: ReportOrigin, picture: EmbeddedPicture?,
    pictureProblem: String? = nil
  ) {
    self.answers = answers
    self.origin = origin
    self.picture = picture
    self.pictureProblem = pictureProblem
  }

  /// The report.
  public func report() -> Report {
    let sections = [
      question, evidence, CauseSections.causes(of: answers), CauseSections.defects(of: answers),
      ExplanationSection.section(of: answers), ActionSections.nextTests(of: answers),
      ActionSections.remedies(of: answers), ActionSections.disposition(of: answers), pictureSection,
      ModelSections.model(answers.summary), ModelSections.limits(of: answers),
      origin.section(
        note:
          "Nothing in the report comes from a clock, the network or the machine; a date is in it only where the call gives one."
      ),
    ]
    return Report(
      title: origin.title ?? "Root causes: \(answers.model.graph.title ?? "one unit")",
      subtitle: origin.subtitle("Report of one unit"), summary: summary,
      sections: sections.compactMap(\.self))
  }

  private var variables: [CausalVariable] { answers.model.graph.variables }

  /// What to read when nothing else is read.
  private var summary: [Report.Fact] {
    var facts: [Report.Fact] = []
    if let first = answers.diagnosis.causes.first {
      let leaders = answers.diagnosis.leaders.count
      let interval = first.interval.map { " (90 % interval \(Figures.interval($0)))" } ?? ""
      facts.append(
        Report.Fact(
          "Leading cause",
          "\(named(first)): \(Figures.probability(first.posterior))\(interval), before the evidence \(Figures.probability(first.prior))"
            + (leaders > 1 ? "; \(leaders) causes share this place" : "")))
    }
    if let defect = answers.diagnosis.defects.first {
      facts.append(
        Report.Fact(
          "Likeliest defect mode", "\(named(defect)): \(Figures.probability(defect.posterior))"))
    }
    if answers.conflict.isAboveZero {
      facts.append(
        Report.Fact(
          "Beware",
          "the findings do not hang together (conflict \(Figures.signed(answers.conflict.total)), above 0)"
        ))
    }
    if let test = answers.nextTests?.first, test.information > 0 {
      facts.append(
        Report.Fact("Next test", ActionSections.name(test.variable, in: answers.model)))
    }
    if let disposition = answers.disposition {
      facts.append(
        Report.Fact(
          "Disposition",
          "\(disposition.best.choice), at an expected loss of \(Figures.amount(disposition.best.loss))"
        ))
    }
    return facts
  }

  private func named(_ cause: RankedCause) -> String {
    let label = answers.model.graph.index(of: cause.variable).flatMap { variables[$0].label }
    let name = DiagnosisTable.name(of: cause)
    return label.map { "\($0) (\(name))" } ?? name
  }

  private var question: Report.Section {
    let count = answers.diagnosis.evidence.items.count
    let known =
      count == 0
      ? "Nothing is known of the unit yet, so all numbers are those before any finding."
      : "\(count == 1 ? "One thing is" : "\(count) things are") known of it; what caused it, and what is to be done next?"
    let subject = answers.model.graph.title.map { "A unit of: \($0)." } ?? "A unit."
    return Report.Section(
      "question", "The question",
      [
        .paragraph("\(subject) \(known)"),
        .paragraph(
          "Candidates are the off-nominal states of process steps, supplier lots and test stations. Each has a posterior: the probability that it holds, given all that is known of the unit."
        ),
      ])
  }

  private var evidence: Report.Section {
    let diagnosis = answers.diagnosis
    guard !diagnosis.evidence.isEmpty else {
      return Report.Section("evidence", "The evidence", [.paragraph("There is none.")])
    }
    let explained = Dictionary(
      (answers.explanation?.findings ?? []).map { ($0.variable, $0) },
      uniquingKeysWith: { a, _ in a })
    let rows = diagnosis.evidence.variables.compactMap { index -> [String]? in
      guard let item = diagnosis.evidence[index] else { return nil }
      let variable = variables[index]
      let unit = variable.unit.map { " \($0)" } ?? ""
      return [
        variable.name, variable.label ?? "", variable.kind.rawValue,
        found(item, variable.variable) + unit,
        explained[variable.name].map { Figures.signed($0.conflict) } ?? "—",
      ]
    }
    let total = Figures.signed(answers.conflict.total)
    return Report.Section(
      "evidence", "The evidence",
      [
        .table(
          Report.Table(
            "What is known of the unit",
            [
              .words("variable"), .words("label"), .words("kind"), .words("found"),
              .numbers("conflict"),
            ],
            rows: rows)),
        .paragraph(
          "Conflict is the logarithm of how much less probable a finding is beside the others than by itself: above 0 the others speak against it. "
            + "All findings together: \(total), "
            + (answers.conflict.isAboveZero
              ? "above 0: they do not hang together, and one of them may be wrong or the model may miss a cause."
              : "not above 0: they hang together.")),
      ])
  }

  private func found(_ item: Evidence.Item, _ variable: Variable) -> String {
    switch item {
    case .likelihood(let weights):
      zip(variable.states, weights).map { "\($0) × \(Figures.factor($1))" }.joined(separator: ", ")
    case .excluded(let states):
      "not " + states.map { variable.states[$0] }.joined(separator: ", nor ")
    case .value(let value, _): Figures.measured(value)
    case .state(let state): variable.states[state]
    }
  }

  private var pictureSection: Report.Section {
    let blocks: [Report.Block]
    if let picture {
      blocks = [
        .figure(
          Report.Figure(
            name: "graph",
            caption:
              "The causal graph with what is believed of each variable, given the evidence. Arrows lead from causes to effects; the legend tells shapes and marks.",
            drawing: .picture(picture)))
      ]
    } else {
      blocks = [
        .paragraph("There is no picture: \(pictureProblem ?? "none was asked for").")
      ]
    }
    return Report.Section("picture", "The picture", blocks)
  }
}
