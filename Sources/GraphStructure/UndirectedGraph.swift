/// An undirected graph over `0..<count` in which the members of each scope are joined to each other.
///
/// The neighbours of all vertices lie in one array, one vertex after another.
public struct UndirectedGraph: Sendable, Equatable {
  /// The number of vertices.
  public let count: Int

  /// Where the neighbours of each vertex begin in `targets`; one more element than vertices.
  let starts: [Int]

  /// The neighbours of the vertices, ascending for each.
  let targets: [Int]

  /// Joins the members of each scope to each other.
  ///
  /// - Parameters:
  ///   - count: The number of vertices.
  ///   - scopes: Sets of vertices. A vertex in no scope, or alone in all that it is in, has no neighbour.
  /// - Precondition: Every member is a vertex.
  /// - Complexity: O(`count` + pairs in the scopes).
  public init(count: Int, scopes: [[Int]]) {
    var bounds = [Int](repeating: 0, count: count + 1)
    for scope in scopes where scope.count > 1 {
      for member in scope { bounds[member + 1] += scope.count - 1 }
    }
    for vertex in 0..<count { bounds[vertex + 1] += bounds[vertex] }
    let pairs = FlatBuffer(bounds[count], repeating: 0)
    let ends = FlatBuffer(bounds)
    for scope in scopes where scope.count > 1 {
      for (place, member) in scope.enumerated() {
        for (otherPlace, other) in scope.enumerated() where otherPlace != place {
          pairs[ends[member]] = other
          ends[member] += 1
        }
      }
    }
    self.init(count: count, bounds: bounds, pairs: pairs)
  }

  /// The graph of `pairs`, those of each vertex between its bounds, in any order and as often as they come.
  private init(count: Int, bounds: [Int], pairs: borrowing FlatBuffer<Int>) {
    // A vertex writes itself into the lists of its neighbours: in ascending order, and once if it is marked.
    let mark = FlatBuffer(count, repeating: -1)
    let sizes = FlatBuffer(count, repeating: 0)
    let sorted = FlatBuffer(bounds[count], repeating: 0)
    for vertex in 0..<count {
      mark[vertex] = vertex
      for place in bounds[vertex]..<bounds[vertex + 1] where mark[pairs[place]] != vertex {
        let neighbor = pairs[place]
        mark[neighbor] = vertex
        sorted[bounds[neighbor] + sizes[neighbor]] = vertex
        sizes[neighbor] += 1
      }
    }
    var starts = [0]
    starts.reserveCapacity(count + 1)
    for vertex in 0..<count { starts.append(starts[vertex] + sizes[vertex]) }
    self.count = count
    self.starts = starts
    targets = [Int](unsafeUninitializedCapacity: starts[count]) { buffer, used in
      for vertex in 0..<count {
        for place in 0..<sizes[vertex] {
          buffer.initializeElement(at: used, to: sorted[bounds[vertex] + place])
          used += 1
        }
      }
    }
  }

  /// A part of `graph`, its vertices numbered by their places.
  ///
  /// - Parameters:
  ///   - vertices: One of the parts that `parts(of:place:)` returns.
  ///   - graph: The graph.
  ///   - place: The place of each vertex in its part, -1 for those in none.
  init(_ vertices: [Int], of graph: UndirectedGraph, place: borrowing FlatBuffer<Int>) {
    var starts = [0]
    var targets: [Int] = []
    starts.reserveCapacity(vertices.count + 1)
    for vertex in vertices {
      for neighbor in graph.neighbors(of: vertex) where place[neighbor] >= 0 {
        targets.append(place[neighbor])
      }
      starts.append(targets.count)
    }
    count = vertices.count
    self.starts = starts
    self.targets = targets
  }

  /// Splits `vertices` into the parts that hang together without the others, and gives each vertex its place in its
  /// part.
  ///
  /// - Parameter place: -1 for every vertex.
  /// - Returns: The parts, each ascending, by their lowest vertices.
  func parts(of vertices: [Int], place: borrowing FlatBuffer<Int>) -> [[Int]] {
    let isNew = FlatBuffer(count, repeating: false)
    for vertex in vertices { isNew[vertex] = true }
    var parts: [[Int]] = []
    for vertex in vertices where isNew[vertex] {
      isNew[vertex] = false
      var part = [vertex]
      var next = 0
      while next < part.count {
        for neighbor in neighbors(of: part[next]) where isNew[neighbor] {
          isNew[neighbor] = false
          part.append(neighbor)
        }
        next += 1
      }
      part.sort()
      for (index, member) in part.enumerated() { place[member] = index }
      parts.append(part)
    }
    return parts
  }

  /// The neighbours of `vertex`, ascending.
  public func neighbors(of vertex: Int) -> ArraySlice<Int> {
    targets[starts[vertex]..<starts[vertex + 1]]
  }

  /// The number of neighbours of `vertex`.
  public func degree(of vertex: Int) -> Int { starts[vertex + 1] - starts[vertex] }

  /// Returns whether two vertices are neighbours.
  ///
  /// - Complexity: O(log of the smaller degree).
  public func areJoined(_ vertex: Int, _ other: Int) -> Bool {
    let (row, sought) = degree(of: vertex) < degree(of: other) ? (vertex, other) : (other, vertex)
    var low = starts[row]
    var high = starts[row + 1]
    while low < high {
      let middle = (low + high) / 2
      if targets[middle] < sought { low = middle + 1 } else { high = middle }
    }
    return low < starts[row + 1] && targets[low] == sought
  }
}

extension DirectedGraph {
  /// The graph in which the members of each family are joined to each other.
  public var moralGraph: UndirectedGraph {
    UndirectedGraph(count: count, scopes: (0..<count).map(family))
  }
}
