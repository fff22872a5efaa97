import Learning
import NetworkModel
import RootCause

/// The report of an incident: which lot, run or machine is to blame, which units to hold back, and where the defects lie.
public struct IncidentReport {
  private let incident: Incident
  private let containment: Containment
  private let check: CommonalityCheck
  private let summary: ModelSummary
  private let origin: ReportOrigin
  private static let (mostInstances, mostUnits) = (20, 100)

  /// Creates the report of `incident`.
  ///
  /// - Parameters:
  ///   - containment: Its units to hold back.
  ///   - check: What its failing units have in common, with the key columns.
  ///   - summary: What the model says of itself.
  public init(
    _ incident: Incident, _ containment: Containment, _ check: CommonalityCheck,
    summary: ModelSummary, origin: ReportOrigin
  ) {
    self.incident = incident
    self.containment = containment
    self.check = check
    self.summary = summary
    self.origin = origin
  }

  /// The report.
  public func report() -> Report {
    let sections = [
      question, instances, heatMap, excursions, defects, units, commonality,
      ModelSections.model(summary), limits,
      origin.section(
        note:
          "Nothing in the report comes from a clock, the network or the machine; a date is in it only where the call gives one."
      ),
    ]
    return Report(
      title: origin.title ?? "Incident: \(incident.model.graph.title ?? "units judged together")",
      subtitle: origin.subtitle("Report of an incident"), summary: facts,
      sections: sections.compactMap(\.self))
  }

  private func count(_ row: Int) -> Double { incident.unitCounts?[row] ?? 1 }

  private var unitCount: Double { incident.carrying.indices.reduce(0) { $0 + count($1) } }

  private var failedCount: Double {
    incident.hasFailed.indices.reduce(0) { incident.hasFailed[$1] ? $0 + count($1) : $0 }
  }

  private var facts: [Report.Fact] {
    var facts = [
      Report.Fact(
        "Units",
        "\(Figures.measured(unitCount)), of which \(Figures.measured(failedCount)) failed a test")
    ]
    if let first = incident.instances.first {
      facts.append(
        Report.Fact(
          "Most suspicious",
          "\(IncidentText.name(first)): \(Figures.probability(first.posterior)), before \(Figures.probability(first.prior)); \(Figures.measured(first.failing)) of its \(Figures.measured(first.units)) units failed"
        ))
    }
    facts.append(
      Report.Fact(
        "Hold back",
        "\(containment.rows.count) rows of units that failed no test; \(Figures.fixed(containment.expectedDefective, 1)) defective and \(Figures.fixed(containment.expectedSound, 1)) sound units are expected in them, \(Figures.fixed(containment.expectedMissed, 1)) defective outside"
      ))
    if !incident.isExact {
      facts.append(Report.Fact("Beware", "the answer is \(IncidentText.method(of: incident))"))
    }
    return facts
  }

  private var question: Report.Section {
    Report.Section(
      "question", "The question",
      [
        .paragraph(
          "\(Figures.measured(unitCount)) units share lots, runs or machines, and \(Figures.measured(failedCount)) of them failed a test. Which of these is to blame, and which other units are suspect?"
        ),
        .paragraph(
          "All units are judged together: what one unit says about a lot counts for every other unit of that lot."
        ),
      ])
  }

  private var instances: Report.Section {
    guard !incident.instances.isEmpty else {
      return Report.Section(
        "instances", "Lots, runs and machines",
        [.paragraph("No shared variable is a candidate.")])
    }
    let isDoubted = incident.instances.contains { $0.interval != nil }
    let rows = incident.instances.map { instance in
      [
        "\(instance.rank)", IncidentText.name(instance), instance.kind.rawValue,
        Figures.measured(instance.failing), Figures.measured(instance.units),
        Figures.probability(instance.posterior),
      ] + (isDoubted ? [instance.interval.map(Figures.interval) ?? "—"] : [])
        + [Figures.probability(instance.prior), IncidentText.factor(instance)]
    }
    let columns: [Report.Table.Column] =
      [
        .numbers("rank"), .words("instance"), .words("kind"), .numbers("failing"),
        .numbers("units"), .numbers("posterior"),
      ] + (isDoubted ? [.numbers("90 % interval")] : []) + [
        .numbers("prior"), .numbers("Bayes factor"),
      ]
    return Report.Section(
      "instances", "Lots, runs and machines",
      [
        .table(
          Report.Table(
            "Which is off nominal, the most probable first", columns, rows: rows, naming: 1,
            limit: Self.mostInstances))
      ])
  }

  private var heatMap: Report.Section? {
    HeatMap(incident, keys: check.commonality.units.keys).map { map in
      Report.Section(
        "heat-map", "Where the defects lie",
        [
          .figure(
            Report.Figure(name: "heat-map", caption: map.caption, drawing: .chart(map.drawing))),
          .table(map.table),
        ])
    }
  }

  private var excursions: Report.Section? {
    guard !incident.excursions.isEmpty else { return nil }
    let rows = incident.excursions.map { excursion in
      [
        DiagnosisTable.name(variable: excursion.variable, state: excursion.state),
        "\(excursion.keyColumn) \(excursion.start)", Figures.share(excursion.startProbability),
        "\(excursion.keyColumn) \(excursion.end)", Figures.share(excursion.endProbability),
        Figures.share(excursion.probability), "\(excursion.rows.count)",
      ]
    }
    return Report.Section(
      "excursions", "Excursions",
      [
        .table(
          Report.Table(
            "Stretches of runs or lots that are off nominal",
            [
              .words("what"), .words("from"), .numbers("starts there"), .words("to"),
              .numbers("ends there"), .numbers("just so"), .numbers("rows of units"),
            ], rows: rows, limit: Self.mostInstances))
      ])
  }

  private var defects: Report.Section? {
    let expected = incident.expectedUnits
    let places = incident.defectPlaces.sorted { (expected[$1], $0) < (expected[$0], $1) }
    guard !places.isEmpty else { return nil }
    let rows = places.map { [name(incident.states[$0]), Figures.fixed(expected[$0], 1)] }
    return Report.Section(
      "defects", "Defect modes",
      [
        .table(
          Report.Table(
            "How many units are expected to have each, of \(Figures.measured(unitCount))",
            [.words("defect mode"), .numbers("expected units")], rows: rows))
      ])
  }

  private var units: Report.Section {
    let head = Report.Block.paragraph(
      "These \(containment.rows.count) rows of units failed no test and may carry a defect all the same. Expected in them: \(Figures.fixed(containment.expectedDefective, 1)) defective and \(Figures.fixed(containment.expectedSound, 1)) sound units. Expected outside: \(Figures.fixed(containment.expectedMissed, 1)) defective ones that failed no test either."
    )
    let rows = containment.rows.map { row in
      let worst = incident.defectPlaces.max {
        (incident.posteriors[row][$0], $1) < (incident.posteriors[row][$1], $0)
      }
      return [
        incident.unitNames[row], Figures.probability(incident.carrying[row]),
        worst.map {
          "\(name(incident.states[$0])) (\(Figures.probability(incident.posteriors[row][$0])))"
        } ?? "—",
      ]
    }
    guard !rows.isEmpty else {
      return Report.Section(
        "containment", "Units to hold back",
        [
          .paragraph(
            "None of the units that failed no test reaches the limit; \(Figures.fixed(containment.expectedMissed, 1)) defective ones are expected among them."
          )
        ])
    }
    return Report.Section(
      "containment", "Units to hold back",
      [
        head,
        .table(
          Report.Table(
            "The containment list, the most probable first",
            [.words("unit"), .numbers("P(carries a defect)"), .words("most probable defect mode")],
            rows: rows, limit: Self.mostUnits)),
      ]
        + (rows.count > Self.mostUnits
          ? [
            .paragraph(
              "The whole list is in the answer of 'fishbone diagnose' with the same --units and --json."
            )
          ] : []))
  }

  private var commonality: Report.Section? {
    let rows = zip(check.commonality.rows, check.posteriors).map { row, posterior in
      [
        "\(row.key) \(row.value)", "\(row.counts.failingWith)/\(row.counts.with)",
        "\(row.counts.failingWithout)/\(row.counts.total - row.counts.with)",
        Figures.probability(row.pValue), Figures.probability(row.adjustedPValue),
        Figures.probability(posterior),
      ]
    }
    guard !rows.isEmpty else { return nil }
    let notes = check.disagreements.prefix(Self.mostInstances).map(IncidentText.note)
    return Report.Section(
      "commonality", "Cross-check: what failing units have in common",
      [
        .table(
          Report.Table(
            "Each instance by its share of failing units",
            [
              .words("instance"), .numbers("failing here"), .numbers("elsewhere"),
              .numbers("Fisher's p"), .numbers("adjusted"), .numbers("posterior"),
            ], rows: rows, limit: Self.mostInstances)),
        .paragraph(
          "Fisher's exact test takes each instance on its own, and knows neither what a cause would make fail nor which instances always come together. It is a cross-check of the posteriors, no substitute."
        ),
      ] + (notes.isEmpty ? [] : [.list(notes)]))
  }

  private func name(_ state: Incident.UnitState) -> String {
    let variable = incident.model.graph.variables[state.variable]
    return DiagnosisTable.name(
      variable: variable.name, state: variable.variable.states[state.state])
  }

  private var limits: Report.Section {
    Report.Section(
      "limits", "Limits",
      [
        .list(
          ModelSections.modelLimits(summary) + [
            "The answer is \(IncidentText.method(of: incident)).",
            "Cells of the heat map are sums of posteriors, not counts of defects that anybody saw: a lot without tests has the share that its suspicion gives it.",
            "A cause that is not in the graph can't be blamed; an instance that no unit names can't either.",
          ])
      ])
  }
}
