import NetworkModel
import RootCause

extension Kind {
  /// The column of a kind: what comes in, what is done, what measures, what is wrong, what is seen.
  var lane: Int {
    switch self {
    case .context: 0
    case .lot: 1
    case .step: 2
    case .station: 3
    case .defect: 4
    case .test: 5
    }
  }

  /// What stands above the column.
  var heading: String {
    switch self {
    case .context: "CONTEXT"
    case .lot: "SUPPLIER LOTS"
    case .step: "PROCESS STEPS"
    case .station: "TEST STATIONS"
    case .defect: "DEFECT MODES"
    case .test: "TESTS"
    }
  }

  /// How many of a kind there are.
  func counted(_ count: Int) -> String {
    self == .context ? "\(count) context variables" : "\(count) \(rawValue)s"
  }
}

// Lanes and subsystems: the boxes around variables.
extension Picture {
  /// The boxes, as DOT.
  func boxes(_ selection: PictureSelection) -> [String] {
    options.layout == .lanes ? lanes(selection) : subsystems(selection)
  }

  /// The columns, in order, with unseen nodes that hold each to the right of the one before.
  private func lanes(_ selection: PictureSelection) -> [String] {
    let columns = laneColumns(selection)
    var lines: [String] = []
    var anchors: [String] = []
    for kind in Kind.allCases.sorted(by: { $0.lane < $1.lane }) {
      guard let own = columns[kind] else { continue }
      lines.append("  subgraph cluster_lane_\(kind.rawValue) {")
      lines.append("    graph \(DOTText.list(Self.laneStyle(kind)));")
      for (place, members) in own.enumerated() {
        let anchor = "lane_\(kind.rawValue)_\(place)"
        anchors.append(anchor)
        lines.append(
          "    \(anchor) [style=\"invis\", shape=\"point\", width=\"0\", height=\"0\", label=\"\"];"
        )
        lines.append("    { rank=\"same\"; \(([anchor] + members).joined(separator: "; ")); }")
      }
      lines.append("  }")
    }
    if anchors.count > 1 {
      lines.append("  \(anchors.joined(separator: " -> ")) [style=\"invis\", weight=\"0\"];")
    }
    return lines
  }

  private static func laneStyle(_ kind: Kind) -> [String: String] {
    [
      "label": "\"\(kind.heading)\"", "id": "\"lane_\(kind.rawValue)\"", "fontsize": "13",
      "labeljust": "\"c\"", "style": "\"filled\"", "color": "\"#CCCCCC\"",
      "fillcolor": "\"#F7F7F7\"", "margin": "\"10\"", "tooltip": "\"\(kind.heading)\"",
    ]
  }

  /// The names of the nodes in each column of each lane. A lane has as many columns as arcs follow each other in it.
  private func laneColumns(_ selection: PictureSelection) -> [Kind: [[String]]] {
    var column = [Int](repeating: 0, count: graph.variables.count)
    var columns: [Kind: [[String]]] = [:]
    func add(_ name: String, _ kind: Kind, _ place: Int) {
      while columns[kind, default: []].count <= place { columns[kind, default: []].append([]) }
      columns[kind, default: []][place].append(name)
    }
    for vertex in graph.structure.topologicalOrder where selection.isShown[vertex] {
      let kind = graph.variables[vertex].kind
      let before = graph.structure.parents[vertex].filter {
        selection.isShown[$0] && graph.variables[$0].kind == kind
      }
      column[vertex] = (before.map { column[$0] }.max() ?? -1) + 1
    }
    for vertex in selection.shown {
      add("n\(vertex)", graph.variables[vertex].kind, column[vertex])
    }
    for (place, fold) in selection.folds.enumerated() { add("fold\(place)", fold.kind, 0) }
    return columns
  }

  /// The number of columns of the picture in lanes.
  func columnCount(_ selection: PictureSelection) -> Int {
    laneColumns(selection).values.reduce(0) { $0 + $1.count }
  }

  private func subsystems(_ selection: PictureSelection) -> [String] {
    var members: [String: [String]] = [:]
    for index in selection.shown {
      if let subsystem = graph.subsystem(of: index) {
        members[subsystem, default: []].append("n\(index)")
      }
    }
    for (place, fold) in selection.folds.enumerated() {
      if let subsystem = fold.subsystem { members[subsystem, default: []].append("fold\(place)") }
    }
    return members.sorted { $0.key < $1.key }.enumerated().flatMap { place, entry in
      let title = DOTText.quoted(DisplayText.lines(entry.key, width: 40))
      let style = [
        "label": title, "tooltip": title, "id": "\"subsystem\(place)\"", "fontsize": "12",
        "labeljust": "\"l\"", "style": "\"rounded,filled\"", "color": "\"#999999\"",
        "fillcolor": "\"#F4F4F4\"", "margin": "\"10\"",
      ]
      return [
        "  subgraph cluster_subsystem\(place) {", "    graph \(DOTText.list(style));",
        "    \(entry.value.joined(separator: "; "));", "  }",
      ]
    }
  }

  /// What stands for the variables of a fold.
  func node(_ fold: PictureSelection.Fold, at place: Int) -> String {
    let what =
      fold.subsystem == nil
      ? fold.kind.counted(fold.members.count) : "\(fold.members.count) variables"
    let reason = comparison == nil ? "not touched by the evidence" : "moved less than 1 point"
    let names = fold.members.prefix(30).map { DisplayText.line(name($0)) }
    let hidden = fold.members.count - names.count
    let attributes = [
      "shape": "\"folder\"", "style": "\"filled,dashed\"", "color": "\"#777777\"",
      "fillcolor": "\"#FFFFFF\"", "label": DOTText.quoted([what, reason]),
      "tooltip": DOTText.quoted(names + (hidden > 0 ? ["and \(hidden) more"] : [])),
      "id": "\"fold\(place)\"",
    ]
    return "  fold\(place) \(DOTText.list(attributes));"
  }
}
