import GraphStructure
import Testing
import _TestSupport

@Suite struct SeparationTests {
  /// The three vertices 0, 1, 2 with 1 in the middle.
  @Test(arguments: [
    ([[], [0], [1]], true), ([[1], [], [1]], true), ([[1], [2], []], true),
    ([[], [0, 2], []], false),
  ])
  func `a chain and a fork are closed by their middle, a collider is opened`(
    parents: [[Int]], isClosedByMiddle: Bool
  ) throws {
    let graph = try DirectedGraph(parents: parents)
    #expect(graph.areSeparated(0, 2, given: [1]) == isClosedByMiddle)
    #expect(graph.areSeparated(0, 2, given: []) == !isClosedByMiddle)
  }

  @Test func `a descendant of a collider opens it`() throws {
    let graph = try DirectedGraph(parents: [[], [], [0, 1], [2], [3]])
    #expect(graph.areSeparated(0, 1, given: []))
    #expect(!graph.areSeparated(0, 1, given: [4]))
    #expect(graph.areSeparated(0, 4, given: [3]))
  }

  @Test func `a vertex that is given is separated from all`() throws {
    let graph = try DirectedGraph(parents: [[], [0]])
    #expect(graph.reachable(from: 0, given: [0]) == [false, false])
    #expect(graph.reachable(from: 0, given: [1]) == [true, false])
  }

  @Test(arguments: UInt64(1)...25)
  func `separation is what the enumeration of all trails finds`(seed: UInt64) {
    let count = 6
    let graph = DirectedGraph.random(count: count, maximumParents: 3, seed: seed)
    let trails = TrailEnumeration(graph)
    for members in 0..<1 << count {
      let given = Set((0..<count).filter { members >> $0 & 1 == 1 })
      for vertex in 0..<count where !given.contains(vertex) {
        let reached = graph.reachable(from: vertex, given: given)
        for other in 0..<count where other != vertex && !given.contains(other) {
          #expect(reached[other] == trails.isActive(from: vertex, to: other, given: given))
          #expect(graph.areSeparated(vertex, other, given: given) == !reached[other])
        }
      }
    }
  }
}

extension SeparationTests {
  @Test(arguments: UInt64(1)...40)
  func `requisites are what the source still depends on when all else is given`(seed: UInt64) {
    let count = 8
    let graph = DirectedGraph.random(count: count, maximumParents: 3, seed: seed)
    for members in 0..<1 << count {
      let given = Set((0..<count).filter { members >> $0 & 1 == 1 })
      let source = Int(seed) % count
      let expected = given.subtracting([source]).filter {
        !graph.areSeparated(source, $0, given: given.subtracting([source, $0]))
      }
      #expect(graph.requisites(of: source, given: given) == expected.sorted())
    }
  }

  @Test func `a likelihood opens a collider and blocks nothing`() throws {
    // 0 -> 2 <- 1, and 2 -> 3.
    let graph = try DirectedGraph(parents: [[], [], [0, 1], [2]])
    #expect(graph.requisites(of: 0, given: [1]) == [])
    #expect(graph.requisites(of: 0, given: [1], likelihoods: [2]) == [1])
    #expect(graph.requisites(of: 0, given: [1, 3], likelihoods: [2]) == [1, 3])
    #expect(graph.requisites(of: 0, given: [1, 2, 3]) == [1, 2])
  }
}

/// All simple trails of a small graph, each judged vertex by vertex.
private struct TrailEnumeration {
  let graph: DirectedGraph
  private let descendants: [Set<Int>]

  init(_ graph: DirectedGraph) {
    self.graph = graph
    var descendants = (0..<graph.count).map { Set([$0]) }
    for vertex in graph.topologicalOrder.reversed() {
      for child in graph.children[vertex] { descendants[vertex].formUnion(descendants[child]) }
    }
    self.descendants = descendants
  }

  func isActive(from source: Int, to target: Int, given: Set<Int>) -> Bool {
    extends([source], to: target, given)
  }

  private func extends(_ trail: [Int], to target: Int, _ given: Set<Int>) -> Bool {
    guard let last = trail.last else { return false }
    if last == target { return true }
    return (graph.parents[last] + graph.children[last]).contains { next in
      guard !trail.contains(next) else { return false }
      if let before = trail.dropLast().last, !isOpen(before, last, next, given) { return false }
      return extends(trail + [next], to: target, given)
    }
  }

  private func isOpen(_ before: Int, _ middle: Int, _ next: Int, _ given: Set<Int>) -> Bool {
    let isCollider = graph.parents[middle].contains(before) && graph.parents[middle].contains(next)
    return isCollider ? !descendants[middle].isDisjoint(with: given) : !given.contains(middle)
  }
}
