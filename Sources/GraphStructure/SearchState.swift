/// A triangulation and its clique tree, as the search looks at it.
struct SearchState: ~Copyable {
  let tree: EliminationTree
  let forest: CliqueForest
  /// The cells of each clique, and of all.
  let sizes: FlatBuffer<Double>
  private(set) var cells = 0.0
  /// The children of each clique, and the positions of its residual, as chains.
  let firstChild: FlatBuffer<Int>
  let sibling: FlatBuffer<Int>
  private let firstResidual: FlatBuffer<Int>
  private let nextResidual: FlatBuffer<Int>
  private let residualCounts: FlatBuffer<Int>

  init(_ graph: UndirectedGraph, cardinalities: [Int], order: [Int]) {
    tree = EliminationTree(graph, order: order)
    forest = CliqueForest(tree, cardinalities: cardinalities)
    sizes = FlatBuffer(forest.count, repeating: 1)
    firstChild = FlatBuffer(forest.count, repeating: -1)
    sibling = FlatBuffer(forest.count, repeating: -1)
    firstResidual = FlatBuffer(forest.count, repeating: -1)
    nextResidual = FlatBuffer(tree.count, repeating: -1)
    residualCounts = FlatBuffer(forest.count, repeating: 0)
    for position in (0..<tree.count).reversed() {
      let clique = forest.clique[position]
      nextResidual[position] = firstResidual[clique]
      firstResidual[clique] = position
      residualCounts[clique] += 1
      sizes[clique] *= Double(cardinalities[tree.order[position]])
    }
    for clique in 0..<forest.count {
      forEachSeparator(clique) { sizes[clique] *= Double(cardinalities[tree.order[$0]]) }
      cells += sizes[clique]
      let parent = forest.parent[clique]
      guard parent >= 0 else { continue }
      sibling[clique] = firstChild[parent]
      firstChild[parent] = clique
    }
  }

  /// The work that it is to make this state.
  var work: Int { 2 * tree.starts[tree.count] + 20 * tree.count }

  func residualCount(_ clique: Int) -> Int { residualCounts[clique] }

  func separatorCount(_ clique: Int) -> Int { tree.size(forest.top[clique]) }

  func memberCount(_ clique: Int) -> Int { residualCount(clique) + separatorCount(clique) }

  @inline(__always)
  func forEachResidual(_ clique: Int, _ body: (Int) -> Void) {
    var position = firstResidual[clique]
    while position >= 0 {
      body(position)
      position = nextResidual[position]
    }
  }

  @inline(__always)
  func forEachSeparator(_ clique: Int, _ body: (Int) -> Void) {
    let last = forest.top[clique]
    for place in tree.starts[last]..<tree.starts[last + 1] { body(tree.later[place]) }
  }
}
