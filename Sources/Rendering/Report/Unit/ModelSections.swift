import NetworkModel
import RootCause

/// The sections of a report that say what the model is, what it was learned from, and what it can't tell.
enum ModelSections {
  private static let limit = 40

  static func model(_ summary: ModelSummary) -> Report.Section {
    Report.Section(
      "model", "The model and what it was learned from",
      [.facts(facts(summary.model))] + tests(summary))
  }

  private static func facts(_ model: CausalModel) -> [Report.Fact] {
    let graph = model.graph
    let kinds = Kind.allCases.compactMap { kind -> String? in
      let count = graph.variables.count { $0.kind == kind }
      return count == 0
        ? nil : "\(count) \(kind.rawValue)\(count == 1 || kind == .context ? "" : "s")"
    }
    let arcs = graph.structure.arcCount
    let shape = [
      Report.Fact("Title", graph.title ?? "none"),
      Report.Fact(
        "Variables",
        "\(graph.variables.count): \(kinds.joined(separator: ", "))"
          + (graph.hasGuessedKinds ? " (guessed from the arcs: the file has no kinds)" : "")),
      Report.Fact("Arcs", "\(arcs)"),
      Report.Fact("Graph file, SHA-256", digest(model.provenance.graphDigest)),
      Report.Fact("Made by", "Fishbone \(model.provenance.version)"),
    ]
    guard let learning = model.provenance.learning else {
      return shape + [
        Report.Fact("Numbers", "expert judgement alone; no records were learned from")
      ]
    }
    return shape + facts(learning)
  }

  private static func facts(_ learning: Provenance.Learning) -> [Report.Fact] {
    var facts = [
      Report.Fact(
        "Records",
        "\(Figures.measured(learning.units)) units, \(Figures.percent(learning.missingShare)) of their cells missing"
      ),
      Report.Fact("Records file, SHA-256", digest(learning.recordsDigest)),
    ]
    if let aside = learning.setAside {
      let rules = aside.rules.isEmpty ? "" : "; rules were checked"
      facts.append(Report.Fact("Rows set aside", "\(aside.rows)\(rules)"))
    }
    facts += [
      Report.Fact("Prior", learning.prior), Report.Fact("Start", learning.start),
      Report.Fact("Seed", "\(learning.seed)"),
    ]
    for earlier in learning.earlier ?? [] {
      facts.append(
        Report.Fact(
          "Earlier records, SHA-256",
          "\(digest(earlier.recordsDigest)), of which \(Figures.percent(earlier.forget)) was forgotten"
        ))
    }
    return facts
  }

  private static func digest(_ digest: String) -> String { digest.isEmpty ? "unknown" : digest }

  private static func tests(_ summary: ModelSummary) -> [Report.Block] {
    let rows = summary.tests.flatMap { test in
      [("sound units that fail", test.falseFail), ("faulty units that pass", test.falsePass)]
        .compactMap { error, rate in
          rate.map {
            [
              test.variable, error, Figures.probability($0.value),
              $0.interval.map(Figures.interval) ?? "—", count($0.records),
            ]
          }
        }
    }
    guard !rows.isEmpty else { return [] }
    return [
      .heading("How often the tests err"),
      .table(
        Report.Table(
          "Error rates of the tests",
          [
            .words("test"), .words("error"), .numbers("rate"), .numbers("90 % interval"),
            .numbers("records"),
          ], rows: rows, limit: limit)),
    ]
  }

  private static func count(_ value: Double?) -> String {
    value.map { $0 < 1e15 ? Figures.fixed($0, 1) : "\($0)" } ?? "—"
  }
}

// What the model can't tell.
extension ModelSections {
  static func limits(of answers: UnitInquiry) -> Report.Section {
    Report.Section(
      "limits", "Limits",
      [
        .list(
          modelLimits(answers.summary)
            + (answers.conflict.isAboveZero
              ? [
                "The findings do not hang together: conflict \(Figures.signed(answers.conflict.total)), above 0. The ranking takes them all as true."
              ] : [])
            + [
              "Posteriors are exact for this model. Whether the model is true is another matter: a cause that is not in the graph can't be ranked.",
              "An arc is a claim that its first end helps to cause its second. What a fix would prevent rests on these claims, and records alone can't prove them.",
            ])
      ])
  }

  static func modelLimits(_ summary: ModelSummary) -> [String] {
    var lines: [String] = []
    if summary.model.provenance.learning == nil {
      lines.append("All numbers are expert judgement: no records were learned from.")
    }
    guard summary.model.counts != nil else {
      return lines
        + (summary.knowsBasis
          ? []
          : [
            "Nothing says how many records these numbers are worth, so that posteriors have no intervals."
          ])
    }
    for (family, rows) in summary.unreached {
      let all = rows.count == family.rows.count
      let part = all ? "every row" : "\(rows.count) of \(family.rows.count) rows"
      lines.append(
        "\(family.variable.name): less than one record in \(part) of its table; the prior alone speaks there."
      )
    }
    if let tradeOffs = summary.tradeOffs {
      lines += tradeOffs.map(line)
    } else {
      lines.append("What the records can't tell apart was not looked for.")
    }
    return lines
  }

  private static func line(_ tradeOff: TradeOffSummary) -> String {
    let shown = tradeOff.rows.prefix(4).map(\.variable)
    let more = tradeOff.rows.count > 4 ? " and \(tradeOff.rows.count - 4) more" : ""
    let verb = tradeOff.rows.count > 1 ? "trade off against each other" : "is open"
    let blurred =
      tradeOff.candidates.isEmpty
      ? "" : "; it blurs \(tradeOff.candidates.joined(separator: ", "))"
    return
      "The records leave numbers open: rows of \(shown.joined(separator: ", "))\(more) \(verb), with \(Figures.percent(tradeOff.share)) of what complete records would say\(blurred)."
  }
}
