import Inference
import NetworkModel

/// How many candidates are off-nominal in a unit.
public struct CauseCount: Sendable, Equatable {
  /// P(all candidates are nominal | e).
  public let none: Double
  /// P(just one is not | e).
  public let one: Double
  /// P(two or more are not | e).
  public let more: Double
}

extension CauseCount {
  /// Counts over `candidates`: "none" is one joint state of theirs, and "one" is as many as they have off-nominal states, so that the
  /// probabilities of these with the evidence are all there is to compute. "More" is the rest.
  ///
  /// - Complexity: Half a propagation for each off-nominal state, and one more.
  init(
    of candidates: [Variable.Index], given evidence: Evidence, logEvidence: Double,
    in compiled: CompiledNetwork
  ) {
    let nominal = Dictionary(uniqueKeysWithValues: candidates.map { ($0, 0) })
    let single = candidates.flatMap { candidate in
      compiled.network.variables[candidate].states.indices.dropFirst().map { state in
        nominal.merging([candidate: state]) { $1 }
      }
    }
    let logs = compiled.logEvidences(
      of: ([nominal] + single).compactMap { evidence.fixing($0) })
    let shares = logs.map { exponential($0 - logEvidence) }
    let hasNone = evidence.fixing(nominal) != nil
    none = min(1, hasNone ? shares[0] : 0)
    one = min(1 - none, shares.dropFirst(hasNone ? 1 : 0).reduce(0, +))
    more = max(0, 1 - none - one)
  }
}
