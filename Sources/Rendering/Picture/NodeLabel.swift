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
  /// What was believed before, for a tick in each bar: without evidence, or in what the picture is compared with.
  var before: [Double]?
  /// Whether the picture is compared with another.
  var isCompared = false
  /// The subsystem, where no box tells it.
  var subsystem: String?

  /// The columns at which names are broken.
  static let nameWidth = 24
  private static let stateWidth = 22
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
    let parts = [
      variable.kind.rawValue.uppercased(),
      subsystem.map { DOTText.html(DisplayText.shortened($0, to: Self.nameWidth)) },
      places.isEmpty ? nil : "<B>CAUSE \(places)</B>",
      isCompared && posterior != nil && before == nil && !variable.variable.isReading
        ? "<B>NEW</B>" : nil,
    ]
    let text = parts.compactMap(\.self).joined(separator: " · ")
    return wide(
      "<FONT COLOR=\"\(style.ink)\" POINT-SIZE=\"8\">\(text)</FONT>",
      "BGCOLOR=\"\(style.color)\" CELLPADDING=\"1\"")
  }

  private var evidenceTag: [String] {
    item.map { [EvidenceMark.tag(EvidenceMark.words(for: $0), columns: columns)] } ?? []
  }

  private var names: [String] {
    let title = DisplayText.lines(variable.displayName, width: Self.nameWidth)
      .map { "<B>\(DOTText.html($0))</B>" }.joined(separator: "<BR/>")
    guard let label = variable.label, label != variable.name else { return [wide(title)] }
    let name = DisplayText.lines(variable.name, width: Self.nameWidth)
      .map(DOTText.html).joined(separator: "<BR/>")
    return [
      wide(title),
      wide("<FONT COLOR=\"#444444\" POINT-SIZE=\"9\">\(name)</FONT>", "CELLPADDING=\"0\""),
    ]
  }

  private func wide(_ content: String, _ attributes: String = "") -> String {
    let space = attributes.isEmpty ? "" : " "
    return "<TD COLSPAN=\"\(columns)\"\(space)\(attributes)>\(content)</TD>"
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
        ? [] : [row("\(hidden.count) more", rest, color: Self.offNominalColor, of: hidden)])
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
    return row(marked(name, state), probability, color: color, of: [state])
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
      return wide("—\(unit ?? "")")
    }
    return wide("<B>\(EvidenceMark.observed) \(Figures.measured(value))\(unit ?? "")</B>")
  }

  /// A row for some states together.
  private func row(
    _ name: String, _ probability: Double, color: String, of states: [Int]
  ) -> String {
    let before = before.map { before in states.reduce(0) { $0 + before[$1] } }
    let bar = PictureBar.html(probability, color: color, tick: before)
    return "<TD ALIGN=\"LEFT\">\(name)&#160;</TD><TD>\(bar)</TD>"
      + "<TD ALIGN=\"RIGHT\">\(DOTText.html(Figures.percent(probability)))</TD>"
      + (isCompared
        ? "<TD ALIGN=\"RIGHT\">\(before.map { Figures.points(probability - $0) } ?? "")</TD>" : "")
  }

  private var columns: Int { isCompared ? 4 : 3 }

  /// By how much the probability of being off-nominal changed; nil where there was none before.
  var offNominalChange: Double? {
    guard let posterior, let before, !posterior.isEmpty, !before.isEmpty else { return nil }
    return before[0] - posterior[0]
  }
}

extension Figures {
  /// Returns a change of a probability in percentage points, with an arrow that shows its direction without colour.
  static func points(_ change: Double) -> String {
    if abs(change) < 0.0005 { return "=" }
    return "\(change > 0 ? "▲ +" : "▼ −")\(fixed(abs(change) * 100, 1))"
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
  static func tag(_ text: String, columns: Int = 3) -> String {
    "<TD COLSPAN=\"\(columns)\" BGCOLOR=\"#222222\" CELLPADDING=\"1\">"
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
