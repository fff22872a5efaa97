/// Greedy eliminations of a graph of at most 64 vertices, again and again, with random ties and noise.
///
/// A row of adjacency is one word, with its own bit set.
struct RegionElimination: ~Copyable {
  /// The most vertices that a region has.
  static var limit: Int { 64 }

  /// The number of vertices.
  private var count = 0
  /// The vertices that stay: they are joined to each other, and are not eliminated.
  private var frozen: UInt64 = 0
  /// How many rows of bits were compared so far: the work, in steps of about a nanosecond.
  private(set) var work = 0

  private let rows = FlatBuffer<UInt64>(limit, repeating: 0)
  private let weight = FlatBuffer(limit, repeating: 0.0)
  /// Cliques outside the region within which a clique of the region costs nothing, then those that were made.
  private var covers = FlatBuffer<UInt64>(2 * limit, repeating: 0)
  private var coverCount = 0

  /// The state of one elimination: adjacency, noise, costs, and the order so far.
  private let current = FlatBuffer<UInt64>(limit, repeating: 0)
  private let noise = FlatBuffer(limit, repeating: 1.0)
  private let cost = FlatBuffer(limit, repeating: 0.0)
  /// What the missing edges among the neighbours weigh, and what else the heuristic looks at.
  private let missing = FlatBuffer(limit, repeating: 0.0)
  private let size = FlatBuffer(limit, repeating: 0.0)
  private var heuristic = EliminationHeuristic.minFill
  let order = FlatBuffer(limit, repeating: 0)
  private(set) var orderCount = 0

  /// Whether all weights are the same.
  private var isEven = true

  /// Begins a region without vertices.
  mutating func clear() {
    count = 0
    frozen = 0
    coverCount = 0
    isEven = true
  }

  /// Adds a vertex and returns its number.
  mutating func add(weight: Double) -> Int {
    rows[count] = 1 << UInt64(count)
    self.weight[count] = weight
    if weight != self.weight[0] { isEven = false }
    count += 1
    return count - 1
  }

  /// Joins a vertex to others.
  @inline(__always)
  func join(_ vertex: Int, to others: UInt64) { rows[vertex] |= others }

  /// Joins the members of a clique that is there outside.
  mutating func addCover(_ members: UInt64) {
    forEachBit(members) { rows[$0] |= members }
    covers.reserve(coverCount + 1 + Self.limit)
    covers[coverCount] = members
    coverCount += 1
    work += members.nonzeroBitCount
  }

  /// Joins the vertices from number `first` on, which stay.
  mutating func freeze(from first: Int) {
    frozen = Self.all(count) & ~Self.all(first)
    forEachBit(frozen) { rows[$0] |= frozen }
    // Their other neighbours tell of the edge from the other side.
    for vertex in 0..<first {
      forEachBit(rows[vertex] & frozen) { rows[$0] |= 1 << UInt64(vertex) }
    }
  }

  /// Whether a vertex stays.
  func isFrozen(_ vertex: Int) -> Bool { frozen >> UInt64(vertex) & 1 == 1 }

  private static func all(_ count: Int) -> UInt64 { count == 64 ? ~0 : (1 << UInt64(count)) - 1 }

  /// Eliminates all vertices but the frozen ones and returns the cells of the cliques that this makes, or infinity as
  /// soon as they are more than `bound`.
  ///
  /// - Parameters:
  ///   - heuristic: What is made small at each step.
  ///   - spread: Costs are multiplied by random numbers from 1 to 1 more than this.
  ///   - bound: The cells that are of interest.
  ///   - generator: The source of the random numbers.
  mutating func run(
    _ heuristic: EliminationHeuristic, spread: Double, bound: Double,
    generator: inout SplitMix64
  ) -> Double {
    // Where all cardinalities are alike, the weights change nothing.
    self.heuristic = heuristic == .weightedMinFill && isEven ? .minFill : heuristic
    var left = Self.all(count) & ~frozen
    start(left: left, spread: spread, generator: &generator)
    var cells = 0.0
    var cliques = coverCount
    while left != 0 {
      let clique = current[cheapest(left)]
      if !isCovered(clique, cliques) {
        cells += tableSize(clique)
        guard cells <= bound else { return .infinity }
        covers[cliques] = clique
        cliques += 1
      }
      let gone = members(clique & left, within: clique)
      take(gone)
      left &= ~gone
      fillIn(clique & ~gone, gone: gone, left: left)
    }
    return cells
  }

  private mutating func start(left: UInt64, spread: Double, generator: inout SplitMix64) {
    orderCount = 0
    for vertex in 0..<count { current[vertex] = rows[vertex] }
    var steps = 0
    forEachBit(left) { vertex in
      noise[vertex] = 1 + spread * generator.unit()
      steps += appraise(vertex, beside: 1 << UInt64(vertex))
    }
    work += 4 * count + steps
  }

  private func cheapest(_ left: UInt64) -> Int {
    var best = left.trailingZeroBitCount
    forEachBit(left) { if cost[$0] < cost[best] { best = $0 } }
    return best
  }

  private func isCovered(_ clique: UInt64, _ cliques: Int) -> Bool {
    for place in 0..<cliques where clique & ~covers[place] == 0 { return true }
    return false
  }

  private func tableSize(_ clique: UInt64) -> Double {
    var size = 1.0
    forEachBit(clique) { size *= weight[$0] }
    return size
  }

  /// The vertices without neighbours outside the clique: they go together.
  private func members(_ vertices: UInt64, within clique: UInt64) -> UInt64 {
    var found: UInt64 = 0
    forEachBit(vertices) { member in
      if current[member] & ~clique == 0 { found |= 1 << UInt64(member) }
    }
    return found
  }

  private mutating func take(_ gone: UInt64) {
    var end = orderCount
    forEachBit(gone) { member in
      order[end] = member
      end += 1
    }
    orderCount = end
  }

  /// Joins the vertices of `rest`, takes away those that are gone, and brings the costs up to date.
  private mutating func fillIn(_ rest: UInt64, gone: UInt64, left: UInt64) {
    let isWeighted = heuristic == .weightedMinFill
    var steps = 0
    forEachBit(rest) { member in
      forEachBit(rest & ~current[member] & Self.above(member)) { other in
        // Who knows both from outside misses one edge less.
        let common = current[member] & current[other] & ~rest & left
        let edge = isWeighted ? weight[member] * weight[other] : 1
        forEachBit(common) { settle($0, missing: missing[$0] - edge) }
        steps += 2 + common.nonzeroBitCount
      }
    }
    forEachBit(rest) { current[$0] = (current[$0] | rest) & ~gone }
    forEachBit(rest & left) { steps += appraise($0, beside: rest) }
    work += steps + 4 * left.nonzeroBitCount
  }

  /// Counts what a vertex costs, given that it is one of `joined`, which are all joined; returns the steps that took.
  private func appraise(_ vertex: Int, beside joined: UInt64) -> Int {
    let clique = current[vertex]
    let others = clique & ~joined
    let isWeighted = heuristic == .weightedMinFill
    var sum = 0.0
    var steps = 4
    forEachBit(others) { other in
      // An edge between two others is met from both, and counted where it is met from the lower.
      let unjoined = clique & ~current[other] & (joined | Self.above(other))
      steps += 2
      if isWeighted {
        var total = 0.0
        forEachBit(unjoined) { total += weight[$0] }
        sum += total * weight[other]
        steps += unjoined.nonzeroBitCount
      } else {
        sum += Double(unjoined.nonzeroBitCount)
      }
    }
    switch heuristic {
    case .minFill, .weightedMinFill: break
    case .minWeight: size[vertex] = tableSize(clique)
    case .minNeighbors: size[vertex] = Double(clique.nonzeroBitCount)
    }
    settle(vertex, missing: sum)
    return steps
  }

  /// Sets what a vertex costs when so many edges are missing.
  @inline(__always)
  private func settle(_ vertex: Int, missing sum: Double) {
    missing[vertex] = sum
    let isFill = heuristic == .minFill || heuristic == .weightedMinFill
    cost[vertex] = sum == 0 ? -1 : (isFill ? sum : size[vertex]) * noise[vertex]
  }

  /// The vertices of higher number.
  @inline(__always)
  private static func above(_ vertex: Int) -> UInt64 { ~1 << UInt64(vertex) }
}
