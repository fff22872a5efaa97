/// The maximal cliques of a triangulated moral graph, joined to a tree in which the cliques that hold a variable
/// hang together (the running intersection property).
///
/// The tree follows the elimination: a clique hangs below the one where the first of its remaining variables is
/// eliminated ([BP93]). Parts that share no variable hang below the root by an empty separator, so
/// that there is always one tree.
public struct CliqueTree: Sendable, Equatable {
  /// A clique and the way to its parent.
  public struct Clique: Sendable, Equatable {
    /// What the clique shares with its parent, ascending; empty at the root.
    public let separator: [Int]
    /// The other members, ascending.
    public let residual: [Int]
    /// The index of the parent, lower than the clique's own; nil at the root.
    public let parent: Int?

    /// The members: the separator, then the residual.
    public var variables: [Int] { separator + residual }
  }

  /// The cliques, every parent before its children.
  public let cliques: [Clique]

  /// Builds the tree that `ordering` makes.
  ///
  /// - Complexity: O(sum of the neighbours at elimination).
  public init(_ ordering: EliminationOrdering) {
    let tree = EliminationTree(ordering)
    // Without cardinalities every vertex counts.
    let cardinalities = [Int](repeating: 2, count: ordering.order.count)
    cliques = Self.cliques(of: tree, CliqueForest(tree, cardinalities: cardinalities))
  }

  /// Triangulates `graph`.
  ///
  /// A variable of cardinality 1 costs no cell: it goes into cliques that are there for others. One that has no
  /// neighbour is in the residual of the root.
  ///
  /// - Parameters:
  ///   - graph: The graph; each of its scopes will be within a clique.
  ///   - cardinalities: The number of states of each vertex.
  ///   - search: How much work is spent on finding a small tree.
  public init(
    _ graph: UndirectedGraph, cardinalities: [Int], search: TriangulationSearch = .standard
  ) {
    let order = search.order(graph, cardinalities: cardinalities)
    let tree = EliminationTree(graph, order: order)
    cliques = Self.cliques(of: tree, CliqueForest(tree, cardinalities: cardinalities))
  }

  /// Triangulates the moral graph of `graph` by the standard search.
  public init(_ graph: DirectedGraph, cardinalities: [Int]) {
    self.init(graph.moralGraph, cardinalities: cardinalities)
  }

  private static func cliques(
    of tree: borrowing EliminationTree, _ forest: borrowing CliqueForest
  ) -> [Clique] {
    var residuals = [[Int]](repeating: [], count: forest.count)
    for vertex in 0..<tree.count { residuals[forest.clique[tree.rank[vertex]]].append(vertex) }
    var cliques: [Clique] = []
    cliques.reserveCapacity(forest.count)
    for clique in 0..<forest.count {
      let top = forest.top[clique]
      var separator: [Int] = []
      separator.reserveCapacity(tree.size(top))
      for place in tree.starts[top]..<tree.starts[top + 1] {
        separator.append(tree.order[tree.later[place]])
      }
      separator.sort()
      let parent = forest.parent[clique]
      cliques.append(
        Clique(
          separator: separator, residual: residuals[clique],
          parent: parent >= 0 ? parent : clique == 0 ? nil : 0))
    }
    return cliques
  }

  /// The cells of all clique tables together. A `Double`, because it may be beyond any integer.
  public func totalTableSize(cardinalities: [Int]) -> Double {
    cliques.reduce(0) { $0 + Self.tableSize($1.variables, cardinalities: cardinalities) }
  }

  /// The cells of a table over `variables`.
  public static func tableSize(_ variables: [Int], cardinalities: [Int]) -> Double {
    variables.reduce(1) { $0 * Double(cardinalities[$1]) }
  }

  /// The treewidth that this tree shows: the size of the largest clique less one.
  public var width: Int { (cliques.map(\.variables.count).max() ?? 1) - 1 }
}
