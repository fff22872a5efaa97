import NetworkModel

/// A reading that is normal given something unknown: the joint distribution of what is asked and of which normal distribution the
/// reading comes from.
struct ReadingMixture {
  /// The distinct normal distributions.
  let components: [NormalDistribution]
  /// The number of rows: the answers that the question may have.
  let rowCount: Int
  /// P(row, component), row by row.
  private let weights: [Double]
  /// P(row).
  private let rowTotals: [Double]

  /// - Parameter weights: P(row, component), row by row.
  init(components: [NormalDistribution], rowCount: Int, weights: [Double]) {
    self.components = components
    self.rowCount = rowCount
    self.weights = weights
    rowTotals = (0..<rowCount).map { row in
      weights[row * components.count..<(row + 1) * components.count].reduce(0, +)
    }
  }

  /// Where panels of an integral over the reading begin: at each mean, and 1, 3 and 9 standard deviations on either side.
  var breaks: [Double] {
    Set(
      components.flatMap { component in
        [-9, -3, -1, 0, 1, 3, 9.0].map { component.mean + $0 * component.deviation }
      }
    )
    .filter(\.isFinite).sorted()
  }

  /// The mutual information of row and reading, in nats.
  func information(_ quadrature: Quadrature) -> Quadrature.Integral {
    var densities = [Double](repeating: 0, count: components.count)
    return quadrature.integral(over: breaks) { value in
      for (index, component) in components.enumerated() {
        densities[index] = component.density(at: value)
      }
      return informationDensity(densities)
    }
  }

  /// Σ p(row, t) log(p(row, t) / (p(row) p(t))) at a value t of which these are the densities.
  private func informationDensity(_ densities: [Double]) -> Double {
    var (total, sum) = (0.0, 0.0)
    let count = components.count
    for row in 0..<rowCount where rowTotals[row] > 0 {
      var joint = 0.0
      for component in 0..<count {
        joint += weights[row * count + component] * densities[component]
      }
      guard joint > 0 else { continue }
      total += joint
      sum += joint * logarithm(joint / rowTotals[row])
    }
    return total > 0 ? sum - total * logarithm(total) : 0
  }
}
