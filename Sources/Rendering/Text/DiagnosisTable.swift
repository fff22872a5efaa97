import NetworkModel
import RootCause

/// A diagnosis for a terminal: the ranked causes, then the defect modes, and what they rest on.
///
///     print(DiagnosisTable(diagnosis, model: model, top: 3).text)
///
///     rank  cause          kind  posterior  90 % interval   P(rank 1)   prior  Bayes factor  label
///        1  reflow = cold  step     0.5312  0.3120–0.7391       0.93  0.0250          44.2  Reflow
///     …
///
/// Interval and P(rank 1) are shown where the model says what its numbers rest on. States of the same posterior share the better rank. A posterior between 0 and 0.00005 is shown as `<0.0001`. The Bayes
/// factor of a state that became certain is ∞, and `—` where it has none. Text of the model is shown without
/// control characters.
public struct DiagnosisTable {
  private let diagnosis: Diagnosis
  private let graph: CausalGraph
  private let top: Int

  /// Creates the table of a diagnosis that `model` made.
  ///
  /// - Parameter top: The most rows of each table.
  public init(_ diagnosis: Diagnosis, model: CausalModel, top: Int = 10) {
    self.diagnosis = diagnosis
    graph = model.graph
    self.top = top
  }

  /// The tables as text, which ends with a line break.
  public var text: String {
    let evidence = diagnosis.evidence.items.count
    let basis =
      evidence == 0 ? "no evidence" : evidence == 1 ? "1 observation" : "\(evidence) observations"
    return section("cause", diagnosis.causes, none: "The model has no candidates.") + "\n"
      + section("defect mode", diagnosis.defects, none: "The model has no defect modes.") + "\n"
      + "log P(evidence) = \(Figures.logarithm(diagnosis.logEvidence)) (natural; \(basis))\n"
  }

  private func section(_ title: String, _ ranked: [RankedCause], none: String) -> String {
    guard !ranked.isEmpty else { return none + "\n" }
    let shown = ranked.prefix(max(0, top))
    let isLabelled = shown.contains { label(of: $0) != nil }
    let isDoubted = shown.contains { $0.interval != nil }
    let columns: [TextTable.Column] =
      [.numbers("rank"), .words(title), .words("kind"), .numbers("posterior")]
      + (isDoubted ? [.numbers("90 % interval"), .numbers("P(rank 1)")] : [])
      + [.numbers("prior"), .numbers("Bayes factor")]
    let rows = shown.map { cause in
      [
        "\(cause.rank)", Self.name(of: cause), cause.kind.rawValue,
        Figures.probability(cause.posterior),
      ] + (isDoubted ? Self.doubt(of: cause) : [])
        + [Figures.probability(cause.prior), Self.factor(of: cause)]
        + (isLabelled ? [label(of: cause) ?? ""] : [])
    }
    let table = TextTable(columns + (isLabelled ? [.words("label")] : []), rows: rows).text
    let hidden = ranked.count - shown.count
    return hidden == 0 ? table : table + "      and \(hidden) more\n"
  }

  static func doubt(of cause: RankedCause) -> [String] {
    [
      cause.interval.map(Figures.interval) ?? "—",
      cause.probabilityOfRank1.map(Figures.share) ?? "—",
    ]
  }

  private func label(of cause: RankedCause) -> String? {
    guard let index = graph.index(of: cause.variable), let label = graph.variables[index].label
    else { return nil }
    return DisplayText.shortened(label, to: 60)
  }

  static func factor(of cause: RankedCause) -> String {
    guard let factor = cause.bayesFactor else {
      return cause.posterior >= 1 && cause.prior < 1 ? "∞" : "—"
    }
    return Figures.factor(factor)
  }

  static func name(of cause: RankedCause) -> String {
    name(variable: cause.variable, state: cause.state)
  }

  static func name(variable: String, state: String) -> String {
    "\(DisplayText.shortened(variable, to: 60)) = \(DisplayText.shortened(state, to: 40))"
  }
}
