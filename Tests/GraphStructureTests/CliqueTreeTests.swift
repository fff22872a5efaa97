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
  func `the least of all heuristics is kept`(seed: UInt64) {
    var dice = Dice(seed: seed)
    let graph = DirectedGraph.random(count: 30, maximumParents: 4, seed: seed)
    let cardinalities = (0..<30).map { _ in seed.isMultiple(of: 3) ? 2 : 1 + dice.below(4) }
    let best = CliqueTree(graph, cardinalities: cardinalities)
    expectCliqueTree(best, of: graph)
    let sizes = EliminationHeuristic.allCases.map { heuristic in
      CliqueTree(EliminationOrdering(graph, cardinalities: cardinalities, heuristic: heuristic))
        .totalTableSize(cardinalities: cardinalities)
    }
    #expect(best.totalTableSize(cardinalities: cardinalities) == sizes.min())
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
    let tree = CliqueTree(
      .grid(side: side), cardinalities: [Int](repeating: 2, count: side * side))
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
  let members = tree.cliques.map { Set($0.variables) }
  // Every vertex and every family is in a clique.
  #expect(Set(members.joined()) == Set(0..<graph.count))
  for vertex in 0..<graph.count {
    #expect(members.contains { $0.isSuperset(of: graph.family(of: vertex)) })
  }
  // No clique lies within another.
  for (index, clique) in members.enumerated() {
    #expect(!members.indices.contains { $0 != index && members[$0].isSuperset(of: clique) })
  }
  // Each separator is what clique and parent share, and parents come first.
  for (index, clique) in tree.cliques.enumerated() {
    #expect(clique.separator == clique.separator.sorted())
    #expect(clique.residual == clique.residual.sorted())
    #expect(Set(clique.separator).isDisjoint(with: clique.residual))
    #expect(!clique.residual.isEmpty)
    if let parent = clique.parent {
      #expect(parent < index)
      #expect(members[index].intersection(members[parent]) == Set(clique.separator))
    } else {
      #expect(index == 0)
      #expect(clique.separator.isEmpty)
    }
  }
  // Running intersection: a variable is residual in one clique, the top of all that have it.
  let residuals = tree.cliques.flatMap(\.residual)
  #expect(residuals.sorted() == Array(0..<graph.count))
}
