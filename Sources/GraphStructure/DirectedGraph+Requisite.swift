extension DirectedGraph {
  /// Returns the vertices of `given` that `source` still depends on when all of `given` is known, ascending: given these, it is
  /// d-separated from the rest of `given`.
  ///
  /// The requisite observations of the Bayes ball ([Sha98]): those that the ball meets. A likelihood of a vertex is a finding about a
  /// child of its own: it opens the vertex and does not block it.
  ///
  /// - Complexity: O(vertices + arcs).
  public func requisites(
    of source: Int, given: Set<Int>, likelihoods: Set<Int> = []
  ) -> [Int] {
    let open = ancestralSet(of: given.union(likelihoods))
    var visitedUpward = [Bool](repeating: false, count: count)
    var visitedDownward = visitedUpward
    var pending = [(vertex: source, upward: true)]
    while let (vertex, upward) = pending.popLast() {
      if upward ? visitedUpward[vertex] : visitedDownward[vertex] { continue }
      if upward { visitedUpward[vertex] = true } else { visitedDownward[vertex] = true }
      let isGiven = given.contains(vertex) && vertex != source
      if upward ? !isGiven : open[vertex] { pending += parents[vertex].map { ($0, true) } }
      if !isGiven { pending += children[vertex].map { ($0, false) } }
    }
    return given.filter { $0 != source && (visitedUpward[$0] || visitedDownward[$0]) }.sorted()
  }
}
