import NetworkModel

/// How posteriors are estimated.
public struct Approximation: Sendable {
  /// The propagation.
  public var loopy = LoopyBeliefPropagation()
  /// The sampling.
  public var sampling = ImportanceSampling()

  /// The usual way.
  public init() {}

  /// Returns the estimates for a case.
  ///
  /// - Throws: `InferenceError.impossibleEvidence` where zeros show it, `.noSampleAgrees`.
  func answer(
    given evidence: Evidence, in network: Network
  ) throws(InferenceError) -> ApproximateAnswer {
    do throws(ApproximationError) {
      return try ApproximateInference(network, loopy: loopy, sampling: sampling)
        .answer(given: evidence)
    } catch {
      switch error {
      case .impossibleEvidence(let contradiction):
        throw .impossibleEvidence(contradiction: contradiction)
      case .noSampleAgrees(let count): throw .noSampleAgrees(sampleCount: count)
      }
    }
  }
}
