import NetworkModel

/// The widths of arcs: the square root of what they say, against the most that one in the picture says, so that small
/// ones stay apart.
struct ArcWidths {
  private let picture: Picture
  /// What the widest arc says, in bits.
  let largest: Double
  static let thinnest = 0.6
  static let widest = 5.0

  init(_ picture: Picture, _ selection: PictureSelection) {
    self.picture = picture
    var largest = 0.0
    for child in selection.shown {
      for (place, parent) in picture.graph.structure.parents[child].enumerated()
      where selection.isShown[parent] {
        largest = max(largest, abs(Self.value(picture, parent, child, place) ?? 0))
      }
    }
    self.largest = largest
  }

  /// Whether widths say anything.
  var areMeant: Bool { largest > 0 }

  /// The attributes of an arc.
  func attributes(from parent: Variable.Index, to child: Variable.Index, at place: Int) -> [String:
    String]
  {
    guard areMeant, let value = Self.value(picture, parent, child, place) else { return [:] }
    let share = (abs(value) / largest).squareRoot()
    let width = Self.thinnest + (Self.widest - Self.thinnest) * share
    var attributes = ["penwidth": "\"\(Figures.fixed(width, 2))\""]
    if share < 0.1 { attributes["color"] = "\"#999999\"" }
    if picture.comparison != nil, share >= 0.1 {
      // A weaker arc is broken and hollow, a stronger one whole.
      attributes["style"] = value < 0 ? "\"dashed\"" : "\"solid\""
      if value < 0 { attributes["arrowhead"] = "\"onormal\"" }
    }
    return attributes
  }

  /// What an arc says, or how much more than in what the picture is compared with.
  static func value(
    _ picture: Picture, _ parent: Variable.Index, _ child: Variable.Index, _ place: Int
  ) -> Double? {
    let width = picture.options.arcWidth
    guard
      let now = picture.influence?.strength(from: parent, to: child, at: place, width)
    else { return nil }
    guard let comparison = picture.comparison else { return now }
    return now - (comparison.strength(from: parent, to: child, width) ?? 0)
  }
}
