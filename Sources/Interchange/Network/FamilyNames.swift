import NetworkModel

/// The states of a variable, found by name.
struct StateNames {
  let names: [String]
  private let indices: [String: Int]

  /// Takes distinct names.
  init(_ names: [String]) {
    self.names = names
    indices = Dictionary(
      names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
  }

  var count: Int { names.count }

  /// The index of the state called `name`, or nil.
  func index(of name: String) -> Int? { indices[name] }
}

/// The names that the numbers of a family refer to.
struct FamilyNames {
  let child: String
  let states: StateNames

  /// The parents, in the order of the file; one that is not known has no states.
  let parents: [(name: String, states: StateNames?)]

  /// Whether every parent is known and stands there once.
  let isComplete: Bool

  /// The number of joint states of the parents; nil when one is not known, or they are too many to count.
  var rowCount: Int? {
    parents.reduce(1) { count, parent in
      guard let count, let states = parent.states else { return nil }
      let (product, isTooMany) = count.multipliedReportingOverflow(by: states.count)
      return isTooMany ? nil : product
    }
  }

  /// The parents' states in row `index`, as text: `yes, no`.
  func states(ofRow index: Int) -> String {
    let names = parents.map { $0.states?.names ?? [] }
    let states = JointStates(cardinalities: names.map(\.count))[index]
    return shown(zip(names, states).map { $0[$1] }.joined(separator: ", "))
  }

  /// Row `index` in words: ` given (yes, no)`, or nothing where there is one row.
  func given(_ index: Int) -> String { parents.isEmpty ? "" : " given (\(states(ofRow: index)))" }
}
