import GraphStructure
import NetworkModel

/// A variable with its parents as they are, and as they are in the counterfactual.
struct TwinFamily {
  /// What a parent is in the counterfactual.
  enum Counterpart: Equatable {
    /// What it is anyway.
    case same
    /// What the intervention sets it to.
    case fixed(Int)
    /// What its twin is.
    case twin(Variable.Index)
  }

  /// The variable.
  let variable: Variable.Index
  /// Its parents.
  let parents: [Variable.Index]
  /// What each parent is in the counterfactual.
  let counterparts: [Counterpart]

  /// The twins among the counterparts.
  var twins: [Variable.Index] {
    counterparts.compactMap { if case .twin(let twin) = $0 { twin } else { nil } }
  }

  /// Returns the states of the parents in the counterfactual, from those that they have and those of the twins.
  func otherStates(_ states: some Sequence<Int>, twins: some Sequence<Int>) -> [Int] {
    var twins = twins.makeIterator()
    return zip(states, counterparts).map { state, counterpart in
      switch counterpart {
      case .same: state
      case .fixed(let fixed): fixed
      case .twin: twins.next() ?? state
      }
    }
  }

  /// Whether a noisy-MAX says how its noise goes together: no parent can be in two different off-nominal states.
  func sharesNoise(cardinalities: [Int]) -> Bool {
    zip(parents, counterparts).allSatisfy { parent, counterpart in
      switch counterpart {
      case .same, .fixed(0): true
      case .fixed, .twin: cardinalities[parent] <= 2
      }
    }
  }
}

/// How the twin of a variable follows from the variable, its parents and their twins.
struct TwinResponse {
  let family: TwinFamily
  let cpd: CPD
  let cardinality: Int
  private let form: Form
  private let rows: JointStates

  private enum Form {
    case noisyMax(NoisyMaxCPD)
    case table(TabularCPD, isDeterministic: Bool)
  }

  /// Prepares for the CPD of the family's variable.
  init(_ family: TwinFamily, in network: Network) {
    self.family = family
    cpd = network.cpds[family.variable]
    cardinality = network.variables[family.variable].cardinality
    rows = network.parentStates(of: family.variable)
    if case .noisyMax(let noisyMax) = cpd, family.sharesNoise(cardinalities: network.cardinalities)
    {
      form = .noisyMax(noisyMax)
    } else {
      let table = cpd.table
      form = .table(table, isDeterministic: table.values.allSatisfy { $0 == 0 || $0 == 1 })
    }
  }

  /// Whether the CPD says how the noise goes together.
  var isSettled: Bool {
    if case .table(_, let isDeterministic) = form { isDeterministic } else { true }
  }

  /// Returns P(X* | X, pa, pa*), a row for each state of X; where X is impossible, of any kind.
  ///
  /// - Precondition: The CPD says how the noise goes together.
  func rows(_ states: [Int], _ otherStates: [Int]) -> [[Double]] {
    switch form {
    case .table(let table, _):
      let row = Array(table[row: rows.index(of: otherStates)])
      return [[Double]](repeating: row, count: cardinality)
    case .noisyMax(let noisyMax):
      let joint = SharedNoise.joint(of: noisyMax, states, otherStates)
      return (0..<cardinality).map { state in
        let row = joint[state * cardinality..<(state + 1) * cardinality]
        let total = row.reduce(0, +)
        return total > 0
          ? row.map { $0 / total } : (0..<cardinality).map { $0 == 0 ? 1 : 0 }
      }
    }
  }

  /// Returns the bounds of P(X* not in `target` | X, pa, pa*) for each state of X: 0 for states not in the target.
  func escapes(
    from target: WhatIfTarget, _ states: [Int], _ otherStates: [Int]
  ) -> [ClosedRange<Double>] {
    let isTarget = (0..<cardinality).map(target.states.contains)
    guard isSettled else {
      guard states != otherStates, case .table(let table, _) = form else {
        // With the same parents and the same noise it is the same.
        return [ClosedRange<Double>](repeating: 0...0, count: cardinality)
      }
      let row = table[row: rows.index(of: states)]
      let other = Array(table[row: rows.index(of: otherStates)])
      return zip(isTarget, row).map { isTarget, probability in
        isTarget ? SharedNoise.escapeBounds(of: probability, other: other, target) : 0...0
      }
    }
    return zip(isTarget, rows(states, otherStates)).map { isTarget, row in
      guard isTarget else { return 0...0 }
      let outside = row.indices.reduce(0) { target.states.contains($1) ? $0 : $0 + row[$1] }
      return min(1, outside)...min(1, outside)
    }
  }
}
