import NetworkModel

/// Why there is no answer.
public enum InferenceError: Error, Equatable, Sendable {
  /// The evidence can't be true: P(e) = 0. `contradiction` is a part of it that can't be true by itself, while everything
  /// short of it can.
  case impossibleEvidence(contradiction: Evidence)

  /// No sample of so many agreed with the evidence: it may be impossible, or too unlikely for sampling to find it.
  case noSampleAgrees(sampleCount: Int)

  /// The tables would not fit the memory that they may take; none was made.
  case treeTooLarge(TreeSize, limit: Int)
}
