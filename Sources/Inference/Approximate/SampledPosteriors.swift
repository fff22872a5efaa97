import NetworkModel

/// Posteriors that were estimated from weighted samples, each with its standard error.
public struct SampledPosteriors: Sendable, Equatable {
  /// The estimate of P(X | e) for each variable, state by state; of a reading, the single value 1.
  public let distributions: [[Double]]

  /// The standard error of each estimate: 0 where it is certain, and at least what one sample more could change.
  public let standardErrors: [[Double]]

  /// The estimate of log P(e), natural.
  public let logEvidence: Double

  /// Its standard error, which is the relative one of P(e).
  public let logEvidenceStandardError: Double

  /// How many samples drawn from the posterior itself would tell as much: (Σ w)² / Σ w², where the evidence leaves several
  /// independent parts that of the worst.
  ///
  /// When it is small, the standard errors too are rough, and usually too small. It can't know of weights that no sample met.
  public let effectiveSampleSize: Double

  /// The samples drawn.
  public let sampleCount: Int

  /// Whether there are enough effective samples, 1000, for the standard errors to be taken at their word.
  public var isReliable: Bool { effectiveSampleSize >= 1000 }

  /// The largest of all standard errors.
  public var largestStandardError: Double { standardErrors.joined().max() ?? 0 }
}

extension SampledPosteriors {
  /// Makes the estimates of `sums`; nil when no sample agreed with the evidence.
  ///
  /// An estimate is a ratio of sums; its variance is Σ w² (1[x] − p)² / (Σ w)² by the delta method ([O13], section 9.2). To that
  /// is added the square of 1 / (n + 2), n the effective sample size: a state that was not met may have been missed.
  init?(_ sums: WeightedSums, _ plan: SamplingPlan, logConstant: Double) {
    let parts = 1..<plan.independent.count + 1
    guard logConstant > -.infinity, parts.allSatisfy({ sums.weights[$0] > 0 }),
      plan.independent.classes.indices.allSatisfy({ sums.weights[$0] > 0 })
    else { return nil }
    let count = Double(sums.sampleCount)
    let sizes = zip(sums.weights, sums.squares).map { $0 * $0 / $1 }
    let estimates = plan.supports.indices.map { variable in
      Self.estimate(variable, sums, plan, sizes: sizes)
    }
    distributions = estimates.map(\.distribution)
    standardErrors = estimates.map(\.errors)
    logEvidence = parts.reduce(logConstant) {
      $0 + sums.logScales[$1] + logarithm(sums.weights[$1] / count)
    }
    let variance = parts.reduce(0) { $0 + max(0, 1 / sizes[$1] - 1 / count) }
    logEvidenceStandardError = (variance * count / max(1, count - 1)).squareRoot()
    effectiveSampleSize = Set(plan.independent.classOfVariable).union(parts)
      .reduce(count) { min($0, sizes[$1]) }
    sampleCount = sums.sampleCount
  }

  private static func estimate(
    _ variable: Variable.Index, _ sums: WeightedSums, _ plan: SamplingPlan, sizes: [Double]
  ) -> (distribution: [Double], errors: [Double]) {
    let support = plan.supports[variable]
    guard support.count(where: { $0 }) > 1 else {
      return (support.map { $0 ? 1 : 0 }, support.map { _ in 0 })
    }
    let number = plan.independent.classOfVariable[variable]
    let (total, squares) = (sums.weights[number], sums.squares[number])
    let cells = plan.firstCells[variable]..<plan.firstCells[variable] + support.count
    let distribution = cells.map { sums.stateWeights[$0] / total }
    let missed = 1 / (sizes[number] + 2)
    let errors = zip(zip(cells, support), distribution).map { place, probability in
      guard place.1 else { return 0.0 }
      let own = sums.stateSquares[place.0]
      let square = own * (1 - 2 * probability) + probability * probability * squares
      return (max(0, square) / (total * total) + missed * missed).squareRoot()
    }
    return (distribution, errors)
  }
}
