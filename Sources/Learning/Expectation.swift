import Inference
import NetworkModel

/// The E-step of a learning run: records taken apart where that is possible, and the others through the tree of the whole network.
struct Expectation: Sendable {
  /// The number of units that the records stand for.
  let unitCount: Double

  private let store: CaseStore
  private let tree: JunctionTree
  private let threads: Int
  private let memoryLimit: Int
  /// The records that were taken apart; nil where all go through the tree.
  private let open: OpenStep?
  /// The others; nil where there are none.
  private let whole: ExpectationStep?

  /// Prepares the records.
  ///
  /// - Parameters:
  ///   - store: The records.
  ///   - network: Any network over the graph that is learned.
  ///   - tree: Its tree.
  ///   - threads: The threads that work.
  ///   - memoryLimit: The bytes that tables may take.
  ///   - isCut: Whether records are taken apart at all.
  init(
    _ store: CaseStore, _ network: Network, tree: JunctionTree, threads: Int, memoryLimit: Int,
    isCut: Bool = true
  ) {
    self.store = store
    self.tree = tree
    self.threads = threads
    self.memoryLimit = memoryLimit
    unitCount = store.totalCount
    let hasReadings = network.variables.indices.contains {
      network.variables[$0].isReading && store.columns[$0].isObserved
    }
    guard isCut, !hasReadings else {
      open = nil
      whole = ExpectationStep(store, threads: threads, memoryLimit: memoryLimit)
      return
    }
    let cases = OpenCases(
      store, FamilyLayout(network),
      OpenCases.Limits(bytes: Double(memoryLimit) / 4, wholeWork: tree.batchWork))
    open = OpenStep(cases, threads: threads)
    whole =
      cases.rest.isEmpty
      ? nil
      : ExpectationStep(store, rows: cases.rest, threads: threads, memoryLimit: memoryLimit)
  }

  /// Returns the expected counts under `network`.
  ///
  /// - Throws: `LearningError.impossibleRecord` for the first record that has probability 0 under the network.
  func counts(under network: Network) throws(LearningError) -> ExpectedCounts {
    var counts = ExpectedCounts(zeroFor: network)
    if let open, !open.add(under: network, to: &counts) {
      // The tree of the whole network tells which record it is.
      let step = ExpectationStep(store, threads: threads, memoryLimit: memoryLimit)
      return try step.expectedCounts(compiled(network))
    }
    if let whole { counts += try whole.expectedCounts(compiled(network)) }
    return counts
  }

  private func compiled(_ network: Network) -> CompiledNetwork {
    CompiledNetwork(network, tree: tree, memoryLimit: memoryLimit)
  }
}
