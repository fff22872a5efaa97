import GraphStructure
import Testing
import _TestSupport

@Suite struct EliminationTests {
  @Test(arguments: UInt64(1)...40, EliminationHeuristic.allCases)
  func `each vertex adds no edge or is the cheapest that is left, the first of its like`(
    seed: UInt64, heuristic: EliminationHeuristic
  ) {
    var dice = Dice(seed: seed)
    let graph = DirectedGraph.random(
      count: 1 + dice.below(30), maximumParents: 4, window: 10, seed: seed)
    let cardinalities = (0..<graph.count).map { _ in 1 + dice.below(3) }
    let ordering = EliminationOrdering(graph, cardinalities: cardinalities, heuristic: heuristic)
    let plain = PlainElimination(graph, cardinalities: cardinalities, heuristic: heuristic)
    #expect(ordering.order == plain.order)
    #expect(ordering.neighborsAtElimination == plain.neighborsAtElimination)
  }

  @Test(arguments: UInt64(1)...20, EliminationHeuristic.allCases)
  func `an order is a permutation that triangulates`(seed: UInt64, heuristic: EliminationHeuristic)
  {
    let graph = DirectedGraph.random(count: 80, maximumParents: 3, seed: seed)
    let ordering = EliminationOrdering(
      graph, cardinalities: [Int](repeating: 2, count: 80), heuristic: heuristic)
    #expect(ordering.order.sorted() == Array(0..<80))
    // Chordal: the later neighbours of each vertex are neighbours of each other.
    var edges = Set<[Int]>()
    for vertex in 0..<80 {
      for neighbor in ordering.neighborsAtElimination[vertex] {
        edges.insert([vertex, neighbor].sorted())
      }
    }
    for later in ordering.neighborsAtElimination {
      for (place, vertex) in later.enumerated() {
        #expect(later[..<place].allSatisfy { edges.contains([$0, vertex]) })
      }
    }
    for vertex in 0..<80 {
      let family = graph.family(of: vertex)
      for (place, member) in family.enumerated() {
        #expect(family[..<place].allSatisfy { edges.contains([$0, member].sorted()) })
      }
    }
  }

  @Test(arguments: EliminationHeuristic.allCases)
  func `nothing and a single vertex have an order`(heuristic: EliminationHeuristic) {
    let nothing = EliminationOrdering(.acyclic([]), cardinalities: [], heuristic: heuristic)
    #expect(nothing.order.isEmpty)
    let single = EliminationOrdering(.acyclic([[]]), cardinalities: [3], heuristic: heuristic)
    #expect(single.order == [0])
    #expect(single.neighborsAtElimination == [[]])
  }

  @Test func `five thousand vertices are triangulated at once`() {
    let graph = DirectedGraph.random(count: 5000, maximumParents: 3, window: 20, seed: 1)
    let tree = CliqueTree(graph, cardinalities: [Int](repeating: 2, count: 5000))
    #expect(tree.width < 40)
  }

  @Test func `a variable with a thousand children costs no more than its arcs`() {
    let graph = DirectedGraph.acyclic([[]] + (0..<4000).map { _ in [0] })
    let tree = CliqueTree(graph, cardinalities: [3] + [Int](repeating: 2, count: 4000))
    #expect(tree.width == 1)
    #expect(tree.cliques.count == 4000)
  }
}

/// Greedy elimination by the definition of each heuristic, everything counted anew at each step.
private struct PlainElimination {
  private(set) var order: [Int] = []
  private(set) var neighborsAtElimination: [[Int]]

  init(_ graph: DirectedGraph, cardinalities: [Int], heuristic: EliminationHeuristic) {
    var neighbors = [Set<Int>](repeating: [], count: graph.count)
    for vertex in 0..<graph.count {
      let family = Set(graph.family(of: vertex))
      for member in family { neighbors[member].formUnion(family.subtracting([member])) }
    }
    neighborsAtElimination = [[Int]](repeating: [], count: graph.count)
    var left = Array(0..<graph.count)
    while !left.isEmpty {
      let costs = left.map { Self.cost(of: $0, neighbors, cardinalities, heuristic) }
      guard let least = costs.min(), let place = costs.firstIndex(of: least) else { return }
      let vertex = left.remove(at: place)
      let later = neighbors[vertex]
      order.append(vertex)
      neighborsAtElimination[vertex] = later.sorted()
      for neighbor in later {
        neighbors[neighbor].formUnion(later.subtracting([neighbor]))
        neighbors[neighbor].remove(vertex)
      }
    }
  }

  private static func cost(
    of vertex: Int, _ neighbors: [Set<Int>], _ cardinalities: [Int],
    _ heuristic: EliminationHeuristic
  ) -> Int {
    let around = neighbors[vertex].sorted()
    // A vertex whose neighbours are all joined goes first.
    let isSimplicial = around.indices.allSatisfy { place in
      neighbors[around[place]].isSuperset(of: around[..<place])
    }
    if isSimplicial { return -1 }
    switch heuristic {
    case .minNeighbors: return around.count
    case .minWeight: return around.reduce(cardinalities[vertex]) { $0 * cardinalities[$1] }
    case .minFill, .weightedMinFill:
      var cost = 0
      for (place, a) in around.enumerated() {
        for b in around[..<place] where !neighbors[a].contains(b) {
          cost += heuristic == .minFill ? 1 : cardinalities[a] * cardinalities[b]
        }
      }
      return cost
    }
  }
}
