/// An undirected graph from which vertices are eliminated one by one: the neighbours of an eliminated vertex are
/// joined to each other.
///
/// Adjacency is a matrix of bits, a row of words for each vertex, so that sets of neighbours are compared 64 at
/// a time.
struct EliminationGraph {
  private let words: Int
  private var bits: [UInt64]
  let count: Int

  /// Creates the moral graph of `graph`: the members of each family joined to each other.
  init(moralizing graph: DirectedGraph) {
    count = graph.count
    words = (count + 63) / 64
    bits = [UInt64](repeating: 0, count: words * count)
    for vertex in 0..<count {
      let family = graph.family(of: vertex)
      for (position, member) in family.enumerated() {
        for other in family[..<position] { join(member, other) }
      }
    }
  }

  /// Returns the neighbours of `vertex`, ascending.
  func neighbors(of vertex: Int) -> [Int] {
    members { bits[vertex * words + $0] }
  }

  /// Returns the vertices that are neighbours of both, ascending.
  func commonNeighbors(of vertex: Int, and other: Int) -> [Int] {
    members { bits[vertex * words + $0] & bits[other * words + $0] }
  }

  /// Returns the neighbours of `vertex` that are neither `other` nor joined to it, ascending.
  func neighbors(of vertex: Int, apartFrom other: Int) -> [Int] {
    members {
      let itself: UInt64 = $0 == other / 64 ? 1 << UInt64(other % 64) : 0
      return bits[vertex * words + $0] & ~bits[other * words + $0] & ~itself
    }
  }

  /// Joins two vertices.
  mutating func join(_ vertex: Int, _ other: Int) {
    bits[vertex * words + other / 64] |= 1 << UInt64(other % 64)
    bits[other * words + vertex / 64] |= 1 << UInt64(vertex % 64)
  }

  /// Removes `vertex`, whose neighbours are `neighbors`.
  mutating func remove(_ vertex: Int, neighbors: [Int]) {
    for neighbor in neighbors {
      bits[neighbor * words + vertex / 64] &= ~(1 << UInt64(vertex % 64))
    }
    for word in 0..<words { bits[vertex * words + word] = 0 }
  }

  @inline(__always)
  private func members(_ row: (_ word: Int) -> UInt64) -> [Int] {
    var result: [Int] = []
    for word in 0..<words {
      var remaining = row(word)
      while remaining != 0 {
        result.append(word * 64 + remaining.trailingZeroBitCount)
        remaining &= remaining - 1
      }
    }
    return result
  }
}
