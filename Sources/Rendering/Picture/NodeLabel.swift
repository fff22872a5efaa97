import NetworkModel
import RootCause

/// What stands in a node: the tag of its kind, its name, and with numbers a row for each state, as an HTML-like label of
/// Graphviz.
///
/// No cell has a fixed size: a text larger than such a cell would end the process.
struct NodeLabel {
  let variable: CausalVariable
  /// What is believed of the variable; nil where the picture has no numbers.
  let posterior: [Double]?
  /// What is known of it.
  let item: Evidence.Item?
  /// The places of its states among the ranked causes, where they are worth showing.
  var ranks: [Int] = []

  /// The columns at which names are broken.
  static let nameWidth = 24
  private static let stateWidth = 22
  private static let barWidth = 60
  private static let mostStates = 8

  /// The colours of bars: off-nominal states are dark, so that trouble is seen before it is read.
  static let nominalColor = "#A0A0A0"
  static let offNominalColor = "#222222"

  /// The label, with its angle brackets.
  var html: String {
    let rows = [tag] + evidenceTag + names + stateRows
    return "<<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"2\">\n"
      + rows.map { "    <TR>\($0)</TR>\n" }.joined() + "    </TABLE>>"
  }
}

// The head.
extension NodeLabel {
  private var tag: String {
    let style = variable.kind.style
    let places = ranks.map { "NO. \($0)" }.joined(separator: ", ")
    let text =
      variable.kind.rawValue.uppercased() + (places.isEmpty ? "" : " · <B>CAUSE \(places)</B>")
    return Self.wide(
      "<FONT COLOR=\"\(style.ink)\" POINT-SIZE=\"8\">\(text)</FONT>",
      "BGCOLOR=\"\(style.color)\" CELLPADDING=\"1\"")
  }

  private var evidenceTag: [String] {
    item.map { [EvidenceMark.tag(EvidenceMark.words(for: $0))] } ?? []
  }

  private var names: [String] {
    let title = DisplayText.lines(variable.displayName, width: Self.nameWidth)
      .map { "<B>\(DOTText.html($0))</B>" }.joined(separator: "<BR/>")
    guard let label = variable.label, label != variable.name else { return [Self.wide(title)] }
    let name = DisplayText.lines(variable.name, width: Self.nameWidth)
      .map(DOTText.html).joined(separator: "<BR/>")
    return [
      Self.wide(title),
      Self.wide("<FONT COLOR=\"#444444\" POINT-SIZE=\"9\">\(name)</FONT>", "CELLPADDING=\"0\""),
    ]
  }

  private static func wide(_ content: String, _ attributes: String = "") -> String {
    let space = attributes.isEmpty ? "" : " "
    return "<TD COLSPAN=\"3\"\(space)\(attributes)>\(content)</TD>"
  }
}

// The states.
extension NodeLabel {
  private var stateRows: [String] {
    guard let posterior else { return [] }
    if variable.variable.isReading { return [reading] }
    let shown = Self.shown(posterior)
    let hidden = posterior.indices.filter { !shown.contains($0) }
    let rest = hidden.reduce(0) { $0 + posterior[$1] }
    return shown.map { row(state: $0, posterior[$0]) }
      + (hidden.isEmpty
        ? [] : [Self.row("\(hidden.count) more", rest, bar: Self.bar(rest, Self.offNominalColor))])
  }

  /// All states, or the most probable ones where there are too many, in the order of the variable.
  private static func shown(_ posterior: [Double]) -> [Int] {
    guard posterior.count > mostStates else { return Array(posterior.indices) }
    return posterior.indices
      .sorted { (posterior[$1], $0) < (posterior[$0], $1) }.prefix(mostStates - 1).sorted()
  }

  private func row(state: Int, _ probability: Double) -> String {
    let name = DOTText.html(
      DisplayText.shortened(variable.variable.states[state], to: Self.stateWidth))
    let color = state == 0 || variable.kind == .context ? Self.nominalColor : Self.offNominalColor
    return Self.row(marked(name, state), probability, bar: Self.bar(probability, color))
  }

  /// The name of a state, with a mark where it was ruled out, and in bold too where it was observed or is what the
  /// likelihood favours.
  private func marked(_ name: String, _ state: Int) -> String {
    switch item {
    case .state(state): "<B>\(EvidenceMark.observed) \(name)</B>"
    case .excluded(let states) where states.contains(state): "\(EvidenceMark.excluded) \(name)"
    case .likelihood(let weights) where weights[state] == weights.max():
      "<B>\(EvidenceMark.doubtful) \(name)</B>"
    default: name
    }
  }

  private var reading: String {
    let unit = variable.unit.map {
      " " + DOTText.html(DisplayText.shortened($0, to: Self.stateWidth))
    }
    guard case .value(let value, _) = item else {
      return Self.wide("—\(unit ?? "")")
    }
    return Self.wide("<B>\(EvidenceMark.observed) \(Figures.measured(value))\(unit ?? "")</B>")
  }

  private static func row(_ name: String, _ probability: Double, bar: String) -> String {
    "<TD ALIGN=\"LEFT\">\(name)&#160;</TD><TD>\(bar)</TD>"
      + "<TD ALIGN=\"RIGHT\">\(DOTText.html(Figures.percent(probability)))</TD>"
  }

  /// A bar as a table of two cells, the first as wide as `probability`.
  static func bar(_ probability: Double, _ color: String) -> String {
    let share = Int((Double(barWidth) * probability).rounded())
    let filled = probability > 0 ? max(1, share) : 0
    let cells = [(filled, color), (barWidth - filled, "#FFFFFF")].filter { $0.0 > 0 }
    return
      "<TABLE BORDER=\"1\" CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"0\" COLOR=\"#777777\"><TR>"
      + cells.map { "<TD WIDTH=\"\($0)\" HEIGHT=\"9\" BGCOLOR=\"\($1)\"></TD>" }.joined()
      + "</TR></TABLE>"
  }
}

/// How evidence is marked in a picture.
enum EvidenceMark {
  static let observed = "●"
  static let doubtful = "◐"
  static let excluded = "×"

  /// What the tag of a node with this evidence says.
  static func words(for item: Evidence.Item) -> String {
    switch item {
    case .state, .value: "\(observed) OBSERVED"
    case .excluded: "\(excluded) RULED OUT"
    case .likelihood: "\(doubtful) DOUBTFUL"
    }
  }

  /// A dark row with a word.
  static func tag(_ text: String) -> String {
    "<TD COLSPAN=\"3\" BGCOLOR=\"#222222\" CELLPADDING=\"1\">"
      + "<FONT COLOR=\"#FFFFFF\" POINT-SIZE=\"8\"><B>\(text)</B></FONT></TD>"
  }

  /// What the outline of a node with this evidence needs, besides its style.
  static func outline(of item: Evidence.Item?) -> [String: String] {
    switch item {
    case .state, .value: ["peripheries": "2", "penwidth": "2.5"]
    case .excluded, .likelihood: ["penwidth": "2.5"]
    case nil: ["penwidth": "1.5"]
    }
  }
}
