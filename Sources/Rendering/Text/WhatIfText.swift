import NetworkModel
import RootCause

/// What would come of interventions, for a terminal.
///
/// Numbers that the model does not settle are shown by their bounds.
public struct WhatIfText {
  private let network: Network
  private let targets: [WhatIfTarget]
  private let top: Int

  /// Creates the texts of answers about `targets`.
  ///
  /// - Parameter top: The most rows of a ranking.
  public init(of targets: [WhatIfTarget], in network: Network, top: Int = 10) {
    self.network = network
    self.targets = targets
    self.top = top
  }

  // MARK: Units to come

  /// The effect of one intervention, a row for each target; ends with a line break.
  public func text(of effect: InterventionEffect) -> String {
    let extra = [("any defect", effect.anyDefect), ("escape", effect.escape)]
    let sizes =
      zip(targets, effect.targets).map { (name(of: $0), $1) }
      + extra.compactMap { name, size in size.map { (name, $0) } }
    let table = TextTable(
      [.words("target"), .numbers("before")] + Self.effectColumns,
      rows: sizes.map { name, size in
        [name, Figures.probability(size.before)] + Self.cells(of: size)
      })
    return "do(\(name(of: effect.interventions))):\n\n" + table.text
  }

  /// Many interventions, a table for each target, or else for all defects and for escapes, the most useful first; ends with a line break.
  public func ranking(_ effects: [InterventionEffect], isByTarget: Bool) -> String {
    var columns: [(name: String, sizes: [EffectSize?])] = [
      ("any defect", effects.map(\.anyDefect)),
      ("escape (a defect, and all tests passed)", effects.map(\.escape)),
    ]
    if isByTarget || effects.allSatisfy({ $0.anyDefect == nil }) {
      columns = targets.enumerated().map { place, target in
        (name(of: target), effects.map { $0.targets[place] })
      }
    }
    return columns.compactMap { name, sizes -> String? in
      let rows = zip(effects, sizes).compactMap { effect, size in
        size.map { (self.name(of: effect.interventions), $0) }
      }
      .enumerated().sorted { ($0.element.1.after, $0.offset) < ($1.element.1.after, $1.offset) }
      .map(\.element)
      guard let first = rows.first else { return nil }
      let table = TextTable(
        [.words("held"), .numbers("after")] + Self.effectColumns.dropFirst(),
        rows: rows.prefix(max(0, top)).map { [$0] + Self.cells(of: $1) })
      return "\(name): \(Figures.probability(first.1.before)) as it is\n\n" + table.text
        + Self.more(rows.count - top)
    }
    .joined(separator: "\n")
  }

  private static let effectColumns: [TextTable.Column] = [
    .numbers("after"), .numbers("difference"), .numbers("ratio"), .numbers("preventable"),
  ]

  private static func cells(of size: EffectSize) -> [String] {
    [
      Figures.probability(size.after), Figures.signed(size.difference, 4),
      size.ratio.map(Figures.factor) ?? "—",
      size.preventableShare.map(Self.share) ?? "—",
    ]
  }

  /// A preventable share; below 0, and without bounds, where an intervention does harm.
  private static func share(_ share: Double) -> String {
    guard share < 0 else { return Figures.percent(share) }
    if share > -0.0005 { return ">-0.1 %" }
    return share > -1e9 ? "\(Figures.fixed(share * 100, 1)) %" : "below -1e11 %"
  }

  // MARK: Units that were seen

  /// What interventions would have prevented in a unit; ends with a line break.
  public func text(of preventions: [Prevention]) -> String {
    let rows = preventions.flatMap { prevention in
      zip(targets, prevention.targets).map { target, effect in
        Row(
          intervention: prevention.interventions, target: target, bounds: effect.prevented,
          cells: [
            Figures.probability(effect.posterior), Figures.bounds(effect.prevented),
            effect.necessity.map(Figures.bounds) ?? "—",
          ])
      }
    }
    return table(
      of: rows, isRanking: preventions.count > 1,
      [.numbers("P(target)"), .numbers("prevented"), .numbers("necessity")])
      + (preventions.allSatisfy { $0.targets.allSatisfy(\.isExact) } ? "" : Self.boundsNote)
  }

  /// What interventions would have prevented in many units; ends with a line break.
  public func text(of totals: [PreventionTotal]) -> String {
    let rows = totals.flatMap { total in
      zip(targets, total.targets).map { target, effect in
        Row(
          intervention: total.interventions, target: target, bounds: effect.prevented,
          cells: [
            Figures.amount(effect.expected), Figures.amounts(effect.prevented),
            effect.share.map(Figures.percents) ?? "—",
          ])
      }
    }
    return table(
      of: rows, isRanking: totals.count > 1,
      [.numbers("units with it"), .numbers("prevented"), .numbers("share")])
      + (totals.allSatisfy { $0.targets.allSatisfy(\.isExact) } ? "" : Self.boundsNote)
  }

  private struct Row {
    let intervention: [Variable.Index: Int]
    let target: WhatIfTarget
    let bounds: ClosedRange<Double>
    let cells: [String]

    /// What a ranking goes by: the middle of the bounds.
    var weight: Double { bounds.lowerBound + bounds.upperBound }
  }

  private static let boundsNote =
    "Two numbers are bounds: the model does not say how the noise of the target would have gone.\n"

  private func table(
    of rows: [Row], isRanking: Bool, _ columns: [TextTable.Column]
  ) -> String {
    guard isRanking else {
      let head = rows.first.map { "Had it been that \(name(of: $0.intervention)):\n\n" } ?? ""
      return head
        + TextTable(
          [.words("target")] + columns, rows: rows.map { [name(of: $0.target)] + $0.cells }
        ).text
    }
    let ranked = rows.enumerated().sorted {
      (-$0.element.weight, $0.offset) < (-$1.element.weight, $1.offset)
    }
    .map(\.element)
    return TextTable(
      [.words("had it been that"), .words("target")] + columns,
      rows: ranked.prefix(max(0, top)).map {
        [name(of: $0.intervention), name(of: $0.target)] + $0.cells
      }
    ).text + Self.more(ranked.count - top)
  }

  private static func more(_ count: Int) -> String {
    count > 0 ? "  and \(count) more\n" : ""
  }

  // MARK: Names

  private func name(of interventions: [Variable.Index: Int]) -> String {
    interventions.sorted { $0.key < $1.key }.map { index, state in
      DiagnosisTable.name(
        variable: network.variables[index].name, state: network.variables[index].states[state])
    }
    .joined(separator: ", ")
  }

  private func name(of target: WhatIfTarget) -> String {
    let variable = network.variables[target.variable]
    return DiagnosisTable.name(
      variable: variable.name,
      state: target.states.map { variable.states[$0] }.joined(separator: " or "))
  }
}
