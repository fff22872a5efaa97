import Foundation
import Learning
import NetworkModel
import RootCause

/// A small random model with all that a model can hold, the same for the same seed.
package enum RandomModel {
  /// Makes the model that `seed` names.
  package static func make(seed: UInt64, _ ingredients: RandomNetwork.Ingredients = .everything)
    throws -> CausalModel
  {
    let network = RandomNetwork(seed: seed, ingredients).network
    var dice = Dice(seed: seed &+ 1_000_003)
    let variables = network.variables.indices.map { variable($0, of: network, &dice) }
    var graph = CausalGraph(
      title: dice.unit() < 0.5 ? "A \"line\"\nwith {braces}" : nil, variables: variables,
      structure: network.graph)
    if dice.unit() < 0.5 { graph.ignoredColumns = ["run", "note_*"] }
    if seed % 3 == 0 { graph.rules = variables.map { rule(about: $0) } }
    if dice.unit() < 0.5 { graph.appearance.graph = ["rankdir": "LR", "nodesep": "0.3"] }
    graph.hasGuessedKinds = dice.unit() < 0.2
    for (index, family) in network.graph.parents.enumerated() {
      if dice.unit() < 0.3 { graph.appearance.nodes[variables[index].name] = ["tooltip": "<\\N>"] }
      for parent in family where dice.unit() < 0.3 {
        let arc = CausalGraph.Appearance.Arc(
          parent: variables[parent].name, child: variables[index].name)
        graph.appearance.arcs[arc] = ["label": "1/2, ü"]
      }
    }
    return try CausalModel(
      graph: graph, cpds: network.cpds,
      counts: dice.unit() < 0.5 ? counts(of: network, &dice) : nil,
      provenance: provenance(&dice))
  }

  private static func variable(_ index: Int, of network: Network, _ dice: inout Dice)
    -> CausalVariable
  {
    let kinds = Kind.allCases
    let form: CausalVariable.Form =
      switch network.cpds[index] {
      case .table: .table
      case .noisyMax: .noisyMax
      case .gaussian: .gaussian
      }
    var variable = CausalVariable(
      network.variables[index], kind: kinds[dice.below(kinds.count)], form: form)
    if dice.unit() < 0.4 { variable.label = "Label of \(index) \\ \"x\" / ü" }
    if dice.unit() < 0.3, !variable.variable.isReading { variable.key = "key_\(dice.below(2))" }
    if dice.unit() < 0.3 { variable.column = "Column, \(index)" }
    if dice.unit() < 0.3 { variable.cost = 100 * dice.unit() }
    if dice.unit() < 0.2 { variable.tie = "tie \(index)" }
    if index % 3 == 1, !variable.variable.isReading { variable.priorGroup = "group \(index % 2)" }
    if dice.unit() < 0.3, variable.variable.isReading { variable.unit = "µm" }
    if case .gaussian(let gaussian) = network.cpds[index], gaussian.regressors.count > 0 {
      variable.typical = dice.unit() < 0.5 ? gaussian.regressors : nil
    }
    if dice.unit() < 0.4 {
      variable.expert = network.cpds[index]
      if dice.unit() < 0.5 { variable.weight = 1 / (0.001 + dice.unit()) }
    }
    let states = variable.variable.states
    if states.count > 1, dice.unit() < 0.3 {
      let start = dice.normal()
      let cuts = states.indices.dropLast().map { "\(states[$0])<\(start + Double($0) / 3)<" }
      variable.bins = Bins(cuts.joined() + states[states.count - 1])
    }
    return variable
  }

  private static func rule(about variable: CausalVariable) -> DataRule {
    guard let state = variable.variable.states.last else {
      return .range(name: variable.name, -0.5 ... .infinity)
    }
    return .never([
      DataRule.Condition(name: variable.name, isEqual: false, value: state),
      DataRule.Condition(name: "unit", isEqual: true, value: "it's #1; and"),
    ])
  }

  private static func counts(of network: Network, _ dice: inout Dice) -> [[Double]] {
    network.variables.indices.map { index in
      let length = ExpectedCounts.rowLength(of: network.variables[index])
      return (0..<network.parentStates(of: index).count * length).map { _ in 50 * dice.unit() }
    }
  }

  private static func provenance(_ dice: inout Dice) throws -> Provenance {
    guard dice.unit() < 0.5 else { return Provenance(graphDigest: "abc") }
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    let text = """
      {"version": "0", "graphDigest": "abc", "learning": {
        "recordsDigest": "def", "units": 17.5, "missingShare": \(dice.unit()), "prior": "uniform:0.5",
        "start": "prior", "seed": \(UInt64.max), "maximumIterations": 500, "tolerance": 1e-8,
        "convergence": "converged", "runEnds": [-1e300, "-inf"], "logLikelihood": [\(-dice.unit()), -5e-324],
        "logPosterior": ["-inf", -0.3]}}
      """
    return try decoder.decode(Provenance.self, from: Data(text.utf8))
  }
}
