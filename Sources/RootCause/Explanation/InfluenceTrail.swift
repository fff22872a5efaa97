import GraphStructure
import Inference
import NetworkModel

/// The way on which a finding speaks to a cause.
public struct InfluenceTrail: Sendable, Equatable {
  /// One arc of the trail, walked from the finding towards the cause.
  public struct Step: Sendable, Equatable {
    /// Where the step begins.
    public let from: String
    /// Where it ends.
    public let to: String
    /// Whether the arc is walked against its direction, from effect to cause.
    public let isAgainstArc: Bool
    /// How many bits the finding tells about the variable at the end of the step; nil where that variable is observed and passes on
    /// what it makes its causes tell of each other.
    public let bits: Double?
  }

  /// The steps; none where the finding is about the cause itself.
  public let steps: [Step]
}

/// Finds the strongest trail from a finding to a cause.
///
/// A trail has to be active given the other findings: along it d-separation lets influence pass ([P88], [KF09] section 3.3). What the
/// finding tells about a variable V is the relative entropy of P(V | e) to P(V | e without the finding), in bits, as Suermondt
/// measures the cost of omitting evidence and what is left of it along a chain of reasoning ([S92]). A trail is as strong as its weakest variable; of
/// the strongest trails the shortest is taken. On a chain the bits never grow from the finding on, by the data processing inequality.
struct TrailSearch {
  let graph: DirectedGraph
  /// The variables whose states the other findings tell.
  private let isGiven: [Bool]
  /// The variables that the other findings are about, and their ancestors: there influence passes from cause to cause.
  private let isOpen: [Bool]
  /// What the finding tells about each variable.
  private let bits: [Double]

  /// Below this there is nothing but rounding.
  private static let leastBits = 1e-12

  /// Prepares for a finding: `rest` are the other ones, with what is believed given them, and `whole` what is believed given all.
  init(_ graph: DirectedGraph, rest: Evidence, _ restPosteriors: Posteriors, _ whole: Posteriors) {
    self.graph = graph
    isGiven = (0..<graph.count).map { variable in
      switch rest[variable] {
      case .state, .value: true
      default: false
      }
    }
    isOpen = graph.ancestralSet(of: rest.variables)
    bits = (0..<graph.count).map { relativeEntropyBits(whole[$0], restPosteriors[$0]) }
  }

  /// Returns the vertices of the strongest trail, `source` first; nil when the finding tells nothing about `target`.
  ///
  /// - Complexity: O((vertices + arcs) log vertices).
  func trail(from source: Int, to target: Int) -> [Int]? {
    if source == target { return [source] }
    guard isGiven[target] || bits[target] > Self.leastBits else { return nil }
    let levels = Set(bits.filter { $0 > 0 }).sorted()
    // The widest passage: the highest level at which there is a way still.
    var best = shortest(from: source, to: target, level: 0)
    var (low, high) = (0, levels.count)
    while low < high, best != nil {
      let middle = (low + high) / 2
      if let found = shortest(from: source, to: target, level: levels[middle]) {
        best = found
        low = middle + 1
      } else {
        high = middle
      }
    }
    return best
  }

  /// Returns the steps of a trail with the names of `variables`.
  func steps(along trail: [Int], _ variables: [Variable]) -> [InfluenceTrail.Step] {
    zip(trail, trail.dropFirst()).map { from, to in
      InfluenceTrail.Step(
        from: variables[from].name, to: variables[to].name,
        isAgainstArc: graph.parents[from].contains(to), bits: isGiven[to] ? nil : bits[to])
    }
  }

  /// A place on the way: a vertex, and whether it was come to from one of its children.
  private struct Place: Hashable {
    let vertex: Int
    let isUpward: Bool
  }

  /// The shortest active trail over variables about which the finding tells `level` bits at least.
  private func shortest(from source: Int, to target: Int, level: Double) -> [Int]? {
    let start = Place(vertex: source, isUpward: true)
    var previous: [Place: Place] = [start: start]
    var queue = [start]
    var next = 0
    while next < queue.count {
      let place = queue[next]
      next += 1
      if place.vertex == target { return way(to: place, from: start, previous) }
      for step in exits(of: place)
      where previous[step] == nil && (isGiven[step.vertex] || bits[step.vertex] >= level) {
        previous[step] = place
        queue.append(step)
      }
    }
    return nil
  }

  private func exits(of place: Place) -> [Place] {
    let vertex = place.vertex
    let goesUp = place.isUpward ? !isGiven[vertex] : isOpen[vertex]
    return (goesUp ? graph.parents[vertex].map { Place(vertex: $0, isUpward: true) } : [])
      + (isGiven[vertex]
        ? [] : graph.children[vertex].map { Place(vertex: $0, isUpward: false) })
  }

  private func way(to end: Place, from start: Place, _ previous: [Place: Place]) -> [Int] {
    var way = [end.vertex]
    var place = end
    while place != start, let before = previous[place] {
      way.append(before.vertex)
      place = before
    }
    return way.reversed()
  }
}
