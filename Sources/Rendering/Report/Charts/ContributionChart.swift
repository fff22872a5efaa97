import RootCause

/// What each finding adds to the log odds of a cause, as bars to the right of a middle line where it speaks for the cause and to the
/// left where it speaks against.
struct ContributionChart {
  private let explanation: Explanation
  private let findings: [ExplainedFinding]
  private static let rowHeight = 44.0
  private static let width = 720.0
  private static let top = 26.0
  private static let margin = 76.0

  /// Charts the findings that add most.
  init(_ explanation: Explanation, limit: Int = 12) {
    self.explanation = explanation
    findings = Array(
      explanation.findings.sorted { abs($0.shapley) > abs($1.shapley) }.prefix(limit))
  }

  /// How to read it.
  static let caption =
    "Natural log odds that each finding adds, on average over all orders of the findings. To the right it speaks for the cause, to the left against."

  var drawing: ChartDrawing {
    let bottom = Self.top + Double(findings.count) * Self.rowHeight
    let name = DiagnosisTable.name(variable: explanation.variable, state: explanation.state)
    var chart = ChartDrawing(
      title: "What each finding adds to \(name)", description: description, width: Self.width,
      height: bottom + 8)
    let middle = place(0)
    chart.text("← against", x: middle - 10, y: 16, .end, .faint)
    chart.text("for →", x: middle + 10, y: 16, .start, .faint)
    chart.line((middle, 4), (middle, bottom), .axis)
    for (row, finding) in findings.enumerated() { draw(finding, row, in: &chart) }
    return chart
  }

  private func draw(_ finding: ExplainedFinding, _ row: Int, in chart: inout ChartDrawing) {
    let y = Self.top + Double(row) * Self.rowHeight
    let (middle, end) = (place(0), place(finding.shapley))
    let isFor = finding.shapley >= 0
    chart.text(
      DisplayText.shortened(finding.statement, to: 46), x: middle + (isFor ? 6 : -6), y: y + 15,
      isFor ? .start : .end)
    chart.rectangle(
      x: min(middle, end), y: y + 21, width: max(1, abs(end - middle)), height: 16,
      isFor ? .bar : .against)
    chart.text(
      Figures.signed(finding.shapley), x: end + (isFor ? 8 : -8), y: y + 34, isFor ? .start : .end,
      .strong)
  }

  /// Where a number of log odds stands: the middle line is set so that the bars of both sides fill the width.
  private func place(_ value: Double) -> Double {
    let values = findings.map(\.shapley)
    // Names have to fit beside the middle line, on either side.
    let most = max(values.map(abs).max() ?? 0, 1e-9)
    let least = 0.9 * most
    let low = values.contains { $0 < 0 } ? min(values.min() ?? 0, -least) : 0
    let high = values.contains { $0 >= 0 } ? max(values.max() ?? 0, least) : 0
    let from = low < 0 ? Self.margin : 16
    let to = Self.width - (high > 0 ? Self.margin : 16)
    return from + (value - low) / max(high - low, 1e-9) * (to - from)
  }

  private var description: String {
    findings.map {
      "\(DisplayText.shortened($0.statement, to: 60)) adds \(Figures.signed($0.shapley))"
    }
    .joined(separator: "; ")
  }
}
