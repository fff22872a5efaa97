/// A normal distribution for each joint state of the parents, the first parent slowest; its mean may move in a straight line with
/// regressors, other numbers of the same record.
///
///     let torque = GaussianCPD(means: [4], standardDeviations: [0.2], slopes: [-0.01])
///     torque.mean(row: 0, at: [22])  // 3.78
public struct GaussianCPD: Sendable, Equatable {
  /// The means, in the unit of the reading, where every regressor is 0.
  public var means: [Double]

  /// The standard deviations, above 0, in the unit of the reading.
  public var standardDeviations: [Double]

  /// How far the mean rises when a regressor rises by 1: for each joint state of the parents a slope for each regressor.
  public var slopes: [Double]

  /// Where the regressors lie and how they vary.
  public var regressors: RegressorMoments

  /// Creates the distributions; regressors vary as `RegressorMoments.standard` unless told.
  public init(
    means: [Double], standardDeviations: [Double], slopes: [Double] = [],
    regressors: RegressorMoments? = nil
  ) {
    self.means = means
    self.standardDeviations = standardDeviations
    self.slopes = slopes
    self.regressors =
      regressors ?? .standard(count: means.isEmpty ? 0 : slopes.count / means.count)
  }

  /// The slopes of row `index`, one for each regressor.
  public subscript(slopesOfRow index: Int) -> ArraySlice<Double> {
    let count = regressors.count
    return slopes[index * count..<(index + 1) * count]
  }

  /// The mean of row `index` where the regressors are `values`.
  public func mean(row index: Int, at values: [Double]) -> Double {
    // Most readings have none, and this is asked for every record.
    guard !values.isEmpty else { return means[index] }
    return zip(self[slopesOfRow: index], values).reduce(means[index]) { $0 + $1.0 * $1.1 }
  }

  /// The natural logarithm of the density at `value` for each joint state of the parents, where the regressors are `regressors`; finite,
  /// however far the value.
  public func logDensities(at value: Double, regressors: [Double] = []) -> [Double] {
    means.indices.map { row in
      let deviation = standardDeviations[row]
      let distance = Self.bounded((value - mean(row: row, at: regressors)) / deviation)
      return -Self.halfSquare(distance) - logarithm(deviation) - 0.5 * logarithm(2 * Double.pi)
    }
  }

  /// A distance, within the numbers also where the mean, far out on its line, is beyond them.
  private static func bounded(_ distance: Double) -> Double {
    distance.isNaN ? .greatestFiniteMagnitude : distance
  }

  /// Half of the square of a distance. A square beyond all numbers would make a value impossible that is only absurd: from 1e300 on
  /// it grows slowly, so that it stays finite and of two distances the larger one still counts for more.
  private static func halfSquare(_ distance: Double) -> Double {
    let half = 0.5 * distance * distance
    guard half > 1e300 else { return half }
    let beyond = min(abs(distance), .greatestFiniteMagnitude) / 2e300.squareRoot()
    return 1e300 * (1 + 1e-3 * logarithm(beyond))
  }
}

/// Where the regressors of a reading lie and how they vary together: what the records showed, or an expert calls typical.
public struct RegressorMoments: Sendable, Equatable {
  /// The mean of each.
  public var means: [Double]

  /// The covariances, row by row.
  public var covariances: [Double]

  /// Creates moments.
  ///
  /// - Precondition: There are as many covariances as pairs of means.
  public init(means: [Double], covariances: [Double]) {
    precondition(covariances.count == means.count * means.count)
    self.means = means
    self.covariances = covariances
  }

  /// Creates the moments of regressors that vary apart from each other.
  public init(means: [Double], standardDeviations: [Double]) {
    let count = means.count
    self.init(
      means: means,
      covariances: (0..<count * count).map { cell in
        let (row, column) = cell.quotientAndRemainder(dividingBy: count)
        return row == column ? standardDeviations[row] * standardDeviations[row] : 0
      })
  }

  /// Regressors of mean 0 and standard deviation 1, as they count where nobody says anything of them.
  public static func standard(count: Int) -> RegressorMoments {
    RegressorMoments(
      means: [Double](repeating: 0, count: count),
      standardDeviations: [Double](repeating: 1, count: count))
  }

  /// The number of regressors.
  public var count: Int { means.count }

  /// The covariance of two regressors.
  public subscript(first: Int, second: Int) -> Double { covariances[first * count + second] }

  /// The standard deviation of each.
  public var standardDeviations: [Double] {
    means.indices.map { max(0, self[$0, $0]).squareRoot() }
  }
}
