import Dispatch
import NetworkModel
import Synchronization

/// Cases that are answered on the same tree, up to one for each lane.
private struct Bundle: Sendable {
  let tree: EvidenceTree
  let lanes: Int
  let places: ArraySlice<Int>
}

extension CompiledNetwork {
  /// Answers cases bundle by bundle.
  func bundledAnswers(to cases: [Evidence], threads: Int) -> [Result<Posteriors, InferenceError>] {
    let bundles = bundles(of: cases)
    let answers = Mutex([Result<Posteriors, InferenceError>?](repeating: nil, count: cases.count))
    forEach(bundles, threads: threads) { bundle in
      let found = self.answers(
        to: bundle.places.map { cases[$0] }, on: bundle.tree, lanes: bundle.lanes)
      answers.withLock { answers in
        for (place, answer) in zip(bundle.places, found) { answers[place] = answer }
      }
    }
    return answers.withLock { $0.compactMap(\.self) }
  }

  private func bundles(of cases: [Evidence]) -> [Bundle] {
    var order: [EvidenceTree] = []
    var places: [ObjectIdentifier: [Int]] = [:]
    for (place, evidence) in cases.enumerated() {
      let tree = tree(for: evidence)
      if places[ObjectIdentifier(tree)] == nil { order.append(tree) }
      places[ObjectIdentifier(tree), default: []].append(place)
    }
    return order.flatMap { tree in
      let places = places[ObjectIdentifier(tree)] ?? []
      let lanes = places.count > 1 ? tree.tree.batchLanes(memoryLimit: memoryLimit) : 1
      return stride(from: 0, to: places.count, by: lanes).map { start in
        Bundle(
          tree: tree, lanes: lanes, places: places[start..<min(start + lanes, places.count)])
      }
    }
  }

  private func forEach(
    _ bundles: [Bundle], threads: Int, _ body: @Sendable (Bundle) -> Void
  ) {
    let workers = workers(for: bundles, upTo: min(threads, bundles.count))
    guard workers > 1 else { return bundles.forEach(body) }
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: workers) { _ in
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < bundles.count else { return }
        body(bundles[index])
      }
    }
  }

  /// How many workers stay within the memory, each with a workspace of the largest tree.
  private func workers(for bundles: [Bundle], upTo limit: Int) -> Int {
    bundles.reduce(limit) { workers, bundle in
      min(
        workers,
        bundle.tree.tree.workers(upTo: limit, lanes: bundle.lanes, memoryLimit: memoryLimit))
    }
  }
}
