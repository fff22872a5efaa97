extension GaussianCPD {
  /// The distributions where every regressor has its mean: what a reading is like before its regressors are known.
  public var atTypicalRegressors: GaussianCPD {
    GaussianCPD(
      means: means.indices.map { mean(row: $0, at: regressors.means) },
      standardDeviations: standardDeviations)
  }

  /// The distributions over all values of the regressors: their variation adds to that of the reading, s'Cs with the slopes s and the
  /// covariances C. Of normal regressors that is exact.
  public var overRegressors: GaussianCPD {
    var marginal = atTypicalRegressors
    let count = regressors.count
    for row in means.indices {
      let slopes = Array(self[slopesOfRow: row])
      var variance = standardDeviations[row] * standardDeviations[row]
      for (one, slope) in slopes.enumerated() {
        for (other, second) in slopes.enumerated() {
          variance += slope * second * regressors.covariances[one * count + other]
        }
      }
      marginal.standardDeviations[row] = max(variance.squareRoot(), standardDeviations[row])
    }
    return marginal
  }
}
