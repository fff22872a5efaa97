import NetworkModel

/// The joint posterior of some variables.
public struct JointPosterior: Sendable, Equatable {
  /// The variables, in the order of the table.
  public let variables: [Variable.Index]

  /// P(X, Y, … | e), the first variable slowest.
  public let probabilities: [Double]

  /// log P(e), natural. With readings, the logarithm of a density.
  public let logEvidence: Double
}

extension CompiledNetwork {
  /// Returns the joint posterior of `variables`, which need not be in one clique.
  ///
  /// The network is compiled once more, with a clique that has all of them.
  ///
  /// - Throws: `InferenceError.impossibleEvidence` when P(e) = 0, `.treeTooLarge` when the tree with that clique does not fit the
  ///   memory.
  /// - Precondition: The variables are distinct and have states, and the evidence suits the network.
  /// - Complexity: O(cells of all clique tables), of which one has a cell for every joint state of the variables.
  public func joint(
    over variables: [Variable.Index], given evidence: Evidence = Evidence()
  ) throws(InferenceError) -> JointPosterior {
    precondition(Set(variables).count == variables.count, "a variable is named twice")
    precondition(
      variables.allSatisfy { !network.variables[$0].isReading }, "a reading has no states")
    check([evidence])
    let tree = try shelf.tree(
      for: evidence, joint: variables, asked: [], memoryLimit: memoryLimit)
    guard let found = run(evidence, on: tree, reading: .joint, { $0.joint() }) else {
      throw .impossibleEvidence(contradiction: contradiction(in: evidence))
    }
    return JointPosterior(
      variables: variables, probabilities: whole(found.answer, over: variables, evidence),
      logEvidence: found.logEvidence)
  }

  /// The cells of all clique tables through which `joint(over:given:)` would go.
  package func jointCells(
    over variables: [Variable.Index], given evidence: Evidence
  ) -> Double {
    shelf.tree(for: evidence, joint: variables).tree.size.totalCells
  }

  /// Returns the table over `variables` of which `part` is the one over those that are not observed, in the same order.
  private func whole(
    _ part: [Double], over variables: [Variable.Index], _ evidence: Evidence
  ) -> [Double] {
    var cells = [0]
    for variable in variables {
      let cardinality = network.variables[variable].cardinality
      if case .state(let known) = evidence[variable], cardinality > 1 {
        cells = cells.flatMap { cell in (0..<cardinality).map { $0 == known ? cell : -1 } }
      } else {
        cells = cells.flatMap { cell in
          (0..<cardinality).map { cell < 0 ? -1 : cell * cardinality + $0 }
        }
      }
    }
    return cells.map { $0 < 0 ? 0 : part[$0] }
  }
}
