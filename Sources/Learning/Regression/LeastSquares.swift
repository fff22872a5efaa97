import CLAPACKE
import NetworkModel

/// The line through records that leaves the least sum of squares, as a change of the line that their sums are about.
struct LeastSquares {
  /// The number of records.
  let count: Double
  /// By how much the mean rises where the regressors are at their centre.
  let shift: Double
  /// By how much each slope rises; 0 of an open one.
  let slopes: [Double]
  /// The variance that is left.
  let variance: Double
  /// The regressors whose slopes the records don't tell: they are constant, or a combination of others.
  let open: [Int]

  /// Regressors whose variance, or what others leave of it, is less than this share of their squares are open.
  private static let leastShare = 1e-12
  private static let leastPivot = 1e-10

  /// Fits; nil where there is no record.
  ///
  /// The equations are those of the regressors' correlations, solved by Cholesky factors with pivots (LAPACK's `dpstrf`, [H02], chapter 10),
  /// which leave for the end what depends on the others. The slopes of such regressors stay as they are, so that there is always a
  /// least sum, and it is reached with the least change.
  init?(_ sums: RegressionSums) {
    let count = sums.count
    guard count > 0 else { return nil }
    let mean = sums.cells[1] / count
    let centred = Equations(sums)
    let (slopes, open) = centred.solution(leastPivot: Self.leastPivot)
    let explained = zip(slopes, centred.products).reduce(0) { $0 + $1.0 * $1.1 }
    self.count = count
    self.slopes = slopes
    self.open = open
    shift = slopes.indices.reduce(mean) { $0 - slopes[$1] * (sums.sum($1) / count) }
    variance = sums.squares / count - mean * mean - explained / count
  }

  /// The normal equations about the means of the records.
  private struct Equations {
    /// The regressors that vary.
    let varying: [Int]
    /// Σ(*v* − *v̄*)(*v* − *v̄*)ᵀ of those.
    let matrix: [[Double]]
    /// Σ(*v* − *v̄*)*d* of all regressors.
    let products: [Double]

    init(_ sums: RegressionSums) {
      let all = 0..<sums.regressorCount
      func covariance(_ first: Int, _ second: Int) -> Double {
        sums.product(first, second) - sums.sum(first) * (sums.sum(second) / sums.count)
      }
      let varying = all.filter { regressor in
        let own = covariance(regressor, regressor)
        return own.isFinite && own > LeastSquares.leastShare * sums.product(regressor, regressor)
      }
      self.varying = varying
      matrix = varying.map { row in varying.map { covariance(row, $0) } }
      products = all.map { sums.product($0) - sums.sum($0) * (sums.cells[1] / sums.count) }
    }

    /// The slopes of all regressors, and those that are open.
    func solution(leastPivot: Double) -> (slopes: [Double], open: [Int]) {
      var slopes = [Double](repeating: 0, count: products.count)
      var known = Set<Int>()
      let scales = varying.indices.map { 1 / matrix[$0][$0].squareRoot() }
      let correlations = varying.indices.flatMap { row in
        varying.indices.map { matrix[row][$0] * scales[row] * scales[$0] }
      }
      let factor = PivotedCholesky(correlations, size: varying.count, leastPivot: leastPivot)
      let right = factor.order.prefix(factor.rank).map { products[varying[$0]] * scales[$0] }
      for (place, value) in zip(factor.order, factor.solve(right)) {
        let slope = value * scales[place]
        // What is beyond all numbers tells nothing.
        guard slope.isFinite else { continue }
        slopes[varying[place]] = slope
        known.insert(varying[place])
      }
      return (slopes, slopes.indices.filter { !known.contains($0) })
    }
  }
}

/// How many rows of a reading leave the slope of each regressor open.
package struct OpenRegressors {
  /// For each regressor the number of rows that a record reached and that don't tell its slope.
  package let rowCounts: [Int]

  /// Looks at the rows of `cpd`, without its prior.
  ///
  /// - Parameter counts: The family's expected counts, as `ExpectedCounts` has them.
  package init(_ cpd: CPD, counts: [Double]) {
    guard case .gaussian(let gaussian) = cpd, gaussian.regressors.count > 0 else {
      rowCounts = []
      return
    }
    var rowCounts = [Int](repeating: 0, count: gaussian.regressors.count)
    for row in gaussian.means.indices {
      let sums = gaussian.sums(ofRow: row, in: counts)
      guard sums.count >= 1, let fit = LeastSquares(sums) else { continue }
      for regressor in fit.open { rowCounts[regressor] += 1 }
    }
    self.rowCounts = rowCounts
  }
}
