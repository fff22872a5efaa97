import NetworkModel

/// Posteriors that were estimated from weighted samples, each with its standard error.
public struct SampledPosteriors: Sendable, Equatable {
  /// The estimate of P(X | e) for each variable, state by state; of a reading, the single value 1.
  public let distributions: [[Double]]

  /// The standard error of each estimate: 0 where it is certain, and at least what one sample more could change, if it weighed as much
  /// as the heaviest.
  public let standardErrors: [[Double]]

  /// How many samples with each state, all of the same weight, would tell as much of it: (Σ w)² / Σ w² over the samples with the state.
  public let effectiveCounts: [[Double]]

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

  /// Whether so few samples have a state that is possible, fewer than 30 effective ones, that its estimate may be off by a multiple: then
  /// the standard error says no more than about how probable the state may be at most.
  public func isHardlyDrawn(_ variable: Variable.Index, _ state: Int) -> Bool {
    standardErrors[variable][state] > 0 && effectiveCounts[variable][state] < 30
  }

  /// The largest of all standard errors.
  public var largestStandardError: Double { standardErrors.joined().max() ?? 0 }
}

extension SampledPosteriors {
  /// Makes the estimates of `sums`; nil when no sample agreed with the evidence.
  ///
  /// An estimate is a ratio of sums; its variance is Σ w² (1[x] − p)² / (Σ w)² by the delta method ([O13], section 9.2). What is drawn
  /// rarely and weighs much is missing from it until it is met, and makes up most of many a rare state. So to the variance is added the
  /// square of v / (Σ w + v), v the heaviest weight: what one sample more may bring.
  init?(_ sums: WeightedSums, _ plan: SamplingPlan, logConstant: Double) {
    let parts = 1..<plan.independent.count + 1
    guard logConstant > -.infinity, parts.allSatisfy({ sums.weights[$0] > 0 }),
      plan.independent.classes.indices.allSatisfy({ sums.weights[$0] > 0 })
    else { return nil }
    let count = Double(sums.sampleCount)
    let sizes = zip(sums.weights, sums.squares).map { $0 * $0 / $1 }
    let estimates = plan.supports.indices.map { variable in
      Self.estimate(variable, sums, plan)
    }
    distributions = estimates.map(\.distribution)
    standardErrors = estimates.map(\.errors)
    effectiveCounts = plan.supports.indices.map { variable in
      plan.supports[variable].indices.map { state in
        let cell = plan.firstCells[variable] + state
        let squares = sums.stateSquares[cell]
        return squares > 0 ? sums.stateWeights[cell] * sums.stateWeights[cell] / squares : 0
      }
    }
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
    _ variable: Variable.Index, _ sums: WeightedSums, _ plan: SamplingPlan
  ) -> (distribution: [Double], errors: [Double]) {
    let support = plan.supports[variable]
    guard support.count(where: { $0 }) > 1 else {
      return (support.map { $0 ? 1 : 0 }, support.map { _ in 0 })
    }
    let number = plan.independent.classOfVariable[variable]
    let (total, squares) = (sums.weights[number], sums.squares[number])
    let cells = plan.firstCells[variable]..<plan.firstCells[variable] + support.count
    let distribution = cells.map { sums.stateWeights[$0] / total }
    // The heaviest weight of a class is its unit.
    let missed = 1 / (total + 1)
    let errors = zip(zip(cells, support), distribution).map { place, probability in
      guard place.1 else { return 0.0 }
      let own = sums.stateSquares[place.0]
      let square = own * (1 - 2 * probability) + probability * probability * squares
      return (max(0, square) / (total * total) + missed * missed).squareRoot()
    }
    return (distribution, errors)
  }
}
