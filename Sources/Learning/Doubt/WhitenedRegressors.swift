import NetworkModel

/// Combinations of a reading's regressors that vary apart from each other, about 0 with variance 1.
struct WhitenedRegressors: Sendable {
  /// For each combination 1; 0 in the place of a regressor that is constant, or a combination of the others.
  let weights: [Double]
  private let centre: [Double]
  private let scales: [Double]
  private let factor: PivotedCholesky

  init(_ moments: RegressorMoments) {
    centre = moments.means
    let scales = moments.standardDeviations.map { $0 > 0 && $0.isFinite ? 1 / $0 : 0 }
    let correlations = moments.means.indices.flatMap { row in
      moments.means.indices.map { moments[row, $0] * scales[row] * scales[$0] }
    }
    let factor = PivotedCholesky(correlations, size: moments.count, leastPivot: 1e-8)
    weights = moments.means.indices.map { $0 < factor.rank ? 1 : 0 }
    (self.scales, self.factor) = (scales, factor)
  }

  /// The combinations where the regressors are `values`.
  func values(at values: [Double]) -> [Double] {
    factor.whitened(
      factor.order.prefix(factor.rank).map { place in
        // A number beyond all that was seen helps nobody.
        max(-1e100, min(1e100, (values[place] - centre[place]) * scales[place]))
      })
  }
}
