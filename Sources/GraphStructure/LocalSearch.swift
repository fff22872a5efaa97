/// Makes a triangulation smaller: takes a connected part of its clique tree, a region, eliminates it anew in a
/// random way, and keeps what is no larger.
///
/// The cliques outside the region, and so the separators to them, stay as they are. The vertices of the region
/// can then be eliminated in any order: the separators below it are joined already, and the one above it is left.
///
/// All that is random comes from the seed, and the work is counted in steps, not in time: the same search finds the
/// same tree on any machine.
struct LocalSearch: ~Copyable {
  /// The most vertices of a region. Larger ones take longer and gain less.
  private static var largestRegion: Int { 48 }

  private let graph: UndirectedGraph
  private let cardinalities: [Int]
  private var generator: SplitMix64
  private var state: SearchState
  private var region = RegionElimination()
  /// The steps outside of `region`.
  private var steps = 0
  /// The positions of the region, first those to eliminate, and the number of each, -1 for those outside.
  private var positions: [Int] = []
  private let number: FlatBuffer<Int>
  /// The cliques of the region, the highest of them, and those that could be added.
  private var chosen: [Int] = []
  private let isChosen: FlatBuffer<Bool>
  private var top = 0
  private var frontier: [Int] = []

  /// Begins with the triangulation that `order` makes of `graph`.
  init(_ graph: UndirectedGraph, cardinalities: [Int], order: [Int], seed: UInt64) {
    self.graph = graph
    self.cardinalities = cardinalities
    generator = SplitMix64(seed: seed)
    state = SearchState(graph, cardinalities: cardinalities, order: order)
    number = FlatBuffer(graph.count, repeating: -1)
    isChosen = FlatBuffer(graph.count, repeating: false)
  }

  /// The order of the smallest triangulation found.
  var order: [Int] { (0..<graph.count).map { state.tree.order[$0] } }

  /// Searches until the work is what `budget` says of the cells there are, or the last third of it brought nothing.
  mutating func run(heuristics: [EliminationHeuristic], budget: (_ cells: Double) -> Double) {
    guard state.forest.count > 1 else { return }
    var lastGain = 0
    while true {
      let limit = budget(state.cells)
      if Double(work) >= limit || Double(work - lastGain) >= limit / 3 { return }
      let cells = state.cells
      improve(heuristics)
      if state.cells < cells { lastGain = work }
    }
  }

  private var work: Int { region.work + steps }

  /// Eliminates a random region anew.
  private mutating func improve(_ heuristics: [EliminationHeuristic]) {
    defer { forget() }
    grow(to: 4 + below(min(Self.largestRegion, graph.count) - 3))
    guard chosen.count > 1 else { return }
    load()
    let cells = chosen.reduce(0) { $0 + state.sizes[$1] }
    let found = region.run(
      heuristics[below(heuristics.count)], spread: [1e-6, 0.2, 0.5, 1][below(4)], bound: cells,
      generator: &generator)
    // Now and then another triangulation of the same size: others can be reached from it.
    if found < cells || found == cells && below(4) == 0 { accept() }
  }

  private mutating func below(_ bound: Int) -> Int {
    Int(generator.next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// Chooses cliques that hang together, of so many vertices at most.
  private mutating func grow(to size: Int) {
    // The larger of two, to work where it pays.
    let first = below(state.forest.count)
    let second = below(state.forest.count)
    top = state.sizes[first] > state.sizes[second] ? first : second
    var members = state.memberCount(top)
    steps += 20
    guard members <= RegionElimination.limit else { return }
    choose(top)
    while !frontier.isEmpty {
      steps += 2
      let clique = drawFromFrontier()
      // A child brings its residual, the parent all that the top's separator has not.
      let isParent = clique == state.forest.parent[top]
      let added =
        isParent
        ? state.memberCount(clique) - state.separatorCount(top) : state.residualCount(clique)
      if members + added > size { continue }
      members += added
      if isParent { top = clique }
      choose(clique)
    }
  }

  private mutating func drawFromFrontier() -> Int {
    let place = below(frontier.count)
    frontier.swapAt(place, frontier.count - 1)
    return frontier.removeLast()
  }

  private mutating func choose(_ clique: Int) {
    isChosen[clique] = true
    chosen.append(clique)
    var child = state.firstChild[clique]
    while child >= 0 {
      if !isChosen[child] { frontier.append(child) }
      child = state.sibling[child]
    }
    let parent = state.forest.parent[top]
    if clique == top, parent >= 0 { frontier.append(parent) }
  }

  /// Makes the region of the chosen cliques.
  private mutating func load() {
    for clique in chosen { state.forEachResidual(clique) { positions.append($0) } }
    let inner = positions.count
    state.forEachSeparator(top) { positions.append($0) }
    region.clear()
    for position in positions {
      number[position] = region.add(weight: Double(cardinalities[state.tree.order[position]]))
    }
    for place in 0..<inner { joinNeighbors(place) }
    region.freeze(from: inner)
    for clique in chosen { coverChildren(of: clique) }
    steps += 4 * positions.count
  }

  /// Joins the vertex of number `place` to its neighbours within the region.
  private mutating func joinNeighbors(_ place: Int) {
    let vertex = state.tree.order[positions[place]]
    var row: UInt64 = 0
    for index in graph.starts[vertex]..<graph.starts[vertex + 1] {
      let other = number[state.tree.rank[graph.targets[index]]]
      if other >= 0 { row |= 1 << UInt64(other) }
    }
    region.join(place, to: row)
    steps += graph.degree(of: vertex)
  }

  /// Joins the separators to the children that are outside.
  private mutating func coverChildren(of clique: Int) {
    var child = state.firstChild[clique]
    while child >= 0 {
      if !isChosen[child] {
        var separator: UInt64 = 0
        state.forEachSeparator(child) { separator |= 1 << UInt64(number[$0]) }
        region.addCover(separator)
        steps += state.separatorCount(child)
      }
      child = state.sibling[child]
    }
  }

  private mutating func forget() {
    for position in positions { number[position] = -1 }
    for clique in chosen { isChosen[clique] = false }
    positions.removeAll(keepingCapacity: true)
    chosen.removeAll(keepingCapacity: true)
    frontier.removeAll(keepingCapacity: true)
  }

  /// Puts the new order of the region where its last vertex was.
  private mutating func accept() {
    let last = state.forest.top[top]
    var order: [Int] = []
    order.reserveCapacity(graph.count)
    for position in 0..<graph.count {
      if number[position] < 0 || region.isFrozen(number[position]) {
        order.append(state.tree.order[position])
      }
      guard position == last else { continue }
      for place in 0..<region.orderCount {
        order.append(state.tree.order[positions[region.order[place]]])
      }
    }
    forget()
    state = SearchState(graph, cardinalities: cardinalities, order: order)
    steps += state.work
  }
}
