import NetworkModel
import RootCause

/// The legend of a picture: a specimen of each kind in it, the marks of its evidence, and the scale of its shading.
struct PictureLegend {
  private let picture: Picture

  init(_ picture: Picture) { self.picture = picture }

  /// The legend as a cluster.
  ///
  /// Its specimens stand in rows as long as the picture is deep, held by invisible arcs, so that it makes the picture a
  /// little higher and not wider.
  var dot: String {
    let specimens = kinds.map(specimen) + evidence + scale
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
    var depths = [Int](repeating: 1, count: picture.graph.structure.count)
    for vertex in picture.graph.structure.topologicalOrder {
      depths[vertex] += picture.graph.structure.parents[vertex].map { depths[$0] }.max() ?? 0
    }
    return max(1, depths.max() ?? 1)
  }

  private var kinds: [Kind] {
    let present = Set(picture.graph.variables.map(\.kind))
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
    let bars = Self.table(
      id: "bars", tooltip: "bars of states",
      rows: [
        ("nominal state", NodeLabel.nominalColor), ("off-nominal state", NodeLabel.offNominalColor),
      ].map { "<TD>\(NodeLabel.bar(0.6, $1))</TD><TD ALIGN=\"LEFT\">\($0)</TD>" })
    let steps = [0, 25, 50, 75, 100]
    let cells = steps.map {
      "<TD BORDER=\"1\" COLOR=\"#777777\" BGCOLOR=\"\(Shading.color(of: Double($0) / 100))\">\($0) %</TD>"
    }
    let shading = Self.table(
      id: "shading", tooltip: "shading of candidates",
      rows: [
        "<TD COLSPAN=\"\(steps.count)\">steps, lots, stations: P(off-nominal)</TD>", cells.joined(),
      ])
    return [bars] + (kinds.contains(where: \.isCandidate) ? [shading] : [])
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
