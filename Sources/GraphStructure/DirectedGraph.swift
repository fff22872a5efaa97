/// A directed acyclic graph over the vertices `0..<count`.
///
/// Parents keep the order in which they were given: it is the order of a CPD's rows.
public struct DirectedGraph: Sendable, Equatable {
  /// The parents of each vertex, in the order given.
  public let parents: [[Int]]

  /// The children of each vertex, ascending.
  public let children: [[Int]]

  /// The vertices, every parent before its children.
  public let topologicalOrder: [Int]

  /// Creates the graph in which vertex `v` has the parents `parents[v]`.
  ///
  /// - Precondition: Every parent is a vertex, and no vertex has the same parent twice.
  /// - Throws: `GraphError.cyclic` with one cycle of every group of vertices that hang together in cycles.
  /// - Complexity: O(vertices + arcs).
  public init(parents: [[Int]]) throws(GraphError) {
    var children = [[Int]](repeating: [], count: parents.count)
    for (child, family) in parents.enumerated() {
      for parent in family { children[parent].append(child) }
    }
    self.parents = parents
    self.children = children
    var missing = parents.map(\.count)
    var order = parents.indices.filter { missing[$0] == 0 }
    var next = 0
    while next < order.count {
      for child in children[order[next]] {
        missing[child] -= 1
        if missing[child] == 0 { order.append(child) }
      }
      next += 1
    }
    guard order.count == parents.count else {
      throw .cyclic(Self.disjointCycles(parents: parents))
    }
    topologicalOrder = order
  }

  /// The number of vertices.
  public var count: Int { parents.count }

  /// The number of arcs.
  public var arcCount: Int { parents.reduce(0) { $0 + $1.count } }

  /// The parents of `vertex`, then `vertex` itself.
  public func family(of vertex: Int) -> [Int] { parents[vertex] + [vertex] }

  /// Returns `vertices` with all their ancestors, as a membership flag for each vertex.
  public func ancestralSet(of vertices: some Sequence<Int>) -> [Bool] {
    var member = [Bool](repeating: false, count: count)
    var pending = Array(vertices)
    while let vertex = pending.popLast() {
      guard !member[vertex] else { continue }
      member[vertex] = true
      pending += parents[vertex]
    }
    return member
  }
}

/// What can be wrong with a graph.
public enum GraphError: Error, Equatable, Sendable {
  /// The arcs run in circles. Each cycle lists its vertices so that each is a parent of the next, and the last
  /// of the first; the cycles share no vertex.
  case cyclic([[Int]])
}

extension DirectedGraph {
  /// Finds vertex-disjoint cycles, until the graph without their vertices has none.
  ///
  /// A walk from each vertex to its ancestors, depth first, that cuts each cycle out of its path as it meets it.
  private static func disjointCycles(parents: [[Int]]) -> [[Int]] {
    var cycles: [[Int]] = []
    // A vertex is done when it is in a cycle that was found, or no path through it leads back to it any more.
    var isDone = [Bool](repeating: false, count: parents.count)
    var placeInPath = [Int?](repeating: nil, count: parents.count)
    for start in parents.indices where !isDone[start] {
      var path: [(vertex: Int, next: Int)] = [(start, 0)]
      placeInPath[start] = 0
      while let (vertex, next) = path.last {
        guard next < parents[vertex].count else {
          isDone[vertex] = true
          path.removeLast()
          continue
        }
        path[path.count - 1].next += 1
        let parent = parents[vertex][next]
        if isDone[parent] { continue }
        if let first = placeInPath[parent] {
          let cycle = path[first...].map(\.vertex)
          for vertex in cycle { isDone[vertex] = true }
          cycles.append(cycle.reversed())
          path.removeSubrange(first...)
        } else {
          placeInPath[parent] = path.count
          path.append((parent, 0))
        }
      }
    }
    return cycles
  }
}
