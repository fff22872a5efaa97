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
/// The same graph and diagnosis give the same bytes.
public struct Picture: Sendable {
  /// The graph.
  public let graph: CausalGraph

  /// What is believed of its variables; nil for a picture without numbers.
  public let diagnosis: Diagnosis?

  /// Creates the picture of a graph.
  ///
  /// - Precondition: The diagnosis is of this graph: it has a posterior for each variable.
  public init(graph: CausalGraph, diagnosis: Diagnosis? = nil) {
    precondition(
      diagnosis.map { $0.posteriors.count == graph.variables.count } ?? true,
      "the diagnosis is of another graph")
    self.graph = graph
    self.diagnosis = diagnosis
  }

  /// The picture in DOT, to be laid out by Graphviz's `dot`.
  ///
  /// - Complexity: O(states + arcs).
  public var dot: String {
    let indices = graph.variables.indices
    let ranks = leadingRanks
    let arcs = indices.flatMap { child in
      graph.structure.parents[child].map { arc(from: $0, to: child) }
    }
    // What comes first is drawn at the bottom, where causes are on the left.
    let body =
      [settings, PictureLegend(self).dot] + indices.map { node($0, ranks: ranks[$0] ?? []) } + arcs
    return "digraph fishbone {\n" + body.joined(separator: "\n") + "\n}\n"
  }
}

// Nodes and arcs.
extension Picture {
  private func node(_ index: Variable.Index, ranks: [Int]) -> String {
    let variable = graph.variables[index]
    let item = diagnosis?.evidence[index]
    let label = NodeLabel(
      variable: variable, posterior: diagnosis?.posteriors[index], item: item, ranks: ranks)
    var attributes = variable.kind.style.attributes(
      filling: filling(of: index), item: item)
    attributes["tooltip"] = DOTText.quoted(NodeTooltip(label).lines)
    attributes.merge(
      AppearanceFilter.node(graph.appearance.nodes[variable.name] ?? [:])
    ) { $1 }
    attributes["id"] = "\"\(identifier(of: index))\""
    attributes["label"] = label.html
    return "  n\(index) \(DOTText.list(attributes));"
  }

  private func arc(from parent: Variable.Index, to child: Variable.Index) -> String {
    let names = (graph.variables[parent].name, graph.variables[child].name)
    var attributes = [
      "tooltip": DOTText.quoted(["\(DisplayText.line(names.0)) → \(DisplayText.line(names.1))"])
    ]
    attributes.merge(
      AppearanceFilter.arc(graph.appearance.arcs[.init(parent: names.0, child: names.1)] ?? [:])
    ) { $1 }
    return "  n\(parent) -> n\(child) \(DOTText.list(attributes));"
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
    guard variable.kind.isCandidate, !variable.variable.isReading else { return "#FFFFFF" }
    return Shading.color(of: diagnosis.posteriors[index].dropFirst().reduce(0, +))
  }

  /// The ranks of the first three causes, by variable; none without evidence.
  private var leadingRanks: [Variable.Index: [Int]] {
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
