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

/// What the evidence of a case is about: cases of the same are answered on the same tree.
private struct ObservedSet: Hashable {
  /// Two bits for each variable: whether there is a finding, and whether there is something else.
  private var words: [UInt64]

  init(_ evidence: Evidence) {
    words = []
    for (variable, item) in evidence.items {
      var bit = 2 * variable
      if case .state = item {} else { bit += 1 }
      while words.count <= bit >> 6 { words.append(0) }
      words[bit >> 6] |= 1 << UInt64(bit & 63)
    }
  }
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
    let tree = isCut ? smaller(shelf.tree(for: cases[0])) : whole
    let lanes = cases.count > 1 ? tree.tree.batchLanes(memoryLimit: memoryLimit) : 1
    return stride(from: 0, to: cases.count, by: lanes).flatMap { start in
      answers(to: Array(cases[start..<min(start + lanes, cases.count)]), on: tree, lanes: lanes)
    }
  }

  private func bundles(of cases: [Evidence]) -> [Bundle] {
    let least = fewestWorthCutting(upTo: cases.count)
    guard least <= cases.count else { return bundles(of: Array(cases.indices), isCut: false) }
    var order: [ObservedSet] = []
    var alike: [ObservedSet: [Int]] = [:]
    for (place, evidence) in cases.enumerated() {
      let observed = ObservedSet(evidence)
      if alike[observed] == nil { order.append(observed) }
      alike[observed, default: []].append(place)
    }
    var whole: [Int] = []
    var cut: [Bundle] = []
    for observed in order {
      let places = alike[observed] ?? []
      if places.count >= least, isWorthCutting(by: cases[places[0]], cases: places.count) {
        cut += bundles(of: places, isCut: true)
      } else {
        whole += places
      }
    }
    return bundles(of: whole.sorted(), isCut: false) + cut
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
