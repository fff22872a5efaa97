import RootCause

/// How the variables of a kind look. Shape, colour and the word each tell the kinds apart by themselves: the colours
/// are those of Okabe and Ito, which the colour-blind can tell apart ([OI08]), and the shapes do without colour.
struct KindStyle {
  /// The shape, by its Graphviz name.
  let shape: String
  /// What the shape's style needs besides its filling.
  let corners: String?
  /// The space around the label, in inches across and along.
  var margin = "0.06,0.04"
  /// The colour of the outline and of the tag.
  let color: String
  /// The colour of the tag's text, dark or light to suit `color`.
  let ink: String
  /// The colour of the filling where no posterior sets it: a tint of `color`.
  let tint: String
  /// What a variable of the kind is, for the legend.
  let meaning: String
}

extension Kind {
  /// How the variables of this kind look.
  var style: KindStyle {
    switch self {
    case .step:
      KindStyle(
        shape: "box", corners: nil, color: "#0072B2", ink: "#FFFFFF", tint: "#E3F0F8",
        meaning: "process step")
    case .lot:
      KindStyle(
        shape: "cylinder", corners: nil, margin: "0.06,0.1", color: "#E69F00", ink: "#000000",
        tint: "#FDF3DF",
        meaning: "supplier lot")
    case .station:
      KindStyle(
        shape: "component", corners: nil, color: "#009E73", ink: "#000000", tint: "#E0F4EE",
        meaning: "test station")
    case .defect:
      KindStyle(
        shape: "octagon", corners: nil, color: "#D55E00", ink: "#000000", tint: "#FBEADF",
        meaning: "defect mode")
    case .test:
      KindStyle(
        shape: "note", corners: nil, color: "#56B4E9", ink: "#000000", tint: "#EAF6FD",
        meaning: "test result")
    case .context:
      KindStyle(
        shape: "box", corners: "rounded", color: "#CC79A7", ink: "#000000", tint: "#F9EFF4",
        meaning: "context, never a cause")
    }
  }
}
