import NetworkModel

/// The M-step of one family: the CPD that makes expected counts and prior most probable.
///
/// The log-posterior of the family, Σ (n + α) log θ, is greatest at θ = (n + α) / Σ(n + α). A row with neither counts nor pseudo-counts
/// is kept as it was.
struct MaximizationStep {
  let prior: FamilyPrior

  /// Returns the CPD that follows `previous`.
  ///
  /// - Parameters:
  ///   - previous: The CPD under which `counts` were expected.
  ///   - counts: The family's expected counts, as `ExpectedCounts` has them.
  ///   - parentStates: The joint states of the parents.
  ///   - floor: The least variance of a reading.
  func next(
    after previous: CPD, counts: ArraySlice<Double>, parentStates: JointStates,
    varianceFloor: Double
  ) -> CPD {
    switch previous {
    case .table(let table): .table(next(after: table, counts: counts))
    case .noisyMax(let noisyMax):
      .noisyMax(next(after: noisyMax, counts: counts, parentStates: parentStates))
    case .gaussian(let gaussian):
      .gaussian(next(after: gaussian, moments: Array(counts), varianceFloor: varianceFloor))
    }
  }

  private func next(after previous: TabularCPD, counts: ArraySlice<Double>) -> TabularCPD {
    var table = previous
    let pseudo: [Double]? = if case .table(let pseudo) = prior { pseudo } else { nil }
    table.values = Self.normalizedRows(
      Array(counts), pseudo, otherwise: previous.values, length: previous.cardinality)
    return table
  }

  private func next(
    after previous: NoisyMaxCPD, counts: ArraySlice<Double>, parentStates: JointStates
  ) -> NoisyMaxCPD {
    let causes = NoisyMaxExpectation(previous, counts: counts, parentStates: parentStates)
    var pseudo: (strengths: [[Double]], leak: [Double])?
    if case .noisyMax(let strengths, let leak) = prior { pseudo = (strengths, leak) }
    var next = previous
    next.leak = Self.normalizedRows(
      causes.leak, pseudo?.leak, otherwise: previous.leak, length: previous.cardinality)
    for parent in previous.strengths.indices {
      next.strengths[parent] = Self.normalizedRows(
        causes.strengths[parent], pseudo?.strengths[parent],
        otherwise: previous.strengths[parent], length: previous.cardinality)
    }
    return next
  }

  private func next(
    after previous: GaussianCPD, moments: [Double], varianceFloor: Double
  ) -> GaussianCPD {
    var next = previous
    for row in previous.means.indices {
      // Sums are about the previous line, so that readings far from 0 lose no digits.
      var sums = previous.sums(ofRow: row, in: moments)
      if case .gaussian(let expected, let weight) = prior {
        sums.add(Self.sums(of: expected, weight, row: row, about: previous))
      }
      guard let fit = LeastSquares(sums) else { continue }
      next.move(row: row, by: fit)
      next.standardDeviations[row] = max(fit.variance, varianceFloor).squareRoot()
    }
    return next
  }

  /// The sums of the records that a prior is worth.
  private static func sums(
    of expected: GaussianCPD, _ weight: Double, row: Int, about previous: GaussianCPD
  ) -> RegressionSums {
    let moments = expected.regressors
    return RegressionSums(
      weight: weight, moments, about: previous.regressors.means,
      RegressionSums.LineDifference(
        expected, previous, row: row, at: previous.regressors.means),
      deviation: expected.standardDeviations[row])
  }

  private static func normalizedRows(
    _ counts: [Double], _ pseudo: [Double]?, otherwise previous: [Double], length: Int
  ) -> [Double] {
    var values = previous
    for start in stride(from: 0, to: counts.count, by: length) {
      let row = (start..<start + length).map { counts[$0] + (pseudo?[$0] ?? 0) }
      let total = row.reduce(0, +)
      guard total > 0 else { continue }
      for (place, count) in row.enumerated() { values[start + place] = count / total }
    }
    return values
  }
}
