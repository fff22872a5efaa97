import NetworkModel

/// Why there is no approximate answer.
public enum ApproximationError: Error, Equatable, Sendable {
  /// The evidence can't be true: P(e) = 0. `contradiction` is a part of it that rules out every state of some variable, by zeros
  /// passed on from family to family; any less of it does not.
  case impossibleEvidence(contradiction: Evidence)

  /// No sample of so many agreed with the evidence. It may be impossible, or only so unlikely that sampling does not find it.
  case noSampleAgrees(sampleCount: Int)
}
