import NetworkModel

/// Answers cases about a network.
///
/// The network is compiled once. What the interventions of a case leave of it is compiled when the first case asks for it, and kept
/// until other interventions are asked for.
public struct QuerySession: Sendable {
  /// The network.
  public let network: Network
  /// The network as it is without interventions; nil where it does not fit the memory and is answered approximately.
  public let compiled: CompiledNetwork?

  /// What answers where exact inference does not fit.
  private let approximation: Approximation?
  private let threads: Int
  private let memoryLimit: Int
  /// What the last interventions left, or why it can't be compiled.
  private var last:
    (interventions: [Variable.Index: Int], compiled: Result<CompiledNetwork, InferenceError>)?

  /// Compiles `network`.
  ///
  /// - Parameters:
  ///   - network: The network.
  ///   - memoryLimit: The bytes that its tables may take.
  ///   - approximation: How posteriors are estimated where exact inference does not fit the memory.
  ///   - threads: How many threads answer a batch.
  /// - Throws: `InferenceError.treeTooLarge` when it does not fit and nothing is to be estimated.
  public init(
    _ network: Network, memoryLimit: Int = TreeSize.defaultMemoryLimit,
    approximation: Approximation? = nil, threads: Int = 1
  ) throws(InferenceError) {
    self.network = network
    self.memoryLimit = memoryLimit
    self.approximation = approximation
    self.threads = threads
    do throws(InferenceError) {
      compiled = try CompiledNetwork(network, memoryLimit: memoryLimit)
    } catch {
      guard approximation != nil else { throw error }
      compiled = nil
      last = ([:], .failure(error))
    }
  }

  /// Returns the answer to one case.
  ///
  /// - Throws: `InferenceError.impossibleEvidence` when P(e) = 0, `.treeTooLarge` when the network that interventions leave
  ///   is.
  /// - Precondition: The case suits the network.
  public mutating func answer(to query: QueryCase) throws(InferenceError) -> QueryAnswer {
    let network: CompiledNetwork
    do throws(InferenceError) {
      network = try compiled(after: query.interventions)
    } catch {
      guard let approximation, query.asksForPosteriors else { throw error }
      return .approximate(
        try approximation.answer(
          given: query.evidence, in: self.network.intervening(query.interventions)))
    }
    switch query.question {
    case .posteriors: return .posteriors(try network.posteriors(given: query.evidence))
    case .explanation:
      return .explanations(try network.mostProbableExplanations(given: query.evidence))
    case .explanations(let count):
      return .explanations(try network.mostProbableExplanations(count, given: query.evidence))
    case .joint(let variables):
      return .joint(try network.joint(over: variables, given: query.evidence))
    }
  }

  /// Returns the answers to `queries`, in their order; a case that is impossible fails alone.
  ///
  /// Cases that ask for posteriors after the same interventions move through the tree together.
  public mutating func answers(
    to queries: [QueryCase]
  ) -> [Result<QueryAnswer, InferenceError>] {
    if let compiled, queries.allSatisfy(\.isPlain) {
      return compiled.posteriors(given: queries.map(\.evidence), threads: threads)
        .map { $0.map(QueryAnswer.posteriors) }
    }
    var answers = [Int: Result<QueryAnswer, InferenceError>](minimumCapacity: queries.count)
    let groups = Dictionary(grouping: queries.indices) { queries[$0].interventions }
    for (interventions, places) in groups.sorted(by: { $0.value[0] < $1.value[0] }) {
      let together = places.filter { compiled != nil && queries[$0].asksForPosteriors }
      let found = posteriors(given: together.map { queries[$0].evidence }, after: interventions)
      for (place, answer) in zip(together, found) { answers[place] = answer }
      for place in places where answers[place] == nil {
        answers[place] = Result { () throws(InferenceError) in try answer(to: queries[place]) }
      }
    }
    return queries.indices.compactMap { answers[$0] }
  }

  private mutating func posteriors(
    given cases: [Evidence], after interventions: [Variable.Index: Int]
  ) -> [Result<QueryAnswer, InferenceError>] {
    do throws(InferenceError) {
      return try compiled(after: interventions).posteriors(given: cases, threads: threads)
        .map { $0.map(QueryAnswer.posteriors) }
    } catch {
      // One by one they say so, or are estimated.
      return []
    }
  }

  private mutating func compiled(
    after interventions: [Variable.Index: Int]
  ) throws(InferenceError) -> CompiledNetwork {
    if interventions.isEmpty, let compiled { return compiled }
    if let last, last.interventions == interventions { return try last.compiled.get() }
    let cut = network.intervening(interventions)
    let made = Result { () throws(InferenceError) in
      try CompiledNetwork(cut, memoryLimit: memoryLimit)
    }
    last = (interventions, made)
    return try made.get()
  }
}

extension QueryCase {
  /// Whether the case asks for posteriors of the network as it is.
  fileprivate var isPlain: Bool { interventions.isEmpty && asksForPosteriors }

  fileprivate var asksForPosteriors: Bool {
    if case .posteriors = question { true } else { false }
  }
}
