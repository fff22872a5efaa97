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
  /// - Complexity: O(sum of the clique sizes).
  public init(_ ordering: EliminationOrdering) {
    let count = ordering.order.count
    var rank = [Int](repeating: 0, count: count)
    for (position, vertex) in ordering.order.enumerated() { rank[vertex] = position }
    let later = ordering.neighborsAtElimination
    /// The neighbour that is eliminated next, where the message of the vertex goes.
    let successor = later.map { neighbors in neighbors.min { rank[$0] < rank[$1] } }

    // A vertex whose clique lies within the clique of one eliminated before it makes none of its own.
    var owner = Array(0..<count)
    for vertex in ordering.order {
      guard let next = successor[vertex], owner[next] == next else { continue }
      if later[vertex].count == later[next].count + 1 { owner[next] = owner[vertex] }
    }
    // The last vertex of a clique to be eliminated leads to the parent.
    var top = Array(0..<count)
    for vertex in ordering.order { top[owner[vertex]] = vertex }

    let owners = ordering.order.reversed().filter { owner[$0] == $0 }
      .sorted { rank[top[$0]] > rank[top[$1]] }
    var index = [Int](repeating: 0, count: count)
    for (position, vertex) in owners.enumerated() { index[vertex] = position }
    cliques = owners.map { vertex in
      let members = Set(later[vertex] + [vertex])
      let separator = later[top[vertex]]
      let parent = successor[top[vertex]].map { index[owner[$0]] }
      return Clique(
        separator: separator, residual: members.subtracting(separator).sorted(),
        parent: parent ?? (index[vertex] == 0 ? nil : 0))
    }
  }

  /// Triangulates `graph` by every heuristic and keeps the tree with the least total table size.
  public init(_ graph: DirectedGraph, cardinalities: [Int]) {
    // Where all cardinalities are alike, the weights change nothing.
    let heuristics: [EliminationHeuristic] =
      Set(cardinalities).count > 1 ? EliminationHeuristic.allCases : [.minFill, .minNeighbors]
    let trees = heuristics.map { heuristic in
      CliqueTree(EliminationOrdering(graph, cardinalities: cardinalities, heuristic: heuristic))
    }
    let sizes = trees.map { $0.totalTableSize(cardinalities: cardinalities) }
    let best = trees.indices.min { sizes[$0] < sizes[$1] } ?? 0
    self = trees[best]
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
