/// What is known of a case: findings, likelihoods and readings. Variables that it does not mention are unobserved.
public struct Evidence: Sendable, Equatable {
  /// One thing that is known about one variable.
  public enum Item: Sendable, Equatable {
    /// A finding: the variable is in this state.
    case state(Int)
    /// A negative finding: the variable is in none of these states, ascending; what else it may be is open.
    case excluded([Int])
    /// A weight for each state, for a doubtful reading: proportional to the probability of what was seen given the state.
    case likelihood([Double])
    /// The value of a reading, in its unit, and those of its regressors in the same record, in their order.
    case value(Double, regressors: [Double] = [])

    /// The item as a person writes it for `variable`: the name of the state, `!=` and the name of each state that is
    /// excluded, the weights, or the number, with that of each regressor.
    public func text(of variable: Variable) -> String {
      switch self {
      case .state(let state): variable.states[state]
      case .excluded(let states): states.map { "!=\(variable.states[$0])" }.joined(separator: ", ")
      case .likelihood(let weights): weights.map { "\($0)" }.joined(separator: ",")
      case .value(let value, let regressors):
        "\(value)" + Self.text(of: regressors, named: variable.regressors)
      }
    }

    private static func text(of values: [Double], named names: [String]) -> String {
      values.isEmpty
        ? "" : " at " + zip(names, values).map { "\($0)=\($1)" }.joined(separator: ", ")
    }

    /// What is known, as a person writes it with the name of `variable`: `X=s`, or `X!=s` for each state that is excluded.
    public func statement(about variable: Variable) -> String {
      if case .excluded(let states) = self {
        return states.map { "\(variable.name)!=\(variable.states[$0])" }.joined(separator: ", ")
      }
      return "\(variable.name)=\(text(of: variable))"
    }
  }

  /// What is known, by variable.
  public private(set) var items: [Variable.Index: Item]

  /// Numbers that readings move with, by name, as far as a person gave them one by one.
  public internal(set) var regressors: [String: Double] = [:]

  /// Creates evidence; empty when nothing is known.
  public init(_ items: [Variable.Index: Item] = [:]) { self.items = items }

  /// Creates the evidence that the named variables are in the named states.
  ///
  /// - Throws: `EvidenceError` with every name that the network does not have, or every reading without its regressors.
  public init(_ states: [String: String], in network: Network) throws(EvidenceError) {
    self.init()
    var problems: [EvidenceError.Problem] = []
    for (name, state) in states.sorted(by: { $0.key < $1.key }) {
      do throws(EvidenceError) {
        try observe(name, state: state, in: network)
      } catch {
        problems += error.problems
      }
    }
    if !problems.isEmpty { throw EvidenceError(problems: problems) }
    try checkRegressors(in: network)
  }

  /// What is known about `variable`, or nil when it is unobserved.
  public subscript(variable: Variable.Index) -> Item? {
    get { items[variable] }
    set { items[variable] = newValue }
  }

  /// Whether every item suits its variable: a state or states that it has, a weight for each state, none negative or infinite, or the
  /// finite value of a reading with those of its regressors.
  package func isValid(in network: Network) -> Bool {
    items.allSatisfy { index, item in
      guard network.variables.indices.contains(index) else { return false }
      // Of a reading there is one cell and no state.
      let (count, isReading) = (
        network.variables[index].cardinality, network.variables[index].isReading
      )
      return switch item {
      case .state(let state): !isReading && state >= 0 && state < count
      case .excluded(let states):
        !isReading && states.allSatisfy { $0 >= 0 && $0 < count }
      case .likelihood(let weights):
        !isReading && weights.count == count && weights.allSatisfy { $0 >= 0 && $0.isFinite }
      case .value(let value, let regressors):
        isReading && value.isFinite
          && regressors.count == network.variables[index].regressors.count
          && regressors.allSatisfy(\.isFinite)
      }
    }
  }

  /// Whether nothing is known.
  public var isEmpty: Bool { items.isEmpty }

  /// The variables about which something is known, ascending.
  public var variables: [Variable.Index] { items.keys.sorted() }
}

extension Evidence {
  /// Adds what a person writes as `name=text`: a state, or a number when the variable is a reading, or a regressor of one.
  ///
  /// A reading is known in full once its regressors are, whichever comes first; `checkRegressors(in:)` finds what is still missing.
  ///
  /// - Throws: `EvidenceError` when the network has no such variable, state or number, or something else is known
  ///   of the variable already.
  public mutating func observe(
    _ name: String, state text: String, in network: Network
  ) throws(EvidenceError) {
    if network.index(of: name) == nil, network.regressors.contains(name) {
      return try observe(regressor: name, text: text, in: network)
    }
    let index = try EvidenceError.index(of: name, in: network)
    let variable = network.variables[index]
    let item: Item
    if variable.isReading {
      guard let value = Double(text), value.isFinite else {
        throw EvidenceError(.notANumber(variable: name, text: text))
      }
      item = .value(value, regressors: values(of: variable.regressors) ?? [])
    } else {
      guard let state = variable.state(text) else {
        throw EvidenceError(.unknownState(variable: name, state: text, known: variable.states))
      }
      item = .state(state)
    }
    try add(item, to: index, named: name)
  }

  /// Adds a likelihood: a weight for each state of the variable called `name`.
  ///
  /// - Throws: `EvidenceError` when the network has no such variable, the weights are not one for each state, one
  ///   is negative or not finite, all are 0, or something else is known of the variable already.
  public mutating func observe(
    _ name: String, likelihood: [Double], in network: Network
  ) throws(EvidenceError) {
    let index = try EvidenceError.index(of: name, in: network)
    let states = network.variables[index].states
    guard !network.variables[index].isReading, likelihood.count == states.count,
      likelihood.allSatisfy({ $0 >= 0 && $0.isFinite }), likelihood.contains(where: { $0 > 0 })
    else {
      throw EvidenceError(.badLikelihood(variable: name, weights: likelihood, states: states))
    }
    try add(.likelihood(likelihood), to: index, named: name)
  }

  /// Adds that the variable called `name` is not in `state`. States that are excluded one after the other add up.
  ///
  /// - Throws: `EvidenceError` when the network has no such variable or state, no state would be left, or something
  ///   other than excluded states is known of the variable already.
  public mutating func exclude(
    _ name: String, state text: String, in network: Network
  ) throws(EvidenceError) {
    let index = try EvidenceError.index(of: name, in: network)
    let variable = network.variables[index]
    guard !variable.isReading else { throw EvidenceError(.excludedReading(variable: name)) }
    guard let state = variable.state(text) else {
      throw EvidenceError(.unknownState(variable: name, state: text, known: variable.states))
    }
    var states = [state]
    if case .excluded(let known) = items[index] {
      states = Set(known).union(states).sorted()
      items[index] = nil
    }
    guard states.count < variable.states.count else {
      throw EvidenceError(.nothingLeft(variable: name, states: variable.states))
    }
    try add(.excluded(states), to: index, named: name)
  }

  private mutating func add(
    _ item: Item, to index: Variable.Index, named name: String
  ) throws(EvidenceError) {
    if let known = items[index], known != item { throw EvidenceError(.givenTwice(variable: name)) }
    items[index] = item
  }
}
