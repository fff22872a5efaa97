import GraphStructure

/// Finds the strongest directed paths from a cause to findings.
///
/// A path is as strong as the variable on it about which the evidence has told least, as Suermondt's chains of reasoning are ([S92]); where
/// two paths as strong meet, the shorter is taken, and of these the first in the order of the graph. A path over variables
/// that the evidence has not moved explains nothing, so there is none over such.
struct CausalPathSearch {
  private let structure: DirectedGraph
  private let told: [Double]

  /// Below this there is nothing but rounding.
  private static let least = 1e-9

  init(_ structure: DirectedGraph, told: [Double]) {
    self.structure = structure
    self.told = told
  }

  /// The arcs of the strongest path to each of `findings` that there is one to.
  ///
  /// - Complexity: O(vertices + arcs) for all findings together.
  func arcs(from source: Int, to findings: [Int]) -> Set<ArcInfluence.Arc> {
    let previous = best(from: source)
    var arcs: Set<ArcInfluence.Arc> = []
    for finding in findings {
      var vertex = finding
      while let before = previous[vertex], vertex != source {
        arcs.insert(.init(parent: before, child: vertex))
        vertex = before
      }
    }
    return arcs
  }

  private struct Reach {
    let strength: Double
    let length: Int

    func isBetter(than other: Reach) -> Bool {
      (strength, other.length) > (other.strength, length)
    }
  }

  /// The vertex before each on its best path.
  private func best(from source: Int) -> [Int?] {
    var previous = [Int?](repeating: nil, count: structure.count)
    var reaches = [Reach?](repeating: nil, count: structure.count)
    guard told[source] > Self.least else { return previous }
    reaches[source] = Reach(strength: told[source], length: 0)
    for vertex in structure.topologicalOrder where vertex != source && told[vertex] > Self.least {
      for parent in structure.parents[vertex] {
        guard let before = reaches[parent] else { continue }
        let reach = Reach(
          strength: min(before.strength, told[vertex]), length: before.length + 1)
        if reaches[vertex].map({ reach.isBetter(than: $0) }) ?? true {
          reaches[vertex] = reach
          previous[vertex] = parent
        }
      }
    }
    return previous
  }
}
