import GraphStructure

/// A Bayesian network: variables, the arcs between them, and a CPD for each.
///
/// A network is valid from the start: its names are distinct, its arcs run in no circle, and each CPD fits its family.
public struct Network: Sendable, Equatable {
  /// The variables.
  public let variables: [Variable]

  /// The arcs; vertex *i* is `variables[i]`.
  public let graph: DirectedGraph

  /// The CPD of each variable.
  public let cpds: [CPD]

  private let indices: [String: Variable.Index]

  /// How far the sum of a row may be from 1.
  public static let rowTolerance = 1e-6

  /// Creates a network.
  ///
  /// - Parameters:
  ///   - variables: The variables, with distinct names.
  ///   - parents: The parents of each, in the order of its CPD's rows.
  ///   - cpds: The CPD of each.
  /// - Throws: `NetworkError` with every problem.
  public init(variables: [Variable], parents: [[Variable.Index]], cpds: [CPD]) throws(NetworkError)
  {
    let graph: DirectedGraph
    do throws(GraphError) {
      graph = try DirectedGraph(parents: parents)
    } catch {
      switch error {
      case .cyclic(let cycles):
        throw NetworkError(problems: cycles.map { .cycle($0.map { variables[$0].name }) })
      }
    }
    try self.init(variables: variables, graph: graph, cpds: cpds)
  }

  /// Creates a network over a graph that is known to be acyclic.
  ///
  /// - Throws: `NetworkError` with every problem.
  public init(variables: [Variable], graph: DirectedGraph, cpds: [CPD]) throws(NetworkError) {
    self.variables = variables
    self.graph = graph
    self.cpds = cpds
    indices = Dictionary(
      variables.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    let problems = self.problems()
    if !problems.isEmpty { throw NetworkError(problems: problems) }
  }

  /// Returns this network with other CPDs of the same shapes, which are not checked again.
  ///
  /// - Precondition: The CPDs are valid.
  package func replacing(_ cpds: [CPD]) -> Network { replacing(cpds, graph: graph) }

  /// Returns this network with other CPDs and arcs, which are not checked again.
  ///
  /// - Precondition: The CPDs are valid and fit their families.
  func replacing(_ cpds: [CPD], graph: DirectedGraph) -> Network {
    replacing(cpds, variables: variables, graph: graph)
  }

  /// The same with more variables behind its own.
  func replacing(_ cpds: [CPD], variables: [Variable], graph: DirectedGraph) -> Network {
    Network(variables: variables, graph: graph, checked: cpds, indices: indices)
  }

  private init(
    variables: [Variable], graph: DirectedGraph, checked cpds: [CPD],
    indices: [String: Variable.Index]
  ) {
    self.variables = variables
    self.graph = graph
    self.cpds = cpds
    self.indices = indices
  }

  /// The number of variables.
  public var count: Int { variables.count }

  /// The number of cells that each variable takes in a table.
  public var cardinalities: [Int] { variables.map(\.cardinality) }

  /// The names of all regressors of its readings.
  public var regressors: Set<String> { Set(variables.lazy.flatMap(\.regressors)) }

  /// Returns the index of the variable called `name`, or nil when there is none.
  public func index(of name: String) -> Variable.Index? { indices[name] }

  /// The joint states of the parents of a variable, in the order of its CPD's rows.
  public func parentStates(of variable: Variable.Index) -> JointStates {
    JointStates(cardinalities: graph.parents[variable].map { variables[$0].cardinality })
  }
}

extension Network {
  private func problems() -> [NetworkError.Problem] {
    var problems: [NetworkError.Problem] = []
    for (index, variable) in variables.enumerated() {
      if indices[variable.name] != index { problems.append(.duplicateVariable(variable.name)) }
      if case .states(let states) = variable.domain {
        if states.isEmpty { problems.append(.noStates(variable.name)) }
        for (place, state) in states.enumerated() where states[..<place].contains(state) {
          problems.append(.duplicateState(variable: variable.name, state: state))
        }
      }
      let parents = graph.parents[index]
      for (place, parent) in parents.enumerated() {
        if parents[..<place].contains(parent) {
          problems.append(.duplicateParent(variables[parent].name, child: variable.name))
        } else if variables[parent].isReading {
          problems.append(.readingHasChild(reading: variables[parent].name, child: variable.name))
        }
      }
      problems += CPDCheck(network: self, variable: index).problems
    }
    return problems
  }
}

/// What is wrong with a network.
public struct NetworkError: Error, Equatable, Sendable {
  /// One thing that is wrong.
  public enum Problem: Equatable, Sendable {
    /// Two variables have this name.
    case duplicateVariable(String)
    /// A variable has no state.
    case noStates(String)
    /// A variable has two states of this name.
    case duplicateState(variable: String, state: String)
    /// The arcs run in a circle, each variable a parent of the next and the last of the first.
    case cycle([String])
    /// A variable is twice a parent of another.
    case duplicateParent(String, child: String)
    /// A real reading is a parent.
    case readingHasChild(reading: String, child: String)
    /// The CPD is of a kind that does not suit the variable.
    case unsuitableCPD(variable: String)
    /// The CPD has the wrong number of entries.
    case wrongSize(variable: String, expected: Int, found: Int)
    /// A probability is negative, above 1, or not a number.
    case notAProbability(variable: String, row: String, value: Double)
    /// A row does not sum to 1.
    case rowSum(variable: String, row: String, sum: Double)
    /// A standard deviation is not above 0, or a mean or a slope is not finite.
    case notADistribution(variable: String, row: String)
  }

  /// Everything that is wrong; not empty.
  public let problems: [Problem]

  /// Creates an error.
  public init(problems: [Problem]) { self.problems = problems }
}
