import NetworkModel

/// A loss table whose names are places in a graph.
struct LossTerms {
  /// A loss where a variable is in one of these states.
  struct Term {
    let variable: Variable.Index
    let states: Set<Int>
    let loss: Double
  }

  struct Choice {
    let base: Double
    let none: Double
    /// The largest loss first.
    let terms: [Term]
  }

  let choices: [Choice]
  let several: LossTable.Several
  let faults: [Variable.Index]

  /// Nil where the table speaks of what the graph does not have.
  init?(_ table: LossTable, in graph: CausalGraph) {
    var choices: [Choice] = []
    for choice in table.choices {
      let terms = choice.entries.compactMap { entry -> Term? in
        guard let index = graph.index(of: entry.variable) else { return nil }
        let variable = graph.variables[index].variable
        guard let name = entry.state else {
          return Term(
            variable: index, states: Set(variable.states.indices.dropFirst()), loss: entry.loss)
        }
        return variable.state(name).map {
          Term(variable: index, states: [$0], loss: entry.loss)
        }
      }
      guard terms.count == choice.entries.count else { return nil }
      choices.append(
        Choice(base: choice.base, none: choice.none, terms: terms.sorted { $0.loss > $1.loss }))
    }
    self.choices = choices
    several = table.several
    faults = graph.faults
  }

  /// The variables on which losses depend, ascending.
  var variables: [Variable.Index] {
    let named = choices.flatMap { $0.terms.map(\.variable) }
    return Set(named + (choices.contains { $0.none != 0 } ? faults : [])).sorted()
  }

  /// The off-nominal states that the table speaks of, in the order of the graph.
  var states: [(variable: Variable.Index, state: Int)] {
    var states: [Variable.Index: Set<Int>] = [:]
    for term in choices.flatMap(\.terms) {
      states[term.variable, default: []].formUnion(term.states.filter { $0 > 0 })
    }
    return states.keys.sorted().flatMap { index in
      states[index, default: []].sorted().map { (index, $0) }
    }
  }

  /// The loss of each choice in a unit of which the states of `variables` are known.
  func losses(in states: [Variable.Index: Int]) -> [Double] {
    let isSound = faults.allSatisfy { states[$0, default: 0] == 0 }
    return choices.map { choice in
      let fitting = choice.terms.filter { $0.states.contains(states[$0.variable, default: 0]) }
      let several = several == .sum ? fitting.reduce(0) { $0 + $1.loss } : fitting.first?.loss ?? 0
      return choice.base + (isSound ? choice.none : 0) + several
    }
  }
}
