import Foundation
import NetworkModel
import RootCause

/// What tests tell about the causes of a small model, by enumeration.
package struct CauseOracle {
  package let model: CausalModel
  package let evidence: Evidence
  package let oracle: JointOracle

  package init(_ model: CausalModel, given evidence: Evidence) {
    self.model = model
    self.evidence = evidence
    oracle = JointOracle(model.network, evidence: evidence)
  }

  /// The variables whose off-nominal states are causes.
  package var candidates: [Int] {
    model.graph.variables.indices.filter {
      [.step, .lot, .station].contains(model.graph.variables[$0].kind)
        && model.graph.variables[$0].variable.cardinality > 1
    }
  }

  /// The causes, in the order of the graph.
  package var causes: [(variable: Int, state: Int)] {
    candidates.flatMap { index in
      (1..<model.graph.variables[index].variable.cardinality).map { (index, $0) }
    }
  }

  /// I(test; candidates | evidence) in bits, of a test with states.
  package func information(of test: Int) -> Double {
    let others = candidates.filter { $0 != test }
    // A candidate that is its own test tells at least itself.
    let joint = oracle.joint(over: others + [test])
    let states = model.network.variables[test].cardinality
    let isCandidate = candidates.contains(test)
    let marginal = oracle.posteriors[test]
    let entropy = -marginal.reduce(0) { $0 + ($1 > 0 ? $1 * log2($1) : 0) }
    if isCandidate { return entropy }
    var bits = 0.0
    for row in 0..<joint.count / states {
      let cells = joint[row * states..<(row + 1) * states]
      let total = cells.reduce(0, +)
      for (state, cell) in cells.enumerated() where cell > 0 {
        bits += cell * log2(cell / (total * marginal[state]))
      }
    }
    return bits
  }

  /// The same of a reading, by sums over a fine grid.
  package func readingInformation(of test: Int, points: Int = 40_000) -> Double {
    guard case .gaussian(let gaussian) = model.network.cpds[test] else { return 0 }
    let parents = model.network.graph.parents[test]
    let candidates = self.candidates
    let scope = candidates + parents.filter { !candidates.contains($0) }
    let cardinalities = scope.map { model.network.variables[$0].cardinality }
    var weights: [[Double]] = []
    for (cell, probability) in oracle.joint(over: scope).enumerated() {
      var rest = cell
      var states = [Int](repeating: 0, count: scope.count)
      for place in scope.indices.reversed() {
        states[place] = rest % cardinalities[place]
        rest /= cardinalities[place]
      }
      let row = parents.reduce(0) { row, parent in
        let place = scope.firstIndex(of: parent) ?? 0
        return row * cardinalities[place] + states[place]
      }
      let key = candidates.indices.reduce(0) { $0 * cardinalities[$1] + states[$1] }
      while weights.count <= key {
        weights.append([Double](repeating: 0, count: gaussian.means.count))
      }
      weights[key][row] += probability
    }
    let spread = gaussian.standardDeviations.max() ?? 1
    let low = (gaussian.means.min() ?? 0) - 9 * spread
    let high = (gaussian.means.max() ?? 0) + 9 * spread
    let step = (high - low) / Double(points)
    var bits = 0.0
    for point in 0...points {
      let value = low + Double(point) * step
      let densities = zip(gaussian.means, gaussian.standardDeviations).map { mean, deviation in
        exp(-0.5 * pow((value - mean) / deviation, 2)) / (deviation * (2 * Double.pi).squareRoot())
      }
      let rows = weights.map { zip($0, densities).reduce(0) { $0 + $1.0 * $1.1 } }
      let total = rows.reduce(0, +)
      for (row, weight) in zip(rows, weights) where row > 0 {
        bits += step * row * log2(row / (weight.reduce(0, +) * total))
      }
    }
    return bits
  }

  /// The probabilities of the classes of `evidence` with more known, the causes in the order of `ranking`, none last.
  package func classes(_ ranking: [(variable: Int, state: Int)], with more: [Int: Int] = [:])
    -> [Double]
  {
    var sums = [Double](repeating: 0, count: ranking.count + 1)
    for (states, logarithm) in oracle.jointStates
    where more.allSatisfy({ states[$0.key] == $0.value }) {
      let blamed = ranking.firstIndex { states[$0.variable] == $0.state } ?? ranking.count
      sums[blamed] += exp(logarithm - oracle.logEvidence)
    }
    return sums
  }
}
