import NetworkModel

/// What an item of evidence weighs in each cell that it speaks of: the states of its variable, or, of a reading, the
/// joint states of the parents.
///
/// Weights are kept as logarithms, the largest 0, so that no weight above 0 is too small to be told from 0.
struct EvidenceWeights: Sendable {
  /// log weight; −∞ where the item rules the cell out.
  let logarithms: [Double]

  /// What was taken off each logarithm; 0 when nothing is left.
  let logScale: Double

  init(_ item: Evidence.Item, about variable: Variable.Index, in network: Network) {
    let cardinality = network.variables[variable].cardinality
    let logarithms: [Double] =
      switch item {
      case .state(let state): (0..<cardinality).map { $0 == state ? 0 : -.infinity }
      case .excluded(let states):
        (0..<cardinality).map { states.contains($0) ? -.infinity : 0 }
      case .likelihood(let weights): weights.map(logarithm)
      case .value(let value, let regressors):
        Self.logDensities(at: value, regressors, network.cpds[variable])
      }
    let largest = logarithms.max() ?? 0
    logScale = largest > -.infinity ? largest : 0
    self.logarithms = logarithms.map { [logScale] in $0 - logScale }
  }

  private static func logDensities(
    at value: Double, _ regressors: [Double], _ cpd: CPD
  ) -> [Double] {
    guard case .gaussian(let gaussian) = cpd else { return [0] }
    return gaussian.logDensities(at: value, regressors: regressors)
  }
}
