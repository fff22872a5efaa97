/// The maximal cliques of an `EliminationTree`, every parent before its children.
///
/// A clique is the positions that it alone eliminates, its residual, and the later neighbours of the last of them,
/// its separator.
struct CliqueForest: ~Copyable {
  /// The number of cliques.
  private(set) var count = 0
  /// The clique in whose residual each position is.
  let clique: FlatBuffer<Int>
  /// The last position of each clique's residual, whose later neighbours are the separator.
  let top: FlatBuffer<Int>
  /// The parent of each clique, -1 at the root of a part.
  let parent: FlatBuffer<Int>

  /// Finds the cliques of `tree`.
  ///
  /// Vertices of cardinality 1 make no clique of their own: a clique counts as part of another when the other holds
  /// all its members of 2 or more states, and then takes the rest in, which costs no cell.
  ///
  /// - Complexity: O(edges of the triangulated graph).
  init(_ tree: borrowing EliminationTree, cardinalities: [Int]) {
    clique = FlatBuffer(tree.count, repeating: -1)
    top = FlatBuffer(tree.count, repeating: -1)
    parent = FlatBuffer(tree.count, repeating: -1)
    let owner = Self.owners(tree, cardinalities: cardinalities)
    // Whether a residual has a member of 2 or more states.
    let isReal = FlatBuffer(tree.count, repeating: false)
    for position in 0..<tree.count {
      if cardinalities[tree.order[position]] > 1 { isReal[owner[position]] = true }
    }
    for position in (0..<tree.count).reversed() {
      let leader = owner[position]
      if clique[leader] < 0 {
        let next = tree.successor[position]
        let above = next < 0 ? -1 : clique[next]
        if isReal[leader] {
          clique[leader] = count
          add(top: position, parent: above)
        } else {
          // Without a clique above, the root takes it in, whichever that will be.
          clique[leader] = max(above, 0)
        }
      }
      clique[position] = clique[leader]
    }
    if count == 0 && tree.count > 0 { add(top: tree.count - 1, parent: -1) }
  }

  private mutating func add(top position: Int, parent above: Int) {
    top[count] = position
    parent[count] = above
    count += 1
  }

  /// The cells of all clique tables together.
  func cells(_ tree: borrowing EliminationTree, cardinalities: [Int]) -> Double {
    let sizes = FlatBuffer(count, repeating: 1.0)
    for position in 0..<tree.count {
      sizes[clique[position]] *= Double(cardinalities[tree.order[position]])
    }
    var total = 0.0
    for clique in 0..<count {
      var size = sizes[clique]
      for place in tree.starts[top[clique]]..<tree.starts[top[clique] + 1] {
        size *= Double(cardinalities[tree.order[tree.later[place]]])
      }
      total += size
    }
    return total
  }

  /// For each position the first one whose clique holds its own.
  private static func owners(
    _ tree: borrowing EliminationTree, cardinalities: [Int]
  ) -> FlatBuffer<Int> {
    let owner = FlatBuffer(tree.count, repeating: 0)
    let weighed = FlatBuffer(tree.count, repeating: 0)
    let isReal = FlatBuffer(tree.count, repeating: false)
    for position in 0..<tree.count {
      owner[position] = position
      isReal[position] = cardinalities[tree.order[position]] > 1
    }
    for position in 0..<tree.count {
      for place in tree.starts[position]..<tree.starts[position + 1]
      where isReal[tree.later[place]] { weighed[position] += 1 }
    }
    for position in 0..<tree.count {
      let next = tree.successor[position]
      guard next >= 0, owner[next] == next, isReal[owner[position]] else { continue }
      let nextCount = weighed[next] + (isReal[next] ? 1 : 0)
      if weighed[position] == nextCount { owner[next] = owner[position] }
    }
    return owner
  }
}
