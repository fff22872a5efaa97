import RootCause

/// Which attributes of a graph's appearance reach the picture: those that say how things look. All others are left out, above all
/// those that load files (`image`, `shapefile`), link (`URL`), or would undo what the picture itself sets (`shape`, `charset`).
///
/// So is a value that is none for its attribute. Graphviz would make the worst of it: it writes fonts and colours into SVG as
/// they are, quotes and all, dies of some lists of colours and of fonts of any size, and does not come back from a
/// margin of a thousand miles.
enum AppearanceFilter {
  /// The attributes of the whole picture, as DOT.
  static func graph(_ attributes: [String: String]) -> [String: String] {
    passed(attributes, ofGraph)
  }

  /// The attributes of a node, as DOT.
  static func node(_ attributes: [String: String]) -> [String: String] {
    passed(attributes, ofNode)
  }

  /// The attributes of an arc, as DOT.
  static func arc(_ attributes: [String: String]) -> [String: String] { passed(attributes, ofArc) }

  private static func passed(
    _ attributes: [String: String], _ allowed: [String: AttributeValue]
  ) -> [String: String] {
    attributes.filter { allowed[$0.key]?.admits($0.value) ?? false }.mapValues(DOTText.attribute)
  }
}

// The attributes and their values.
extension AppearanceFilter {
  private static let ofText: [String: AttributeValue] = [
    "fontname": .name, "fontsize": .numbers(1...100), "fontcolor": .color,
  ]

  private static let ofGraph = ofText.merging([
    "rankdir": .word, "ranksep": .numbers(0...20), "nodesep": .numbers(0...20), "splines": .word,
    "size": .numbers(0...1000), "ratio": .wordOrNumber(0...100), "bgcolor": .color,
    "concentrate": .word, "margin": .numbers(0...20), "pad": .numbers(0...20), "label": .text,
    "labelloc": .word, "labeljust": .word, "newrank": .word, "center": .word,
    "outputorder": .word, "mclimit": .numbers(0...100), "nslimit": .numbers(0...1000),
    "nslimit1": .numbers(0...1000), "remincross": .word, "searchsize": .numbers(1...10_000),
  ]) { $1 }

  private static let ofNode = ofText.merging([
    "tooltip": .text, "group": .text, "class": .name,
  ]) { $1 }

  private static let ofArc = ofText.merging([
    "label": .text, "xlabel": .text, "headlabel": .text, "taillabel": .text, "tooltip": .text,
    "weight": .numbers(0...1000), "constraint": .word, "minlen": .numbers(0...20),
    "style": .words, "color": .colors, "penwidth": .numbers(0...50), "arrowhead": .word,
    "arrowtail": .word, "arrowsize": .numbers(0...10), "dir": .word, "headport": .word,
    "tailport": .word, "class": .name, "decorate": .word, "labelangle": .numbers(-180...180),
    "labeldistance": .numbers(0...20),
  ]) { $1 }
}

/// What the value of an attribute may be.
private enum AttributeValue {
  /// Anything; it is escaped.
  case text
  /// A number in a range, or two with a comma between them, and an exclamation mark at the end or not.
  case numbers(ClosedRange<Double>)
  /// A word of Graphviz.
  case word
  /// A word of Graphviz or a number.
  case wordOrNumber(ClosedRange<Double>)
  /// Words with commas between them.
  case words
  /// A name of Graphviz (`/blues9/3` too), a number sign and digits, or three numbers.
  case color
  /// Colours with colons between them.
  case colors
  /// Words in any script, with spaces, commas and hyphens.
  case name

  func admits(_ value: String) -> Bool {
    switch self {
    case .text: true
    case .numbers(let range): Self.isNumbers(value, in: range)
    case .word: Self.isWord(value)
    case .wordOrNumber(let range): Self.isWord(value) || Self.isNumbers(value, in: range)
    case .words: value.split(separator: ",").allSatisfy { Self.isWord(String($0).trimmingSpaces()) }
    case .color: Self.isColor(value)
    case .colors: value.split(separator: ":").allSatisfy(Self.isColor)
    case .name: value.allSatisfy { $0.isLetter || $0.isNumber || " ,-_.".contains($0) }
    }
  }

  private static func isWord(_ text: some StringProtocol) -> Bool {
    text.count <= 100 && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
  }

  private static func isNumbers(_ text: String, in range: ClosedRange<Double>) -> Bool {
    let numbers = (text.last == "!" ? text.dropLast() : text[...]).split(separator: ",")
    return (1...2).contains(numbers.count)
      && numbers.allSatisfy { Double($0).map(range.contains) ?? false }
  }

  private static func isColor(_ text: some StringProtocol) -> Bool {
    text.count <= 100
      && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "#/., ".contains($0)) }
  }
}
