/// How much work is spent on finding a clique tree of few cells.
///
/// The first tree is the smallest that the heuristics make. It is then improved part by part ([OV10] gives the
/// measure, total table size, and why greedy trees are far from it) as long as that is worth it: work is
/// counted in steps of one or two nanoseconds, not in time, so the same search gives the same tree on any machine.
public struct TriangulationSearch: Sendable, Equatable {
  /// The heuristics that make the first trees and the trees of the parts; not empty.
  public var heuristics: [EliminationHeuristic]

  /// Names the random choices.
  public var seed: UInt64

  /// The steps that may be spent for each cell of the best tree so far, which is about what a propagation spends;
  /// 0 keeps the first tree.
  ///
  /// The search ends earlier when the last third of its steps brought nothing. A tree of more than 10⁸ cells gets no
  /// more steps than one of 10⁸; to a small one, 15000 cells are added.
  public var effort: Double

  /// Creates a search.
  ///
  /// - Precondition: There is a heuristic, and `effort` is finite and not negative.
  public init(
    heuristics: [EliminationHeuristic] = [.weightedMinFill, .minFill, .minWeight],
    seed: UInt64 = 1, effort: Double = 3
  ) {
    precondition(!heuristics.isEmpty, "a search needs a heuristic")
    precondition(effort >= 0 && effort.isFinite, "the effort is no number of steps")
    self.heuristics = heuristics
    self.seed = seed
    self.effort = effort
  }

  /// One greedy pass and a few improvements, for trees that serve one query.
  public static let quick = TriangulationSearch(heuristics: [.weightedMinFill], effort: 0.1)

  /// For trees that serve many queries.
  public static let standard = TriangulationSearch()

  /// Thirty times the work of `standard`.
  public static let thorough = TriangulationSearch(effort: 90)
}

extension TriangulationSearch {
  /// Returns an order in which to eliminate the vertices of `graph`.
  ///
  /// Simplicial vertices come first; each part of the rest is solved apart. Vertices of cardinality 1 that are left
  /// come last, where they join no others.
  func order(_ graph: UndirectedGraph, cardinalities: [Int]) -> [Int] {
    let reduction = SimplicialReduction(graph)
    guard reduction.taken.count < graph.count else { return reduction.taken }
    let left = (0..<graph.count).filter { reduction.isLeft[$0] }
    let place = FlatBuffer(graph.count, repeating: -1)
    let parts = graph.parts(of: left.filter { cardinalities[$0] > 1 }, place: place)
    var order = reduction.taken
    for part in parts {
      let core = UndirectedGraph(part, of: graph, place: place)
      let local = self.order(
        core: core, cardinalities: part.map { cardinalities[$0] }, parts: parts.count)
      order += local.map { part[$0] }
    }
    return order + left.filter { cardinalities[$0] <= 1 }
  }

  private func order(core: UndirectedGraph, cardinalities: [Int], parts: Int) -> [Int] {
    let order = bestGreedyOrder(core, cardinalities: cardinalities)
    guard effort > 0 else { return order }
    var search = LocalSearch(core, cardinalities: cardinalities, order: order, seed: seed)
    search.run(heuristics: heuristics) { cells in
      effort * (min(cells, 1e8) + 1.5e4 / Double(parts))
    }
    return search.order
  }

  /// The order of the first heuristic that makes the fewest cells.
  private func bestGreedyOrder(_ core: UndirectedGraph, cardinalities: [Int]) -> [Int] {
    let orders = heuristics.map {
      GreedyElimination.order(core, cardinalities: cardinalities, heuristic: $0)
    }
    guard orders.count > 1 else { return orders[0] }
    let cells = orders.map { order in
      let tree = EliminationTree(core, order: order)
      return CliqueForest(tree, cardinalities: cardinalities)
        .cells(tree, cardinalities: cardinalities)
    }
    let best = orders.indices.min { cells[$0] < cells[$1] } ?? 0
    return orders[best]
  }
}
