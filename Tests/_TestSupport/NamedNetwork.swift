import NetworkModel
import RootCause

/// A small random network as a causal graph with names that are hard to write, the same for the same seed.
package enum NamedNetwork {
  /// Names that files have to quote or escape; any format holds them.
  package static let oddNames = [
    "<5", ">=7.5", "Asy/Patch", "a b", "x&y", "na\u{EF}ve 木", "{a;b}", "50%", "it's", "table",
    "a|b",
    "-1", "//x", "x_1", "property", "(net)", "C:\\dir", "a=b", "node", "0", "[1", "👩‍🔧",
  ]

  /// Makes the graph that `seed` names; every variable has numbers.
  package static func make(
    seed: UInt64, _ ingredients: RandomNetwork.Ingredients, extraNames: [String] = []
  ) throws -> CausalGraph {
    let network = RandomNetwork(seed: seed, ingredients).network
    var dice = Dice(seed: seed &+ 77)
    let names = oddNames + extraNames
    func name(_ index: Int, _ plain: String) -> String {
      // A name keeps its odd end or its odd beginning.
      switch dice.below(3) {
      case 0: plain
      case 1: "\(names[dice.below(names.count)])\(index)"
      default: "\(index)\(names[dice.below(names.count)])"
      }
    }
    let hasKinds = dice.unit() < 0.7
    let variables = network.variables.enumerated().map { index, old in
      let states = old.states.enumerated().map { name($0, $1) }
      let domain: Variable.Domain = old.isReading ? .reading : .states(states)
      let kinds: [Kind] = old.isReading ? [.test, .context] : Kind.allCases
      let isRoot = network.graph.parents[index].isEmpty
      let guess: Kind =
        old.isReading
        ? .test : isRoot ? .step : network.graph.children[index].isEmpty ? .test : .defect
      let cpd = network.cpds[index]
      let form: CausalVariable.Form? = if case .noisyMax = cpd { .noisyMax } else { nil }
      var variable = CausalVariable(
        Variable(name(index, old.name), domain: domain),
        kind: hasKinds ? kinds[dice.below(kinds.count)] : guess, form: form)
      if dice.unit() < 0.4 { variable.label = "Label \"\(index)\" \\ <ü> & %\nsecond line" }
      variable.expert = cpd
      return variable
    }
    var graph = CausalGraph(
      title: dice.unit() < 0.5 ? "A line; {with} <marks> & more" : nil, variables: variables,
      structure: network.graph)
    graph.hasGuessedKinds = !hasKinds
    return graph
  }
}
