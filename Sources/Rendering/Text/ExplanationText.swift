import RootCause

/// An explanation for a terminal: what each finding adds to the log odds of a cause, how it gets there, whom else it moves, and
/// which findings don't fit.
///
///     reflow = cold: 0.0250 before, 0.5309 given 2 findings; log odds -3.66 to +0.12, so the findings add +3.79
///
///     finding      adds  left out  alone  conflict  expected
///     xray = fail  …
public struct ExplanationText {
  private let explanation: Explanation

  /// Creates the text of an explanation.
  public init(_ explanation: Explanation) { self.explanation = explanation }

  /// The rivals of each direction that are named.
  private static let rivals = 2
  /// A smaller change of log odds is not named.
  private static let leastChange = 0.05

  /// The text, which ends with a line break.
  public var text: String {
    guard !explanation.findings.isEmpty else {
      return head + "There are no findings; --observe says what was found.\n"
    }
    return [head, table, trails, changes, misfits, notes].filter { !$0.isEmpty }
      .joined(separator: "\n")
  }

  private var head: String {
    let count = explanation.findings.count
    let findings = count == 1 ? "1 finding" : "\(count) findings"
    let (before, after) = (explanation.priorLogOdds, explanation.posteriorLogOdds)
    return DiagnosisTable.name(variable: explanation.variable, state: explanation.state)
      + ": \(Figures.probability(explanation.prior)) before,"
      + " \(Figures.probability(explanation.posterior)) given \(findings)\n"
      + "log odds \(Figures.signed(before)) before, \(Figures.signed(after)) after:"
      + " the findings add \(Figures.signed(explanation.logBayesFactor))\n"
  }

  private var table: String {
    let isSampled = explanation.sampledOrders != nil
    let columns: [TextTable.Column] =
      [.words("finding"), .numbers("adds")] + (isSampled ? [.numbers("± error")] : [])
      + [.numbers("if left out"), .numbers("alone"), .numbers("conflict"), .numbers("P(finding)")]
    let rows = explanation.findings.sorted { abs($0.shapley) > abs($1.shapley) }.map { finding in
      [Self.name(finding), Figures.signed(finding.shapley)]
        + (isSampled ? [Figures.fixed(finding.standardError ?? 0, 2)] : [])
        + [
          Figures.signed(-finding.leftOut), Figures.signed(finding.alone),
          Figures.signed(finding.conflict),
          finding.fit.map { Figures.probability($0.probability) } ?? "—",
        ]
    }
    return TextTable(columns, rows: rows).text
  }

  private static func name(_ finding: ExplainedFinding) -> String {
    DisplayText.shortened(finding.statement, to: 60)
  }

  private var trails: String {
    let lines = explanation.findings.map { finding -> String in
      guard let trail = finding.trail else {
        return "  \(Self.name(finding)) tells nothing about it"
      }
      guard let first = trail.steps.first else {
        return "  \(Self.name(finding)) is about it"
      }
      return trail.steps.reduce("  \(DisplayText.shortened(first.from, to: 60))") { line, step in
        let passed = step.bits.map(Self.bits) ?? "observed"
        return line + (step.isAgainstArc ? " ← " : " → ")
          + "\(DisplayText.shortened(step.to, to: 60)) (\(passed))"
      }
    }
    return "The strongest way of each finding to the cause, with the bits that it tells:\n"
      + lines.map { $0 + "\n" }.joined()
  }

  private static func bits(_ bits: Double) -> String {
    bits > 0 && bits < 0.0005 ? "<0.001" : Figures.fixed(bits, 3)
  }

  private var changes: String {
    let lines = explanation.findings.compactMap { finding -> String? in
      let named = [("raises", 1.0), ("lowers", -1.0)].compactMap { verb, sign -> String? in
        let rivals = finding.rivals.filter { $0.change * sign >= Self.leastChange }
          .prefix(Self.rivals)
        let texts = rivals.map {
          DiagnosisTable.name(variable: $0.variable, state: $0.state)
            + " (\(Figures.signed($0.change)))"
        }
        return texts.isEmpty ? nil : "\(verb) \(texts.joined(separator: ", "))"
      }
      return named.isEmpty
        ? nil : "  \(Self.name(finding)) \(named.joined(separator: "; "))\n"
    }
    return lines.isEmpty ? "" : "Other candidates, by their log odds:\n" + lines.joined()
  }

  private var misfits: String {
    let lines = explanation.misfits.compactMap { finding -> String? in
      guard let fit = finding.fit else { return nil }
      let expected =
        switch fit.expected {
        case .state(let state, let probability):
          "\(DisplayText.shortened(state, to: 40)) (\(Figures.probability(probability)))"
        case .value(let mean, let deviation):
          "\(Self.number(mean)) ± \(Self.number(deviation))"
        }
      return "  \(Self.name(finding)) has probability \(Figures.probability(fit.probability));"
        + " expected: \(expected)\n"
    }
    return lines.isEmpty
      ? "" : "Findings that don't fit, given the cause and the others:\n" + lines.joined()
  }

  private static func number(_ value: Double) -> String {
    abs(value) < 1e12 ? Figures.fixed(value, 2) : "\(value)"
  }

  private var notes: String {
    let total = explanation.conflict.total
    var notes =
      "conflict = \(Figures.logarithm(total))"
      + (explanation.conflict.isAboveZero
        ? ", above 0: the findings do not hang together\n"
        : " (above 0 where findings do not hang together)\n")
    if explanation.isSettled {
      notes += "Log odds of 1000 stand for certain, of -1000 for impossible.\n"
    }
    if let orders = explanation.sampledOrders {
      notes += "'adds' is sampled from \(orders) orders of the findings.\n"
    }
    return notes
  }
}
