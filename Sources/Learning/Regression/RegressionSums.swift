import NetworkModel

/// What a row of a reading's distributions needs to know of its records: weighted sums over them of *d*, how far each value is from
/// the mean of a line, of *v*, how far its regressors are from their centre, and of their products.
///
/// The sums of parts of the records add up. They are kept one after the other: Σ1, Σ*d*, Σ*d*², then Σ*v* of each regressor, Σ*vd* of
/// each, and Σ*vv*ᵀ, the lower triangle row by row. Without regressors these are the first three.
package struct RegressionSums: Sendable, Equatable {
  /// The number of regressors.
  let regressorCount: Int
  /// The sums.
  package var cells: [Double]

  /// The number of sums for so many regressors.
  package static func length(regressors: Int) -> Int {
    3 + 2 * regressors + regressors * (regressors + 1) / 2
  }

  /// The sums over no record.
  init(regressors: Int) {
    regressorCount = regressors
    cells = [Double](repeating: 0, count: Self.length(regressors: regressors))
  }

  /// The sums that are kept in `cells`.
  init(regressors: Int, _ cells: some Sequence<Double>) {
    regressorCount = regressors
    self.cells = Array(cells)
  }

  /// The number of records.
  var count: Double { cells[0] }

  /// Σ*d*².
  var squares: Double { cells[2] }

  /// Σ*v* of a regressor.
  func sum(_ regressor: Int) -> Double { cells[3 + regressor] }

  /// Σ*vd* of a regressor.
  func product(_ regressor: Int) -> Double { cells[3 + regressorCount + regressor] }

  /// Σ*vv*ᵀ of two regressors.
  func product(_ first: Int, _ second: Int) -> Double {
    cells[Self.place(max(first, second), min(first, second), of: regressorCount)]
  }

  private static func place(_ row: Int, _ column: Int, of regressors: Int) -> Int {
    3 + 2 * regressors + row * (row + 1) / 2 + column
  }

  /// Which of the sums can't be below 0: the number of records, and sums of squares.
  static func isNonnegative(regressors: Int) -> [Bool] {
    var isNonnegative = [Bool](repeating: false, count: length(regressors: regressors))
    isNonnegative[0] = true
    isNonnegative[2] = true
    for row in 0..<regressors { isNonnegative[place(row, row, of: regressors)] = true }
    return isNonnegative
  }

  /// Adds a record of this weight to sums that are kept at `cells`.
  @inline(__always)
  static func add(
    weight: Double, distance: Double, _ regressors: [Double],
    to cells: UnsafeMutablePointer<Double>
  ) {
    let count = regressors.count
    let weighted = weight * distance
    cells[0] += weight
    cells[1] += weighted
    cells[2] += weighted * distance
    var place = 3 + 2 * count
    for row in 0..<count {
      cells[3 + row] += weight * regressors[row]
      cells[3 + count + row] += weighted * regressors[row]
      for column in 0...row {
        cells[place] += weight * regressors[row] * regressors[column]
        place += 1
      }
    }
  }

  /// Adds a record.
  mutating func add(weight: Double, distance: Double, _ regressors: [Double]) {
    cells.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      Self.add(weight: weight, distance: distance, regressors, to: base)
    }
  }

  /// Adds other sums about the same line and centre.
  mutating func add(_ other: RegressionSums) {
    for cell in cells.indices { cells[cell] += other.cells[cell] }
  }
}

extension RegressionSums {
  /// A line less another: how far the first is above the second at a centre, and how much steeper for each regressor.
  struct LineDifference {
    let shift: Double
    let slopes: [Double]

    /// The line of a row of `first` less that of `second`, at `centre`.
    init(_ first: GaussianCPD, _ second: GaussianCPD, row: Int, at centre: [Double]) {
      slopes = zip(first[slopesOfRow: row], second[slopesOfRow: row]).map { $0 - $1 }
      shift = zip(slopes, centre).reduce(first.means[row] - second.means[row]) {
        $0 + $1.0 * $1.1
      }
    }
  }

  /// Returns the sums over the same records about a line that `difference` has to be added to to get the one at hand.
  func shifted(_ difference: LineDifference) -> RegressionSums {
    let (shift, slopes) = (difference.shift, difference.slopes)
    var result = self
    result.cells[1] += count * shift
    result.cells[2] += 2 * shift * cells[1] + count * shift * shift
    for first in 0..<regressorCount {
      // Σ v (shift + slopes · v), what the distances of the records rise by.
      let rise = (0..<regressorCount).reduce(shift * sum(first)) {
        $0 + slopes[$1] * product(first, $1)
      }
      result.cells[1] += slopes[first] * sum(first)
      result.cells[2] += slopes[first] * (2 * product(first) + shift * sum(first) + rise)
      result.cells[3 + regressorCount + first] += rise
    }
    return result
  }

  /// Returns the sums over the same records about a centre that is moved by −`step`: every *v* rises by `step`.
  func recentred(by step: [Double]) -> RegressionSums {
    var result = self
    for row in 0..<regressorCount {
      result.cells[3 + row] += count * step[row]
      result.cells[3 + regressorCount + row] += step[row] * cells[1]
      for column in 0...row {
        result.cells[Self.place(row, column, of: regressorCount)] +=
          step[row] * sum(column) + step[column] * sum(row) + count * step[row] * step[column]
      }
    }
    return result
  }

  /// The sums of `weight` records whose regressors have `moments`, and whose values lie about a line with this standard deviation:
  /// what a prior is worth.
  init(
    weight: Double, _ moments: RegressorMoments, about centre: [Double],
    _ difference: LineDifference, deviation: Double
  ) {
    self.init(regressors: moments.count)
    let step = zip(moments.means, centre).map { $0 - $1 }
    cells[0] = weight
    cells[2] = weight * deviation * deviation
    for row in 0..<regressorCount {
      for column in 0...row {
        cells[Self.place(row, column, of: regressorCount)] = weight * moments[row, column]
      }
    }
    self = recentred(by: step).shifted(difference)
  }
}

extension GaussianCPD {
  /// The number of sums of a row.
  var sumCount: Int { RegressionSums.length(regressors: regressors.count) }

  /// The sums of row `index` in the counts of a family.
  func sums(ofRow index: Int, in counts: [Double]) -> RegressionSums {
    RegressionSums(
      regressors: regressors.count, counts[index * sumCount..<(index + 1) * sumCount])
  }

  /// How far the regressors are from their centre.
  func centred(_ values: [Double]) -> [Double] {
    values.isEmpty ? values : zip(values, regressors.means).map { $0 - $1 }
  }
}
