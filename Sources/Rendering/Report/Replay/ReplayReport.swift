import NetworkModel
import RootCause

/// The report of a replay: when the confirmed cause led, what each event changed, and how the causes rose and fell.
public struct ReplayReport {
  private let replay: Replay
  private let summary: ModelSummary
  private let origin: ReportOrigin
  private let picture: EmbeddedPicture?

  /// Creates the report of `replay`.
  ///
  /// - Parameters:
  ///   - summary: What the model of the scenario says of itself.
  ///   - picture: The graph with the posteriors after the last event.
  public init(
    _ replay: Replay, summary: ModelSummary, origin: ReportOrigin, picture: EmbeddedPicture?
  ) {
    self.replay = replay
    self.summary = summary
    self.origin = origin
    self.picture = picture
  }

  /// The report.
  public func report() -> Report {
    let sections = [
      lead, timeline, events, ranking, expectations, pictureSection, sources,
      ModelSections.model(summary), limits,
      origin.section(
        note:
          "Nothing in the report comes from a clock, the network or the machine; a date is in it only where the call gives one."
      ),
    ]
    return Report(
      title: origin.title ?? scenario.title,
      subtitle: origin.subtitle("Replay of a historical escape"),
      summary: facts, sections: sections.compactMap(\.self))
  }

  private var scenario: Scenario { replay.scenario }

  private var confirmed: String {
    scenario.confirmed.map { DiagnosisTable.name(variable: $0.variable, state: $0.state) }
      .joined(separator: "; ")
  }

  private var facts: [Report.Fact] {
    let held = replay.checks.count { $0.holds }
    return [
      Report.Fact(
        "Confirmed cause", confirmed + (scenario.discovered.map { ", found \($0)" } ?? "")),
      Report.Fact("Events", "\(replay.steps.count)"),
      Report.Fact("Lead", ReplayText.leads(of: replay).joined(separator: " ")),
    ]
      + (replay.checks.isEmpty
        ? [] : [Report.Fact("Expectations", "\(held) of \(replay.checks.count) held")])
  }

  private var lead: Report.Section {
    Report.Section(
      "lead", "When the cause led",
      [
        .paragraph(
          "The events are told to the model one by one, in the order in which they became known; after each, all candidates are ranked by what was known then."
        ),
        .list(ReplayText.leads(of: replay)),
        .paragraph(
          "Times are the least that the dates allow; they are said to be so where a date is not known to the day."
        ),
      ])
  }

  private var timeline: Report.Section {
    let chart = TimelineChart(replay)
    return Report.Section(
      "timeline", "The causes, event by event",
      [
        .figure(
          Report.Figure(name: "timeline", caption: chart.caption, drawing: .chart(chart.drawing))),
        .table(chart.table),
      ])
  }

  private var events: Report.Section {
    let blocks = replay.steps.indices.flatMap { place -> [Report.Block] in
      let step = replay.steps[place]
      let before = place == 0 ? nil : replay.steps[place - 1].diagnosis
      let moves = CauseMove.largest(from: before, to: step.diagnosis)
      let observed = ReplayText.observations(of: step.event, in: scenario.model)
      let rank = step.rank == .max ? "is not ranked" : "stands at rank \(step.rank)"
      let note = step.event.note.isEmpty ? [] : [Report.Block.paragraph(step.event.note)]
      return [.heading("Event \(place + 1), \(step.event.on)")] + note + [
        .facts([
          Report.Fact(
            "Observed", observed.isEmpty ? "nothing new" : observed.joined(separator: ", ")),
          Report.Fact(
            "Moved",
            moves.isEmpty
              ? "no cause by more than half a percent" : moves.map(\.text).joined(separator: "; ")),
          Report.Fact("Confirmed cause", rank + (step.isLed ? " and leads" : "")),
        ])
      ]
    }
    return Report.Section("events", "What each event changed", blocks)
  }

  private var ranking: Report.Section? {
    guard let last = replay.steps.last else { return nil }
    let chart = RankingChart(last.diagnosis.causes, title: "Ranked causes after the last event")
    return Report.Section(
      "causes", "The ranking at the end",
      [
        .figure(
          Report.Figure(name: "causes", caption: chart.caption, drawing: .chart(chart.drawing))),
        .table(
          CauseSections.table(
            last.diagnosis.causes, "The causes after the last event, best first", "cause",
            scenario.model)),
        .paragraph(CauseSections.intervalNote(last.diagnosis.causes)),
      ])
  }

  private var expectations: Report.Section? {
    guard !replay.checks.isEmpty else { return nil }
    let rows = replay.checks.map { check in
      let expected = check.expectation
      return [
        "\(expected.after)",
        DiagnosisTable.name(variable: expected.cause.variable, state: expected.cause.state),
        expected.rank == 1 ? "1" : "1 to \(expected.rank)",
        check.rank == .max ? "none" : "\(check.rank)", check.holds ? "held" : "failed",
      ]
    }
    return Report.Section(
      "expectations", "Expectations of the scenario",
      [
        .table(
          Report.Table(
            "What the scenario expects, and what came of it",
            [
              .numbers("after event"), .words("expected cause"), .numbers("at rank"),
              .numbers("is at"), .words("outcome"),
            ], rows: rows, naming: 1))
      ])
  }

  private var pictureSection: Report.Section? {
    picture.map {
      Report.Section(
        "picture", "The picture",
        [
          .figure(
            Report.Figure(
              name: "graph",
              caption:
                "The causal graph with what is believed of each variable after the last event. Arrows lead from causes to effects; the legend tells shapes and marks.",
              drawing: .picture($0)))
        ])
    }
  }

  private var sources: Report.Section {
    Report.Section(
      "sources", "Sources",
      [
        scenario.sources.isEmpty
          ? .paragraph("The scenario names none.") : .list(scenario.sources)
      ])
  }

  private var limits: Report.Section {
    Report.Section(
      "limits", "Limits",
      [
        .list(
          ModelSections.modelLimits(summary) + [
            "Whoever wrote the graph knew how the story ends. The replay shows what could have been concluded from what was known, not that anybody would have drawn this graph at the time.",
            "Posteriors are exact for this model; a cause that is not in the graph can't be ranked.",
          ])
      ])
  }
}

/// A cause whose posterior an event changed.
struct CauseMove {
  let cause: RankedCause
  let from: Double

  /// A smaller change is not told, nor are more of them.
  private static let (least, most) = (0.005, 4)

  /// The largest changes between two diagnoses, or from the priors where there was none before.
  static func largest(from before: Diagnosis?, to after: Diagnosis) -> [CauseMove] {
    let moves = after.causes.map { cause in
      let earlier = before.map { before in
        before.causes.first { $0.variable == cause.variable && $0.state == cause.state }?.posterior
          ?? 0
      }
      return CauseMove(cause: cause, from: earlier ?? cause.prior)
    }
    return moves.enumerated().filter { abs($0.element.change) >= least }
      .sorted { (-abs($0.element.change), $0.offset) < (-abs($1.element.change), $1.offset) }
      .prefix(most).map(\.element)
  }

  private var change: Double { cause.posterior - from }

  /// The move in words.
  var text: String {
    "\(DiagnosisTable.name(of: cause)) \(change > 0 ? "rose" : "fell") from \(Figures.probability(from)) to \(Figures.probability(cause.posterior))"
  }
}
