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

/// Where answers go.
private struct AnswerPlaces: @unchecked Sendable {
  let base: UnsafeMutablePointer<Result<Posteriors, InferenceError>>?
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
  /// Cases that a worker takes at once: a few times the lanes, so that few threads share even a small batch.
  private static let bundleCases = 2 * wideLanes

  /// Answers cases bundle by bundle.
  func bundledAnswers(to cases: [Evidence], threads: Int) -> [Result<Posteriors, InferenceError>] {
    let bundles = bundles(of: cases)
    return [Result<Posteriors, InferenceError>](unsafeUninitializedCapacity: cases.count) {
      answers, count in
      // Every case is in one bundle, so that each place is written once, by one thread.
      let places = AnswerPlaces(base: answers.baseAddress)
      forEach(bundles, threads: threads) { bundle in
        answer(bundle, of: cases) { place, answer in
          places.base.map { ($0 + place).initialize(to: answer) }
        }
      }
      count = cases.count
    }
  }

  /// Answers cases on one tree, which is made when they come to it, so that few are there at a time.
  private func answer(
    _ bundle: Bundle, of cases: [Evidence],
    _ take: (_ place: Int, Result<Posteriors, InferenceError>) -> Void
  ) {
    let places = bundle.places
    let tree = bundle.isCut ? smaller(shelf.tree(for: cases[places[0]])) : whole
    var start = 0
    while start < places.count {
      let left = places.count - start
      let lanes = tree.tree.batchLanes(cases: left, memoryLimit: memoryLimit)
      let end = start + min(left, lanes)
      let batch = places[start..<end].map { cases[$0] }
      answer(batch, on: tree, lanes: lanes, starts: starts) { take(places[start + $0], $1) }
      start = end
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
