import GraphStructure
import Testing
import _TestSupport

@Suite struct UndirectedGraphTests {
  @Test func `the members of a scope are joined to each other, once`() {
    let graph = UndirectedGraph(count: 6, scopes: [[3, 1, 0], [1, 3], [4], [], [4, 0]])
    #expect(
      (0..<6).map { Array(graph.neighbors(of: $0)) } == [[1, 3, 4], [0, 3], [], [0, 1], [0], []])
    #expect((0..<6).map(graph.degree) == [3, 2, 0, 2, 1, 0])
    #expect(graph.areJoined(0, 4) && graph.areJoined(4, 0))
    #expect(!graph.areJoined(1, 4) && !graph.areJoined(2, 3))
  }

  @Test func `graphs of the same edges are equal`() {
    let triangle = UndirectedGraph(count: 3, scopes: [[0, 1, 2]])
    #expect(triangle == UndirectedGraph(count: 3, scopes: [[2, 1], [0, 2], [1, 0]]))
    #expect(triangle != UndirectedGraph(count: 4, scopes: [[0, 1, 2]]))
  }

  @Test func `a moral graph joins families`() {
    let graph = DirectedGraph.acyclic([[], [], [1, 0], [2]])
    #expect(graph.moralGraph == UndirectedGraph(count: 4, scopes: [[0, 1, 2], [2, 3]]))
  }

  @Test func `a graph without vertices is a graph`() {
    #expect(UndirectedGraph(count: 0, scopes: []).count == 0)
  }
}
