import NetworkModel
import RootCause

/// An incident for a terminal: the instances, excursions, defect modes, the units to hold back, and what failing units have in common.
public struct IncidentText {
  private let incident: Incident
  private let containment: Containment
  private let check: CommonalityCheck
  private let top: Int

  /// Creates the text of an incident.
  ///
  /// - Parameters:
  ///   - incident: The incident.
  ///   - containment: Its units to hold back.
  ///   - check: What its failing units have in common.
  ///   - top: The most rows of each table.
  public init(
    _ incident: Incident, _ containment: Containment, _ check: CommonalityCheck, top: Int = 10
  ) {
    self.incident = incident
    self.containment = containment
    self.check = check
    self.top = top
  }

  /// The tables as text, which ends with a line break.
  public var text: String {
    [instances, excursions, defects, units, commonality, footer].filter { !$0.isEmpty }
      .joined(separator: "\n")
  }

  // MARK: Sections

  private var instances: String {
    let shown = incident.instances.prefix(top)
    guard !shown.isEmpty else { return "No shared variable is a candidate.\n" }
    let isDoubted = shown.contains { $0.interval != nil }
    let table = TextTable(
      [
        .numbers("rank"), .words("instance"), .words("kind"), .numbers("failing"),
        .numbers("units"), .numbers("posterior"),
      ]
        + (isDoubted ? [.numbers("90 % interval")] : []) + [
          .numbers("prior"), .numbers("Bayes factor"),
        ],
      rows: shown.map { instance in
        [
          "\(instance.rank)", Self.name(instance), instance.kind.rawValue,
          Figures.measured(instance.failing), Figures.measured(instance.units),
          Figures.probability(instance.posterior),
        ] + (isDoubted ? [instance.interval.map(Figures.interval) ?? "—"] : [])
          + [Figures.probability(instance.prior), Self.factor(instance)]
      })
    return table.text + rest(incident.instances.count - shown.count)
  }

  private var excursions: String {
    incident.excursions.map { excursion in
      "Excursion of \(DisplayText.shortened(excursion.variable, to: 60)) = \(excursion.state): from \(excursion.keyColumn) \(excursion.start) (starts there with \(Figures.share(excursion.startProbability)))"
        + " to \(excursion.end) (ends there with \(Figures.share(excursion.endProbability))); just so with \(Figures.share(excursion.probability)); \(excursion.rows.count) rows of units inside\n"
    }
    .joined()
  }

  private var defects: String {
    let expected = incident.expectedUnits
    let places = incident.defectPlaces.sorted { (expected[$1], $0) < (expected[$0], $1) }
    guard !places.isEmpty else { return "" }
    let table = TextTable(
      [.words("defect mode"), .numbers("expected units"), .words("most probable in")],
      rows: places.prefix(top).map { place in
        let row = incident.posteriors.indices.max {
          (incident.posteriors[$0][place], $1) < (incident.posteriors[$1][place], $0)
        }
        return [
          name(incident.states[place]), Figures.fixed(expected[place], 1),
          row.map { "\(unit($0)) (\(Figures.probability(incident.posteriors[$0][place])))" } ?? "—",
        ]
      })
    return table.text + rest(places.count - min(top, places.count))
  }

  private var units: String {
    let failed = incident.hasFailed.indices.filter { incident.hasFailed[$0] }
    let head =
      "\(plural(failed.count, "row")) of units failed a test. Hold back \(plural(containment.rows.count, "row")) of the others:"
      + " \(Figures.fixed(containment.expectedDefective, 1)) units defective and \(Figures.fixed(containment.expectedSound, 1)) sound are expected in them,"
      + " \(Figures.fixed(containment.expectedMissed, 1)) defective outside.\n"
    guard !containment.rows.isEmpty else { return head }
    let shown = containment.rows.prefix(top)
    let table = TextTable(
      [.words("unit"), .numbers("P(carries a defect)"), .words("most probable defect mode")],
      rows: shown.map { row in
        let worst = incident.defectPlaces.max {
          (incident.posteriors[row][$0], $1) < (incident.posteriors[row][$1], $0)
        }
        return [
          unit(row), Figures.probability(incident.carrying[row]),
          worst.map {
            "\(name(incident.states[$0])) (\(Figures.probability(incident.posteriors[row][$0])))"
          } ?? "—",
        ]
      })
    return head + table.text + rest(containment.rows.count - shown.count)
  }

  private var commonality: String {
    let rows = Array(zip(check.commonality.rows, check.posteriors).prefix(top))
    guard !rows.isEmpty else { return "" }
    let table = TextTable(
      [
        .words("commonality"), .numbers("failing here"), .numbers("elsewhere"),
        .numbers("Fisher's p"),
        .numbers("adjusted"), .numbers("posterior"),
      ],
      rows: rows.map { row, posterior in
        [
          "\(DisplayText.shortened(row.key, to: 40)) \(DisplayText.shortened(row.value, to: 40))",
          "\(row.counts.failingWith)/\(row.counts.with)",
          "\(row.counts.failingWithout)/\(row.counts.total - row.counts.with)",
          Figures.probability(row.pValue), Figures.probability(row.adjustedPValue),
          Figures.probability(posterior),
        ]
      })
    return table.text + rest(check.commonality.rows.count - rows.count)
      + check.disagreements.prefix(top).map { Self.note($0) + "\n" }.joined()
  }

  private var footer: String {
    "log P(evidence) = \(Figures.logarithm(incident.logEvidence)) (natural; \(Self.method(of: incident)))\n"
  }

  /// How the answer was found, in words.
  static func method(of incident: Incident) -> String {
    guard incident.unitsApart == 0 else {
      return
        "approximate: \(Figures.measured(incident.unitsApart)) units name too few of their instances to tell anything of them; otherwise \(solution(of: incident))"
    }
    return solution(of: incident)
  }

  private static func solution(of incident: Incident) -> String {
    switch incident.method {
    case .exact:
      incident.isExactForUnits
        ? "exact" : "exact for instances; for some units joints of instances are taken apart"
    case .conditioned(let decided, _):
      "approximate: loopy belief propagation decided \(decided) instances beyond one in a billion; the others are exact given these"
    case .approximate(let rounds, let isSettled):
      isSettled
        ? "approximate: loopy belief propagation, settled in \(rounds) rounds"
        : "approximate: loopy belief propagation that did NOT settle in \(rounds) rounds; do not rely on it"
    }
  }

  // MARK: Words

  static func note(_ disagreement: CommonalityCheck.Disagreement) -> String {
    let name = "\(disagreement.row.key) \(disagreement.row.value)"
    return switch disagreement.reason {
    case .tooFewUnits:
      "note: \(name): the posterior blames it and the test does not: it has too few units for any test"
    case .confounded(let key, let value, let shared):
      "note: \(name): the test suspects it and the posterior does not: \(shared) of its units also have \(key) \(value), and the others fail no more than elsewhere"
    case .tellingFindings:
      "note: \(name): the posterior blames it and the test does not: which tests failed speaks for it, not how many"
    case .otherCauses:
      "note: \(name): the test suspects it and the posterior does not: what failed is put down to other causes"
    }
  }

  static func name(_ instance: Incident.Instance) -> String {
    "\(DisplayText.shortened(instance.variable, to: 60)) \(DisplayText.shortened(instance.key, to: 40)) = \(DisplayText.shortened(instance.state, to: 40))"
  }

  private func name(_ state: Incident.UnitState) -> String {
    let variable = incident.model.graph.variables[state.variable]
    return DiagnosisTable.name(
      variable: variable.name, state: variable.variable.states[state.state])
  }

  private func unit(_ row: Int) -> String { DisplayText.shortened(incident.unitNames[row], to: 40) }

  private func rest(_ count: Int) -> String { count > 0 ? "      and \(count) more\n" : "" }

  private func plural(_ count: Int, _ thing: String) -> String {
    "\(count) \(thing)\(count == 1 ? "" : "s")"
  }

  static func factor(_ instance: Incident.Instance) -> String {
    guard let factor = instance.bayesFactor else {
      return instance.posterior >= 1 && instance.prior < 1 ? "∞" : "—"
    }
    return Figures.factor(factor)
  }
}
