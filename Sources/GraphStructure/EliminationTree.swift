/// What it makes to eliminate the vertices of a graph in a given order: for each vertex the neighbours that are
/// left, and the maximal cliques.
///
/// Works in positions of the order, not in vertices: a smaller position is eliminated earlier. The neighbours of a
/// position are its later neighbours in the graph and what the positions that lead to it hand on ([BP93]), so no
/// edge is ever added to a graph.
struct EliminationTree: ~Copyable {
  /// The number of vertices.
  let count: Int
  /// The vertex at each position, and the position of each vertex.
  let order: FlatBuffer<Int>
  let rank: FlatBuffer<Int>
  /// Where the later neighbours of each position begin in `later`; one more element than positions.
  let starts: FlatBuffer<Int>
  /// The later neighbours, as positions.
  private(set) var later: FlatBuffer<Int>
  /// The first of the later neighbours, -1 where there is none.
  let successor: FlatBuffer<Int>

  /// Eliminates the vertices of `graph` in `order`.
  ///
  /// - Complexity: O(edges of the triangulated graph).
  init(_ graph: UndirectedGraph, order: [Int]) {
    self.init(order: order)
    let mark = FlatBuffer(count, repeating: -1)
    // The positions that lead to each, as a chain.
    let firstChild = FlatBuffer(count, repeating: -1)
    let sibling = FlatBuffer(count, repeating: -1)
    graph.targets.withUnsafeBufferPointer { targets in
      for position in 0..<count {
        let vertex = self.order[position]
        var end = starts[position]
        later.reserve(end + graph.degree(of: vertex))
        for place in graph.starts[vertex]..<graph.starts[vertex + 1] {
          let neighbor = rank[targets[place]]
          guard neighbor > position else { continue }
          mark[neighbor] = position
          later[end] = neighbor
          end += 1
        }
        var child = firstChild[position]
        while child >= 0 {
          later.reserve(end + size(child))
          for place in starts[child]..<starts[child + 1] {
            let neighbor = later[place]
            guard neighbor != position, mark[neighbor] != position else { continue }
            mark[neighbor] = position
            later[end] = neighbor
            end += 1
          }
          child = sibling[child]
        }
        starts[position + 1] = end
        guard let next = first(position) else { continue }
        successor[position] = next
        sibling[position] = firstChild[next]
        firstChild[next] = position
      }
    }
  }

  /// Takes over an ordering with its neighbours.
  init(_ ordering: EliminationOrdering) {
    self.init(order: ordering.order)
    for position in 0..<count {
      let neighbors = ordering.neighborsAtElimination[order[position]]
      var end = starts[position]
      later.reserve(end + neighbors.count)
      for neighbor in neighbors {
        later[end] = rank[neighbor]
        end += 1
      }
      starts[position + 1] = end
      if let next = first(position) { successor[position] = next }
    }
  }

  private init(order: [Int]) {
    count = order.count
    self.order = FlatBuffer(order)
    rank = FlatBuffer(count, repeating: 0)
    starts = FlatBuffer(count + 1, repeating: 0)
    later = FlatBuffer(4 * count, repeating: 0)
    successor = FlatBuffer(count, repeating: -1)
    for position in 0..<count { rank[order[position]] = position }
  }

  /// The number of later neighbours of `position`.
  @inline(__always)
  func size(_ position: Int) -> Int { starts[position + 1] - starts[position] }

  private func first(_ position: Int) -> Int? {
    guard size(position) > 0 else { return nil }
    var least = later[starts[position]]
    for place in starts[position]..<starts[position + 1] { least = min(least, later[place]) }
    return least
  }
}
