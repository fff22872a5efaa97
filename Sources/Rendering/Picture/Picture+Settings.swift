// The attributes of the whole picture.
extension Picture {
  /// The attributes of the graph and those that its nodes and arcs share.
  func settings(_ selection: PictureSelection) -> String {
    let appearance = AppearanceFilter.graph(self.graph.appearance.graph)
    let font = appearance["fontname"] ?? "\"Helvetica\""
    var graph = [
      "charset": "\"UTF-8\"", "fontname": font, "fontsize": "16", "labelloc": "t",
      // Causes on the left and effects on the right, as in a fishbone diagram; nodes are wider than high.
      "rankdir": "LR", "nodesep": "0.15", "ranksep": "0.5", "pad": "0.2",
      "tooltip": DOTText.quoted([title ?? "causal graph"]),
    ]
    graph.merge(effort(selection)) { $1 }
    graph.merge(appearance) { $1 }
    if options.layout == .lanes {
      // Without it each lane is ranked by itself, and lanes that no arc joins come to lie on top of each other.
      graph.merge(["rankdir": "LR", "newrank": "true", "ranksep": "0.6"]) { $1 }
    }
    if let resolution = options.resolution { graph["dpi"] = Figures.fixed(resolution, 2) }
    if let heading = heading(selection) { graph["label"] = heading }
    let node = ["fontname": font, "fontsize": "11"]
    let edge = ["fontname": font, "fontsize": "9", "color": "\"#707070\"", "arrowsize": "0.7"]
    return """
        graph \(DOTText.list(graph));
        node \(DOTText.list(node));
        edge \(DOTText.list(edge));
      """
  }

  /// What the picture is called.
  var title: String? { (options.title ?? graph.title).map { DisplayText.line($0) } }

  /// The title, and in smaller type what the picture was made of.
  private func heading(_ selection: PictureSelection) -> String? {
    let note = [
      options.date.map { DisplayText.line($0) },
      options.digest.map { "sha256 \($0.prefix(12))" },
      selection.omitted > 0 ? "\(selection.omitted) variables beyond the focus left out" : nil,
      comparison.map { "against \(DisplayText.line($0.note, limit: 100))" },
      comparison.flatMap { $0.missing.isEmpty ? nil : "\($0.missing.count) variables gone" },
      comparison.flatMap { $0.missingArcs == 0 ? nil : "\($0.missingArcs) arcs gone" },
    ].compactMap(\.self).joined(separator: " · ")
    guard !note.isEmpty else {
      return title.map { DOTText.quoted(DisplayText.lines($0, width: 60)) }
    }
    let lines = title.map { DisplayText.lines($0, width: 60) } ?? []
    let rows = lines.map { "<TR><TD>\(DOTText.html($0))</TD></TR>" }
    return "<<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"2\">"
      + rows.joined()
      + "<TR><TD><FONT POINT-SIZE=\"10\" COLOR=\"#444444\">\(DOTText.html(note))</FONT></TD></TR></TABLE>>"
  }

  /// What keeps the layout of a large graph within a time that somebody waits for.
  ///
  /// The time of `dot` grows with the square of the size and worse, most of it spent on the last percent of beauty. As they
  /// come, 500 nodes with 2500 arcs take 34 s and 1000 with 5000 minutes; with these limits 2 s and 12 s, 2000 with
  /// 10 000 take 40 s, 5000 with 10 000 take 12 s, and 5000 with 25 000 more than a minute. Small graphs are laid out in full.
  private func effort(_ selection: PictureSelection) -> [String: String] {
    let nodes = selection.shown.count + selection.folds.count
    let arcs = selection.shown.reduce(0) { $0 + graph.structure.parents[$1].count }
    guard nodes + arcs > 1500 else { return [:] }
    let rounds = Figures.fixed(min(1, 500 / Double(nodes)), 3)
    var effort = ["nslimit": rounds, "nslimit1": rounds, "mclimit": "0.1"]
    if nodes + arcs > 6000 { effort["splines"] = "line" }
    return effort
  }
}
