import NetworkModel
import RootCause

/// The sections of a report that say what to do: the next test, what a fix prevents, and what becomes of the unit.
enum ActionSections {
  private static let limit = 10

  static func name(_ variable: String, in model: CausalModel) -> String {
    let label = model.graph.index(of: variable).flatMap { model.graph.variables[$0].label }
    return label.map { "\($0) (\(variable))" } ?? variable
  }

  static func nextTests(of answers: UnitInquiry) -> Report.Section {
    guard let tests = answers.nextTests else {
      return Report.Section(
        "next-test", "The next test",
        [.paragraph("What tests would tell takes long in this model, and was not computed.")])
    }
    guard !tests.isEmpty else {
      return Report.Section("next-test", "The next test", [.paragraph("No test is open.")])
    }
    let rows = tests.map { test in
      [
        test.variable,
        answers.model.graph.index(of: test.variable).flatMap {
          answers.model.graph.variables[$0].label
        } ?? "", Figures.cost(test.cost),
        (test.isLowerBound ? "≥" : "") + Figures.amountOfBits(test.information),
        test.informationPerCost.map(Figures.smallFactor) ?? "free",
        Figures.probability(test.expectedLeaderPosterior),
        Figures.share(test.probabilityOfNewLeader),
      ]
    }
    return Report.Section(
      "next-test", "The next test",
      [
        .table(
          Report.Table(
            "Tests that were not made yet, the most information for its cost first",
            [
              .words("test"), .words("label"), .numbers("cost"), .numbers("bits"),
              .numbers("bits per cost"), .numbers("leader then"), .numbers("P(new leader)"),
            ], rows: rows, limit: limit)),
        .paragraph(
          "Bits are what the outcome is expected to tell about the joint state of all candidates; a test without a known cost counts as costing 1. 'Leader then' is the posterior that the leading cause is expected to have after the test, whichever it is then."
        ),
      ])
  }

  static func remedies(of answers: UnitInquiry) -> Report.Section {
    var blocks: [Report.Block] = []
    for remedy in answers.remedies {
      switch remedy {
      case .seen(let preventions, let targets):
        blocks += seen(preventions, targets, answers.model.network)
      case .toCome(let effects, let targets):
        blocks += toCome(effects, targets, answers.model.network)
      }
    }
    return Report.Section(
      "what-if", "What if",
      blocks.isEmpty
        ? [
          .paragraph(
            "What fixes would prevent was not computed: there are no candidates or nothing to prevent, or the model is too large to ask in passing; 'fishbone whatif' answers."
          )
        ] : blocks)
  }

  private static func seen(
    _ preventions: [Prevention], _ targets: [WhatIfTarget], _ network: Network
  ) -> [Report.Block] {
    let rows = preventions.flatMap { prevention in
      zip(targets, prevention.targets).map { target, effect in
        (
          weight: effect.prevented.lowerBound + effect.prevented.upperBound,
          cells: [
            name(of: prevention.interventions, network), name(of: target, network),
            Figures.bounds(effect.prevented), effect.necessity.map(Figures.bounds) ?? "—",
          ]
        )
      }
    }
    let ranked = rows.enumerated().sorted {
      (-$0.element.weight, $0.offset) < (-$1.element.weight, $1.offset)
    }
    .map(\.element.cells)
    let isExact = preventions.allSatisfy { $0.targets.allSatisfy(\.isExact) }
    return [
      .heading("In this unit, had a candidate been nominal"),
      .table(
        Report.Table(
          "What would not have been found",
          [
            .words("had it been that"), .words("finding"), .numbers("prevented"),
            .numbers("necessity"),
          ], rows: ranked, limit: limit)),
      .paragraph(
        "'Prevented' is the probability that the finding would not have been, 'necessity' the same given that the candidate was off nominal."
          + (isExact
            ? ""
            : " Two numbers are bounds: the model does not say how the noise of the target would have gone.")
      ),
    ]
  }

  private static func toCome(
    _ effects: [InterventionEffect], _ targets: [WhatIfTarget], _ network: Network
  ) -> [Report.Block] {
    let columns: [(name: String, sizes: [EffectSize?])] = [
      ("any defect", effects.map(\.anyDefect)),
      ("escapes, units with a defect that pass all tests", effects.map(\.escape)),
    ]
    var tables = columns.compactMap { ranking($0.name, $0.sizes, effects, network) }
    if tables.isEmpty {
      tables = targets.enumerated().compactMap { place, target in
        ranking(name(of: target, network), effects.map { $0.targets[place] }, effects, network)
      }
    }
    return [.heading("In units to come, with a candidate held nominal")]
      + tables.map { .table($0) }
  }

  private static func ranking(
    _ name: String, _ sizes: [EffectSize?], _ effects: [InterventionEffect], _ network: Network
  ) -> Report.Table? {
    let known = zip(effects, sizes).compactMap { effect, size in
      size.map { (self.name(of: effect.interventions, network), $0) }
    }
    let ranked = known.enumerated().sorted {
      ($0.element.1.after, $0.offset) < ($1.element.1.after, $1.offset)
    }
    guard let before = ranked.first?.element.1.before else { return nil }
    return Report.Table(
      "Share of units with \(name): \(Figures.probability(before)) as it is",
      [.words("held"), .numbers("after"), .numbers("difference"), .numbers("preventable share")],
      rows: ranked.map { item in
        let (held, size) = item.element
        return [
          held, Figures.probability(size.after), Figures.signed(size.difference, 4),
          size.preventableShare.map {
            $0 < 0 ? "-" + Figures.percent(min(1, -$0)) : Figures.percent($0)
          } ?? "—",
        ]
      }, limit: 5)
  }

  private static func name(of interventions: [Variable.Index: Int], _ network: Network) -> String {
    interventions.sorted { $0.key < $1.key }.map { index, state in
      DiagnosisTable.name(
        variable: network.variables[index].name, state: network.variables[index].states[state])
    }
    .joined(separator: ", ")
  }

  private static func name(of target: WhatIfTarget, _ network: Network) -> String {
    let variable = network.variables[target.variable]
    return DiagnosisTable.name(
      variable: variable.name,
      state: target.states.map { variable.states[$0] }.joined(separator: " or "))
  }

  static func disposition(of answers: UnitInquiry) -> Report.Section {
    guard let disposition = answers.disposition else {
      return Report.Section(
        "disposition", "What to do with the unit",
        [
          .paragraph(
            "Nothing says what the choices cost; a graph says it in its attribute 'losses', a file with --losses."
          )
        ])
    }
    let order = disposition.losses.indices.sorted {
      (disposition.losses[$0].loss, $0) < (disposition.losses[$1].loss, $1)
    }
    let rows = order.map { place in
      let item = disposition.losses[place]
      return [
        item.choice, Figures.amount(item.loss),
        place == disposition.bestIndex
          ? "best" : "+" + Figures.amount(item.loss - disposition.best.loss),
      ]
    }
    let worth = disposition.valueOfPerfectInformation.map {
      Report.Block.paragraph(
        "To know for sure all that the losses speak of would be worth \(Figures.amount($0)): no test is worth more."
      )
    }
    return Report.Section(
      "disposition", "What to do with the unit",
      [
        .table(
          Report.Table(
            "The choices, the least expected loss first",
            [.words("choice"), .numbers("expected loss"), .numbers("against the best")], rows: rows)
        )
      ] + turns(disposition) + [worth].compactMap(\.self))
  }

  private static func turns(_ disposition: Disposition) -> [Report.Block] {
    func cells(_ turn: Disposition.Critical.Turn?) -> [String] {
      [turn.map { Figures.probability($0.probability) } ?? "—", turn?.choice ?? ""]
    }
    let rows = disposition.critical.filter { $0.below != nil || $0.above != nil }.map { item in
      [
        DiagnosisTable.name(variable: item.variable, state: item.state),
        Figures.probability(item.posterior),
      ] + cells(item.below) + cells(item.above)
    }
    guard !rows.isEmpty else { return [] }
    return [
      .table(
        Report.Table(
          "What would turn the choice",
          [
            .words("if"), .numbers("posterior"), .numbers("below"), .words("rather"),
            .numbers("above"), .words("rather"),
          ], rows: rows))
    ]
  }
}
