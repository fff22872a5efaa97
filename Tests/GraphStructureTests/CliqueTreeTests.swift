import GraphStructure
import Testing
import _TestSupport

@Suite struct CliqueTreeTests {
  @Test(arguments: UInt64(1)...60, EliminationHeuristic.allCases)
  func `the tree of a random graph is a clique tree`(seed: UInt64, heuristic: EliminationHeuristic)
  {
    var dice = Dice(seed: seed)
    let count = 1 + dice.below(40)
    // Few parents leave parts that hang together by nothing.
    let graph = DirectedGraph.random(count: count, maximumParents: 1 + dice.below(4), seed: seed)
    let cardinalities = (0..<count).map { _ in 1 + dice.below(4) }
    let ordering = EliminationOrdering(graph, cardinalities: cardinalities, heuristic: heuristic)
    expectCliqueTree(CliqueTree(ordering), of: graph)
  }

  @Test(arguments: UInt64(1)...30)
  func `no heuristic alone finds a smaller tree`(seed: UInt64) {
    var dice = Dice(seed: seed)
    let graph = DirectedGraph.random(count: 30, maximumParents: 4, seed: seed)
    let cardinalities = (0..<30).map { _ in seed.isMultiple(of: 3) ? 2 : 1 + dice.below(4) }
    let best = CliqueTree(graph, cardinalities: cardinalities)
    expectCliqueTree(best, of: graph)
    let sizes = EliminationHeuristic.allCases.map { heuristic in
      CliqueTree(EliminationOrdering(graph, cardinalities: cardinalities, heuristic: heuristic))
        .totalTableSize(cardinalities: cardinalities)
    }
    #expect(sizes.allSatisfy { best.totalTableSize(cardinalities: cardinalities) <= $0 })
  }

  @Test func `a graph without vertices has a tree without cliques`() {
    let tree = CliqueTree(.acyclic([]), cardinalities: [])
    #expect(tree.cliques.isEmpty)
    #expect(tree.width == 0)
    #expect(tree.totalTableSize(cardinalities: []) == 0)
  }

  @Test func `a single vertex is a clique without separator`() {
    let tree = CliqueTree(.acyclic([[]]), cardinalities: [3])
    #expect(tree.cliques.map(\.variables) == [[0]])
    #expect(tree.cliques.map(\.separator) == [[]])
    #expect(tree.cliques.map(\.parent) == [nil])
    #expect(tree.totalTableSize(cardinalities: [3]) == 3)
  }

  @Test func `parts that share nothing hang below the root by an empty separator`() {
    let tree = CliqueTree(.acyclic([[], [0], [], [2]]), cardinalities: [2, 2, 2, 2])
    #expect(tree.cliques.map(\.parent) == [nil, 0])
    #expect(tree.cliques.allSatisfy { $0.separator.isEmpty })
  }

  // MARK: Known treewidths

  @Test(arguments: UInt64(1)...10)
  func `a tree has width 1`(seed: UInt64) {
    var dice = Dice(seed: seed)
    let parents = (0..<50).map { $0 == 0 ? [] : [dice.below($0)] }
    #expect(CliqueTree(.acyclic(parents), cardinalities: [Int](repeating: 2, count: 50)).width == 1)
  }

  @Test(arguments: [4, 5, 17, 100])
  func `a circle has width 2`(count: Int) {
    // A chain from 0 to the last, and an arc from 0 to the last: its parents are no neighbours, so moralisation
    // joins them and leaves a circle with one vertex less.
    let parents = (0..<count).map { $0 == 0 ? [] : $0 < count - 1 ? [$0 - 1] : [0, $0 - 1] }
    let tree = CliqueTree(.acyclic(parents), cardinalities: [Int](repeating: 2, count: count))
    #expect(tree.width == 2)
    #expect(tree.cliques.count == count - 2)
  }

  @Test(arguments: [1, 2, 5, 10])
  func `a family of k parents alone has width k`(count: Int) {
    let parents = [[Int]](repeating: [], count: count) + [Array(0..<count)]
    let tree = CliqueTree(.acyclic(parents), cardinalities: [Int](repeating: 2, count: count + 1))
    #expect(tree.width == count)
    #expect(tree.cliques.count == 1)
  }

  @Test(arguments: [2, 3, 4, 5])
  func `a moral grid of k by k has width k`(side: Int) {
    // The moral graph is the grid with one diagonal in each square. The grid is a part of it, so its width is at least k
    // (Bodlaender, A partial k-arboretum of graphs with bounded treewidth, 1998); on small grids greedy heuristics find k.
    // The tree of fewest cells can be wider.
    let tree = CliqueTree(
      EliminationOrdering(
        .grid(side: side), cardinalities: [Int](repeating: 2, count: side * side),
        heuristic: .minFill))
    #expect(tree.width == side)
  }

  // MARK: Sizes

  @Test func `sizes count cells`() {
    let tree = CliqueTree(.chain(count: 3), cardinalities: [2, 3, 5])
    #expect(tree.totalTableSize(cardinalities: [2, 3, 5]) == 6 + 15)
    #expect(CliqueTree.tableSize([0, 2], cardinalities: [2, 3, 5]) == 10)
    #expect(CliqueTree.tableSize([], cardinalities: [2, 3, 5]) == 1)
  }

  @Test func `a size beyond any number is infinite`() {
    let count = 1500
    let parents = [[Int]](repeating: [], count: count) + [Array(0..<count)]
    let cardinalities = [Int](repeating: 2, count: count + 1)
    let tree = CliqueTree(.acyclic(parents), cardinalities: cardinalities)
    #expect(tree.totalTableSize(cardinalities: cardinalities) == .infinity)
  }
}

/// Expects all that makes a clique tree of `graph`.
private func expectCliqueTree(_ tree: CliqueTree, of graph: DirectedGraph) {
  expectCliqueTree(tree, count: graph.count, scopes: (0..<graph.count).map(graph.family))
}
