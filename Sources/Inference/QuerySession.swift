import NetworkModel

/// Answers cases about a network.
///
/// The network is compiled once. What the interventions of a case leave of it is compiled when the first case asks for it, and kept
/// until other interventions are asked for. Whether the memory is enough is decided case by case, on what the case needs.
public struct QuerySession: Sendable {
  /// The network.
  public let network: Network
  /// The network as it is without interventions.
  public let compiled: CompiledNetwork

  /// What answers where exact inference does not fit.
  private let approximation: Approximation?
  private let threads: Int
  private let memoryLimit: Int
  /// What the last interventions left.
  private var last: (interventions: [Variable.Index: Int], compiled: CompiledNetwork)?

  /// Compiles `network`.
  ///
  /// - Parameters:
  ///   - network: The network.
  ///   - memoryLimit: The bytes that the tables of a case may take.
  ///   - approximation: How posteriors are estimated where exact inference does not fit the memory.
  ///   - threads: How many threads answer a batch.
  public init(
    _ network: Network, memoryLimit: Int = TreeSize.defaultMemoryLimit,
    approximation: Approximation? = nil, threads: Int = 1
  ) {
    self.network = network
    self.memoryLimit = memoryLimit
    self.approximation = approximation
    self.threads = threads
    compiled = CompiledNetwork(partsOf: network, memoryLimit: memoryLimit)
  }

  /// Returns the answer to one case.
  ///
  /// - Throws: `InferenceError.impossibleEvidence` when P(e) = 0, `.treeTooLarge` when what the case needs does not fit the memory and
  ///   is not to be estimated.
  /// - Precondition: The case suits the network.
  public mutating func answer(to query: QueryCase) throws(InferenceError) -> QueryAnswer {
    let network = compiled(after: query.interventions)
    do throws(InferenceError) {
      return try exactAnswer(to: query, network)
    } catch {
      guard case .treeTooLarge = error, let approximation, query.asksForPosteriors else {
        throw error
      }
      return .approximate(try approximation.answer(given: query.evidence, in: network.network))
    }
  }

  private func exactAnswer(
    to query: QueryCase, _ network: CompiledNetwork
  ) throws(InferenceError) -> QueryAnswer {
    switch query.question {
    case .posteriors(let asked):
      return .posteriors(try network.posteriors(given: query.evidence, of: asked))
    case .explanation:
      return .explanations(try network.mostProbableExplanations(given: query.evidence))
    case .explanations(let count):
      return .explanations(try network.mostProbableExplanations(count, given: query.evidence))
    case .joint(let variables):
      return .joint(try network.joint(over: variables, given: query.evidence))
    }
  }

  /// Returns the answers to `queries`, in their order; a case that is impossible, or does not fit the memory, fails alone.
  ///
  /// Cases that ask for posteriors after the same interventions move through the tree together.
  public mutating func answers(
    to queries: [QueryCase]
  ) -> [Result<QueryAnswer, InferenceError>] {
    if compiled.fits, queries.allSatisfy(\.isPlain) {
      return compiled.posteriors(given: queries.map(\.evidence), threads: threads)
        .map { $0.map(QueryAnswer.posteriors) }
    }
    var answers = [Int: Result<QueryAnswer, InferenceError>](minimumCapacity: queries.count)
    let groups = Dictionary(grouping: queries.indices) { queries[$0].interventions }
    for (interventions, places) in groups.sorted(by: { $0.value[0] < $1.value[0] }) {
      let network = compiled(after: interventions)
      let together = places.filter { network.fits && queries[$0].asksForPosteriors }
      let found = network.posteriors(given: together.map { queries[$0].evidence }, threads: threads)
      for (place, answer) in zip(together, found) {
        answers[place] = answer.map(QueryAnswer.posteriors)
      }
      for place in places where answers[place] == nil {
        answers[place] = Result { () throws(InferenceError) in try answer(to: queries[place]) }
      }
    }
    return queries.indices.compactMap { answers[$0] }
  }

  private mutating func compiled(after interventions: [Variable.Index: Int]) -> CompiledNetwork {
    if interventions.isEmpty { return compiled }
    if let last, last.interventions == interventions { return last.compiled }
    let made = CompiledNetwork(
      partsOf: network.intervening(interventions), memoryLimit: memoryLimit)
    last = (interventions, made)
    return made
  }
}

extension QueryCase {
  /// Whether the case asks for posteriors of the network as it is.
  fileprivate var isPlain: Bool { interventions.isEmpty && asksForPosteriors }

  fileprivate var asksForPosteriors: Bool {
    if case .posteriors = question { true } else { false }
  }
}
