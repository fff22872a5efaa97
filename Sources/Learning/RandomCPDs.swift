import GraphStructure
import NetworkModel

/// Numbers to start from where nobody knows any.
public enum RandomCPDs {
  /// Returns `network` with the CPDs of `variables` near to even: each probability is off by up to a quarter, so that a
  /// variable that no record shows does not start on the saddle where all its states are alike.
  ///
  /// Tied families get the same numbers.
  public static func nearUniform(
    _ variables: Set<Variable.Index>, of network: Network, ties: [String: [Variable.Index]],
    seed: UInt64
  ) -> Network {
    var generator = SplitMix64(seed: seed)
    let groups = tieGroups(ties, count: network.count)
    return network.mappingCPDs(of: variables, groups: groups) { cpd in
      filled(
        cpd, weight: { _ in 0.75 + 0.5 * generator.unit() },
        shift: { 0.5 * generator.unit() - 0.25 })
    }
  }

  /// Returns `network` with the CPDs of `variables` drawn evenly from all distributions that keep their zeros.
  static func replace(
    _ variables: Set<Variable.Index>, of network: Network, ties: TieGroups,
    using generator: inout SplitMix64
  ) -> Network {
    network.mappingCPDs(of: variables, groups: ties.members) { cpd in
      filled(
        cpd,
        weight: { number in
          let weight = -logarithm(1 - generator.unit()) + 1e-12
          // A zero says "never", and no start may say otherwise.
          return number == 0 ? 0 : weight
        },
        shift: { 2 * generator.unit() - 1 })
    }
  }

  private static func tieGroups(
    _ ties: [String: [Variable.Index]], count: Int
  ) -> [[Variable.Index]] {
    let tied = Set(ties.values.joined())
    let groups =
      ties.values.filter { !$0.isEmpty }.map { $0.sorted() }
      + (0..<count).filter { !tied.contains($0) }.map { [$0] }
    return groups.sorted { $0[0] < $1[0] }
  }

  /// Fills the rows of `cpd` with weights of the numbers that stand there and normalises them. The means of a reading are shifted by so many
  /// standard deviations.
  private static func filled(
    _ cpd: CPD, weight: (_ number: Double) -> Double, shift: () -> Double
  ) -> CPD {
    func rows(_ values: [Double], length: Int) -> [Double] {
      stride(from: 0, to: values.count, by: length).flatMap { start in
        let weights = (start..<start + length).map { weight(values[$0]) }
        let total = weights.reduce(0, +)
        return weights.map { $0 / total }
      }
    }
    switch cpd {
    case .table(var table):
      table.values = rows(table.values, length: table.cardinality)
      return .table(table)
    case .noisyMax(var noisyMax):
      noisyMax.leak = rows(noisyMax.leak, length: noisyMax.cardinality)
      noisyMax.strengths = noisyMax.strengths.map { rows($0, length: noisyMax.cardinality) }
      return .noisyMax(noisyMax)
    case .gaussian(var gaussian):
      for row in gaussian.means.indices {
        gaussian.means[row] += shift() * gaussian.standardDeviations[row]
      }
      return .gaussian(gaussian)
    }
  }
}

extension Network {
  /// Returns this network with the CPDs of `variables` changed, one change for each group of tied families.
  fileprivate func mappingCPDs(
    of variables: Set<Variable.Index>, groups: [[Variable.Index]], _ change: (CPD) -> CPD
  ) -> Network {
    var cpds = cpds
    for group in groups where variables.contains(group[0]) {
      let cpd = change(cpds[group[0]])
      for member in group { cpds[member] = cpd }
    }
    return replacing(cpds)
  }
}
