import RootCause

/// The posteriors of causes from event to event: a line for each, told apart by its mark, its dashes and its number, and a band where
/// a confirmed cause leads.
///
/// Events stand at even distances, since days and decades lie between them.
struct TimelineChart {
  /// A cause with its posteriors: before the first event, and after each.
  struct Series {
    let name: String
    let isConfirmed: Bool
    let values: [Double]
  }

  private let replay: Replay
  let series: [Series]
  private static let (left, top, plotHeight, keyRow) = (52.0, 14.0, 300.0, 24.0)
  private static let mostSeries = 6

  /// Charts a replay: the confirmed causes, and the others that came highest.
  init(_ replay: Replay) {
    self.replay = replay
    series = Self.series(of: replay)
  }

  private static func series(of replay: Replay) -> [Series] {
    guard let first = replay.steps.first else { return [] }
    let all = first.diagnosis.causes.map { cause -> Series in
      let after = replay.steps.map { step in
        step.diagnosis.causes.first { $0.variable == cause.variable && $0.state == cause.state }?
          .posterior ?? 0
      }
      return Series(
        name: DiagnosisTable.name(of: cause),
        isConfirmed: replay.scenario.confirmed.contains {
          $0.variable == cause.variable && $0.state == cause.state
        }, values: [cause.prior] + after)
    }
    let ordered = all.enumerated().sorted { a, b in
      if a.element.isConfirmed != b.element.isConfirmed { return a.element.isConfirmed }
      let (high, low) = (a.element.values.max() ?? 0, b.element.values.max() ?? 0)
      return (-high, a.offset) < (-low, b.offset)
    }
    return ordered.prefix(mostSeries).map(\.element)
  }

  /// How to read it.
  var caption: String {
    "Posterior of each cause before the first event and after each. Events stand at even distances, not to the scale of time."
      + " The shaded band is where a confirmed cause leads."
      + (replay.steps.isEmpty
        ? "" : " The chart has the confirmed causes and those that came highest.")
  }

  var drawing: ChartDrawing {
    let bottom = Self.top + Self.plotHeight
    var chart = ChartDrawing(
      title: "Posteriors of the causes, event by event", description: description, width: width,
      height: bottom + 62 + Self.keyRow * Double(series.count))
    bands(in: &chart)
    axes(in: &chart)
    // The confirmed cause is drawn last, on top.
    for place in series.indices.reversed() { draw(place, in: &chart) }
    for place in series.indices {
      key(place, y: bottom + 66 + Self.keyRow * Double(place), in: &chart)
    }
    return chart
  }

  private var count: Int { replay.steps.count }
  private var width: Double { max(720, Self.left + Double(count) * 58 + 40) }

  private func x(_ event: Int) -> Double {
    Self.left + 14 + Double(event) * (width - Self.left - 44) / Double(max(1, count))
  }

  private func y(_ share: Double) -> Double {
    Self.top + (1 - min(1, max(0, share))) * Self.plotHeight
  }

  private func bands(in chart: inout ChartDrawing) {
    for (place, step) in replay.steps.enumerated() where step.isLed {
      let half = (x(1) - x(0)) / 2
      let end = min(x(place + 1) + half, width - 16)
      chart.rectangle(
        x: x(place + 1) - half, y: Self.top, width: end - x(place + 1) + half,
        height: Self.plotHeight, .lead)
    }
  }

  private func axes(in chart: inout ChartDrawing) {
    let bottom = y(0)
    for percent in stride(from: 0, through: 100, by: 25) {
      let level = y(Double(percent) / 100)
      chart.line((Self.left, level), (width - 16, level), percent == 0 ? .axis : .grid)
      chart.text("\(percent) %", x: Self.left - 6, y: level + 5, .end, .faint)
    }
    for event in 0...count {
      chart.line((x(event), bottom), (x(event), bottom + 5), .axis)
      chart.text(event == 0 ? "before" : "\(event)", x: x(event), y: bottom + 20, .middle, .faint)
    }
    years(in: &chart)
  }

  /// The year below the first event of each year, as far as they find room.
  private func years(in chart: inout ChartDrawing) {
    var last = -Double.infinity
    var lastYear: Int?
    for (place, step) in replay.steps.enumerated() where step.event.on.year != lastYear {
      lastYear = step.event.on.year
      guard x(place + 1) - last >= 40 else { continue }
      last = x(place + 1)
      chart.text("\(step.event.on.year)", x: last, y: y(0) + 38, .middle, .faint)
    }
  }

  private func draw(_ place: Int, in chart: inout ChartDrawing) {
    let cause = series[place]
    let points = cause.values.enumerated().map { (x: x($0), y: y($1)) }
    chart.path(points, series: place, isStrong: cause.isConfirmed)
    for (event, point) in points.enumerated() {
      let when = event == 0 ? "before the first event" : "after event \(event)"
      chart.mark(
        point, series: place,
        tooltip: "\(cause.name) \(when): \(Figures.probability(cause.values[event]))")
    }
  }

  private func key(_ place: Int, y: Double, in chart: inout ChartDrawing) {
    let cause = series[place]
    chart.path(
      [(Self.left, y - 5), (Self.left + 44, y - 5)], series: place, isStrong: cause.isConfirmed)
    chart.mark((Self.left + 22, y - 5), series: place)
    let end = cause.values.last.map { ", \(Figures.percent($0)) at the end" } ?? ""
    chart.text(
      "\(cause.name)\(cause.isConfirmed ? " (confirmed)" : "")\(end)", x: Self.left + 56, y: y,
      .start,
      cause.isConfirmed ? .strong : .label)
  }

  private var description: String {
    series.map { cause in
      let values = cause.values.map(Figures.percent).joined(separator: ", ")
      return "\(cause.name)\(cause.isConfirmed ? " (confirmed)" : ""): \(values)"
    }
    .joined(separator: "; ")
  }

  /// The numbers behind the lines.
  var table: Report.Table {
    let rows = (0...count).map { event in
      [
        event == 0 ? "before" : "\(event)",
        event == 0 ? "" : replay.steps[event - 1].event.on.description,
      ]
        + series.map { Figures.probability($0.values[event]) }
    }
    return Report.Table(
      "The numbers of the chart",
      [.numbers("event"), .numbers("on")] + series.map { .numbers($0.name) }, rows: rows)
  }
}
