/// Takes simplicial vertices, whose neighbours are all joined to each other, from a graph until few are left.
///
/// To eliminate a simplicial vertex adds no edge, and some triangulation of least total table size begins with it
/// ([BKE05]: a minimal triangulation joins no edge to it, and no other is smaller). A greedy elimination finds those
/// that are left because to compare their many neighbours would take too long.
struct SimplicialReduction: ~Copyable {
  /// The neighbours that are always compared.
  private static var degreeLimit: Int { 16 }

  private let graph: UndirectedGraph
  /// Whether each vertex is left.
  let isLeft: FlatBuffer<Bool>
  /// The vertices that were taken, in this order.
  private(set) var taken: [Int] = []

  private let degree: FlatBuffer<Int>
  private let isPending: FlatBuffer<Bool>
  /// Whether a vertex is known to be simplicial, as it stays.
  private let isCertain: FlatBuffer<Bool>
  private var pending: [Int]
  private var around = FlatBuffer(degreeLimit, repeating: 0)
  /// The comparisons that vertices of more neighbours may still make.
  private var allowance: Int

  /// Reduces `graph`.
  ///
  /// - Complexity: O((vertices + edges) · log of the greatest degree).
  init(_ graph: UndirectedGraph) {
    self.graph = graph
    isLeft = FlatBuffer(graph.count, repeating: true)
    isPending = FlatBuffer(graph.count, repeating: true)
    isCertain = FlatBuffer(graph.count, repeating: false)
    degree = FlatBuffer(graph.count, repeating: 0)
    allowance = 2 * graph.targets.count
    pending = Array(0..<graph.count)
    taken.reserveCapacity(graph.count)
    pending.reserveCapacity(2 * graph.count)
    for vertex in 0..<graph.count { degree[vertex] = graph.degree(of: vertex) }
    var next = 0
    while next < pending.count {
      let vertex = pending[next]
      isPending[vertex] = false
      if isLeft[vertex] && isSimplicial(vertex) { take(vertex) }
      next += 1
    }
  }

  private mutating func isSimplicial(_ vertex: Int) -> Bool {
    let count = degree[vertex]
    if count < 2 || isCertain[vertex] { return true }
    if count > Self.degreeLimit {
      guard allowance > 0 else { return false }
      around.reserve(count)
    }
    var found = 0
    defer { allowance -= count > Self.degreeLimit ? found * found / 2 : 0 }
    for neighbor in graph.neighbors(of: vertex) where isLeft[neighbor] {
      for place in 0..<found where !graph.areJoined(neighbor, around[place]) { return false }
      around[found] = neighbor
      found += 1
    }
    return true
  }

  private mutating func take(_ vertex: Int) {
    isLeft[vertex] = false
    taken.append(vertex)
    guard degree[vertex] > 0 else { return }
    for neighbor in graph.neighbors(of: vertex) where isLeft[neighbor] {
      // A neighbour with no more neighbours than the vertex has the same.
      if degree[neighbor] == degree[vertex] { isCertain[neighbor] = true }
      degree[neighbor] -= 1
      guard !isPending[neighbor] else { continue }
      isPending[neighbor] = true
      pending.append(neighbor)
    }
  }
}
