import GraphStructure
import Inference
import NetworkModel
import Testing
import _TestSupport

/// The size of a tree is known before anything of that size is made.
@Suite struct SizeTests {
  /// The error of making the tree of `network`, or nil.
  private func error(_ network: Network, memoryLimit: Int = 1 << 30) -> InferenceError? {
    do throws(InferenceError) {
      _ = try JunctionTree(network, memoryLimit: memoryLimit)
      return nil
    } catch {
      return error
    }
  }

  /// A noisy-OR of `count` causes.
  private func noisyOr(causes count: Int) throws -> Network {
    try Network(
      variables: (0...count).map { Variable("x\($0)", states: ["no", "yes"]) },
      parents: (0..<count).map { _ in [] } + [Array(0..<count)],
      cpds: (0..<count).map { _ in .table(TabularCPD(cardinality: 2, values: [0.9, 0.1])) }
        + [
          .noisyMax(
            NoisyMaxCPD(
              cardinality: 2, strengths: (0..<count).map { _ in [0.5, 0.5] }, leak: [1, 0]))
        ])
  }

  @Test(arguments: [40, 60, 62, 63, 64, 500, 2000])
  func `a family of many parents is too large, not a crash`(parents: Int) throws {
    guard case .treeTooLarge(let size, 1 << 30) = error(try noisyOr(causes: parents)) else {
      Issue.record("\(parents) parents fit")
      return
    }
    #expect(size.width == parents)
    #expect(size.largestClique == Array(0...parents))
    let cells = (0...parents).reduce(1.0) { total, _ in total * 2 }
    #expect(size.largestCliqueCells == cells)
    #expect(size.totalCells == cells)
    #expect(size.bytes(lanes: 1) >= 8 * cells)
  }

  @Test func `a family that fits is answered`() throws {
    let network = try noisyOr(causes: 12)
    let posteriors = try CompiledNetwork(network).posteriors()
    // No cause shows with probability (1 − 0.1 · 0.5)¹².
    let none = (0..<12).reduce(1.0) { total, _ in total * 0.95 }
    #expect(posteriors[12].isClose(to: [none, 1 - none], .exact))
  }

  @Test func `sizes count the cells of a small tree`() throws {
    let size = try JunctionTree(.chain(count: 3), cardinalities: [2, 3, 5]).size
    #expect(size.cliqueCount == 2)
    #expect(size.totalCells == 6 + 15)
    #expect(size.separatorCells == 3 + 1)
    #expect(size.scopeCells == 2 + 6 + 15)
    #expect(size.largestClique.sorted() == [1, 2])
    #expect(size.largestCliqueCells == 15)
    #expect(size.width == 1)
  }

  @Test func `the limit is what the tree takes, to the byte`() throws {
    let network = Textbooks.asia
    let bytes = Int(
      try JunctionTree(network).size.bytes(lanes: 1))
    #expect(error(network, memoryLimit: bytes) == nil)
    #expect(error(network, memoryLimit: bytes - 1) != nil)
    #expect(error(network, memoryLimit: 0) != nil)
  }

  @Test func `a table whose cells can't be counted in 32 bits is too large for any memory`() throws
  {
    let network = try noisyOr(causes: 33)
    guard case .treeTooLarge = error(network, memoryLimit: .max) else {
      Issue.record("it fits")
      return
    }
  }

  @Test func `the graph of a thousand variables at random is refused before it takes memory`()
    throws
  {
    let graph = DirectedGraph.random(count: 1000, maximumParents: 4, seed: 1)
    #expect(throws: InferenceError.self) {
      try JunctionTree(graph, cardinalities: [Int](repeating: 3, count: 1000))
    }
  }

  @Test(arguments: [(1, 1), (8, 2), (8, 16)])
  func `workers share the memory`(lanes: Int, limit: Int) throws {
    let tree = try JunctionTree(.chain(count: 5), cardinalities: [2, 2, 2, 2, 2])
    let bytes = Int(tree.size.bytes(lanes: lanes))
    #expect(tree.workers(upTo: limit, lanes: lanes, memoryLimit: .max) == limit)
    #expect(tree.workers(upTo: limit, lanes: lanes, memoryLimit: 2 * bytes) == min(limit, 2))
    #expect(tree.workers(upTo: limit, lanes: lanes, memoryLimit: 0) == 1)
  }
}
