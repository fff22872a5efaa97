/// An order in which the variables are eliminated, with the cliques that this makes.
public struct EliminationOrdering: Sendable, Equatable {
  /// The vertices, the first eliminated first.
  public let order: [Int]

  /// For each vertex, the neighbours that it had when it was eliminated, ascending.
  public let neighborsAtElimination: [[Int]]

  /// Orders the vertices of `graph` greedily.
  ///
  /// A vertex whose neighbours are all joined goes first; ties go to the vertex that comes first.
  ///
  /// - Parameters:
  ///   - graph: The directed graph; its moral graph is triangulated.
  ///   - cardinalities: The number of states of each vertex.
  ///   - heuristic: What is made small at each step.
  /// - Complexity: O(edges of the triangulated graph × neighbours) time, and a bit for each pair of vertices.
  public init(_ graph: DirectedGraph, cardinalities: [Int], heuristic: EliminationHeuristic) {
    let moral = graph.moralGraph
    let order = GreedyElimination.order(moral, cardinalities: cardinalities, heuristic: heuristic)
    let tree = EliminationTree(moral, order: order)
    self.order = order
    neighborsAtElimination = (0..<graph.count).map { vertex in
      let position = tree.rank[vertex]
      return (tree.starts[position]..<tree.starts[position + 1])
        .map { tree.order[tree.later[$0]] }.sorted()
    }
  }
}
