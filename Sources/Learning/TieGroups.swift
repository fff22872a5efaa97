import NetworkModel

/// The families that share a CPD; a family without a tie is a group of its own.
struct TieGroups: Sendable {
  /// The members of each group, ascending, by the first member.
  let members: [[Variable.Index]]

  /// - Throws: `LearningError.unlikeTies` when the families of a tie have different shapes.
  init(_ problem: ExpectationMaximization.Problem) throws(LearningError) {
    var isTied = Set<Variable.Index>()
    var groups: [[Variable.Index]] = []
    for (name, group) in problem.ties.sorted(by: { $0.key < $1.key }) where group.count > 1 {
      let shapes = group.map { Self.shape(of: $0, in: problem.start) }
      guard shapes.allSatisfy({ $0 == shapes[0] }) else {
        throw .unlikeTies(name: name, variables: group.map { problem.start.variables[$0].name })
      }
      isTied.formUnion(group)
      groups.append(group.sorted())
    }
    groups += problem.start.variables.indices.filter { !isTied.contains($0) }.map { [$0] }
    members = groups.sorted { $0[0] < $1[0] }
  }

  private static func shape(of variable: Variable.Index, in network: Network) -> [Int] {
    let kind =
      switch network.cpds[variable] {
      case .table: 0
      case .noisyMax: 1
      case .gaussian: 2
      }
    return [
      kind, network.variables[variable].cardinality, network.variables[variable].regressors.count,
    ]
      + network.parentStates(of: variable).cardinalities
  }
}
