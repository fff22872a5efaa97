import NetworkModel

/// The line through all values of a reading, whatever the states of its parents, and what is left beside it.
public struct ReadingRegression: Sendable {
  /// The mean where every regressor is 0; without regressors the mean.
  public let mean: Double
  /// The slopes; 0 where the records don't tell them.
  public let slopes: [Double]
  /// The variance of the values.
  public let variance: Double
  /// The variance that the line leaves; without regressors the variance.
  public let residualVariance: Double
  /// Where the regressors lie in the records with a value.
  public let regressors: RegressorMoments

  /// Fits the values in `column`, each of which stands for as many as `counts` says; those that are not numbers are passed over.
  ///
  /// - Complexity: O(records × regressors²).
  public init(_ column: CaseStore.Column, counts: [Double]?) {
    guard case .values(let values, let columns) = column else {
      (mean, slopes, variance, residualVariance) = (0, [], 0, 0)
      regressors = .standard(count: 0)
      return
    }
    let moments = ReadingMoments(values, counts: counts)
    variance = moments.variance
    guard !columns.isEmpty else {
      (mean, slopes, residualVariance) = (moments.mean, [], moments.variance)
      regressors = .standard(count: 0)
      return
    }
    let records = Records(values: values, columns: columns, counts: counts)
    let regressors = records.moments
    var line = GaussianCPD(
      means: [moments.mean], standardDeviations: [1],
      slopes: columns.map { _ in 0 }, regressors: regressors)
    var left = moments.variance
    // A second time about the first line, which takes back what was lost in the sums.
    for _ in 0..<2 {
      guard let fit = LeastSquares(records.sums(about: line)) else { break }
      line.move(row: 0, by: fit)
      left = fit.variance
    }
    mean = line.means[0]
    slopes = line.slopes
    residualVariance = max(0, left)
    self.regressors = regressors
  }

  /// The records with a value.
  private struct Records {
    let values: [Double]
    let columns: [[Double]]
    let counts: [Double]?
    let rows: [Int]

    init(values: [Double], columns: [[Double]], counts: [Double]?) {
      self.values = values
      self.columns = columns
      self.counts = counts
      rows = values.indices.filter { !values[$0].isNaN && counts?[$0] ?? 1 > 0 }
    }

    private func weight(_ row: Int) -> Double { counts?[row] ?? 1 }

    var moments: RegressorMoments {
      // A column counts where there is a value, as the value does.
      let means = columns.map { column in
        ReadingMoments(rows.map { column[$0] }, counts: counts.map { c in rows.map { c[$0] } }).mean
      }
      let total = rows.reduce(0) { $0 + weight($1) }
      let covariances = columns.indices.flatMap { first in
        columns.indices.map { second in
          let sum = rows.reduce(0) {
            $0 + weight($1) * (columns[first][$1] - means[first])
              * (columns[second][$1] - means[second])
          }
          return total > 0 ? sum / total : 0
        }
      }
      return RegressorMoments(means: means, covariances: covariances)
    }

    func sums(about line: GaussianCPD) -> RegressionSums {
      var sums = RegressionSums(regressors: columns.count)
      for row in rows {
        let at = columns.map { $0[row] }
        sums.add(
          weight: weight(row), distance: values[row] - line.mean(row: 0, at: at), line.centred(at))
      }
      return sums
    }
  }
}

extension GaussianCPD {
  /// Moves the line of row `index` as `fit` says; its standard deviation stays.
  mutating func move(row index: Int, by fit: LeastSquares) {
    means[index] += fit.shift
    for (regressor, slope) in fit.slopes.enumerated() {
      slopes[index * regressors.count + regressor] += slope
      means[index] -= slope * regressors.means[regressor]
    }
  }
}
