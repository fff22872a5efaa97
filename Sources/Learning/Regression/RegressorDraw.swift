import NetworkModel

/// How regressors are drawn that are normal with given moments, some of which are known before.
package struct RegressorDraw: Sendable {
  /// The names, those that are known first.
  private let names: [String]
  private let knownCount: Int
  private let means: [Double]
  private let factor: [[Double]]

  /// Prepares for regressors with these names and moments, of which `known` are known whenever one is drawn.
  package init(_ names: [String], _ moments: RegressorMoments, known: Set<String>) {
    let order =
      names.indices.filter { known.contains(names[$0]) }
      + names.indices.filter { !known.contains(names[$0]) }
    self.names = order.map { names[$0] }
    knownCount = names.count { known.contains($0) }
    means = order.map { moments.means[$0] }
    factor = Self.factor(order.map { row in order.map { moments[row, $0] } })
  }

  /// *L* with *L* *L*ᵀ = `matrix`; a number that depends on those before has 0 on the diagonal.
  private static func factor(_ matrix: [[Double]]) -> [[Double]] {
    var factor = matrix.map { $0.map { _ in 0.0 } }
    for row in matrix.indices {
      for column in 0...row {
        let known = (0..<column).reduce(0) { $0 + factor[row][$1] * factor[column][$1] }
        let rest = matrix[row][column] - known
        if row == column {
          factor[row][row] = rest > 1e-10 * matrix[row][row] ? rest.squareRoot() : 0
        } else if factor[column][column] > 0 {
          factor[row][column] = rest / factor[column][column]
        }
      }
    }
    return factor
  }

  /// Adds what is missing to `values`, given what is there.
  package func complete(_ values: inout [String: Double], _ normal: () -> Double) {
    var scores: [Double] = []
    for (row, name) in names.enumerated() {
      let mean = (0..<row).reduce(means[row]) { $0 + factor[row][$1] * scores[$1] }
      let deviation = factor[row][row]
      if row < knownCount, let value = values[name] {
        scores.append(deviation > 0 ? (value - mean) / deviation : 0)
      } else {
        scores.append(normal())
        values[name] = mean + deviation * scores[row]
      }
    }
  }
}
