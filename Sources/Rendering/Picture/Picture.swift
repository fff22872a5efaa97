import NetworkModel
import RootCause

/// A causal graph as a picture, with what a diagnosis makes of it.
///
///     try IsolatedRenderer().render(Picture(graph: graph, diagnosis: diagnosis).dot, as: .svg)
///
/// Each variable is a node whose shape, colour and tag tell its kind. With a diagnosis every state has a bar and a
/// percentage; evidence is marked by a dark tag and a heavy outline, double for findings and dashed for likelihoods;
/// candidates are the darker the likelier they are off their nominal state, and the first three causes are
/// numbered once there is evidence. A legend explains what the picture has, and only that.
///
/// Text of the graph, however long or odd, stays text: it is cut at `DisplayText.limit` characters, broken into lines, and escaped.
/// Of the graph's `appearance`, attributes that say how things look are passed on and all others left out,
/// above all those that load files or link.
///
/// With priors, a tick in each bar says where it stood without evidence. With an `ArcInfluence`, the strongest causal path
/// from the leading cause to the findings is drawn in black with two heads, and arcs may be as wide as they say much. With a
/// comparison, the ticks and the arcs tell what moved, and by how much. `PictureOptions` arrange, narrow and fold.
///
/// The same input gives the same bytes.
public struct Picture: Sendable {
  /// The graph.
  public let graph: CausalGraph

  /// What is believed of its variables; nil for a picture without numbers.
  public let diagnosis: Diagnosis?

  /// What was believed without evidence; nil for bars without ticks.
  public var priors: [[Double]]?

  /// What its arcs carry; nil where nobody asked.
  public var influence: ArcInfluence?

  /// What it is compared with.
  public var comparison: PictureComparison?

  /// What it shows, and how.
  public var options: PictureOptions

  /// Creates the picture of a graph.
  ///
  /// - Precondition: The diagnosis is of this graph: it has a posterior for each variable.
  public init(
    graph: CausalGraph, diagnosis: Diagnosis? = nil, options: PictureOptions = PictureOptions()
  ) {
    precondition(
      diagnosis.map { $0.posteriors.count == graph.variables.count } ?? true,
      "the diagnosis is of another graph")
    self.graph = graph
    self.diagnosis = diagnosis
    self.options = options
  }

  /// The picture in DOT, to be laid out by Graphviz's `dot`.
  ///
  /// - Complexity: O(states + arcs).
  public var dot: String {
    let selection = PictureSelection(self)
    let ranks = leadingRanks
    let nodes = selection.shown.map { node($0, ranks: ranks[$0] ?? []) }
    let folds = selection.folds.enumerated().map { node($1, at: $0) }
    // What comes first is drawn at the bottom, where causes are on the left.
    let body =
      [settings(selection), PictureLegend(self, selection).dot] + boxes(selection) + nodes + folds
      + arcs(selection)
    return "digraph fishbone {\n" + body.joined(separator: "\n") + "\n}\n"
  }
}

// Nodes.
extension Picture {
  private func node(_ index: Variable.Index, ranks: [Int]) -> String {
    let variable = graph.variables[index]
    let label = label(of: index, ranks: ranks)
    var attributes = variable.kind.style.attributes(
      filling: filling(of: index), item: label.item)
    attributes["tooltip"] = DOTText.quoted(NodeTooltip(label).lines)
    attributes.merge(
      AppearanceFilter.node(graph.appearance.nodes[variable.name] ?? [:])
    ) { $1 }
    attributes["id"] = "\"\(identifier(of: index))\""
    attributes["label"] = label.html
    return "  n\(index) \(DOTText.list(attributes));"
  }

  func label(of index: Variable.Index, ranks: [Int] = []) -> NodeLabel {
    NodeLabel(
      variable: graph.variables[index], posterior: diagnosis?.posteriors[index],
      item: diagnosis?.evidence[index], ranks: ranks, before: before(index),
      isCompared: comparison != nil,
      subsystem: options.layout == .lanes ? graph.subsystem(of: index) : nil)
  }

  /// What was believed of a variable in what the picture is compared with, or without evidence.
  private func before(_ index: Variable.Index) -> [Double]? {
    guard let comparison else { return priors?[index] }
    return comparison.distributions[index]
  }

  /// Whether evidence has told something about a variable, or it differs from what the picture is compared with.
  func isMoved(_ index: Variable.Index) -> Bool {
    guard !graph.variables[index].variable.isReading, let now = diagnosis?.posteriors[index] else {
      return false
    }
    guard let before = before(index) else { return comparison != nil }
    if comparison == nil { return relativeEntropyBits(now, before) >= PictureSelection.leastBits }
    return zip(now, before).contains { abs($0 - $1) >= PictureSelection.leastChange }
  }

  /// The name as far as it can stand in a file of any format. A name that had to be changed gets the number of its node, and a hyphen
  /// that no unchanged name has, so that no two are the same.
  private func identifier(of index: Variable.Index) -> String {
    let name = graph.variables[index].name
    let allowed = name.unicodeScalars.prefix(64).map { scalar in
      scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
        ? Character(scalar) : "_"
    }
    let identifier = String(allowed)
    return identifier == name ? "variable_\(name)" : "variable_\(identifier)-n\(index)"
  }

  /// Candidates by the posterior of being off-nominal, other variables of a picture with numbers white, and all
  /// variables of a picture without numbers in the tint of their kind.
  private func filling(of index: Variable.Index) -> String {
    let variable = graph.variables[index]
    guard let diagnosis else { return variable.kind.style.tint }
    if comparison != nil { return Shading.color(of: abs(label(of: index).offNominalChange ?? 0)) }
    guard variable.kind.isCandidate, !variable.variable.isReading else { return "#FFFFFF" }
    return Shading.color(of: diagnosis.posteriors[index].dropFirst().reduce(0, +))
  }

  /// The ranks of the first three causes, by variable; none without evidence.
  var leadingRanks: [Variable.Index: [Int]] {
    guard let diagnosis, !diagnosis.evidence.isEmpty else { return [:] }
    var ranks: [Variable.Index: [Int]] = [:]
    for cause in diagnosis.causes.prefix(3) where cause.posterior > 0 {
      if let index = graph.index(of: cause.variable) {
        ranks[index, default: []].append(cause.rank)
      }
    }
    return ranks
  }
}

extension KindStyle {
  /// The attributes of a node in this style.
  func attributes(filling: String, item: Evidence.Item?) -> [String: String] {
    let isDoubtful = if case .likelihood = item { true } else { false }
    let style = ["filled", corners, isDoubtful ? "dashed" : nil].compactMap(\.self)
    let own = [
      "shape": shape, "style": "\"\(style.joined(separator: ","))\"", "color": "\"\(color)\"",
      "fillcolor": "\"\(filling)\"", "margin": "\"\(margin)\"",
    ]
    return own.merging(EvidenceMark.outline(of: item)) { $1 }
  }
}
