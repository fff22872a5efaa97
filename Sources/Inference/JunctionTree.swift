import GraphStructure
import NetworkModel

/// The structure of exact inference ([LS88], [JLO90]): the cliques over which tables are multiplied, how they hang together, and
/// which table enters where. It holds no probability.
///
/// A tree is made once for the scopes of some tables and the cardinalities of their variables; any number of propagations, with
/// any numbers, run on it at the same time.
///
/// The tables are the families of a network, or what evidence leaves of them: an observed variable is in no scope and has
/// one state. A reading takes part in the same way, and what is known of it is a table over its parents.
public struct JunctionTree: Sendable {
  /// The size of the tree, known before any table is made.
  public let size: TreeSize

  /// The cliques, every parent before its children.
  let cliques: [Clique]
  /// The place of each variable in the order of the axes: those of deep cliques first, those of the root last.
  let ranks: [Int]
  /// For each scope the clique that its table enters.
  let homes: [Int]
  /// For each variable a small clique that has it, where its posterior is read and findings enter.
  let smallestCliques: [Int]
  /// A clique that has all variables of the joint that is asked for.
  let jointHome: Int
  /// What evidence has cut away from the tables.
  let cut: Cut
  /// The plans that were compiled for this tree.
  let plans = PlanShelf()

  /// A clique: its variables in the order of their axes, the separator from its parent last.
  struct Clique: Sendable {
    let variables: [Variable.Index]
    let parent: Int?
    let separatorCount: Int
    var children: [Int] = []

    /// What the clique shares with its parent; empty at the root.
    var separator: ArraySlice<Variable.Index> { variables.suffix(separatorCount) }
    /// What it does not share.
    var residual: ArraySlice<Variable.Index> { variables.dropLast(separatorCount) }
  }

  /// Makes the tree of the families of `network`.
  ///
  /// - Parameters:
  ///   - network: The network.
  ///   - search: How much work goes into finding a small tree.
  ///   - memoryLimit: The bytes that a propagation may take.
  /// - Throws: `InferenceError.treeTooLarge` before any table is made.
  /// - Complexity: That of the triangulation.
  public init(
    _ network: Network, search: TriangulationSearch = .standard,
    memoryLimit: Int = TreeSize.defaultMemoryLimit
  ) throws(InferenceError) {
    self.init(Cut(network), search: search)
    try size.check(memoryLimit)
  }

  /// Makes the tree of the families of `graph`, to look at: it knows of no readings, and no network runs on it.
  ///
  /// - Throws: `InferenceError.treeTooLarge` when a propagation would take more than `memoryLimit` bytes.
  package init(
    _ graph: DirectedGraph, cardinalities: [Int], search: TriangulationSearch = .standard,
    memoryLimit: Int = TreeSize.defaultMemoryLimit
  ) throws(InferenceError) {
    self.init(Cut(graph, cardinalities: cardinalities), search: search)
    try size.check(memoryLimit)
  }

  /// Makes the tree of `cliques`, a clique tree of the graph of `network`.
  package init(
    _ network: Network, _ cliques: CliqueTree, memoryLimit: Int = TreeSize.defaultMemoryLimit
  ) throws(InferenceError) {
    self.init(Cut(network), cliques)
    try size.check(memoryLimit)
  }

  /// Makes the tree of what is left of a network.
  init(_ cut: Cut, search: TriangulationSearch) {
    let graph = UndirectedGraph(count: cut.cardinalities.count, scopes: cut.scopes + [cut.joint])
    self.init(
      cut, CliqueTree(graph, cardinalities: cut.cardinalities, search: search))
  }

  private init(_ cut: Cut, _ tree: CliqueTree) {
    self.cut = cut
    let layout = CliqueLayout(tree, cardinalities: cut.cardinalities)
    cliques = layout.cliques
    ranks = layout.ranks
    let finder = HomeFinder(cliques: layout.cliques, cardinalities: cut.cardinalities)
    homes = cut.scopes.map { finder.topmost(holding: $0) }
    smallestCliques = finder.smallest
    jointHome = finder.topmost(holding: cut.joint)
    size = TreeSize(
      layout.cliques, scopes: cut.joint.isEmpty ? cut.scopes : cut.scopes + [cut.joint],
      cardinalities: cut.cardinalities)
  }

  /// The variables of each table, in its order: the first slowest.
  public var scopes: [[Variable.Index]] { cut.scopes }

  /// The number of states of each variable; 1 for one that is in no scope.
  public var cardinalities: [Int] { cut.cardinalities }

  /// The cells of a table over `variables`.
  func cells(_ variables: some Sequence<Variable.Index>) -> Int {
    variables.reduce(1) { $0 * cardinalities[$1] }
  }
}

/// Finds the cliques that hold given variables.
private struct HomeFinder {
  let cliques: [JunctionTree.Clique]
  /// The clique nearest to the root that holds each variable.
  private var tops: [Int]
  /// The smallest clique that holds each variable.
  private(set) var smallest: [Int]

  init(cliques: [JunctionTree.Clique], cardinalities: [Int]) {
    self.cliques = cliques
    tops = [Int](repeating: 0, count: cardinalities.count)
    smallest = tops
    var least = [Double](repeating: .infinity, count: cardinalities.count)
    for (index, clique) in cliques.enumerated() {
      let size = clique.variables.reduce(1.0) { $0 * Double(cardinalities[$1]) }
      for variable in clique.residual { tops[variable] = index }
      for variable in clique.variables where size < least[variable] {
        least[variable] = size
        smallest[variable] = index
      }
    }
  }

  /// The clique nearest to the root that holds all of `variables`: the deepest of those where each of them comes in.
  ///
  /// - Precondition: The variables are in one clique, as those of every scope are.
  func topmost(holding variables: [Int]) -> Int {
    variables.reduce(0) { max($0, tops[$1]) }
  }
}
