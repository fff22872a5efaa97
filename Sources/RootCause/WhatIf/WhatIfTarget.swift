import NetworkModel

/// What an intervention may prevent: that a variable is in one of some states.
public struct WhatIfTarget: Sendable, Hashable {
  /// The variable.
  public let variable: Variable.Index
  /// The states that are to be prevented, ascending.
  public let states: [Int]

  /// Creates a target: one state, or all off-nominal ones.
  ///
  /// - Precondition: The variable has states, and this one.
  public init(_ variable: Variable.Index, state: Int? = nil, in network: Network) {
    let all = network.variables[variable].states.indices
    precondition(state.map(all.contains) ?? !all.isEmpty, "there is no such state")
    self.variable = variable
    states = state.map { [$0] } ?? Array(all.dropFirst())
  }

  /// Every defect mode and every failing test that has states, in the order of the graph.
  public static func all(of model: CausalModel) -> [WhatIfTarget] {
    model.network.variables.indices.filter { index in
      let kind = model.graph.variables[index].kind
      return (kind == .defect || kind == .test) && model.network.variables[index].states.count > 1
    }
    .map { WhatIfTarget($0, in: model.network) }
  }

  /// The sum over its states of a distribution over all states of the variable.
  func probability(in distribution: [Double]) -> Double {
    states.count == distribution.count ? 1 : states.reduce(0) { $0 + distribution[$1] }
  }
}
