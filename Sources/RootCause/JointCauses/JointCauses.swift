import Inference
import NetworkModel

/// The candidates judged together: which sets of them explain a unit, and how many are off-nominal at once.
public struct JointCauses: Sendable, Equatable {
  /// A state of a candidate.
  public struct Cause: Sendable, Equatable {
    /// The variable.
    public let variable: String
    /// Its off-nominal state.
    public let state: String
  }

  /// A joint state of all candidates.
  public struct Explanation: Sendable, Equatable {
    /// The candidates that are off-nominal, in the order of the graph; all others are nominal.
    public let causes: [Cause]
    /// P(these, and all others nominal | e).
    public let probability: Double
  }

  /// Joint explanations, the most probable first.
  public let explanations: [Explanation]
  /// Whether no other explanation is more probable than one of these; it is not known where the search ended before it was done.
  public let isExact: Bool
  /// No explanation beside these is more probable than this.
  public let boundOfOthers: Double
  /// How many candidates are off-nominal.
  public let count: CauseCount
}

extension Diagnostician {
  /// The nodes of a search, and the cells that it may walk in all.
  private static let (mostNodes, fewestNodes, mostCells) = (4096, 32, 5e8)

  /// Returns the most probable joint explanations of the evidence of `diagnosis`, and how many candidates are off-nominal.
  ///
  /// - Parameters:
  ///   - diagnosis: What this diagnostician said.
  ///   - explanations: How many; fewer are returned when fewer are possible.
  /// - Returns: nil when the model has no candidates.
  /// - Complexity: A half propagation for each off-nominal state of a candidate; for the explanations as many propagations as the bounds
  ///   leave, at most about 4096, and fewer on large networks.
  public func jointCauses(of diagnosis: Diagnosis, explanations: Int = 3) -> JointCauses? {
    let variables = model.network.variables
    let candidates = variables.indices.filter {
      model.graph.variables[$0].kind.isCandidate && variables[$0].states.count > 1
    }
    guard !candidates.isEmpty else { return nil }
    let nodes = Int(min(Double(Self.mostNodes), Self.mostCells / compiled.tree.size.totalCells))
    let search = CauseSearch(
      candidates: candidates, evidence: diagnosis.evidence, logEvidence: diagnosis.logEvidence,
      compiled: compiled, nodeLimit: max(Self.fewestNodes, nodes))
    let found = search.best(max(0, explanations))
    return JointCauses(
      explanations: found.joints.map { joint in
        let causes = zip(candidates, joint.states).filter { $0.1 > 0 }.map { candidate, state in
          JointCauses.Cause(
            variable: variables[candidate].name, state: variables[candidate].states[state])
        }
        return JointCauses.Explanation(
          causes: causes, probability: min(1, exponential(joint.logProbability)))
      },
      isExact: found.isExact, boundOfOthers: min(1, exponential(found.boundOfOthers)),
      count: CauseCount(
        of: candidates, given: diagnosis.evidence, logEvidence: diagnosis.logEvidence, in: compiled)
    )
  }
}
