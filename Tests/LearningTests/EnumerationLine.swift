import NetworkModel

/// The line of least squares through weighted points: by elimination on the whole normal equations, with nothing of the library's.
struct EnumerationLine {
  /// A value where its regressors are `at`.
  struct Point {
    let value: Double
    let at: [Double]
    let weight: Double
  }

  let mean: Double
  let slopes: [Double]
  /// The variance that is left.
  let variance: Double

  init(_ points: [Point]) {
    let total = points.reduce(0) { $0 + $1.weight }
    let size = 1 + (points.first?.at.count ?? 0)
    // Each row of the equations, and its right side last.
    var rows = [[Double]](repeating: [Double](repeating: 0, count: size + 1), count: size)
    for point in points {
      let terms = [1] + point.at + [point.value]
      for row in 0..<size {
        for column in 0...size { rows[row][column] += point.weight * terms[row] * terms[column] }
      }
    }
    let solution = Self.solved(rows)
    mean = solution[0]
    slopes = Array(solution.dropFirst())
    variance = points.reduce(0) { sum, point in
      let line = zip(solution, [1] + point.at).reduce(0) { $0 + $1.0 * $1.1 }
      return sum + point.weight * (point.value - line) * (point.value - line) / total
    }
  }

  /// Gauss's elimination with the largest pivot of each column.
  private static func solved(_ equations: [[Double]]) -> [Double] {
    var rows = equations
    for column in rows.indices {
      let pivot = rows.indices[column...].max { abs(rows[$0][column]) < abs(rows[$1][column]) }
      rows.swapAt(column, pivot ?? column)
      for row in rows.indices where row != column && rows[row][column] != 0 {
        let factor = rows[row][column] / rows[column][column]
        for place in column...rows.count { rows[row][place] -= factor * rows[column][place] }
      }
    }
    return rows.indices.map { rows[$0][rows.count] / rows[$0][$0] }
  }

  /// Points that have the moments of what an expert's line is worth: two for each regressor, apart from its mean by as much
  /// as makes its variance, each once above and once below the line.
  ///
  /// - Precondition: The regressors vary apart from each other.
  static func points(of expected: GaussianCPD, row: Int, weight: Double) -> [Point] {
    let means = expected.regressors.means
    let count = means.count
    let deviation = expected.standardDeviations[row]
    var places = [means]
    if count > 0 {
      places = means.indices.flatMap { place in
        [-1.0, 1].map { side in
          var at = means
          let spread = (expected.regressors[place, place] * Double(count)).squareRoot()
          at[place] += side * spread
          return at
        }
      }
    }
    return places.flatMap { at in
      [-1.0, 1].map { side in
        Point(
          value: expected.mean(row: row, at: at) + side * deviation, at: at,
          weight: weight / Double(2 * places.count))
      }
    }
  }
}
