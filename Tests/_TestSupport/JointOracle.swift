import Foundation
import NetworkModel

/// What is true of a small network given evidence, by multiplying CPD entries over all joint states.
///
/// Nothing here goes through a junction tree or through the library's tables and index arithmetic, so that a
/// mistake there can't hide in both.
package struct JointOracle {
  /// log P(e), natural; −∞ when the evidence is impossible.
  package let logEvidence: Double

  /// P(X | e) for each variable.
  package let posteriors: [[Double]]

  /// P(pa(X), X | e) for each variable, the first parent slowest and X fastest.
  package let families: [[Double]]

  /// The joint states that are possible, each with log P(x, e), the most probable first.
  package let jointStates: [(states: [Int], logarithm: Double)]

  private let cardinalities: [Int]

  /// Enumerates the joint states of `network`.
  ///
  /// - Complexity: O(joint states × variables).
  package init(_ network: Network, evidence: Evidence = Evidence()) {
    let table = EntryTable(network, evidence: evidence)
    var enumeration = JointEnumeration(network, table)
    enumeration.visit(depth: 0, weight: WideNumber(1))
    let total = enumeration.leaves.reduce(WideNumber(0)) { $0 + $1.weight }
    var posteriors = network.variables.map { [Double](repeating: 0, count: $0.cardinality) }
    var families = table.entries.map { [Double](repeating: 0, count: $0.count) }
    for leaf in enumeration.leaves {
      let share = leaf.weight.share(of: total)
      for variable in network.variables.indices {
        posteriors[variable][leaf.states[variable]] += share
        families[variable][table.place(of: variable, in: leaf.states)] += share
      }
    }
    logEvidence = total.logarithm
    self.posteriors = posteriors
    self.families = families
    jointStates = enumeration.leaves.map { ($0.states, $0.weight.logarithm) }
      .sorted { $0.logarithm > $1.logarithm }
    cardinalities = network.cardinalities
  }

  /// P(X, Y, … | e), the first variable slowest.
  package func joint(over variables: [Int]) -> [Double] {
    var table = [Double](repeating: 0, count: variables.reduce(1) { $0 * cardinalities[$1] })
    for (states, logarithm) in jointStates {
      let place = variables.reduce(0) { $0 * cardinalities[$1] + states[$1] }
      table[place] += exp(logarithm - logEvidence)
    }
    return table
  }
}

/// The joint states that are possible, each with its weight.
private struct JointEnumeration {
  private let order: [Int]
  private let cardinalities: [Int]
  private let table: EntryTable
  private var states: [Int]
  private(set) var leaves: [(states: [Int], weight: WideNumber)] = []

  init(_ network: Network, _ table: EntryTable) {
    order = network.graph.topologicalOrder
    cardinalities = network.variables.map(\.cardinality)
    self.table = table
    states = [Int](repeating: 0, count: network.count)
  }

  mutating func visit(depth: Int, weight: WideNumber) {
    guard depth < order.count else {
      leaves.append((states, weight))
      return
    }
    let variable = order[depth]
    for state in 0..<cardinalities[variable] {
      states[variable] = state
      let entry = table.entries[variable][table.place(of: variable, in: states)]
      if !entry.isZero { visit(depth: depth + 1, weight: weight * entry) }
    }
  }
}

/// For each variable and each joint state of its family: the probability of the state, times what is known of it.
private struct EntryTable {
  let entries: [[WideNumber]]
  private let parents: [[Int]]
  private let cardinalities: [Int]

  init(_ network: Network, evidence: Evidence) {
    entries = network.variables.indices.map { variable in
      let cardinality = network.variables[variable].cardinality
      let parents = network.graph.parents[variable].map { network.variables[$0].cardinality }
      switch network.cpds[variable] {
      case .table(let table):
        return Self.weighted(table.values, cardinality, evidence[variable])
      case .noisyMax(let noisyMax):
        let rows = Self.jointStates(parents).flatMap { noisyMax.hiddenCauseRow(parentStates: $0) }
        return Self.weighted(rows, cardinality, evidence[variable])
      case .gaussian(let gaussian):
        return gaussian.means.indices.map { row in
          guard case .value(let value, let regressors) = evidence[variable] else {
            return WideNumber(1)
          }
          var mean = gaussian.means[row]
          for (place, regressor) in regressors.enumerated() {
            mean += gaussian.slopes[row * regressors.count + place] * regressor
          }
          return Self.density(value, mean, gaussian.standardDeviations[row])
        }
      }
    }
    parents = network.graph.parents
    cardinalities = network.variables.map(\.cardinality)
  }

  func place(of variable: Int, in states: [Int]) -> Int {
    var place = 0
    for parent in parents[variable] { place = place * cardinalities[parent] + states[parent] }
    return place * cardinalities[variable] + states[variable]
  }

  private static func weighted(
    _ probabilities: [Double], _ cardinality: Int, _ item: Evidence.Item?
  ) -> [WideNumber] {
    probabilities.enumerated().map { place, probability in
      let state = place % cardinality
      switch item {
      case .state(let known): return WideNumber(known == state ? probability : 0)
      case .excluded(let states): return WideNumber(states.contains(state) ? 0 : probability)
      case .likelihood(let weights): return WideNumber(probability) * WideNumber(weights[state])
      default: return WideNumber(probability)
      }
    }
  }

  private static func density(_ value: Double, _ mean: Double, _ deviation: Double) -> WideNumber {
    let exponent = -(value - mean) * (value - mean) / (2 * deviation * deviation)
    return WideNumber(logarithm: exponent)
      * WideNumber(1 / (deviation * (2 * Double.pi).squareRoot()))
  }

  private static func jointStates(_ cardinalities: [Int]) -> [[Int]] {
    cardinalities.reduce([[]]) { prefixes, count in
      prefixes.flatMap { prefix in (0..<count).map { prefix + [$0] } }
    }
  }
}

extension NoisyMaxCPD {
  /// The distribution of the variable for one joint state of its parents, from the definition: every cause takes
  /// a state of its own, the leak too, and the worst of them shows.
  package func hiddenCauseRow(parentStates: [Int]) -> [Double] {
    var causes = [leak]
    for (parent, state) in parentStates.enumerated() where state > 0 {
      causes.append(
        (0..<cardinality).map { strengths[parent][(state - 1) * cardinality + $0] })
    }
    var row = [Double](repeating: 0, count: cardinality)
    func visit(_ index: Int, worst: Int, probability: Double) {
      guard index < causes.count else {
        row[worst] += probability
        return
      }
      for state in 0..<cardinality {
        visit(index + 1, worst: max(worst, state), probability: probability * causes[index][state])
      }
    }
    visit(0, worst: 0, probability: 1)
    return row
  }
}
