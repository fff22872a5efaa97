import NetworkModel

/// The states of a variable, found by name.
struct BIFStates {
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

/// The names that the body of a probability block refers to.
struct BIFFamily {
  let child: String
  let states: BIFStates

  /// The parents, in the order of the block; one that is not known has no states.
  let parents: [(name: String, states: BIFStates?)]

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
}

/// What the body of a probability block lists.
struct BIFEntries {
  /// A row for one joint state of the parents.
  struct Row {
    /// Its place among the joint states, the first parent slowest; nil when a label is wrong.
    let index: Int?
    let offset: Int
    /// Its probabilities, normalised; empty when they are wrong.
    let values: [Double]
  }

  var rows: [Row] = []
  /// Whether an entry broke off before its place was known.
  var hasBrokenEntry = false
  /// The row of the joint states that are not listed.
  var fallback: [Double]?
  /// All numbers in one list, as they stand.
  var table: (numbers: [Double], offset: Int)?
}
