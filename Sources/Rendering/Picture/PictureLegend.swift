import NetworkModel
import RootCause

/// The legend of a picture: a specimen of each kind in it, the marks of its evidence, and the scale of its shading.
struct PictureLegend {
  private let picture: Picture
  private let selection: PictureSelection

  init(_ picture: Picture, _ selection: PictureSelection) {
    self.picture = picture
    self.selection = selection
  }

  /// The legend as a cluster.
  ///
  /// Its specimens stand in rows as long as the picture is deep, held by invisible arcs, so that it makes the picture a
  /// little higher and not wider.
  var dot: String {
    let specimens = kinds.map(specimen) + evidence + scale + arcs
    let names = specimens.indices.map { "legend\($0)" }
    let nodes = zip(names, specimens).map { "    \($0) \(DOTText.list($1));" }
    let rows = stride(from: 0, to: names.count, by: depth).map {
      names[$0..<min($0 + depth, names.count)].joined(separator: " -> ")
    }
    let arcs = rows.filter { $0.contains(">") }.map { "    \($0) [style=invis];" }
    let cluster = [
      "label": "\"Legend\"", "id": "\"legend\"", "fontsize": "11", "color": "\"#999999\"",
      "style": "rounded",
      "labeljust": "l", "tooltip": "\"Legend\"",
    ]
    return
      (["  subgraph cluster_legend {", "    graph \(DOTText.list(cluster));"] + nodes + arcs + [
        "  }"
      ])
      .joined(separator: "\n")
  }

  /// The number of variables on the longest path.
  private var depth: Int {
    if picture.options.layout == .lanes { return max(1, picture.columnCount(selection)) }
    var depths = [Int](repeating: 1, count: picture.graph.structure.count)
    for vertex in picture.graph.structure.topologicalOrder where selection.isShown[vertex] {
      depths[vertex] += picture.graph.structure.parents[vertex].map { depths[$0] }.max() ?? 0
    }
    return max(1, depths.max() ?? 1)
  }

  private var kinds: [Kind] {
    let present = Set(selection.shown.map { picture.graph.variables[$0].kind })
    return Kind.allCases.filter(present.contains)
  }
}

// Specimens.
extension PictureLegend {
  private func specimen(of kind: Kind) -> [String: String] {
    let style = kind.style
    var attributes = style.attributes(
      filling: picture.diagnosis == nil ? style.tint : "#FFFFFF", item: nil)
    attributes["label"] =
      "<<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"2\"><TR>"
      + "<TD BGCOLOR=\"\(style.color)\" CELLPADDING=\"1\"><FONT COLOR=\"\(style.ink)\" POINT-SIZE=\"8\">"
      + "\(kind.rawValue.uppercased())</FONT></TD></TR><TR><TD>\(style.meaning)</TD></TR></TABLE>>"
    attributes["id"] = "\"legend_\(kind.rawValue)\""
    attributes["tooltip"] = "\"\(style.meaning)\""
    return attributes
  }

  private var evidence: [[String: String]] {
    let items = picture.diagnosis.map { Array($0.evidence.items.values) } ?? []
    let tags = Set(items.map(EvidenceMark.words))
    let specimens: [(item: Evidence.Item, meaning: String, id: String)] = [
      (.state(0), "a finding or a reading", "observed"),
      (.excluded([]), "states that are not the case", "ruled_out"),
      (.likelihood([]), "a likelihood", "doubtful"),
    ]
    return specimens.filter { tags.contains(EvidenceMark.words(for: $0.item)) }
      .map { Self.evidence($0.meaning, item: $0.item, id: $0.id) }
  }

  private static func evidence(
    _ meaning: String, item: Evidence.Item, id: String
  ) -> [String: String] {
    let plain = KindStyle(
      shape: "box", corners: nil, color: "#222222", ink: "#FFFFFF", tint: "#FFFFFF",
      meaning: meaning)
    var attributes = plain.attributes(filling: "#FFFFFF", item: item)
    attributes["label"] =
      "<<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"2\"><TR>"
      + EvidenceMark.tag(EvidenceMark.words(for: item))
      + "</TR><TR><TD>\(meaning)</TD></TR></TABLE>>"
    attributes["id"] = "\"legend_\(id)\""
    attributes["tooltip"] = "\"\(meaning)\""
    return attributes
  }

  /// The colours of bars and, where there are candidates, of their filling.
  private var scale: [[String: String]] {
    guard picture.diagnosis != nil else { return [] }
    var rows = [
      ("nominal state", NodeLabel.nominalColor), ("off-nominal state", NodeLabel.offNominalColor),
    ].map { "<TD>\(PictureBar.html(0.6, color: $1))</TD><TD ALIGN=\"LEFT\">\($0)</TD>" }
    if let tick {
      rows.append(
        "<TD>\(PictureBar.html(0.6, color: NodeLabel.offNominalColor, tick: 0.25))</TD>"
          + "<TD ALIGN=\"LEFT\">tick: \(tick)</TD>")
    }
    let bars = Self.table(id: "bars", tooltip: "bars of states", rows: rows)
    let isShaded = picture.comparison != nil || kinds.contains(where: \.isCandidate)
    return [bars] + (isShaded ? [shading] : [])
  }

  /// What the ticks of bars mean; nil where there are none.
  private var tick: String? {
    if picture.comparison != nil { return "before; ▲ ▼ points since" }
    return picture.priors == nil ? nil : "without evidence"
  }

  private var shading: [String: String] {
    let steps = [0, 25, 50, 75, 100]
    let cells = steps.map {
      "<TD BORDER=\"1\" COLOR=\"#777777\" BGCOLOR=\"\(Shading.color(of: Double($0) / 100))\">\($0) %</TD>"
    }
    let meaning =
      picture.comparison == nil
      ? "steps, lots, stations: P(off-nominal)" : "change of P(off-nominal)"
    return Self.table(
      id: "shading", tooltip: "shading",
      rows: ["<TD COLSPAN=\"\(steps.count)\">\(meaning)</TD>", cells.joined()])
  }

  /// What the looks of arcs mean, where they mean something.
  private var arcs: [[String: String]] {
    var rows: [String] = []
    func add(_ line: String, _ meaning: String) {
      rows.append(
        "<TD ALIGN=\"LEFT\"><FONT POINT-SIZE=\"13\">\(line)</FONT>&#160;</TD>"
          + "<TD ALIGN=\"LEFT\">\(meaning)</TD>")
    }
    if let path = picture.influence?.path, !path.isEmpty {
      add("━━▶▶", "strongest causal path from cause no. 1 to findings")
    }
    let widths = ArcWidths(picture, selection)
    if widths.areMeant {
      add("━━▶", "wide: \(Figures.bits(widths.largest)) of \(widthMeaning)")
      add("──▶", "thin: next to nothing")
      if picture.comparison != nil { add("╌╌▷", "broken, hollow head: less than before") }
    }
    if !selection.folds.isEmpty { add("╌╌▶", "to or from variables drawn as one") }
    return rows.isEmpty ? [] : [Self.table(id: "arcs", tooltip: "arcs", rows: rows)]
  }

  private var widthMeaning: String {
    let change = picture.comparison == nil ? "" : "change in "
    switch picture.options.arcWidth {
    case .plain: return ""
    case .influence: return change + "mutual information"
    case .evidence: return change + "what the evidence tells through the arc"
    }
  }

  private static func table(id: String, tooltip: String, rows: [String]) -> [String: String] {
    let rows = rows.map { "<TR>\($0)</TR>" }.joined()
    return [
      "shape": "plain", "id": "\"legend_\(id)\"", "tooltip": "\"\(tooltip)\"",
      "label":
        "<<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"2\">\(rows)</TABLE>>",
    ]
  }
}
