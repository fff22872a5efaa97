/// A chart as SVG: shapes and text on a canvas whose colours come from a style sheet, so that it suits a light page and a dark one.
///
/// Coordinates are in units of the canvas, from its left upper corner, with one decimal; the same chart gives the same bytes.
struct ChartDrawing: Sendable {
  /// The side of a point to which text is set.
  enum Anchor: String, Sendable { case start, middle, end }

  /// What the chart is called.
  let title: String
  /// What it shows, for who can't see it.
  let description: String
  let width: Double
  let height: Double
  private(set) var body = ""

  init(title: String, description: String, width: Double, height: Double) {
    self.title = title
    self.description = description
    self.width = width
    self.height = height
  }

  /// A class of the style sheet, for each thing that a chart shows.
  enum Look: String, Sendable {
    case axis = "c-axis"
    case grid = "c-grid"
    case bar = "c-bar"
    case against = "c-against"
    case interval = "c-interval"
    case prior = "c-prior"
    case lead = "c-lead"
    case label = "c-label"
    case strong = "c-strong"
    case faint = "c-faint"
  }

  mutating func line(
    _ from: (x: Double, y: Double), _ to: (x: Double, y: Double), _ look: Look
  ) {
    body +=
      "<line class=\"\(look.rawValue)\" x1=\"\(Self.number(from.x))\" y1=\"\(Self.number(from.y))\""
      + " x2=\"\(Self.number(to.x))\" y2=\"\(Self.number(to.y))\"/>\n"
  }

  mutating func rectangle(
    x: Double, y: Double, width: Double, height: Double, _ look: Look, tooltip: String? = nil
  ) {
    body +=
      "<rect class=\"\(look.rawValue)\" x=\"\(Self.number(x))\" y=\"\(Self.number(y))\""
      + " width=\"\(Self.number(max(0, width)))\" height=\"\(Self.number(height))\""
      + Self.end("rect", tooltip)
  }

  /// Text whose baseline begins, ends or has its middle at a point.
  mutating func text(
    _ text: String, x: Double, y: Double, _ anchor: Anchor = .start, _ look: Look = .label
  ) {
    body +=
      "<text class=\"\(look.rawValue)\" x=\"\(Self.number(x))\" y=\"\(Self.number(y))\""
      + " text-anchor=\"\(anchor.rawValue)\">\(HTMLText.escaped(text))</text>\n"
  }

  /// A line through points, in the style of a series.
  mutating func path(_ points: [(x: Double, y: Double)], series: Int, isStrong: Bool) {
    let steps = points.enumerated().map { place, point in
      "\(place == 0 ? "M" : "L")\(Self.number(point.x)) \(Self.number(point.y))"
    }
    body +=
      "<path class=\"c-line c-series\(series)\(isStrong ? " c-heavy" : "")\" d=\"\(steps.joined(separator: " "))\"/>\n"
  }

  /// The mark of a series at a point: each series has a shape of its own.
  mutating func mark(_ point: (x: Double, y: Double), series: Int, tooltip: String? = nil) {
    let (x, y) = point
    let corners: [(Double, Double)]
    switch series % 6 {
    case 0:
      body +=
        "<circle class=\"c-mark c-series\(series)\" cx=\"\(Self.number(x))\" cy=\"\(Self.number(y))\" r=\"4.5\""
        + Self.end("circle", tooltip)
      return
    case 1: corners = [(-4, -4), (4, -4), (4, 4), (-4, 4)]
    case 2: corners = [(0, -5.5), (5, 4), (-5, 4)]
    case 3: corners = [(0, -5.5), (5.5, 0), (0, 5.5), (-5.5, 0)]
    case 4: corners = [(0, 5.5), (5, -4), (-5, -4)]
    default:
      corners = [
        (-1.5, -5), (1.5, -5), (1.5, -1.5), (5, -1.5), (5, 1.5), (1.5, 1.5), (1.5, 5), (-1.5, 5),
        (-1.5, 1.5), (-5, 1.5), (-5, -1.5), (-1.5, -1.5),
      ]
    }
    let points = corners.map { "\(Self.number(x + $0.0)),\(Self.number(y + $0.1))" }
    body +=
      "<polygon class=\"c-mark c-series\(series)\" points=\"\(points.joined(separator: " "))\""
      + Self.end("polygon", tooltip)
  }

  /// A cell whose filling is as dense as `share`, from 0 to 1.
  mutating func cell(
    x: Double, y: Double, width: Double, height: Double, share: Double, tooltip: String
  ) {
    body +=
      "<rect class=\"c-cell\" x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" width=\"\(Self.number(width))\""
      + " height=\"\(Self.number(height))\" fill-opacity=\"\(Figures.fixed(min(1, max(0, share)), 2))\""
      + Self.end("rect", tooltip)
  }

  private static func end(_ name: String, _ tooltip: String?) -> String {
    tooltip.map { "><title>\(HTMLText.escaped($0))</title></\(name)>\n" } ?? "/>\n"
  }

  private static func number(_ value: Double) -> String {
    let text = Figures.fixed(value, 1)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// The chart as an element of a page; `name` is unique there.
  func element(named name: String) -> String { svg(named: name, style: "") }

  /// The chart as a file of its own.
  func file(named name: String) -> String {
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      + svg(named: name, style: "<style>\(ChartStyle.sheet)</style>\n") + "\n"
  }

  private func svg(named name: String, style: String) -> String {
    let (width, height) = (Self.number(width), Self.number(height))
    return
      "<svg class=\"chart\" xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 \(width) \(height)\""
      + " width=\"\(width)\" height=\"\(height)\" aria-labelledby=\"\(name)-title \(name)-desc\">\n"
      + "<title id=\"\(name)-title\">\(HTMLText.escaped(title))</title>\n"
      + "<desc id=\"\(name)-desc\">\(HTMLText.escaped(description))</desc>\n"
      + style + body + "</svg>"
  }
}
