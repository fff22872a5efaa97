import GraphStructure
import Testing
import _TestSupport

@Suite struct TriangulationSearchTests {
  static let searches = [TriangulationSearch(effort: 0), .quick, .standard]

  @Test(arguments: UInt64(1)...40, searches)
  func `the tree of random scopes is a clique tree`(seed: UInt64, search: TriangulationSearch) {
    let sample = RandomScopes(seed: seed, count: 50, states: 1...4)
    let tree = CliqueTree(sample.graph, cardinalities: sample.cardinalities, search: search)
    expectCliqueTree(tree, count: 50, scopes: sample.scopes)
  }

  @Test(arguments: UInt64(1)...40)
  func `regions of more than one word are searched`(seed: UInt64) {
    let sample = RandomScopes(seed: seed, count: 150, states: 2...3)
    let greedy = CliqueTree(
      sample.graph, cardinalities: sample.cardinalities, search: TriangulationSearch(effort: 0))
    let tree = CliqueTree(
      sample.graph, cardinalities: sample.cardinalities, search: TriangulationSearch(effort: 1))
    expectCliqueTree(tree, count: 150, scopes: sample.scopes)
    #expect(sample.cells(tree) <= sample.cells(greedy))
  }

  // MARK: Optima

  @Test(arguments: UInt64(1)...60)
  func `small graphs get a tree of fewest cells, and none gets fewer`(seed: UInt64) {
    let sample = RandomScopes(seed: seed, count: 7, states: 2...4)
    let least = sample.optimum { _ in true }
    let quick = CliqueTree(sample.graph, cardinalities: sample.cardinalities, search: .quick)
    let standard = CliqueTree(sample.graph, cardinalities: sample.cardinalities)
    #expect(sample.cells(quick) >= least)
    #expect(sample.cells(standard) == least)
  }

  @Test(arguments: UInt64(1)...60)
  func `a tree of fewest cells begins with any simplicial vertex`(seed: UInt64) {
    let sample = RandomScopes(seed: seed, count: 6, states: 2...4)
    let least = sample.optimum { _ in true }
    for vertex in 0..<6 {
      let around = sample.graph.neighbors(of: vertex)
      let isSimplicial = around.allSatisfy { one in
        around.allSatisfy { one == $0 || sample.graph.areJoined(one, $0) }
      }
      if isSimplicial { #expect(sample.optimum { $0[0] == vertex } == least) }
    }
  }

  // MARK: Repetition

  @Test(arguments: UInt64(1)...5)
  func `the same seed finds the same tree`(seed: UInt64) {
    let sample = RandomScopes(seed: seed, count: 80, states: 2...3)
    let search = TriangulationSearch(seed: seed, effort: 20)
    let tree = CliqueTree(sample.graph, cardinalities: sample.cardinalities, search: search)
    #expect(tree == CliqueTree(sample.graph, cardinalities: sample.cardinalities, search: search))
  }

  /// The cells found when this was written. A change that finds fewer writes them here.
  @Test(
    arguments: zip(
      [6, 10, 14], [(8220.0, 8220.0), (1_448_894, 682_474), (142_011_792, 80_091_072)]))
  func `grids take the cells that they took`(
    side: Int, baseline: (quick: Double, standard: Double)
  ) {
    let cardinalities = (0..<side * side).map { 2 + $0 % 3 }
    let graph = DirectedGraph.grid(side: side).moralGraph
    let quick = CliqueTree(graph, cardinalities: cardinalities, search: .quick)
    let standard = CliqueTree(graph, cardinalities: cardinalities)
    #expect(quick.totalTableSize(cardinalities: cardinalities) == baseline.quick)
    #expect(standard.totalTableSize(cardinalities: cardinalities) == baseline.standard)
  }

  // MARK: Parts and single states

  @Test(arguments: searches)
  func `parts are solved apart`(search: TriangulationSearch) {
    let sample = RandomScopes(seed: 3, count: 30, states: 2...3)
    let twice = sample.scopes + sample.scopes.map { $0.map { $0 + 30 } }
    let tree = CliqueTree(
      UndirectedGraph(count: 60, scopes: twice),
      cardinalities: sample.cardinalities + sample.cardinalities, search: search)
    expectCliqueTree(tree, count: 60, scopes: twice)
    let one = CliqueTree(sample.graph, cardinalities: sample.cardinalities, search: search)
    // The search is shared out among the parts.
    guard search.effort == 0 else { return }
    #expect(
      tree.totalTableSize(cardinalities: sample.cardinalities + sample.cardinalities)
        == 2 * sample.cells(one))
  }

  @Test(arguments: UInt64(1)...30)
  func `variables of one state cost nothing`(seed: UInt64) {
    var sample = RandomScopes(seed: seed, count: 20, states: 2...3)
    var dice = Dice(seed: seed)
    let single = Set((0..<20).filter { _ in dice.below(3) == 0 })
    for vertex in single { sample.cardinalities[vertex] = 1 }
    let tree = CliqueTree(sample.graph, cardinalities: sample.cardinalities, search: .quick)
    expectCliqueTree(tree, count: 20, scopes: sample.scopes)
    let rest = UndirectedGraph(
      count: 20, scopes: sample.scopes.map { $0.filter { !single.contains($0) } })
    let without = CliqueTree(
      rest, cardinalities: sample.cardinalities, search: TriangulationSearch(effort: 20))
    #expect(sample.cells(tree) >= sample.cells(without))
    let with = CliqueTree(
      sample.graph, cardinalities: sample.cardinalities, search: TriangulationSearch(effort: 20))
    #expect(sample.cells(with) == sample.cells(without))
  }

  @Test func `a reading joins the clique of its parents`() {
    // 0 and 1 are parents of the reading 3, and of 2.
    let graph = UndirectedGraph(count: 4, scopes: [[0, 1, 2], [0, 1, 3]])
    let tree = CliqueTree(graph, cardinalities: [2, 3, 5, 1])
    #expect(tree.cliques.map(\.variables) == [[0, 1, 2, 3]])
  }

  @Test func `a variable without neighbours and of one state is in the root`() {
    let graph = UndirectedGraph(count: 4, scopes: [[1, 2]])
    let tree = CliqueTree(graph, cardinalities: [1, 2, 2, 1])
    #expect(tree.cliques.map(\.variables) == [[0, 1, 2, 3]])
    let nothing = CliqueTree(UndirectedGraph(count: 3, scopes: []), cardinalities: [1, 1, 1])
    #expect(nothing.cliques.map(\.variables) == [[0, 1, 2]])
  }

  @Test(arguments: EliminationHeuristic.allCases)
  func `tables beyond any number are compared all the same`(heuristic: EliminationHeuristic) {
    // All pairs are joined but those that are neighbours on a circle: no vertex is simplicial, nor after the first.
    let scopes = (0..<60).flatMap { vertex in
      (0..<vertex).filter { vertex - $0 != 1 && vertex - $0 != 59 }.map { [$0, vertex] }
    }
    let cardinalities = [Int](repeating: 1_000_000_000, count: 60)
    for effort in [0, 0.1] {
      let tree = CliqueTree(
        UndirectedGraph(count: 60, scopes: scopes), cardinalities: cardinalities,
        search: TriangulationSearch(heuristics: [heuristic], effort: effort))
      expectCliqueTree(tree, count: 60, scopes: scopes)
      #expect(tree.totalTableSize(cardinalities: cardinalities) == .infinity)
    }
  }

  @Test func `a graph without vertices has no cliques`() {
    let graph = UndirectedGraph(count: 0, scopes: [])
    #expect(CliqueTree(graph, cardinalities: []).cliques.isEmpty)
  }

  @Test(.timeLimit(.minutes(1)))
  func `a graph beyond all memory is searched within bounds`() {
    let sample = RandomScopes(seed: 1, count: 600, states: 2...9)
    let tree = CliqueTree(sample.graph, cardinalities: sample.cardinalities)
    #expect(sample.cells(tree) > 1e20)
  }
}

/// A random graph made of scopes, and its cardinalities.
private struct RandomScopes {
  let count: Int
  let scopes: [[Int]]
  let graph: UndirectedGraph
  var cardinalities: [Int]

  /// As many scopes as vertices, of up to 3 members.
  init(seed: UInt64, count: Int, states: ClosedRange<Int>) {
    var dice = Dice(seed: seed)
    self.count = count
    scopes = (0..<count).map { _ in
      Array(dice.shuffled(0..<count).prefix(1 + dice.below(3)))
    }
    graph = UndirectedGraph(count: count, scopes: scopes)
    cardinalities = (0..<count).map { _ in states.lowerBound + dice.below(states.count) }
  }

  func cells(_ tree: CliqueTree) -> Double { tree.totalTableSize(cardinalities: cardinalities) }

  /// The fewest cells that any order of the vertices makes, of those that are `allowed`.
  func optimum(_ allowed: ([Int]) -> Bool) -> Double {
    var least = Double.infinity
    forEachOrder([], Array(0..<count)) { order in
      if allowed(order) { least = min(least, cells(order: order)) }
    }
    return least
  }

  private func forEachOrder(_ head: [Int], _ rest: [Int], _ body: ([Int]) -> Void) {
    if rest.isEmpty { body(head) }
    for (place, vertex) in rest.enumerated() {
      forEachOrder(head + [vertex], Array(rest[..<place] + rest[(place + 1)...]), body)
    }
  }

  /// The cells of the maximal cliques that `order` makes, by elimination on sets of bits.
  private func cells(order: [Int]) -> Double {
    var rows = (0..<count).map { vertex in
      graph.neighbors(of: vertex).reduce(1 << vertex) { $0 | 1 << $1 }
    }
    var cliques: [Int] = []
    for vertex in order {
      let clique = rows[vertex]
      if !cliques.contains(where: { $0 & clique == clique }) { cliques.append(clique) }
      for member in 0..<count where clique >> member & 1 == 1 {
        rows[member] = (rows[member] | clique) & ~(1 << vertex)
      }
    }
    return cliques.reduce(0) { $0 + tableSize($1) }
  }

  private func tableSize(_ clique: Int) -> Double {
    let members = (0..<count).filter { clique >> $0 & 1 == 1 }
    return CliqueTree.tableSize(members, cardinalities: cardinalities)
  }
}
