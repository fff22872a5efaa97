/// How the next vertex to eliminate is chosen ([KF09], section 9.4.3.2) where each vertex left adds an edge.
public enum EliminationHeuristic: String, Sendable, CaseIterable {
  /// The vertex whose elimination adds the fewest edges.
  case minFill
  /// The vertex whose added edges weigh least, an edge weighing the product of its ends' cardinalities.
  case weightedMinFill
  /// The vertex that makes the smallest clique table.
  case minWeight
  /// The vertex with the fewest neighbours.
  case minNeighbors
}

/// Adds up what a heuristic makes of a vertex and its neighbours.
struct CliqueCost {
  private let heuristic: EliminationHeuristic
  private var isSimplicial = true
  private var missing = 0.0
  private var members = 0.0
  private var cells = 1.0

  @inline(__always)
  init(_ heuristic: EliminationHeuristic) { self.heuristic = heuristic }

  /// Adds a member of the clique.
  @inline(__always)
  mutating func add(_ weight: Double) {
    members += 1
    cells *= weight
  }

  /// Adds the edges from a member to others that are missing; each edge comes twice, from both its ends.
  @inline(__always)
  mutating func addMissing(
    _ others: UInt64, beside weight: Double, weights: UnsafePointer<Double>
  ) {
    guard others != 0 else { return }
    isSimplicial = false
    if heuristic == .minFill {
      missing += Double(others.nonzeroBitCount)
    } else if heuristic == .weightedMinFill {
      var total = 0.0
      forEachBit(others) { total += weights[$0] }
      missing += total * weight
    }
  }

  /// The cost, finite: -1 when no edge is missing.
  @inline(__always)
  var value: Double {
    if isSimplicial { return -1 }
    switch heuristic {
    case .minFill, .weightedMinFill: return missing / 2
    case .minWeight: return min(cells, .greatestFiniteMagnitude)
    case .minNeighbors: return members
    }
  }
}
