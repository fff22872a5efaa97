#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How the next vertex to eliminate is chosen ([KF09], section 9.4.3.2).
public enum EliminationHeuristic: String, Sendable, CaseIterable {
  /// The vertex whose elimination adds the fewest edges.
  case minFill
  /// The vertex whose added edges weigh least, an edge weighing the product of its ends' cardinalities.
  case weightedMinFill
  /// The vertex that makes the smallest clique table.
  case minWeight
  /// The vertex with the fewest neighbours.
  case minNeighbors
}

/// An order in which the variables are eliminated, with the cliques that this makes.
public struct EliminationOrdering: Sendable, Equatable {
  /// The vertices, the first eliminated first.
  public let order: [Int]

  /// For each vertex, the neighbours that it had when it was eliminated, ascending.
  public let neighborsAtElimination: [[Int]]

  /// Orders the vertices of `graph` greedily.
  ///
  /// Ties go to the vertex that comes first.
  ///
  /// - Parameters:
  ///   - graph: The directed graph; its moral graph is triangulated.
  ///   - cardinalities: The number of states of each vertex.
  ///   - heuristic: What is made small at each step.
  /// - Complexity: O(edges of the triangulated graph × neighbours) time, and a bit for each pair of vertices.
  public init(_ graph: DirectedGraph, cardinalities: [Int], heuristic: EliminationHeuristic) {
    var game = EliminationGame(graph, cardinalities: cardinalities, heuristic: heuristic)
    while game.eliminateNext() {}
    order = game.order
    neighborsAtElimination = game.neighborsAtElimination
  }
}

/// The state of a greedy elimination: the graph that is left and what each vertex would cost.
///
/// Costs are not counted again but changed with each edge that comes or goes. All are whole numbers, so that no
/// rounding adds up.
private struct EliminationGame {
  private var graph: EliminationGraph
  private let countsFill: Bool
  private let weight: [Double]
  private var cost: [Double]
  private var queue: IndexedHeap
  private var stale: [Int] = []
  private var isStale: [Bool]
  private(set) var order: [Int] = []
  private(set) var neighborsAtElimination: [[Int]]

  init(_ graph: DirectedGraph, cardinalities: [Int], heuristic: EliminationHeuristic) {
    self.graph = EliminationGraph(moralizing: graph)
    countsFill = heuristic == .minFill || heuristic == .weightedMinFill
    weight = cardinalities.map(heuristic.weight)
    // The table of a clique has an axis for the vertex itself.
    cost = heuristic == .minWeight ? weight : [Double](repeating: 0, count: graph.count)
    isStale = [Bool](repeating: false, count: graph.count)
    neighborsAtElimination = [[Int]](repeating: [], count: graph.count)
    queue = IndexedHeap(count: graph.count)
    for vertex in 0..<graph.count {
      cost[vertex] += initialCost(of: vertex)
      queue.update(vertex, to: cost[vertex])
    }
  }

  mutating func eliminateNext() -> Bool {
    guard let vertex = queue.popFirst() else { return false }
    let neighbors = graph.neighbors(of: vertex)
    order.append(vertex)
    neighborsAtElimination[vertex] = neighbors
    for neighbor in neighbors {
      for other in graph.neighbors(of: vertex, apartFrom: neighbor) { join(neighbor, other) }
    }
    for neighbor in neighbors { leave(neighbor, vertex) }
    graph.remove(vertex, neighbors: neighbors)
    for changed in stale {
      isStale[changed] = false
      if changed != vertex { queue.update(changed, to: cost[changed]) }
    }
    stale.removeAll(keepingCapacity: true)
    return true
  }

  private func initialCost(of vertex: Int) -> Double {
    let neighbors = graph.neighbors(of: vertex)
    guard countsFill else { return total(neighbors) }
    // Each missing edge is met from both its ends.
    return neighbors.reduce(0) { sum, neighbor in
      sum + weight[neighbor] * total(graph.neighbors(of: vertex, apartFrom: neighbor))
    } / 2
  }

  /// Adds an edge between two neighbours of the vertex that is eliminated.
  private mutating func join(_ a: Int, _ b: Int) {
    if countsFill {
      for common in graph.commonNeighbors(of: a, and: b) {
        change(common, by: -weight[a] * weight[b])
      }
      change(a, by: weight[b] * total(graph.neighbors(of: a, apartFrom: b)))
      change(b, by: weight[a] * total(graph.neighbors(of: b, apartFrom: a)))
    } else {
      change(a, by: weight[b])
      change(b, by: weight[a])
    }
    graph.join(a, b)
  }

  /// Takes the eliminated vertex from the neighbours of `neighbor`.
  private mutating func leave(_ neighbor: Int, _ vertex: Int) {
    let unjoined = countsFill ? total(graph.neighbors(of: neighbor, apartFrom: vertex)) : 1
    change(neighbor, by: -weight[vertex] * unjoined)
  }

  private mutating func change(_ vertex: Int, by difference: Double) {
    cost[vertex] += difference
    guard !isStale[vertex] else { return }
    isStale[vertex] = true
    stale.append(vertex)
  }

  private func total(_ vertices: [Int]) -> Double {
    vertices.reduce(0) { $0 + weight[$1] }
  }
}

extension EliminationHeuristic {
  /// What a vertex counts for. Logarithms are rounded to whole multiples of 2⁻³².
  fileprivate func weight(cardinality: Int) -> Double {
    switch self {
    case .minFill, .minNeighbors: 1
    case .weightedMinFill: Double(cardinality)
    case .minWeight: (log2(Double(max(cardinality, 1))) * 0x1p32).rounded()
    }
  }
}
