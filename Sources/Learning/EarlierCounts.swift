import NetworkModel

/// What records that are no longer at hand said: the counts that were expected in them, under the CPDs that were learned.
///
/// They count as records of whole families. Their log-likelihood, Σ n log P(x | pa(x)), joins the log-posterior, so that new records
/// and old ones together are climbed as one.
public struct EarlierCounts: Sendable, Equatable {
  /// The counts of each family, in the order of `ExpectedCounts`.
  public private(set) var counts: [[Double]]
  /// The CPDs under which they were expected.
  public let cpds: [CPD]

  /// Keeps `counts`, each times `share`.
  public init(_ counts: [[Double]], under cpds: [CPD], share: Double = 1) {
    self.counts = counts.map { $0.map { $0 * share } }
    self.cpds = cpds
  }

  /// Takes counts that were expected under the same CPDs out again; what rounding leaves below nothing is nothing.
  public mutating func subtract(_ other: ExpectedCounts) {
    for variable in counts.indices {
      // The sums of a reading's distances may be below 0.
      let isNonnegative =
        if case .gaussian(let gaussian) = cpds[variable] {
          RegressionSums.isNonnegative(regressors: gaussian.regressors.count)
        } else {
          [true]
        }
      counts[variable] = zip(counts[variable], other[variable]).enumerated().map { cell, pair in
        let rest = pair.0 - pair.1
        return isNonnegative[cell % isNonnegative.count] ? max(0, rest) : rest
      }
    }
  }

  /// The counts of a family as they would be expected under `cpd`: of a reading, about its lines.
  func counts(of variable: Variable.Index, under cpd: CPD) -> [Double] {
    guard case .gaussian(let now) = cpd, case .gaussian(let before) = cpds[variable] else {
      return counts[variable]
    }
    let step = zip(before.regressors.means, now.regressors.means).map { $0 - $1 }
    return now.means.indices.flatMap { row in
      let difference = RegressionSums.LineDifference(
        before, now, row: row, at: before.regressors.means)
      return before.sums(ofRow: row, in: counts[variable]).shifted(difference)
        .recentred(by: step).cells
    }
  }

  /// The log-likelihood of the earlier records' families under `cpds`, up to a constant.
  func logLikelihood(under cpds: [CPD]) -> Double {
    cpds.indices.reduce(0) { total, variable in
      let counts = counts(of: variable, under: cpds[variable])
      return total + Self.logLikelihood(counts, under: cpds[variable])
    }
  }

  private static func logLikelihood(_ counts: [Double], under cpd: CPD) -> Double {
    switch cpd {
    case .table(let table): sum(counts, table.values)
    case .noisyMax(let noisyMax): sum(counts, noisyMax.table.values)
    case .gaussian(let gaussian):
      gaussian.means.indices.reduce(0) { total, row in
        let variance = gaussian.standardDeviations[row] * gaussian.standardDeviations[row]
        let sums = gaussian.sums(ofRow: row, in: counts)
        return total - (sums.count * logarithm(variance) + sums.squares / variance) / 2
      }
    }
  }

  private static func sum(_ counts: [Double], _ probabilities: [Double]) -> Double {
    zip(counts, probabilities).reduce(0) { $1.0 == 0 ? $0 : $0 + $1.0 * logarithm($1.1) }
  }
}

extension ExpectedCounts {
  /// Adds the counts of earlier records.
  mutating func add(_ earlier: EarlierCounts, under cpds: [CPD]) {
    for variable in cpds.indices {
      let counts = earlier.counts(of: variable, under: cpds[variable])
      update(variable) { for (cell, count) in counts.enumerated() { $0[cell] += count } }
    }
  }
}
