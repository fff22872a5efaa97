import Dispatch
import Inference
import NetworkModel
import Synchronization

/// The E-step on the tree of the whole network: expected counts of the families in the records, given a network.
///
/// The distinct cases are cut into a fixed number of shards, whatever the number of threads; the shards' counts are
/// added in their order. So the sums do not depend on the threads, to the last bit.
struct ExpectationStep: Sendable {
  private let store: CaseStore
  private let cases: DistinctCases
  private let threads: Int
  private let memoryLimit: Int
  /// Full batches of lanes as long as there are few, whatever the number of threads.
  private let shardCount: Int
  private static let mostShards = 16

  /// Prepares `rows` of `store`, all unless told.
  init(_ store: CaseStore, rows: [Int]? = nil, threads: Int, memoryLimit: Int) {
    self.store = store
    cases = DistinctCases(store, rows: rows)
    shardCount = max(1, min(Self.mostShards, cases.rows.count / fullLanes))
    self.threads = max(1, min(threads, shardCount))
    self.memoryLimit = memoryLimit
  }

  /// Returns the expected counts under `compiled`.
  ///
  /// - Throws: `LearningError.impossibleRecord` for the first record that has probability 0 under the network.
  func expectedCounts(_ compiled: CompiledNetwork) throws(LearningError) -> ExpectedCounts {
    let parts = Mutex(
      [Result<ExpectedCounts, LearningError>?](repeating: nil, count: shardCount))
    let next = Atomic(0)
    // Lanes are summed together, so their number may not depend on the threads.
    let lanes = compiled.tree.batchLanes(memoryLimit: memoryLimit)
    let workers = compiled.tree.workers(upTo: threads, lanes: lanes, memoryLimit: memoryLimit)
    DispatchQueue.concurrentPerform(iterations: workers) { _ in
      let worker = ShardWorker(store: store, cases: cases, compiled: compiled, lanes: lanes)
      while true {
        let shard = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard shard < shardCount else { return }
        let part = worker.counts(of: range(ofShard: shard))
        parts.withLock { $0[shard] = part }
      }
    }
    var total = ExpectedCounts(zeroFor: compiled.network)
    for part in parts.withLock({ $0 }) {
      if let part { total += try part.get() }
    }
    return total
  }

  private func range(ofShard shard: Int) -> Range<Int> {
    let count = cases.rows.count
    return shard * count / shardCount..<(shard + 1) * count / shardCount
  }
}

/// Walks cases through the tree in one thread.
private struct ShardWorker {
  let store: CaseStore
  let cases: DistinctCases
  let compiled: CompiledNetwork
  private let workspace: Propagation

  init(store: CaseStore, cases: DistinctCases, compiled: CompiledNetwork, lanes: Int) {
    self.store = store
    self.cases = cases
    self.compiled = compiled
    workspace = Propagation(tree: compiled.tree, lanes: lanes, reading: .families)
  }

  func counts(of shard: Range<Int>) -> Result<ExpectedCounts, LearningError> {
    var counts = ExpectedCounts(zeroFor: compiled.network)
    for start in stride(from: shard.lowerBound, to: shard.upperBound, by: workspace.lanes) {
      let batch = start..<min(start + workspace.lanes, shard.upperBound)
      do throws(LearningError) {
        try add(batch, to: &counts)
      } catch {
        return .failure(error)
      }
    }
    return .success(counts)
  }

  private func add(_ batch: Range<Int>, to counts: inout ExpectedCounts) throws(LearningError) {
    compiled.begin(workspace)
    for (variable, column) in store.columns.enumerated() where column.isObserved {
      for (lane, index) in batch.enumerated() {
        guard let item = column[cases.rows[index]] else { continue }
        compiled.enter(item, about: variable, lane: lane, in: workspace)
      }
    }
    workspace.collect()
    workspace.distribute()
    var weights = [Double](repeating: 0, count: workspace.lanes)
    for (lane, index) in batch.enumerated() {
      let logEvidence = workspace.logEvidence(lane: lane)
      if workspace.isReliable(lane: lane), logEvidence > -.infinity {
        weights[lane] = cases.weights[index]
        counts.logLikelihood += cases.weights[index] * logEvidence
      } else {
        try addUnlikely(index, to: &counts)
      }
    }
    addFamilies(batch, weights: weights, to: &counts)
  }

  private func addFamilies(_ batch: Range<Int>, weights: [Double], to counts: inout ExpectedCounts)
  {
    for variable in compiled.network.variables.indices {
      if compiled.network.variables[variable].isReading {
        for (lane, index) in batch.enumerated() where weights[lane] > 0 {
          guard let item = store.columns[variable][cases.rows[index]] else { continue }
          addMoments(
            of: item, variable, weight: weights[lane],
            workspace.family(of: variable, lane: lane), to: &counts)
        }
      } else {
        counts.update(variable) { workspace.addFamily(of: variable, weights: weights, to: $0) }
      }
    }
  }

  private func addMoments(
    of item: Evidence.Item, _ variable: Variable.Index, weight: Double, _ parents: [Double],
    to counts: inout ExpectedCounts
  ) {
    guard case .gaussian(let gaussian) = compiled.network.cpds[variable],
      case .value(let value, let regressors) = item
    else { return }
    let centred = gaussian.centred(regressors)
    let length = gaussian.sumCount
    counts.update(variable) { sums in
      for (row, probability) in parents.enumerated() {
        RegressionSums.add(
          weight: weight * probability,
          distance: value - gaussian.mean(row: row, at: regressors), centred,
          to: sums + length * row)
      }
    }
  }

  /// Adds a case whose probability is beyond the range of a `Double`, or finds that it is impossible.
  private func addUnlikely(_ index: Int, to counts: inout ExpectedCounts) throws(LearningError) {
    let row = cases.rows[index]
    let weight = cases.weights[index]
    let evidence = store.evidence(row: row)
    let propagation = Propagation(
      tree: compiled.tree, lanes: 1, reading: .families, arithmetic: .logarithms)
    compiled.begin(propagation)
    for variable in evidence.variables {
      guard let item = evidence[variable] else { continue }
      compiled.enter(item, about: variable, lane: 0, in: propagation)
    }
    propagation.collect()
    propagation.distribute()
    guard propagation.logEvidence(lane: 0) > -.infinity else {
      throw .impossibleRecord(row: row, contradiction: compiled.contradiction(in: evidence))
    }
    counts.logLikelihood += weight * propagation.logEvidence(lane: 0)
    for variable in compiled.network.variables.indices {
      let family = propagation.family(of: variable, lane: 0)
      if let item = evidence[variable], case .value = item {
        addMoments(of: item, variable, weight: weight, family, to: &counts)
      } else if !compiled.network.variables[variable].isReading {
        counts.update(variable) { cells in
          for (cell, probability) in family.enumerated() { cells[cell] += weight * probability }
        }
      }
    }
  }
}
