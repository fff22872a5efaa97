import GraphStructure
import Inference
import NetworkModel

/// How much the two ends of each arc say of each other, and how much evidence has told about them.
///
/// All in bits. Arcs are addressed as in `DirectedGraph`: by the child, and the place of the parent among its parents.
public struct ArcInfluence: Sendable, Equatable {
  /// The mutual information I(parent; child) without evidence: what one would learn of one end, on average, if one were
  /// told the other.
  public let mutualInformation: [[Double]]

  /// What the evidence has told about each variable, D(P(X | e) ‖ P(X)): 0 where it has not moved, and of a finding
  /// −log₂ of its probability. A reading that is observed takes what is told about its parents together; one that is
  /// not has none.
  public let told: [Double]

  /// The arcs of the strongest causal path from the leading cause to each finding that it can bring about, but for those of
  /// nominal states.
  public let path: Set<Arc>

  /// An arc by the indices of its ends.
  public struct Arc: Sendable, Hashable {
    /// The cause.
    public let parent: Variable.Index
    /// The effect.
    public let child: Variable.Index

    /// Names an arc.
    public init(parent: Variable.Index, child: Variable.Index) {
      self.parent = parent
      self.child = child
    }
  }

  /// What the evidence has sent through an arc: what it has told about that end of which it has told less.
  ///
  /// Where evidence can reach an end only through the arc, this is exactly what came through it, since by the data processing
  /// inequality the nearer end has been told at least as much; elsewhere it is a bound from above. Suermondt follows evidence along a
  /// chain of reasoning by the same measure ([S92]).
  public func sent(from parent: Variable.Index, to child: Variable.Index) -> Double {
    min(told[parent], told[child])
  }
}

extension Diagnostician {
  /// Returns what the arcs of the model carry, without evidence and in `diagnosis`.
  ///
  /// - Precondition: The diagnosis is of this model.
  /// - Complexity: O(cells of all clique tables), of the tree of the whole network.
  public func influence(in diagnosis: Diagnosis) -> ArcInfluence {
    let structure = model.graph.structure
    let told = evidenceTold(diagnosis)
    let search = CausalPathSearch(structure, told: told)
    let cause = diagnosis.evidence.isEmpty ? nil : diagnosis.leaders.first
    let source = cause.flatMap { model.graph.index(of: $0.variable) }
    // A cause brings about trouble: a finding that all is well speaks against it.
    let findings = diagnosis.evidence.variables.filter { diagnosis.evidence[$0] != .state(0) }
    let path = source.map { search.arcs(from: $0, to: findings) } ?? []
    return ArcInfluence(mutualInformation: mutualInformation, told: told, path: path)
  }

  private var mutualInformation: [[Double]] {
    let network = model.network
    let structure = model.graph.structure
    let found = compiled.families(given: [Evidence()]) { _, family in
      network.variables.indices.map { child in
        let parents = structure.parents[child]
        return FamilyInformation(
          table: parents.isEmpty ? [] : family(child),
          cardinalities: parents.map { network.variables[$0].cardinality },
          cpd: network.cpds[child]
        ).byParent
      }
    }
    return found[0] ?? structure.parents.map { $0.map { _ in 0 } }
  }

  private func evidenceTold(_ diagnosis: Diagnosis) -> [Double] {
    let variables = model.network.variables
    var told = variables.indices.map { index in
      variables[index].isReading
        ? 0 : relativeEntropyBits(diagnosis.posteriors[index], priors[index])
    }
    for index in diagnosis.evidence.variables where variables[index].isReading {
      told[index] = model.graph.structure.parents[index].reduce(0) { $0 + told[$1] }
    }
    return told
  }
}

/// Σ p log₂ (p/q), for p that is 0 wherever q is; never below 0.
package func relativeEntropyBits(_ p: [Double], _ q: [Double]) -> Double {
  let sum = zip(p, q).reduce(0.0) { sum, pair in
    guard pair.0 > 0, pair.1 > 0 else { return sum }
    return sum + pair.0 * (logarithm(pair.0) - logarithm(pair.1))
  }
  return max(0, sum / logarithm(2))
}
