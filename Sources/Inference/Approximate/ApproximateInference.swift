import NetworkModel

/// Answers about a network whose junction tree does not fit: loopy belief propagation, and importance sampling that starts from it
/// and states its errors.
///
///     let inference = ApproximateInference(network)
///     let answer = try inference.answer(given: evidence)
///     answer.posteriors[lung]      // estimates
///     answer.standardErrors[lung]
///
/// Memory is that of the CPDs, a few times over; a noisy-MAX is never written out as a large table.
public struct ApproximateInference: Sendable {
  /// The network.
  public let network: Network

  /// The propagation.
  public var loopy: LoopyBeliefPropagation

  /// The sampling.
  public var sampling: ImportanceSampling

  /// Creates the methods' pair for `network`.
  public init(
    _ network: Network, loopy: LoopyBeliefPropagation = LoopyBeliefPropagation(),
    sampling: ImportanceSampling = ImportanceSampling()
  ) {
    self.network = network
    self.loopy = loopy
    self.sampling = sampling
  }

  /// Returns approximate posteriors of every variable, with what is known of their errors.
  ///
  /// - Precondition: The evidence suits the network.
  /// - Throws: `ApproximationError.impossibleEvidence` when zeros that go from family to family show a contradiction;
  ///   `noSampleAgrees` when no sample had a weight above 0, which may have that reason or another.
  public func answer(
    given evidence: Evidence = Evidence()
  ) throws(ApproximationError) -> ApproximateAnswer {
    let graph = FactorGraph(network, evidence)
    let supports = try SupportPropagation(graph).supports()
    let (messages, marginals) = loopy.run(graph, supports: supports)
    return ApproximateAnswer(sampled: try sampling.estimates(messages), loopy: marginals)
  }
}

/// What two approximations say, and how far they are apart.
public struct ApproximateAnswer: Sendable, Equatable {
  /// The estimates of importance sampling.
  public let sampled: SampledPosteriors

  /// The beliefs of loopy belief propagation.
  public let loopy: LoopyMarginals

  /// The names of the methods, as they are to be told.
  public static let methodNames = (
    sampled: "importance sampling (EPIS-BN)", loopy: "loopy belief propagation"
  )

  /// The estimate of P(X | e) for each variable, state by state.
  public var posteriors: [[Double]] { sampled.distributions }

  /// The standard error of each estimate.
  public var standardErrors: [[Double]] { sampled.standardErrors }

  /// The largest difference between an estimate and the belief in the same state.
  public var largestDisagreement: Double {
    zip(sampled.distributions.joined(), loopy.distributions.joined())
      .reduce(0) { max($0, abs($1.0 - $1.1)) }
  }
}
