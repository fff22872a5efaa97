import NetworkModel
import RootCause

// The arcs.
extension Picture {
  /// The arcs between what is drawn, as DOT.
  func arcs(_ selection: PictureSelection) -> [String] {
    let widths = ArcWidths(self, selection)
    var folded = Set<[String]>()
    var arcs: [String] = []
    for child in graph.variables.indices {
      for (place, parent) in graph.structure.parents[child].enumerated() {
        if selection.isShown[parent], selection.isShown[child] {
          arcs.append(arc(from: parent, to: child, at: place, widths))
        } else if let ends = foldedEnds(parent, child, selection), folded.insert(ends).inserted {
          arcs.append(
            "  \(ends[0]) -> \(ends[1]) [style=\"dashed\", color=\"#AAAAAA\", arrowsize=\"0.5\""
              + "\(isForward(parent, child) ? "" : ", constraint=\"false\"")];")
        }
      }
    }
    return arcs
  }

  /// The names of the ends of an arc of which one is in a fold and the other is drawn.
  private func foldedEnds(
    _ parent: Variable.Index, _ child: Variable.Index, _ selection: PictureSelection
  ) -> [String]? {
    if selection.isShown[parent], let fold = selection.foldOf[child] {
      return ["n\(parent)", "fold\(fold)"]
    }
    if selection.isShown[child], let fold = selection.foldOf[parent] {
      return ["fold\(fold)", "n\(child)"]
    }
    return nil
  }

  private func arc(
    from parent: Variable.Index, to child: Variable.Index, at place: Int, _ widths: ArcWidths
  ) -> String {
    let own = graph.appearance.arcs[.init(parent: name(parent), child: name(child))] ?? [:]
    var attributes = AppearanceFilter.arc(own)
    attributes.merge(widths.attributes(from: parent, to: child, at: place)) { $1 }
    if !isForward(parent, child) { attributes["constraint"] = "false" }
    if influence?.path.contains(.init(parent: parent, child: child)) ?? false {
      attributes.merge(Self.pathStyle) { $1 }
    }
    attributes["tooltip"] =
      attributes["tooltip"] ?? DOTText.quoted([arcTooltip(from: parent, to: child, at: place)])
    return "  n\(parent) -> n\(child) \(DOTText.list(attributes));"
  }

  /// Black with two heads, so that the path is told from other arcs by more than colour and width.
  static let pathStyle = [
    "color": "\"#000000\"", "arrowhead": "\"normalnormal\"", "class": "\"path\"",
  ]

  /// What an arc says when it is pointed at.
  func arcTooltip(from parent: Variable.Index, to child: Variable.Index, at place: Int) -> String {
    let ends = "\(DisplayText.line(name(parent))) → \(DisplayText.line(name(child)))"
    guard let influence else { return ends }
    let mutual = "mutual information \(Figures.bits(influence.mutualInformation[child][place]))"
    guard diagnosis?.evidence.isEmpty == false else { return "\(ends), \(mutual)" }
    let sent = Figures.bits(influence.sent(from: parent, to: child))
    return "\(ends), \(mutual), evidence \(sent)"
  }

  /// Whether an arc runs from left to right, or within its lane.
  private func isForward(_ parent: Variable.Index, _ child: Variable.Index) -> Bool {
    guard options.layout == .lanes else { return true }
    return graph.variables[parent].kind.lane <= graph.variables[child].kind.lane
  }

  func name(_ index: Variable.Index) -> String { graph.variables[index].name }
}

extension Figures {
  /// Returns an amount of information.
  static func bits(_ value: Double) -> String {
    value <= 0 ? "0 bit" : value < 0.001 ? "<0.001 bit" : "\(fixed(value, 3)) bit"
  }
}
