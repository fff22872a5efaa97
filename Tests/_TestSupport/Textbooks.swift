import NetworkModel

/// Networks from the literature.
package enum Textbooks {
  /// The chest clinic of Lauritzen and Spiegelhalter, *Local computations with probabilities on graphical
  /// structures*, Journal of the Royal Statistical Society B 50 (1988), section 2, page 164.
  package static let asia = network([
    Node("asia", yes: [0.01]),
    Node("smoking", yes: [0.5]),
    Node("tuberculosis", ["asia"], yes: [0.01, 0.05]),
    Node("lung", ["smoking"], yes: [0.01, 0.1]),
    Node("bronchitis", ["smoking"], yes: [0.3, 0.6]),
    Node("either", ["tuberculosis", "lung"], yes: [0, 1, 1, 1]),
    Node("xray", ["either"], yes: [0.05, 0.98]),
    Node("dyspnoea", ["either", "bronchitis"], yes: [0.1, 0.8, 0.7, 0.9]),
  ])

  /// The burglar alarm of Russell and Norvig, *Artificial Intelligence*, 3rd edition (2010), figure 14.2, page 512.
  package static let burglary = network([
    Node("burglary", yes: [0.001]),
    Node("earthquake", yes: [0.002]),
    Node("alarm", ["burglary", "earthquake"], yes: [0.001, 0.29, 0.94, 0.95]),
    Node("john", ["alarm"], yes: [0.05, 0.9]),
    Node("mary", ["alarm"], yes: [0.01, 0.7]),
  ])

  /// The wet grass of Russell and Norvig, *Artificial Intelligence*, 3rd edition (2010), figure 14.12, page 529.
  package static let sprinkler = network([
    Node("cloudy", yes: [0.5]),
    Node("sprinkler", ["cloudy"], yes: [0.5, 0.1]),
    Node("rain", ["cloudy"], yes: [0.2, 0.8]),
    Node("wet", ["sprinkler", "rain"], yes: [0, 0.9, 0.9, 0.99]),
  ])

  /// The student of Koller and Friedman, *Probabilistic Graphical Models* (2009), figure 3.4, page 53.
  package static let student = network([
    Node("difficulty", states: ["d0", "d1"], [], [0.6, 0.4]),
    Node("intelligence", states: ["i0", "i1"], [], [0.7, 0.3]),
    Node(
      "grade", states: ["g1", "g2", "g3"], ["intelligence", "difficulty"],
      [0.3, 0.4, 0.3, 0.05, 0.25, 0.7, 0.9, 0.08, 0.02, 0.5, 0.3, 0.2]),
    Node("sat", states: ["s0", "s1"], ["intelligence"], [0.95, 0.05, 0.2, 0.8]),
    Node("letter", states: ["l0", "l1"], ["grade"], [0.1, 0.9, 0.4, 0.6, 0.99, 0.01]),
  ])

  /// A variable with the names of its parents and the rows of its table.
  package struct Node {
    let variable: Variable
    let parents: [String]
    let values: [Double]

    /// A variable with these states.
    package init(_ name: String, states: [String], _ parents: [String], _ values: [Double]) {
      variable = Variable(name, states: states)
      self.parents = parents
      self.values = values
    }

    /// A variable with the states no and yes, and the probability of yes in each row.
    package init(_ name: String, _ parents: [String] = [], yes: [Double]) {
      self.init(name, states: ["no", "yes"], parents, yes.flatMap { [1 - $0, $0] })
    }
  }

  /// The network of `nodes`.
  package static func network(_ nodes: [Node]) -> Network {
    let names = nodes.map(\.variable.name)
    do {
      return try Network(
        variables: nodes.map(\.variable),
        parents: nodes.map { node in node.parents.compactMap(names.firstIndex) },
        cpds: nodes.map {
          .table(TabularCPD(cardinality: $0.variable.cardinality, values: $0.values))
        })
    } catch {
      preconditionFailure("a textbook network is not valid: \(error)")
    }
  }
}
