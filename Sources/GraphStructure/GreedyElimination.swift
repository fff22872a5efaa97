/// Eliminates the vertices of a graph one by one, each time one whose neighbours are all joined or else the one that
/// a heuristic finds cheapest.
///
/// Adjacency is a matrix of bits, a row of words for each vertex with its own bit set, so that neighbours are
/// compared 64 at a time; of a row only the words that are not 0 are looked at.
struct GreedyElimination: ~Copyable {
  private let count: Int
  private let words: Int
  private let heuristic: EliminationHeuristic
  private let weight: FlatBuffer<Double>
  private let rows: FlatBuffer<UInt64>
  private var queue: WinnerTree
  /// The words of the vertex at hand that are not 0: their places and bits.
  private let places: FlatBuffer<Int>
  private let bits: FlatBuffer<UInt64>
  /// The vertices whose cost may have changed.
  private let stale: FlatBuffer<UInt64>

  /// Returns the vertices of `graph` in the order in which `heuristic` eliminates them, ties to the lower index.
  ///
  /// - Complexity: O(edges of the triangulated graph × neighbours × words of a row that are not 0) time, and a bit for
  ///   each pair of vertices.
  static func order(
    _ graph: UndirectedGraph, cardinalities: [Int], heuristic: EliminationHeuristic
  ) -> [Int] {
    guard graph.count > 1 else { return Array(0..<graph.count) }
    var game = GreedyElimination(graph, cardinalities: cardinalities, heuristic: heuristic)
    return game.play()
  }

  private init(_ graph: UndirectedGraph, cardinalities: [Int], heuristic: EliminationHeuristic) {
    count = graph.count
    words = (count + 63) / 64
    self.heuristic = heuristic
    weight = FlatBuffer(count, repeating: 1)
    rows = FlatBuffer(count * words, repeating: 0)
    places = FlatBuffer(words, repeating: 0)
    bits = FlatBuffer(words, repeating: 0)
    stale = FlatBuffer(words, repeating: 0)
    queue = WinnerTree(count: 0) { _ in 0 }
    for vertex in 0..<count {
      weight[vertex] = Double(cardinalities[vertex])
      set(vertex, vertex)
      for neighbor in graph.neighbors(of: vertex) { set(vertex, neighbor) }
    }
  }

  private mutating func play() -> [Int] {
    let costs = FlatBuffer(count, repeating: 0.0)
    for vertex in 0..<count { costs[vertex] = cost(of: vertex) }
    queue = WinnerTree(count: count) { costs[$0] }
    return [Int](unsafeUninitializedCapacity: count) { order, used in
      while used < count {
        let vertex = queue.first
        order.initializeElement(at: used, to: vertex)
        used += 1
        eliminate(vertex)
      }
    }
  }

  private func set(_ vertex: Int, _ other: Int) {
    rows[vertex * words + other / 64] |= 1 << UInt64(other % 64)
  }

  /// Keeps the words of a row that are not 0, and returns how many.
  @inline(__always)
  private func load(_ vertex: Int) -> Int {
    var found = 0
    for place in 0..<words {
      let word = rows[vertex * words + place]
      places[found] = place
      bits[found] = word
      found += word == 0 ? 0 : 1
    }
    return found
  }

  /// What it costs to eliminate `vertex`: -1 when it adds no edge.
  private func cost(of vertex: Int) -> Double {
    let loaded = load(vertex)
    var cost = CliqueCost(heuristic)
    forEach(loaded) { neighbor in
      cost.add(weight[neighbor])
      let row = neighbor * words
      for index in 0..<loaded {
        cost.addMissing(
          bits[index] & ~rows[row + places[index]], beside: weight[neighbor],
          weights: weight.base + 64 * places[index])
      }
    }
    return cost.value
  }

  private mutating func eliminate(_ vertex: Int) {
    let loaded = load(vertex)
    for index in 0..<loaded { stale[places[index]] = bits[index] }
    forEach(loaded) { neighbor in
      let row = neighbor * words
      for index in 0..<loaded {
        let added = bits[index] & ~rows[row + places[index]]
        guard added != 0 else { continue }
        forEachBit(added) { markCommon(neighbor, 64 * places[index] + $0) }
      }
    }
    forEach(loaded) { neighbor in
      let row = neighbor * words
      for index in 0..<loaded { rows[row + places[index]] |= bits[index] }
      rows[row + vertex / 64] &= ~(1 << UInt64(vertex % 64))
    }
    stale[vertex / 64] &= ~(1 << UInt64(vertex % 64))
    queue.update(vertex, to: .infinity)
    refresh()
  }

  /// Marks the common neighbours of two vertices that will be joined: each misses one edge less.
  private func markCommon(_ vertex: Int, _ other: Int) {
    guard vertex < other else { return }
    for place in 0..<words {
      stale[place] |= rows[vertex * words + place] & rows[other * words + place]
    }
  }

  private mutating func refresh() {
    for place in 0..<words {
      var rest = stale[place]
      stale[place] = 0
      while rest != 0 {
        let vertex = 64 * place + rest.trailingZeroBitCount
        rest &= rest - 1
        // A simplicial vertex stays one: only others like it go before.
        if queue.key(of: vertex) >= 0 { queue.update(vertex, to: cost(of: vertex)) }
      }
    }
  }

  /// Visits the vertices of the loaded row.
  @inline(__always)
  private func forEach(_ loaded: Int, _ body: (Int) -> Void) {
    for index in 0..<loaded { forEachBit(bits[index]) { body(64 * places[index] + $0) } }
  }
}

/// Visits the places of the bits that are set.
@inline(__always)
func forEachBit(_ bits: UInt64, _ body: (Int) -> Void) {
  var rest = bits
  while rest != 0 {
    body(rest.trailingZeroBitCount)
    rest &= rest - 1
  }
}
