import GraphStructure

/// Brings the cliques of a tree into an order, and their variables into that of their axes.
struct CliqueLayout {
  private(set) var cliques: [JunctionTree.Clique] = []
  /// The place of each variable in the order of all axes.
  private(set) var ranks: [Int]

  /// Messages that a clique takes at most from children with the same separator: few enough for their product to stay within range.
  private static let fanIn = 4

  /// Ranks the variables so that what a clique does not share with its parent comes before what it does: the separator is then
  /// the innermost part of its table, in the same order on both sides.
  init(_ tree: CliqueTree, cardinalities: [Int]) {
    let parents = Self.parents(tree, cardinalities)
    let order = Self.parentsFirst(parents)
    ranks = [Int](repeating: 0, count: cardinalities.count)
    var rank = 0
    for index in order.reversed() {
      // A long axis makes long rows: it goes inside.
      let residual = tree.cliques[index].residual.sorted {
        (cardinalities[$0], $0) < (cardinalities[$1], $1)
      }
      for variable in residual {
        ranks[variable] = rank
        rank += 1
      }
    }
    place(tree, order, parents, cardinalities)
  }

  private mutating func place(
    _ tree: CliqueTree, _ order: [Int], _ parents: [Int?], _ cardinalities: [Int]
  ) {
    let ranks = self.ranks
    func axes(_ variables: [Int]) -> [Int] {
      variables.filter { cardinalities[$0] > 1 }.sorted { ranks[$0] < ranks[$1] }
    }
    var places = [Int](repeating: 0, count: order.count)
    for (place, index) in order.enumerated() { places[index] = place }
    cliques.reserveCapacity(order.count)
    for index in order {
      let separator = axes(tree.cliques[index].separator)
      let parent = parents[index].map { places[$0] }
      if let parent { cliques[parent].children.append(cliques.count) }
      cliques.append(
        JunctionTree.Clique(
          variables: axes(tree.cliques[index].residual) + separator, parent: parent,
          separatorCount: separator.count))
    }
  }

  /// Hangs children that share the same separator with their parent one below the other, where they are many or smaller than the
  /// parent: the running intersection stays, and what they share is multiplied in smaller tables.
  private static func parents(_ tree: CliqueTree, _ cardinalities: [Int]) -> [Int?] {
    struct Bond: Hashable {
      let parent: Int
      let separator: [Int]
    }
    let sizes = tree.cliques.map {
      CliqueTree.tableSize($0.variables, cardinalities: cardinalities)
    }
    var parents = tree.cliques.map(\.parent)
    var childCounts = [Int](repeating: 0, count: parents.count)
    for case let parent? in parents { childCounts[parent] += 1 }
    var bonds: [Bond: [Int]] = [:]
    for (index, clique) in tree.cliques.enumerated() {
      guard let parent = clique.parent, childCounts[parent] > 1 else { continue }
      bonds[Bond(parent: parent, separator: clique.separator), default: []].append(index)
    }
    for (bond, children) in bonds where children.count > 1 {
      let order = children.sorted { (sizes[$0], $0) < (sizes[$1], $1) }
      for (place, child) in order.enumerated().dropFirst() {
        let sibling = order[(place - 1) / fanIn]
        if order.count > fanIn || sizes[sibling] < sizes[bond.parent] { parents[child] = sibling }
      }
    }
    return parents
  }

  /// The cliques, every parent before its children.
  private static func parentsFirst(_ parents: [Int?]) -> [Int] {
    var children = [[Int]](repeating: [], count: parents.count)
    var order: [Int] = []
    order.reserveCapacity(parents.count)
    for (index, parent) in parents.enumerated() {
      if let parent { children[parent].append(index) } else { order.append(index) }
    }
    var next = 0
    while next < order.count {
      order += children[order[next]]
      next += 1
    }
    return order
  }
}
