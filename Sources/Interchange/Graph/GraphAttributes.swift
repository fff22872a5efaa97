import NetworkModel

/// The attributes that a graph file may have: ours, and those of Graphviz that concern the picture alone.
enum GraphAttributes {
  static let ofGraph: Set<String> = ["title", "ignore", "rules", "losses", "charset"]
  static let ofNode: Set<String> = [
    "kind", "key", "persists", "states", "prior", "cpt", "weight", "reading", "unit", "cost", "cpd",
    "leak", "tie", "prior_group", "column", "bins", "label", "regressors", "typical",
  ]
  static let ofArc: Set<String> = ["strength"]

  static let ofPictureGraph: Set<String> = [
    "rankdir", "ranksep", "nodesep", "splines", "size", "ratio", "fontname", "fontsize", "bgcolor",
    "concentrate", "margin", "pad", "label", "labelloc", "labeljust", "newrank",
    "rank", "center", "comment", "fontcolor", "outputorder", "cluster", "style", "color",
    "mclimit", "nslimit", "remincross", "searchsize",
  ]
  static let ofPictureNode: Set<String> = [
    "tooltip", "group", "comment", "fontname", "fontsize", "class", "subsystem",
  ]
  static let ofPictureArc: Set<String> = [
    "label", "xlabel", "headlabel", "taillabel", "tooltip", "weight", "constraint", "minlen",
    "style",
    "color", "penwidth", "arrowhead", "arrowtail", "arrowsize", "dir", "headport", "tailport",
    "comment", "fontname", "fontsize", "fontcolor", "class", "decorate", "labelangle",
    "labeldistance",
  ]

  /// What Fishbone draws itself, from the kind and the posteriors.
  private static let drawn: Set<String> = [
    "shape", "fillcolor", "color", "style", "width", "height", "fixedsize", "image", "peripheries",
    "penwidth", "fontcolor", "margin", "xlabel",
  ]
  /// What would make Graphviz load a file or a reader follow a link.
  private static let refused: Set<String> = [
    "image", "imagepath", "imagescale", "shapefile", "fontpath", "stylesheet", "_background", "URL",
    "href",
    "target", "edgeURL", "headURL", "tailURL", "labelURL", "edgehref", "headhref", "tailhref",
  ]

  /// Says why `name` is no attribute of a `thing`, and what may be meant.
  static func complaint(about name: String, of thing: String, known: Set<String>) -> String {
    if refused.contains(name) {
      return "'\(name)' is refused: a graph may neither load files nor link anywhere"
    }
    if thing == "node", drawn.contains(name) {
      return "'\(name)' is drawn from the kind and the posteriors; leave it out"
    }
    return
      "\(thing == "arc" ? "an" : "a") \(thing) has no attribute '\(shown(name))'\(Spelling.suggestion(for: name, among: known.sorted()))"
  }
}
