import GraphStructure
import Testing
import _TestSupport

@Suite struct DirectedGraphTests {
  @Test func `parents keep their order and children ascend`() throws {
    let graph = try DirectedGraph(parents: [[], [], [1, 0], [2, 0]])
    #expect(graph.count == 4)
    #expect(graph.arcCount == 4)
    #expect(graph.parents[2] == [1, 0])
    #expect(graph.children == [[2, 3], [2], [3], []])
    #expect(graph.family(of: 2) == [1, 0, 2])
  }

  @Test func `a graph without vertices is a graph`() throws {
    let graph = try DirectedGraph(parents: [])
    #expect(graph.count == 0)
    #expect(graph.topologicalOrder.isEmpty)
    #expect(graph.ancestralSet(of: []).isEmpty)
  }

  @Test(arguments: UInt64(1)...30)
  func `the topological order has every vertex once, parents first`(seed: UInt64) {
    let graph = DirectedGraph.random(count: 40, maximumParents: 4, seed: seed)
    #expect(graph.topologicalOrder.sorted() == Array(0..<40))
    var place = [Int](repeating: 0, count: 40)
    for (index, vertex) in graph.topologicalOrder.enumerated() { place[vertex] = index }
    for vertex in 0..<40 {
      #expect(graph.parents[vertex].allSatisfy { place[$0] < place[vertex] })
    }
  }

  @Test func `the ancestral set holds the vertices and all above them`() throws {
    let graph = try DirectedGraph(parents: [[], [0], [1], [1], []])
    #expect(graph.ancestralSet(of: [2]) == [true, true, true, false, false])
    #expect(graph.ancestralSet(of: []) == [false, false, false, false, false])
  }

  @Test func `a vertex that is its own parent is a cycle of one`() {
    #expect(throws: GraphError.cyclic([[1]])) { try DirectedGraph(parents: [[], [1]]) }
  }

  @Test func `every knot of cycles is reported by one of them`() {
    // 0 → 1 → 2 → 0 and 4 → 5 → 4, with 3 between the two.
    let parents = [[2], [0], [1], [2], [3, 5], [4]]
    #expect(throws: GraphError.cyclic([[1, 2, 0], [5, 4]])) { try DirectedGraph(parents: parents) }
  }

  @Test(arguments: UInt64(1)...200)
  func `reported cycles follow the arcs, share no vertex, and break all others`(seed: UInt64) throws
  {
    var dice = Dice(seed: seed)
    let count = 1 + dice.below(12)
    let parents = (0..<count).map { _ in
      Array(dice.shuffled(0..<count).prefix(dice.below(min(3, count) + 1)))
    }
    do throws(GraphError) {
      _ = try DirectedGraph(parents: parents)
    } catch {
      guard case .cyclic(let cycles) = error else { return }
      #expect(!cycles.isEmpty)
      let members = Array(cycles.joined())
      #expect(Set(members).count == members.count)
      for cycle in cycles {
        for (vertex, next) in zip(cycle, cycle.dropFirst() + cycle.prefix(1)) {
          #expect(parents[next].contains(vertex))
        }
      }
      let rest = parents.enumerated().map { vertex, family in
        members.contains(vertex) ? [] : family.filter { !members.contains($0) }
      }
      #expect(throws: Never.self) { try DirectedGraph(parents: rest) }
    }
  }

  @Test func `deep graphs do not exhaust the stack`() {
    let count = 100_000
    let graph = DirectedGraph.chain(count: count)
    #expect(graph.ancestralSet(of: [count - 1]).allSatisfy { $0 })
    #expect(!graph.areSeparated(0, count - 1, given: []))
    #expect(graph.areSeparated(0, count - 1, given: [count / 2]))
  }

  @Test func `a cycle through a hundred thousand vertices is found whole`() {
    let count = 100_000
    let parents = (0..<count).map { [($0 + count - 1) % count] }
    #expect {
      try DirectedGraph(parents: parents)
    } throws: { error in
      guard case .cyclic(let cycles) = error as? GraphError else { return false }
      return cycles.count == 1 && cycles[0].count == count
    }
  }

  @Test func `many cycles at the end of a long path are found in one walk`() {
    // A chain of 50,000 that ends at a vertex under 25,000 cycles of two.
    let chain = 50_000
    var parents = (0..<chain).map { $0 + 1 < chain ? [$0 + 1] : [] }
    for pair in 0..<25_000 {
      let first = chain + 2 * pair
      parents[chain - 1].append(first)
      parents += [[first + 1], [first]]
    }
    #expect {
      try DirectedGraph(parents: parents)
    } throws: { error in
      guard case .cyclic(let cycles) = error as? GraphError else { return false }
      return cycles.count == 25_000
    }
  }
}
