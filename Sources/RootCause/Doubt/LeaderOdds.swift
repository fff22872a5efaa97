import GraphStructure
import NetworkModel

/// With what probability each of some log odds, jointly normal, is the largest: by draws that a fixed seed names, in pairs of opposite
/// ones.
struct LeaderOdds {
  private let means: [Double]
  /// How each moves with independent normal numbers of variance 1; empty where it doesn't.
  private let slopes: [[Double]]

  private static let pairs = 2048
  /// Log odds that differ by less are the same, and share the lead.
  private static let tieTolerance = 1e-9
  /// What lies more standard deviations behind the first never leads.
  private static let reach = 6.0
  /// The most that may be first.
  private static let contenderLimit = 32

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
    guard contenders.count > 1 else {
      for only in contenders { probabilities[only] = 1 }
      return probabilities
    }
    let factor = Self.choleskyFactor(covariance(of: contenders)).flatMap(\.self)
    let shares = Self.leads(contenders.map { means[$0] }, factor)
    for (place, share) in zip(contenders, shares) { probabilities[place] = share }
    return probabilities
  }

  /// Draws, and counts how often each of `means`, shifted by `factor` times independent normal numbers, is the largest.
  private static func leads(_ means: [Double], _ factor: [Double]) -> [Double] {
    let count = means.count
    var leads = [Double](repeating: 0, count: count)
    var (up, down) = (means, means)
    for pair in 0..<pairs {
      for row in 0..<count {
        var shift = 0.0
        for column in 0...row {
          shift += factor[row * count + column] * draws[pair * contenderLimit + column]
        }
        up[row] = means[row] + shift
        down[row] = means[row] - shift
      }
      addLead(of: up, to: &leads)
      addLead(of: down, to: &leads)
    }
    return leads.map { $0 / Double(2 * pairs) }
  }

  /// Adds 1 to the largest of `values`, or a part to each that shares the lead.
  private static func addLead(of values: [Double], to leads: inout [Double]) {
    var (leader, isShared) = (0, false)
    for place in 1..<values.count {
      let ahead = values[place] - values[leader]
      if ahead > tieTolerance {
        (leader, isShared) = (place, false)
      } else if ahead >= -tieTolerance {
        isShared = true
      }
    }
    guard isShared else {
      leads[leader] += 1
      return
    }
    let tied = values.indices.filter { abs(values[$0] - values[leader]) <= tieTolerance }
    for place in tied { leads[place] += 1 / Double(tied.count) }
  }

  /// Numbers from the standard normal distribution, the same for all questions.
  private static let draws: [Double] = {
    var generator = SplitMix64(seed: 20_250_101)
    var spare: Double?
    return (0..<pairs * contenderLimit).map { _ in normal(&generator, &spare) }
  }()

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
