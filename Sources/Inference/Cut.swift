import GraphStructure
import NetworkModel

/// What is left of the tables of a network once some variables are observed: each table without its axes along observed variables.
///
/// Cuts depend on which variables are observed, not on their states.
struct Cut: Sendable {
  /// For each variable the variables of its CPD's table, its own last; those that are observed or have one state are left out.
  private(set) var scopes: [[Variable.Index]]
  /// For each of these how far its steps go in the CPD's whole table.
  private(set) var strides: [[Int]]
  /// For each CPD the observed variables of its table, with their steps.
  private(set) var observed: [[(variable: Variable.Index, stride: Int)]]
  /// The number of states of each variable; 1 when it is observed.
  let cardinalities: [Int]
  /// Whether a variable is observed to be in a state.
  let isObserved: [Bool]
  /// Whether a variable is left out with its table, because the question does not depend on it.
  let isDropped: [Bool]
  /// Whether a variable has a table. A reading has none: nothing is known of it, or a likelihood over its parents.
  let hasTable: [Bool]
  /// The variables about which a likelihood may be known.
  let likelihoodVariables: [Variable.Index]
  /// The variables that have to be together in a clique, because their joint is asked for.
  let joint: [Variable.Index]

  /// Leaves the tables of `network` whole.
  init(_ network: Network) {
    self.init(
      network.graph, states: network.cardinalities,
      hasTable: network.variables.map { !$0.isReading },
      isObserved: [Bool](repeating: false, count: network.count),
      likelihoodVariables: network.variables.indices.filter(network.takesLikelihood))
  }

  /// Leaves the families of `graph` whole.
  init(_ graph: DirectedGraph, cardinalities: [Int]) {
    self.init(
      graph, states: cardinalities, hasTable: [Bool](repeating: true, count: graph.count),
      isObserved: [Bool](repeating: false, count: graph.count), likelihoodVariables: [])
  }

  /// Cuts away the variables of `network` that are observed, and those that are dropped.
  ///
  /// - Precondition: No child of a dropped variable is kept.
  init(
    _ network: Network, isObserved: [Bool], isDropped: [Bool],
    likelihoodVariables: [Variable.Index], joint: [Variable.Index]
  ) {
    self.init(
      network.graph, states: network.cardinalities,
      hasTable: network.variables.indices.map {
        !network.variables[$0].isReading && !isDropped[$0]
      },
      isObserved: isObserved, isDropped: isDropped,
      likelihoodVariables: likelihoodVariables.filter(network.takesLikelihood), joint: joint)
  }

  /// Takes tables as they were cut, which differ from case to case.
  ///
  /// - Parameters:
  ///   - cardinalities: The states of each variable, 1 where it is observed.
  ///   - scopes: For each variable what is left of its CPD's table.
  ///   - strides: For each of these variables how far its steps go in the whole table.
  init(cardinalities: [Int], scopes: [[Variable.Index]], strides: [[Int]]) {
    self.cardinalities = cardinalities
    self.scopes = scopes
    self.strides = strides
    observed = scopes.indices.map { [($0, 0)] }
    isObserved = cardinalities.map { $0 == 1 }
    isDropped = [Bool](repeating: false, count: scopes.count)
    hasTable = [Bool](repeating: true, count: scopes.count)
    likelihoodVariables = []
    joint = []
  }

  private init(
    _ graph: DirectedGraph, states: [Int], hasTable: [Bool], isObserved: [Bool],
    isDropped: [Bool]? = nil, likelihoodVariables: [Variable.Index], joint: [Variable.Index] = []
  ) {
    let isDropped = isDropped ?? [Bool](repeating: false, count: graph.count)
    self.isObserved = isObserved
    self.isDropped = isDropped
    self.likelihoodVariables = likelihoodVariables
    self.hasTable = hasTable
    self.joint = joint.filter { states[$0] > 1 && !isObserved[$0] }
    cardinalities = states.indices.map { isObserved[$0] || isDropped[$0] ? 1 : states[$0] }
    scopes = []
    strides = []
    observed = []
    scopes.reserveCapacity(graph.count)
    strides.reserveCapacity(graph.count)
    observed.reserveCapacity(graph.count)
    for variable in 0..<graph.count {
      var scope: [Variable.Index] = []
      var steps: [Int] = []
      var seen: [(variable: Variable.Index, stride: Int)] = []
      var stride = 1
      func add(_ member: Variable.Index) {
        if isObserved[member] {
          seen.append((member, stride))
        } else if states[member] > 1 {
          scope.append(member)
          steps.append(stride)
        }
        // A table whose cells can't be counted is refused before anybody looks for one.
        stride &*= states[member]
      }
      if !isDropped[variable] {
        add(variable)
        for parent in graph.parents[variable].reversed() { add(parent) }
      }
      scope.reverse()
      steps.reverse()
      scopes.append(scope)
      strides.append(steps)
      observed.append(seen)
    }
  }

  /// Whether nothing is cut and everything of `network` has its place.
  func suits(_ network: Network) -> Bool {
    cardinalities == network.cardinalities && !isObserved.contains(true)
      && hasTable == network.variables.map { !$0.isReading }
      && likelihoodVariables == network.variables.indices.filter(network.takesLikelihood)
  }

  /// Whether the table of a variable depends on what was observed.
  func isVarying(_ variable: Variable.Index) -> Bool { !observed[variable].isEmpty }
}

extension Network {
  /// Whether what is known of a variable is a table: a weight for a single state is a number.
  fileprivate func takesLikelihood(_ variable: Variable.Index) -> Bool {
    variables[variable].isReading || variables[variable].cardinality > 1
  }
}
