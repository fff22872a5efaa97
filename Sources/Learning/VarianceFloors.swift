import NetworkModel

/// The least variance that a reading's distribution may take: a ten-thousandth of the variance of all its values, or of what a line through all
/// leaves of it where the reading has regressors, and no less than 10⁻¹² of the variance; where they are all the same, the square of a
/// thousandth of that value. Without it the likelihood of a state that one record reaches would have no bound.
public struct VarianceFloors: Sendable {
  private let floors: [Double]

  /// Measures the values of each reading in `cases`.
  public init(_ cases: CaseStore) {
    floors = cases.columns.map { column in
      guard case .values(let values, _) = column else { return .leastNormalMagnitude }
      let moments = ReadingMoments(values, counts: cases.counts)
      guard moments.variance <= 0 else {
        let line = ReadingRegression(column, counts: cases.counts)
        return max(line.residualVariance * 1e-4, moments.variance * 1e-12)
      }
      let scale = moments.mean == 0 ? 1e-3 : 1e-3 * moments.mean
      return max(scale * scale, .leastNormalMagnitude)
    }
  }

  /// The least variance of readings that share a distribution.
  public subscript(group: [Variable.Index]) -> Double {
    group.map { floors[$0] }.max() ?? .leastNormalMagnitude
  }
}

/// The mean and the variance of the values of a reading, over the records that have one.
public struct ReadingMoments: Sendable {
  /// The mean; 0 without values.
  public let mean: Double
  /// The variance; 0 without values.
  public let variance: Double

  /// Measures `values`, each of which stands for as many as `counts` says, passing over those that are not numbers.
  public init(_ values: [Double], counts: [Double]? = nil) {
    let known = values.indices.filter { !values[$0].isNaN && counts?[$0] ?? 1 > 0 }
    // Summed as distances from one of them, so that values far from 0 lose no digits.
    let origin = known.first.map { values[$0] } ?? 0
    let total = known.reduce(0) { $0 + (counts?[$1] ?? 1) }
    func average(_ distance: (Double) -> Double) -> Double {
      let sum = known.reduce(0) { $0 + (counts?[$1] ?? 1) * distance(values[$1]) }
      return total > 0 ? sum / total : 0
    }
    let mean = origin + average { $0 - origin }
    self.mean = mean
    variance = average { ($0 - mean) * ($0 - mean) }
  }
}
