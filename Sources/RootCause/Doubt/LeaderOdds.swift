import GraphStructure
import NetworkModel

/// With what probability each of some log odds, jointly normal, is the largest: by draws that a fixed seed names, in pairs of opposite
/// ones.
struct LeaderOdds {
  private let means: [Double]
  /// How each moves with independent normal numbers of variance 1; empty where it doesn't.
  private let slopes: [[Double]]

  private static let pairs = 4096
  private static let seed: UInt64 = 20_250_101
  /// Log odds that differ by less are the same, and share the lead.
  private static let tieTolerance = 1e-9
  /// What lies more standard deviations behind the first never leads.
  private static let reach = 6.0
  /// The most that may be first.
  private static let contenderLimit = 64

  init(_ means: [Double], _ slopes: [[Double]]) {
    self.means = means
    self.slopes = slopes
  }

  /// The standard deviation along `slope`, finite.
  static func deviation(_ slope: [Double]) -> Double {
    let variance = slope.reduce(0) { $0 + $1 * $1 }
    return min(variance.squareRoot(), 1e6)
  }

  /// The probability of each to be the largest; they sum to 1.
  var probabilities: [Double] {
    var probabilities = [Double](repeating: 0, count: means.count)
    let contenders = contenders()
    let factor = Self.choleskyFactor(covariance(of: contenders))
    var generator = SplitMix64(seed: Self.seed)
    var spare: Double?
    for _ in 0..<Self.pairs {
      let draws = contenders.map { _ in Self.normal(&generator, &spare) }
      let shifts = factor.map { row in zip(row, draws).reduce(0) { $0 + $1.0 * $1.1 } }
      for sign in [1.0, -1.0] {
        let values = contenders.indices.map { means[contenders[$0]] + sign * shifts[$0] }
        let largest = values.max() ?? 0
        let leaders = values.indices.filter { largest - values[$0] <= Self.tieTolerance }
        for leader in leaders {
          probabilities[contenders[leader]] += 1 / Double(2 * Self.pairs * leaders.count)
        }
      }
    }
    return probabilities
  }

  /// Those that may be the largest, the largest means first.
  private func contenders() -> [Int] {
    let order = means.indices.sorted { (means[$1], $0) < (means[$0], $1) }
    guard let first = order.first else { return [] }
    let floor = means[first] - Self.reach * Self.deviation(slopes[first])
    return Array(
      order.filter { means[$0] + Self.reach * Self.deviation(slopes[$0]) >= floor }
        .prefix(Self.contenderLimit))
  }

  private func covariance(of places: [Int]) -> [[Double]] {
    places.map { first in
      places.map { second in
        let sum = zip(slopes[first], slopes[second]).reduce(0) { $0 + $1.0 * $1.1 }
        return max(-1e12, min(1e12, sum))
      }
    }
  }

  /// Returns L with L Lᵀ = `matrix`, which has no negative eigenvalue but for rounding.
  private static func choleskyFactor(_ matrix: [[Double]]) -> [[Double]] {
    var factor = matrix.map { _ in [Double](repeating: 0, count: matrix.count) }
    for row in matrix.indices {
      for column in 0...row {
        let known = (0..<column).reduce(0) { $0 + factor[row][$1] * factor[column][$1] }
        let rest = matrix[row][column] - known
        if column == row {
          factor[row][row] = max(0, rest).squareRoot()
        } else if factor[column][column] * factor[column][column] > 1e-12 * matrix[column][column] {
          factor[row][column] = rest / factor[column][column]
        }
      }
    }
    return factor
  }

  /// Returns a number from the standard normal distribution, by the polar method ([K97], section 3.4.1, algorithm P).
  private static func normal(_ generator: inout SplitMix64, _ spare: inout Double?) -> Double {
    if let number = spare {
      spare = nil
      return number
    }
    while true {
      let (x, y) = (2 * generator.unit() - 1, 2 * generator.unit() - 1)
      let square = x * x + y * y
      guard square > 0, square < 1 else { continue }
      let scale = (-2 * logarithm(square) / square).squareRoot()
      spare = y * scale
      return x * scale
    }
  }
}
