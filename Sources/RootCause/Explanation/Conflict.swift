import Inference
import NetworkModel

/// How far findings fail to hang together ([JCNJ91], [JN07]): log ∏ P(eᵢ) − log P(e). Findings that support each other make
/// it negative; above 0 they are less probable together than if they had nothing to do with each other.
///
/// Scales cancel: weights of likelihoods, and units of readings.
public struct Conflict: Sendable, Equatable {
  /// log ∏ P(eᵢ) − log P(e), natural.
  public let total: Double
  /// Of each finding log P(eᵢ) − log P(eᵢ | the rest), in the order of the variables: above 0 the rest speaks against it.
  public let parts: [Double]

  /// Whether the conflict is above 0, and not just by rounding.
  public var isAboveZero: Bool { total > Self.rounding }

  private static let rounding = 1e-9

  /// Computes the conflict from log P(e), log P(eᵢ) of each finding alone, and log P(e without eᵢ).
  init(logEvidence: Double, alone: [Double], withoutEach: [Double]) {
    // One finding can't contradict itself; the sums would say so up to rounding.
    total = alone.count < 2 ? 0 : alone.reduce(0, +) - logEvidence
    parts =
      alone.count < 2
      ? alone.map { _ in 0 } : zip(alone, withoutEach).map { $0 - (logEvidence - $1) }
  }
}

extension Diagnostician {
  /// Returns how far the findings of `diagnosis` fail to hang together.
  ///
  /// - Complexity: Two half propagations for each finding.
  public func conflict(in diagnosis: Diagnosis) -> Conflict {
    conflict(in: diagnosis.evidence, logEvidence: diagnosis.logEvidence)
  }

  func conflict(in evidence: Evidence, logEvidence: Double) -> Conflict {
    let variables = evidence.variables
    let logs = compiled.logEvidences(
      of: variables.map { variable in evidence.restricted { $0 == variable } }
        + variables.map { evidence.without($0) })
    return Conflict(
      logEvidence: logEvidence, alone: Array(logs.prefix(variables.count)),
      withoutEach: Array(logs.dropFirst(variables.count)))
  }
}
