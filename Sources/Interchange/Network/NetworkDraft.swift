import NetworkModel
import RootCause

/// A name and where it stands.
struct PlacedName {
  let text: String
  let offset: Int
}

/// What a network file says, before its names are looked up. `Body` is what it says of the numbers of a family.
struct NetworkDraft<Body> {
  /// A variable.
  struct Variable {
    let name: PlacedName
    var states: [PlacedName] = []
    var kind: Kind?
    var label: String?
  }

  /// A variable with its parents and what is said of their numbers.
  struct Family {
    let child: PlacedName
    let parents: [PlacedName]
    let body: Body
  }

  /// The name of the network; nil where it has none.
  var title: String?

  var variables: [Variable] = []
  var families: [Family] = []

  /// The names of variables that can't be understood.
  var brokenVariables: Set<String> = []
  /// The names of variables whose families can't be understood.
  var brokenFamilies: Set<String> = []
  /// Whether a part of the file could not even be told by name.
  var hasNamelessPart = false
}

/// Reads what a format says of the numbers of a family, once its names are known.
protocol FamilyReader {
  associatedtype Body

  /// The largest distance of a row's sum from 1.
  var largestDeviation: Double { get }

  /// Returns the CPD of a family; nil, with problems, when there is none.
  ///
  /// - Parameters:
  ///   - family: The names.
  ///   - body: What the file says.
  ///   - offset: Where the family stands.
  mutating func cpd(
    of family: FamilyNames, _ body: Body, at offset: Int, _ problems: inout SourceProblems
  ) -> CPD?

  /// Says that a variable has no numbers, and how to give them.
  static func missing(_ name: String) -> String

  /// Says that a variable has numbers twice.
  static func duplicate(_ name: String) -> String
}

/// That a network file does not follow the grammar of its format at a place.
struct NetworkSyntaxError: Error {
  let message: String
  let offset: Int
}
