import NetworkModel
import RootCause

/// A graph with the numbers that are to be written.
struct WritableNetwork {
  let graph: CausalGraph
  /// The CPD of each variable; nil where there are no numbers.
  let cpds: [CPD?]
  /// Whether the numbers were learned from records.
  let isLearned: Bool

  var variables: [CausalVariable] { graph.variables }

  /// The parents of a variable, in the order of its rows.
  func parents(of index: Int) -> [Int] { graph.structure.parents[index] }

  /// The joint states of the parents of a variable.
  func parentStates(of index: Int) -> JointStates {
    JointStates(cardinalities: parents(of: index).map { variables[$0].variable.cardinality })
  }

  /// The numbers of a variable as a table; a noisy-MAX is expanded.
  func table(of index: Int) -> TabularCPD? { cpds[index]?.table }

  /// The kind of a variable, unless it is a guess that every reader would make again.
  func kind(of index: Int) -> Kind? { graph.hasGuessedKinds ? nil : variables[index].kind }
}

/// How networks are written in a format.
protocol NetworkWriter {
  /// What the format has a place for, besides variables, states, arcs and tables.
  static var holds: Set<Meaning> { get }

  /// Whether a variable can have this name.
  static func canName(variable: String) -> Bool

  /// Whether a state can have this name.
  static func canName(state: String) -> Bool

  /// Whether the network can have this title.
  static func canTitle(_ title: String) -> Bool

  /// Returns the text of a file.
  ///
  /// - Precondition: Every name passes, and so does the title.
  static func text(of network: WritableNetwork) -> String
}
