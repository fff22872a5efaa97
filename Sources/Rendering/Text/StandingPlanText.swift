import RootCause

/// What the tests of a standing plan are worth, for a terminal. Rates are per million units, costs per unit.
public struct StandingPlanText {
  private let plan: StandingPlan
  private let counts: StandingCounts?

  /// Creates the text of `plan`, with what its tests did in records.
  public init(_ plan: StandingPlan, _ counts: StandingCounts? = nil) {
    self.plan = plan
    self.counts = counts
  }

  /// The tables as text, which ends with a line break.
  public var text: String {
    "whole plan: \(Self.perMillion(plan.whole.escapes)) escapes and"
      + " \(Self.perMillion(plan.whole.falseFails)) false fails per million units, cost"
      + " \(Figures.amount(plan.whole.cost)) a unit;"
      + " \(Self.perMillion(plan.defective)) per million are defective\n\n"
      + withoutEach + "\n" + dropped
  }

  private var withoutEach: String {
    let columns: [TextTable.Column] =
      [
        .words("without"), .numbers("cost"), .numbers("escapes"), .numbers("added"),
        .numbers("saved"), .numbers("false fails avoided"),
      ]
      + (counts == nil ? [] : [.numbers("tested"), .numbers("failed"), .numbers("failed alone")])
    let rows = plan.tests.enumerated().map { place, test in
      [
        DisplayText.shortened(test.variable, to: 60), Figures.measured(test.cost),
        Self.perMillion(test.without.escapes),
        Self.perMillion(test.without.escapes - plan.whole.escapes),
        Figures.amount(plan.whole.cost - test.without.cost),
        Self.perMillion(plan.whole.falseFails - test.without.falseFails),
      ]
        + (counts.map { counts in
          let count = counts.tests[place]
          return [count.tested, count.failed, count.failedAlone].map(Figures.measured)
        } ?? [])
    }
    return TextTable(columns, rows: rows).text
  }

  private var dropped: String {
    let columns: [TextTable.Column] = [
      .words("dropped in turn"), .numbers("escapes"), .numbers("added"), .numbers("saved"),
      .numbers("false fails avoided"),
    ]
    let rows = plan.drops.map { drop in
      [
        DisplayText.shortened(drop.variable, to: 60), Self.perMillion(drop.left.escapes),
        Self.perMillion(drop.left.escapes - plan.whole.escapes),
        Figures.amount(plan.whole.cost - drop.left.cost),
        Self.perMillion(plan.whole.falseFails - drop.left.falseFails),
      ]
    }
    return TextTable(columns, rows: rows).text
  }

  private static func perMillion(_ probability: Double) -> String {
    let value = probability * 1e6
    return abs(value) < 1e-9 ? "0.00" : Figures.fixed(value, 2)
  }
}
