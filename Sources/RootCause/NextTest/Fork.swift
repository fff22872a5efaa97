import Inference
import NetworkModel

/// The ways in which a test may turn out, each with its probability and the evidence that it makes: its states, or of a reading the joint
/// states of its unknown parents.
struct Fork {
  /// The variables whose joint states these are: the test, or the unknown parents of the reading.
  let scope: [Variable.Index]
  /// The joint states that are possible, ascending.
  let states: [Int]
  /// The probability of each.
  let probabilities: [Double]
  /// The evidence in each.
  let cases: [Evidence]

  init(
    _ test: Variable.Index, after posteriors: Posteriors, _ evidence: Evidence,
    in compiled: CompiledNetwork
  ) throws(InferenceError) {
    let network = compiled.network
    let known = evidence.knownVariables
    let isReading = network.variables[test].isReading
    scope = isReading ? network.graph.parents[test].filter { !known.contains($0) } : [test]
    let table: [Double] =
      if scope.isEmpty { [1] } else if scope.count == 1 { posteriors[scope[0]] } else {
        try compiled.joint(over: scope, given: evidence).probabilities
      }
    states = table.indices.filter { table[$0] > 0 }
    probabilities = states.map { table[$0] }
    let jointStates = JointStates(cardinalities: scope.map { network.variables[$0].cardinality })
    cases = states.map { [scope] state in
      zip(scope, jointStates[state]).reduce(evidence) { $0.setting($1.0, to: $1.1) }
    }
  }
}
