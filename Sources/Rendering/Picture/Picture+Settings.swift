// The attributes of the whole picture.
extension Picture {
  /// The attributes of the graph and those that its nodes and arcs share.
  var settings: String {
    let appearance = AppearanceFilter.graph(self.graph.appearance.graph)
    let font = appearance["fontname"] ?? "\"Helvetica\""
    var graph = [
      "charset": "\"UTF-8\"", "fontname": font, "fontsize": "16", "labelloc": "t",
      // Causes on the left and effects on the right, as in a fishbone diagram; nodes are wider than high.
      "rankdir": "LR", "nodesep": "0.15", "ranksep": "0.5", "pad": "0.2",
      "tooltip": DOTText.quoted([title ?? "causal graph"]),
    ]
    graph.merge(effort) { $1 }
    graph.merge(appearance) { $1 }
    if let title { graph["label"] = DOTText.quoted(DisplayText.lines(title, width: 60)) }
    let node = ["fontname": font, "fontsize": "11"]
    let edge = ["fontname": font, "fontsize": "9", "color": "\"#555555\"", "arrowsize": "0.7"]
    return """
        graph \(DOTText.list(graph));
        node \(DOTText.list(node));
        edge \(DOTText.list(edge));
      """
  }

  private var title: String? { graph.title.map { DisplayText.line($0) } }

  /// What keeps the layout of a large graph within a time that somebody waits for.
  ///
  /// The time of `dot` grows with the square of the size and worse, most of it spent on the last percent of beauty. As they
  /// come, 500 nodes with 2500 arcs take 34 s and 1000 with 5000 minutes; with these limits 2 s and 12 s, 2000 with
  /// 10 000 take 40 s, 5000 with 10 000 take 12 s, and 5000 with 25 000 more than a minute. Small graphs are laid out in full.
  private var effort: [String: String] {
    let nodes = graph.variables.count
    let arcs = graph.structure.arcCount
    guard nodes + arcs > 1500 else { return [:] }
    let rounds = Figures.fixed(min(1, 500 / Double(nodes)), 3)
    var effort = ["nslimit": rounds, "nslimit1": rounds, "mclimit": "0.1"]
    if nodes + arcs > 6000 { effort["splines"] = "line" }
    return effort
  }
}
