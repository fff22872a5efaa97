import GraphStructure

extension DirectedGraph {
  /// The acyclic graph in which vertex `v` has the parents `parents[v]`.
  package static func acyclic(_ parents: [[Int]]) -> DirectedGraph {
    do {
      return try DirectedGraph(parents: parents)
    } catch {
      preconditionFailure("the graph has a cycle: \(error)")
    }
  }

  /// The random graph that `seed` names: each vertex has up to `maximumParents` parents, none further than
  /// `window` places before it in a random order.
  package static func random(
    count: Int, maximumParents: Int, window: Int = .max, seed: UInt64
  ) -> DirectedGraph {
    var dice = Dice(seed: seed)
    let order = dice.shuffled(0..<count)
    var parents = [[Int]](repeating: [], count: count)
    for (place, vertex) in order.enumerated() {
      var candidates = Array(order[max(0, place - min(window, place))..<place])
      for _ in 0..<dice.below(maximumParents + 1) where !candidates.isEmpty {
        parents[vertex].append(candidates.remove(at: dice.below(candidates.count)))
      }
    }
    return acyclic(parents)
  }

  /// The grid of `side` × `side` vertices, arcs from left to right and from top to bottom.
  package static func grid(side: Int) -> DirectedGraph {
    acyclic(
      (0..<side * side).map { vertex in
        (vertex % side > 0 ? [vertex - 1] : []) + (vertex >= side ? [vertex - side] : [])
      })
  }

  /// The chain 0 → 1 → … of `count` vertices.
  package static func chain(count: Int) -> DirectedGraph {
    acyclic((0..<count).map { $0 == 0 ? [] : [$0 - 1] })
  }
}
