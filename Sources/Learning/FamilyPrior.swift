import NetworkModel

/// What is believed of a CPD before the records are seen, in pseudo-counts: records that count as if they had been observed.
public enum FamilyPrior: Sendable, Equatable {
  /// Nothing: the records alone speak.
  case none
  /// A Dirichlet prior for each row of a table: pseudo-counts in the order of its values.
  case table([Double])
  /// A Dirichlet prior for each distribution of a noisy-MAX: pseudo-counts in the order of its strengths, and its leak.
  case noisyMax(strengths: [[Double]], leak: [Double])
  /// For each joint state of a reading's parents, `weight` records with the mean and the standard deviation of `expected`, and with regressors
  /// of its moments.
  case gaussian(expected: GaussianCPD, weight: Double)

  /// The prior that `cpd` is worth `weight` records in each of its rows.
  public init(expected cpd: CPD, weight: Double) {
    switch cpd {
    case .table(let table): self = .table(table.values.map { $0 * weight })
    case .noisyMax(let noisyMax):
      self = .noisyMax(
        strengths: noisyMax.strengths.map { $0.map { $0 * weight } },
        leak: noisyMax.leak.map { $0 * weight })
    case .gaussian(let gaussian): self = .gaussian(expected: gaussian, weight: weight)
    }
  }

  /// The prior that adds `pseudocount` to every cell of `cpd`; nothing for a reading, which has no cells.
  public static func uniform(pseudocount: Double, like cpd: CPD) -> FamilyPrior {
    switch cpd {
    case .table(let table): .table(table.values.map { _ in pseudocount })
    case .noisyMax(let noisyMax):
      .noisyMax(
        strengths: noisyMax.strengths.map { $0.map { _ in pseudocount } },
        leak: noisyMax.leak.map { _ in pseudocount })
    case .gaussian: .none
    }
  }

  /// The prior that spreads `equivalentSampleSize` records evenly over the cells of a table ([HGC95]), or over those of all distributions of
  /// a noisy-MAX; nothing for a reading.
  public static func bdeu(equivalentSampleSize: Double, like cpd: CPD) -> FamilyPrior {
    let cells =
      switch cpd {
      case .table(let table): table.values.count
      case .noisyMax(let noisyMax): noisyMax.strengths.reduce(noisyMax.leak.count) { $0 + $1.count }
      case .gaussian: 1
      }
    return .uniform(pseudocount: equivalentSampleSize / Double(cells), like: cpd)
  }

  /// The logarithm of the prior's density at `cpd`, up to a constant.
  ///
  /// With pseudo-counts α it is Σ α log θ: the density of Dirichlet(α + 1), whose mode given counts n is
  /// (n + α) / Σ(n + α), which is the mean of Dirichlet(n + α) as well.
  func logDensity(at cpd: CPD) -> Double {
    switch (self, cpd) {
    case (.table(let counts), .table(let table)): Self.logDensity(counts, table.values)
    case (.noisyMax(let strengths, let leak), .noisyMax(let noisyMax)):
      zip(strengths, noisyMax.strengths).reduce(Self.logDensity(leak, noisyMax.leak)) {
        $0 + Self.logDensity($1.0, $1.1)
      }
    case (.gaussian(let expected, let weight), .gaussian(let gaussian)):
      gaussian.means.indices.reduce(0) { total, row in
        let variance = gaussian.standardDeviations[row] * gaussian.standardDeviations[row]
        let spread = expected.standardDeviations[row] * expected.standardDeviations[row]
        let between = expected.squaredDistance(from: gaussian, row: row)
        return total - weight / 2 * (logarithm(variance) + (spread + between) / variance)
      }
    default: 0
    }
  }

  private static func logDensity(_ counts: [Double], _ probabilities: [Double]) -> Double {
    zip(counts, probabilities).reduce(0) { $1.0 == 0 ? $0 : $0 + $1.0 * logarithm($1.1) }
  }
}

extension GaussianCPD {
  /// The square of the distance between the lines of a row, on average over regressors of this CPD's moments.
  fileprivate func squaredDistance(from other: GaussianCPD, row: Int) -> Double {
    let difference = RegressionSums.LineDifference(self, other, row: row, at: regressors.means)
    let slopes = difference.slopes
    return slopes.indices.reduce(difference.shift * difference.shift) { total, first in
      slopes.indices.reduce(total) { $0 + slopes[first] * slopes[$1] * regressors[first, $1] }
    }
  }
}
