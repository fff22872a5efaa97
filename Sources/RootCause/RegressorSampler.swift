import GraphStructure
import Learning
import NetworkModel

/// Draws the regressors of a model's readings.
struct RegressorSampler: Sendable {
  /// The regressors of each variable.
  let names: [[String]]
  private let readings: [RegressorDraw]

  init(_ network: Network) {
    names = network.variables.map(\.regressors)
    var seen = Set<String>()
    var readings: [RegressorDraw] = []
    for (index, cpd) in network.cpds.enumerated() {
      guard case .gaussian(let gaussian) = cpd, !names[index].isEmpty else { continue }
      readings.append(RegressorDraw(names[index], gaussian.regressors, known: seen))
      seen.formUnion(names[index])
    }
    self.readings = readings
  }

  /// Draws the regressors of a unit, by name.
  func values(using generator: inout SplitMix64) -> [String: Double] {
    var values: [String: Double] = [:]
    for reading in readings { reading.complete(&values) { generator.normal() } }
    return values
  }

  /// Loses each of `values` with the probability `missing`, in the order of their names.
  func kept(
    _ values: [String: Double], missing: Double, using generator: inout SplitMix64
  ) -> [String: Double] {
    var kept: [String: Double] = [:]
    for (name, value) in values.sorted(by: { $0.key < $1.key })
    where generator.unit() >= missing { kept[name] = value }
    return kept
  }
}

extension SplitMix64 {
  /// Returns a number of the standard normal distribution, by the polar method ([K97], section 3.4.1, algorithm P).
  mutating func normal() -> Double {
    while true {
      let x = 2 * unit() - 1
      let y = 2 * unit() - 1
      let square = x * x + y * y
      if square > 0, square < 1 { return x * (-2 * logarithm(square) / square).squareRoot() }
    }
  }
}
