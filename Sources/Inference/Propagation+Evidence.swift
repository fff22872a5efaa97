import NetworkModel

extension Propagation {
  /// Enters what each lane knows about `variable`; `item` answers nil for lanes that know nothing.
  ///
  /// - Precondition: A variable with states has one of them or a weight for each; a reading has a value.
  package func enter(
    about variable: Variable.Index, in network: Network, _ item: (_ lane: Int) -> Evidence.Item?
  ) {
    let isReading = network.variables[variable].isReading
    let place = isReading ? families[variable] : marginals[variable]
    var isKnown = false
    for lane in 0..<lanes {
      guard let item = item(lane) else {
        setScratch(lane, cells: place.cells) { _ in 1 }
        continue
      }
      isKnown = true
      switch item {
      case .state(let state):
        precondition(!isReading && state < place.cells, "the variable has no such state")
        setScratch(lane, cells: place.cells) { $0 == state ? 1 : 0 }
      case .likelihood(let weights):
        precondition(
          !isReading && weights.count == place.cells, "a weight for each state is needed")
        setScratch(lane, scaling: weights)
      case .value(let value):
        precondition(isReading && !value.isNaN, "only a reading has a value, and it is a number")
        setScratch(lane, logarithms: logDensities(value, variable, network))
      }
    }
    if isKnown { multiply(place.clique, by: scratchBuffer.cells, place.map) }
  }

  private func logDensities(_ value: Double, _ variable: Variable.Index, _ network: Network)
    -> [Double]
  {
    guard case .gaussian(let gaussian) = network.cpds[variable] else { return [0] }
    return gaussian.logDensities(at: value)
  }

  private func setScratch(_ lane: Int, cells: Int, _ weight: (Int) -> Double) {
    for cell in 0..<cells { scratchBuffer.cells[cell * lanes + lane] = weight(cell) }
  }

  private func setScratch(_ lane: Int, scaling weights: [Double]) {
    let largest = weights.max() ?? 0
    let exponent = largest > 0 ? Int(largest.exponent) + 1 : 0
    evidenceExponents[lane] += exponent
    setScratch(lane, cells: weights.count) {
      Double(sign: .plus, exponent: -exponent, significand: weights[$0])
    }
  }

  private func setScratch(_ lane: Int, logarithms: [Double]) {
    let largest = logarithms.max() ?? 0
    evidenceLogScales[lane] += largest
    setScratch(lane, cells: logarithms.count) { exponential(logarithms[$0] - largest) }
  }
}
