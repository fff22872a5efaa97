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
      let isReading = if case .gaussian = cpds[variable] { true } else { false }
      counts[variable] = zip(counts[variable], other[variable]).enumerated().map { cell, pair in
        // The sums of a reading's distances may be below 0.
        isReading && cell % 3 == 1 ? pair.0 - pair.1 : max(0, pair.0 - pair.1)
      }
    }
  }

  /// The counts of a family as they would be expected under `cpd`: of a reading, about its means.
  func counts(of variable: Variable.Index, under cpd: CPD) -> [Double] {
    guard case .gaussian(let now) = cpd, case .gaussian(let before) = cpds[variable] else {
      return counts[variable]
    }
    var moments = counts[variable]
    for row in now.means.indices {
      let (count, sum) = (moments[3 * row], moments[3 * row + 1])
      let shift = before.means[row] - now.means[row]
      moments[3 * row + 1] = sum + count * shift
      moments[3 * row + 2] += 2 * shift * sum + count * shift * shift
    }
    return moments
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
        return total - (counts[3 * row] * logarithm(variance) + counts[3 * row + 2] / variance) / 2
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
