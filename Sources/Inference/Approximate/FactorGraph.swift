import NetworkModel

/// A network with evidence as a factor graph ([KFL01]): a factor for each family, and what the evidence says of each
/// variable.
struct FactorGraph: Sendable {
  let network: Network
  let evidence: Evidence

  /// The factor of each variable's family; nil for a reading that was not taken, which says nothing.
  let factors: [FamilyFactor?]

  /// The logarithm of what the evidence says of each state of each variable, the largest 0.
  let logWeights: [[Double]]

  /// What was taken off the logarithms of all evidence.
  let logScale: Double

  /// The factors in which each variable is a parent, with its place among the parents.
  let childFactors: [[(child: Variable.Index, place: Int)]]

  /// Whether the variable or something that it leads to is known. The others are barren: they carry no weight.
  let isRelevant: [Bool]

  /// - Precondition: The evidence suits the network.
  init(_ network: Network, _ evidence: Evidence) {
    precondition(evidence.isValid(in: network), "evidence does not suit the network")
    self.network = network
    self.evidence = evidence
    let weights = network.variables.indices.map { variable in
      evidence[variable].map { EvidenceWeights($0, about: variable, in: network) }
    }
    logScale = weights.reduce(0) { $0 + ($1?.logScale ?? 0) }
    logWeights = network.variables.indices.map { variable in
      let flat = [Double](repeating: 0, count: network.variables[variable].cardinality)
      return network.variables[variable].isReading ? flat : weights[variable]?.logarithms ?? flat
    }
    factors = network.variables.indices.map { variable in
      let isReading = network.variables[variable].isReading
      if isReading && weights[variable] == nil { return nil }
      return FamilyFactor(
        network.cpds[variable],
        parentCardinalities: network.parentStates(of: variable).cardinalities,
        cardinality: network.variables[variable].cardinality,
        density: weights[variable]?.logarithms)
    }
    isRelevant = network.graph.ancestralSet(of: evidence.variables)
    childFactors = Self.childFactors(network, factors)
  }

  private static func childFactors(
    _ network: Network, _ factors: [FamilyFactor?]
  ) -> [[(child: Variable.Index, place: Int)]] {
    var result = [[(child: Variable.Index, place: Int)]](repeating: [], count: network.count)
    for child in network.variables.indices where factors[child] != nil {
      for (place, parent) in network.graph.parents[child].enumerated() {
        result[parent].append((child, place))
      }
    }
    return result
  }

  /// The variables, every parent before its children.
  var order: [Variable.Index] { network.graph.topologicalOrder }

  /// Returns the parents of `variable`.
  func parents(of variable: Variable.Index) -> [Variable.Index] { network.graph.parents[variable] }
}
