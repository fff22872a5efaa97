import NetworkModel

/// A node of an XDSL file, before its names are looked up.
struct XDSLNode {
  /// What the file says of the numbers.
  enum Numbers {
    /// A probability for each state, row by row.
    case table(SourceSpan)
    /// A state for each row.
    case states(SourceSpan)
    /// The order in which the states of each parent act, the strongest first and the one that does nothing last; and the distribution
    /// that each brings about, in that order, followed by the leak.
    case noisyMax(strengths: SourceSpan, parameters: SourceSpan)
  }

  let element: XMLElement
  /// The name, which is its identifier where the file keeps no other.
  let name: PlacedName
  /// The identifiers of its states, in the order of the file.
  let stateIDs: [PlacedName]
  /// The names of its states, in the order of the file.
  let states: [PlacedName]
  /// The texts of the user's properties, by their identifiers.
  let properties: [String: String]
  /// The identifiers of its parents.
  let parentIDs: [PlacedName]
  let numbers: Numbers

  var id: String { element.attribute("id") ?? "" }

  /// Reads a node.
  init(_ element: XMLElement) throws(NetworkSyntaxError) {
    guard let id = element.attribute("id"), !id.isEmpty else {
      throw NetworkSyntaxError(message: "a node needs an id", offset: element.offset)
    }
    self.element = element
    let properties = Dictionary(
      element.children("property").map { property in
        (property.attribute("id") ?? "", property.text.string(property.text.range))
      }, uniquingKeysWith: { first, _ in first })
    self.properties = properties
    name = PlacedName(
      text: properties[XDSLNames.nameProperty] ?? id, offset: element.offset)
    stateIDs = element.children("state").map {
      PlacedName(text: $0.attribute("id") ?? "", offset: $0.offset)
    }
    guard !stateIDs.isEmpty, stateIDs.allSatisfy({ !$0.text.isEmpty }) else {
      throw NetworkSyntaxError(
        message: "'\(shown(id))' needs states, each with an id", offset: element.offset)
    }
    states = stateIDs.enumerated().map { index, state in
      let name = properties[XDSLNames.stateProperty(index)]
      return PlacedName(text: name ?? state.text, offset: state.offset)
    }
    parentIDs = element.child("parents")?.text.words ?? []
    numbers = try Self.numbers(of: element, id)
  }

  private static func numbers(
    of element: XMLElement, _ id: String
  ) throws(NetworkSyntaxError) -> Numbers {
    func text(_ name: String) throws(NetworkSyntaxError) -> SourceSpan {
      guard let child = element.child(name) else {
        throw NetworkSyntaxError(
          message: "'\(shown(id))' has no <\(name)>", offset: element.offset)
      }
      return child.text
    }
    switch element.name {
    case "cpt": return .table(try text("probabilities"))
    case "deterministic": return .states(try text("resultingstates"))
    case "noisymax":
      let hasParents = element.child("parents").map { !$0.text.words.isEmpty } ?? false
      let strengths =
        hasParents ? try text("strengths") : SourceSpan([], at: element.offset)
      return .noisyMax(strengths: strengths, parameters: try text("parameters"))
    default:
      throw NetworkSyntaxError(
        message: "'\(shown(id))' is a node of the type '\(shown(element.name))';"
          + " those that are read are cpt, noisymax and deterministic",
        offset: element.offset)
    }
  }

  /// The order of strength of each parent's states, by their places in the file; nil when the numbers are none.
  func strengths(_ cardinalities: [Int]) -> [[Int]]? {
    guard case .noisyMax(let text, _) = numbers else { return nil }
    let words = text.words.map { Int($0.text) }
    guard words.count == cardinalities.reduce(0, +) else { return nil }
    var start = 0
    var orders: [[Int]] = []
    for count in cardinalities {
      let order = words[start..<start + count].compactMap(\.self)
      guard order.sorted() == Array(0..<count) else { return nil }
      orders.append(order)
      start += count
    }
    return orders
  }
}

/// What the writer puts into properties because identifiers can't hold it.
enum XDSLNames {
  /// The name of a variable that is no identifier.
  static let nameProperty = "fishbone_name"

  /// The name of a state that is no identifier.
  static func stateProperty(_ index: Int) -> String { "fishbone_state_\(index)" }
}
