import GraphStructure
import NetworkModel

/// The compiled structure of exact inference ([LS88], [JLO90]): the cliques of a network, how they hang together, and every
/// index that a propagation will need. It holds no probability.
///
/// A tree is compiled once for a graph and the cardinalities of its variables; any number of propagations, with any numbers,
/// run on it at the same time. Tables over several variables have their first variable slowest.
///
/// A reading takes part as a variable of one state, so that the clique which holds its family is known.
public struct JunctionTree: Sendable {
  /// The graph it was compiled for.
  public let graph: DirectedGraph

  /// The number of cells that each variable takes in a table.
  public let cardinalities: [Int]

  /// The size of the tree, known before any table is made.
  public let size: TreeSize

  let cliques: [Clique]
  /// For each variable, where the table of its family is multiplied in and its posterior read.
  let families: [Home]
  /// For each variable, a small clique that has it, where findings enter and posteriors are read.
  let marginals: [Home]
  let cellCount: Int
  let separatorCellCount: Int

  /// A clique: its places in the workspace, and the maps between it, its parent and their separator.
  struct Clique: Sendable {
    let variables: [Int]
    let parent: Int?
    let cells: Range<Int>
    let separatorCells: Range<Int>
    let toSeparator: IndexMap
    let parentToSeparator: IndexMap?
  }

  /// Where the table of some variables is found: a clique that has them all, and the map from its cells.
  struct Home: Sendable {
    let clique: Int
    let map: IndexMap
    let cells: Int
  }

  /// Compiles the tree of `graph`.
  ///
  /// - Parameters:
  ///   - graph: The graph.
  ///   - cardinalities: The number of states of each variable, 1 for a reading.
  ///   - memoryLimit: The bytes that the tables may take.
  /// - Throws: `InferenceError.treeTooLarge` before any table is made.
  /// - Complexity: O(cells of all clique tables × variables of a clique), after triangulation.
  public init(
    _ graph: DirectedGraph, cardinalities: [Int], memoryLimit: Int = TreeSize.defaultMemoryLimit
  ) throws(InferenceError) {
    try self.init(
      graph, CliqueTree(graph, cardinalities: cardinalities), cardinalities: cardinalities,
      memoryLimit: memoryLimit)
  }

  /// Compiles `tree`, a clique tree of `graph`.
  package init(
    _ graph: DirectedGraph, _ tree: CliqueTree, cardinalities: [Int],
    memoryLimit: Int = TreeSize.defaultMemoryLimit
  ) throws(InferenceError) {
    size = TreeSize(tree, cardinalities: cardinalities)
    // An index map counts the cells of a table in 32 bits.
    guard size.bytes(lanes: 1) <= Double(memoryLimit), size.largestCliqueCells < 0x1p32 else {
      throw .treeTooLarge(size, limit: memoryLimit)
    }
    self.graph = graph
    self.cardinalities = cardinalities
    cliques = Self.layOut(tree, cardinalities: cardinalities)
    cellCount = cliques.last?.cells.upperBound ?? 0
    separatorCellCount = cliques.last?.separatorCells.upperBound ?? 0
    let finder = HomeFinder(cliques: cliques, cardinalities: cardinalities)
    families = (0..<graph.count).map { finder.home(of: graph.family(of: $0)) }
    marginals = (0..<graph.count).map { finder.home(of: [$0]) }
  }

  private static func layOut(_ tree: CliqueTree, cardinalities: [Int]) -> [Clique] {
    var cells = 0
    var separatorCells = 0
    return tree.cliques.map { clique in
      let variables = clique.variables
      let count = variables.reduce(1) { $0 * cardinalities[$1] }
      let separatorCount = clique.separator.reduce(1) { $0 * cardinalities[$1] }
      defer {
        cells += count
        separatorCells += separatorCount
      }
      return Clique(
        variables: variables, parent: clique.parent, cells: cells..<cells + count,
        separatorCells: separatorCells..<separatorCells + separatorCount,
        toSeparator: IndexMap(from: variables, to: clique.separator, cardinalities: cardinalities),
        parentToSeparator: clique.parent.map {
          IndexMap(
            from: tree.cliques[$0].variables, to: clique.separator, cardinalities: cardinalities)
        })
    }
  }
}

/// Finds the smallest clique that holds given variables.
private struct HomeFinder {
  let cliques: [JunctionTree.Clique]
  let cardinalities: [Int]
  private let cliquesOfVariable: [[Int]]

  init(cliques: [JunctionTree.Clique], cardinalities: [Int]) {
    self.cliques = cliques
    self.cardinalities = cardinalities
    var places = [[Int]](repeating: [], count: cardinalities.count)
    for (index, clique) in cliques.enumerated() {
      for variable in clique.variables { places[variable].append(index) }
    }
    cliquesOfVariable = places
  }

  /// - Precondition: The variables are in one clique, as every family's are.
  func home(of variables: [Int]) -> JunctionTree.Home {
    let rarest = variables.min { cliquesOfVariable[$0].count < cliquesOfVariable[$1].count } ?? 0
    let holders = cliquesOfVariable[rarest].filter { index in
      variables.allSatisfy(cliques[index].variables.contains)
    }
    guard let clique = holders.min(by: { cliques[$0].cells.count < cliques[$1].cells.count }) else {
      preconditionFailure("the variables \(variables) are in no clique")
    }
    return JunctionTree.Home(
      clique: clique,
      map: IndexMap(from: cliques[clique].variables, to: variables, cardinalities: cardinalities),
      cells: variables.reduce(1) { $0 * cardinalities[$1] })
  }
}
