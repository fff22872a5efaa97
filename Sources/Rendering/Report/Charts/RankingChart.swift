import RootCause

/// Ranked causes as bars: the posterior, its interval as a line with ends, and the prior as a heavy tick.
struct RankingChart {
  private let causes: [RankedCause]
  private let title: String
  private static let rowHeight = 44.0
  private static let left = 8.0
  private static let right = 150.0
  private static let width = 720.0
  private static let top = 8.0

  /// Charts the first causes of a list.
  init(_ causes: [RankedCause], title: String, limit: Int = 8) {
    self.causes = Array(causes.prefix(limit))
    self.title = title
  }

  /// How to read it.
  var caption: String {
    "Bar: the posterior. "
      + (causes.contains { $0.interval != nil } ? "Line with ends: its 90 % interval. " : "")
      + "Heavy tick: the prior."
  }

  var drawing: ChartDrawing {
    let bottom = Self.top + Double(causes.count) * Self.rowHeight
    var chart = ChartDrawing(
      title: title, description: description, width: Self.width, height: bottom + 26)
    for percent in stride(from: 0, through: 100, by: 25) {
      let x = Self.place(Double(percent) / 100)
      chart.line((x, Self.top), (x, bottom), percent == 0 ? .axis : .grid)
      chart.text("\(percent) %", x: x, y: bottom + 18, percent == 0 ? .start : .middle, .faint)
    }
    for (row, cause) in causes.enumerated() { draw(cause, row, in: &chart) }
    return chart
  }

  private func draw(_ cause: RankedCause, _ row: Int, in chart: inout ChartDrawing) {
    let y = Self.top + Double(row) * Self.rowHeight
    let (start, end, middle) = (Self.place(0), Self.place(cause.posterior), y + 30)
    let name = "\(cause.rank). \(DiagnosisTable.name(of: cause))"
    chart.text(
      DisplayText.shortened(name, to: 80), x: Self.left + 6, y: y + 15, .start,
      row == 0 ? .strong : .label)
    chart.rectangle(x: start, y: y + 22, width: max(1, end - start), height: 16, .bar)
    if let interval = cause.interval {
      let (low, high) = (Self.place(interval.lowerBound), Self.place(interval.upperBound))
      chart.line((low, middle), (high, middle), .interval)
      for x in [low, high] { chart.line((x, middle - 5), (x, middle + 5), .interval) }
    }
    let prior = Self.place(cause.prior)
    chart.line((prior, y + 20), (prior, y + 40), .prior)
    chart.text(
      Figures.percent(cause.posterior), x: Self.width - Self.right + 24, y: y + 35, .start, .strong)
  }

  private static func place(_ share: Double) -> Double {
    left + min(1, max(0, share)) * (width - left - right)
  }

  private var description: String {
    causes.map { cause in
      let interval = cause.interval.map { ", interval \(Figures.interval($0))" } ?? ""
      return
        "\(DiagnosisTable.name(of: cause)): posterior \(Figures.probability(cause.posterior))\(interval),"
        + " prior \(Figures.probability(cause.prior))"
    }
    .joined(separator: "; ")
  }
}
