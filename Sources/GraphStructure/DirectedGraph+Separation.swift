extension DirectedGraph {
  /// Returns whether `vertex` and `other` are d-separated by `given`: no finding about one can then change
  /// what is believed of the other once `given` is known.
  ///
  /// Reachability along active trails, by the ball passing from children or from parents ([KF09], algorithm 3.1).
  ///
  /// - Complexity: O(vertices + arcs).
  public func areSeparated(_ vertex: Int, _ other: Int, given: Set<Int>) -> Bool {
    !reachable(from: vertex, given: given)[other]
  }

  /// Returns a flag for each vertex: whether an active trail leads to it from `source` given `given`.
  public func reachable(from source: Int, given: Set<Int>) -> [Bool] {
    // A collider is open when it, or a descendant of it, is given.
    let open = ancestralSet(of: given)
    var reached = [Bool](repeating: false, count: count)
    var visitedUpward = reached
    var visitedDownward = reached
    var pending = [(vertex: source, upward: true)]
    while let (vertex, upward) = pending.popLast() {
      if upward ? visitedUpward[vertex] : visitedDownward[vertex] { continue }
      if upward { visitedUpward[vertex] = true } else { visitedDownward[vertex] = true }
      let isGiven = given.contains(vertex)
      if !isGiven { reached[vertex] = true }
      if upward ? !isGiven : open[vertex] {
        pending += parents[vertex].map { ($0, true) }
      }
      if !isGiven { pending += children[vertex].map { ($0, false) } }
    }
    return reached
  }
}
