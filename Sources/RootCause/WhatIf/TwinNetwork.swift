import NetworkModel

/// A network with counterfactual twins of the variables that an intervention changes ([BP94]; [P09], section 7.1.4), and for each target a
/// variable that tells whether the intervention would have prevented it.
///
/// A twin's parents are the counterparts of its original's, and where noise is shared the original and its parents too. Noise is shared as the
/// form of the CPD says: a noisy-MAX by its causes, a table of zeros and ones without any. Any other table does not say how its noise goes together
/// for two states of the parents. If a target's own table is such a one, what would have been prevented has bounds for each joint
/// state of the parents; if one on the way to it is, the target has no variable here.
struct TwinNetwork {
  /// Where the answer about a target is.
  enum Answer: Equatable {
    /// The intervention does not reach the target.
    case untouched
    /// The intervention sets the target, and so prevents it always, or never.
    case set(isPrevented: Bool)
    /// The variable that tells, by its second state.
    case exact(Variable.Index)
    /// The variables whose second states bound it from below and from above.
    case bounded(Variable.Index, Variable.Index)
    /// It takes more than this network.
    case unsettled
  }

  /// The variables: those of the network at their places, then twins and answers.
  private(set) var variables: [Variable]
  /// The answer about each target.
  private(set) var answers: [Answer] = []

  private var parents: [[Variable.Index]]
  private var cpds: [CPD]
  private let original: Network
  private let interventions: [Variable.Index: Int]
  /// The variables that the intervention changes without setting them.
  private let isChanged: [Bool]
  private var twins: [Variable.Index: Variable.Index] = [:]
  private var names: Set<String>

  /// A table has at most so many cells.
  private static let cellLimit = 1 << 20

  /// Makes the twins that `targets` ask for, and the variables that answer.
  init(_ network: Network, _ interventions: [Variable.Index: Int], targets: [WhatIfTarget]) {
    (variables, parents, cpds) = (network.variables, network.graph.parents, network.cpds)
    original = network
    self.interventions = interventions
    var isChanged = [Bool](repeating: false, count: network.count)
    for variable in network.graph.topologicalOrder where interventions[variable] == nil {
      isChanged[variable] = network.graph.parents[variable].contains {
        interventions[$0] != nil || isChanged[$0]
      }
    }
    self.isChanged = isChanged
    names = Set(network.variables.map(\.name))
    for variable in changedAncestors(of: targets) { addTwin(of: variable) }
    for target in targets { answers.append(answer(for: target)) }
  }

  /// The network with the twins.
  func network() throws(NetworkError) -> Network {
    try Network(variables: variables, parents: parents, cpds: cpds)
  }

  /// The changed variables above the targets, parents first.
  private func changedAncestors(of targets: [WhatIfTarget]) -> [Variable.Index] {
    var isNeeded = [Bool](repeating: false, count: original.count)
    var pending = targets.map(\.variable).filter { isChanged[$0] }
    while let variable = pending.popLast() {
      for parent in original.graph.parents[variable] where isChanged[parent] && !isNeeded[parent] {
        isNeeded[parent] = true
        pending.append(parent)
      }
    }
    return original.graph.topologicalOrder.filter { isNeeded[$0] }
  }

  /// The family of a changed variable; nil where a parent's twin could not be made.
  private func family(of variable: Variable.Index) -> TwinFamily? {
    let family = original.graph.parents[variable]
    let counterparts = family.compactMap { parent -> TwinFamily.Counterpart? in
      if let state = interventions[parent] { return .fixed(state) }
      return isChanged[parent] ? twins[parent].map { .twin($0) } : .same
    }
    guard counterparts.count == family.count else { return nil }
    return TwinFamily(variable: variable, parents: family, counterparts: counterparts)
  }

  /// Whether a table over the variable, its parents and their twins, with rows of `columns`, is not too large.
  private func fits(_ family: TwinFamily, columns: Int) -> Bool {
    let axes = [family.variable] + family.parents + family.twins
    let cells = axes.reduce(Double(columns)) { $0 * Double(variables[$1].cardinality) }
    return cells <= Double(Self.cellLimit)
  }

  private mutating func addTwin(of variable: Variable.Index) {
    guard let family = family(of: variable) else { return }
    let response = TwinResponse(family, in: original)
    guard response.isSettled, fits(family, columns: response.cardinality) else { return }
    twins[variable] = add(
      "\(original.variables[variable].name) in the counterfactual",
      original.variables[variable].states, below: family
    ) { states, others in response.rows(states, others) }
  }

  private mutating func answer(for target: WhatIfTarget) -> Answer {
    if let state = interventions[target.variable] {
      return .set(isPrevented: !target.states.contains(state))
    }
    guard isChanged[target.variable] else { return .untouched }
    guard let family = family(of: target.variable), fits(family, columns: 2) else {
      return .unsettled
    }
    let response = TwinResponse(family, in: original)
    func addAnswer(_ name: String, _ end: KeyPath<ClosedRange<Double>, Double>) -> Variable.Index {
      add(
        "\(original.variables[target.variable].name) \(name)", ["no", "yes"], below: family
      ) { states, others in
        response.escapes(from: target, states, others).map {
          [1 - $0[keyPath: end], $0[keyPath: end]]
        }
      }
    }
    let low = addAnswer("prevented", \.lowerBound)
    return response.isSettled
      ? .exact(low) : .bounded(low, addAnswer("prevented at most", \.upperBound))
  }

  /// Adds a variable whose parents are the family's variable, its parents and their twins. `rows` are those for the states of the variable,
  /// given the parents as they are and as they are in the counterfactual.
  private mutating func add(
    _ name: String, _ states: [String], below family: TwinFamily,
    _ rows: (_ states: [Int], _ others: [Int]) -> [[Double]]
  ) -> Variable.Index {
    let rest = JointStates(
      cardinalities: (family.parents + family.twins).map { variables[$0].cardinality })
    let own = variables[family.variable].cardinality
    var values = [Double](repeating: 0, count: own * rest.count * states.count)
    for (place, joint) in rest.enumerated() {
      let here = Array(joint.prefix(family.parents.count))
      let there = family.otherStates(here, twins: joint.dropFirst(family.parents.count))
      for (state, row) in rows(here, there).enumerated() {
        let start = (state * rest.count + place) * states.count
        values.replaceSubrange(start..<start + states.count, with: row)
      }
    }
    var name = name
    while !names.insert(name).inserted { name += "'" }
    variables.append(Variable(name, states: states))
    parents.append([family.variable] + family.parents + family.twins)
    cpds.append(.table(TabularCPD(cardinality: states.count, values: values)))
    return variables.count - 1
  }
}
