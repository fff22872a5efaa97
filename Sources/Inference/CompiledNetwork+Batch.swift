import Dispatch
import NetworkModel
import Synchronization

/// Cases that are answered on the same tree.
private struct Bundle: Sendable {
  /// The places of the cases.
  let places: [Int]
  /// Whether the tree is one that their findings cut.
  let isCut: Bool
}

extension CompiledNetwork {
  /// Cases that a worker takes at once: four times the lanes, so that few threads share even a small batch.
  private static let bundleCases = 4 * fullLanes

  /// Answers cases bundle by bundle.
  func bundledAnswers(to cases: [Evidence], threads: Int) -> [Result<Posteriors, InferenceError>] {
    let bundles = bundles(of: cases)
    let answers = Mutex([Result<Posteriors, InferenceError>?](repeating: nil, count: cases.count))
    forEach(bundles, threads: threads) { bundle in
      let found = self.answers(to: bundle.places.map { cases[$0] }, isCut: bundle.isCut)
      answers.withLock { answers in
        for (place, answer) in zip(bundle.places, found) { answers[place] = answer }
      }
    }
    return answers.withLock { $0.compactMap(\.self) }
  }

  /// Answers cases on one tree, which is made when they come to it, so that few are there at a time.
  private func answers(
    to cases: [Evidence], isCut: Bool
  ) -> [Result<Posteriors, InferenceError>] {
    let tree = isCut ? self.tree(for: cases[0]) : whole
    let lanes = cases.count > 1 ? tree.tree.batchLanes(memoryLimit: memoryLimit) : 1
    return stride(from: 0, to: cases.count, by: lanes).flatMap { start in
      answers(to: Array(cases[start..<min(start + lanes, cases.count)]), on: tree, lanes: lanes)
    }
  }

  private func bundles(of cases: [Evidence]) -> [Bundle] {
    var whole: [Int] = []
    var order: [EvidenceTreeShelf.Key] = []
    var cut: [EvidenceTreeShelf.Key: [Int]] = [:]
    for (place, evidence) in cases.enumerated() {
      guard isWorthCutting(by: evidence) else {
        whole.append(place)
        continue
      }
      let key = shelf.key(of: evidence)
      if cut[key] == nil { order.append(key) }
      cut[key, default: []].append(place)
    }
    return bundles(of: whole, isCut: false)
      + order.flatMap { bundles(of: cut[$0] ?? [], isCut: true) }
  }

  private func bundles(of places: [Int], isCut: Bool) -> [Bundle] {
    stride(from: 0, to: places.count, by: Self.bundleCases).map { start in
      Bundle(
        places: Array(places[start..<min(start + Self.bundleCases, places.count)]), isCut: isCut)
    }
  }

  private func forEach(
    _ bundles: [Bundle], threads: Int, _ body: @Sendable (Bundle) -> Void
  ) {
    // A tree that findings cut is about as large as the whole one, or smaller.
    let workers = tree.workers(
      upTo: min(threads, bundles.count), lanes: tree.batchLanes(memoryLimit: memoryLimit),
      memoryLimit: memoryLimit)
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
}
