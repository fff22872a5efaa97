import NetworkModel

/// Messages of belief propagation, kept as logarithms with the largest at 0: their products are sums, which neither
/// overflow nor vanish however many there are.
enum LogMessage {
  /// What a state that is possible keeps of the largest, at least. It may have more in truth than a `Double` can tell from 0,
  /// and a 0 would rule it out.
  static let floor = 1e-300

  /// Returns the logarithms of `values`; −∞ for the states that `support` rules out.
  static func logarithms(_ values: [Double], support: [Bool]) -> [Double] {
    let largest = zip(values, support).reduce(0) { $1.1 ? max($0, $1.0) : $0 }
    return zip(values, support).map { value, isPossible in
      guard isPossible else { return -.infinity }
      return largest > 0 ? logarithm(max(value / largest, floor)) : 0
    }
  }

  /// Returns the distribution in proportion to e to the `logarithms`; all 0 when each of them is −∞.
  static func distribution(_ logarithms: [Double]) -> [Double] {
    let values = weights(logarithms)
    let total = values.reduce(0, +)
    return total > 0 ? values.map { $0 / total } : values
  }

  /// Returns e to the `logarithms`, the largest 1.
  static func weights(_ logarithms: [Double]) -> [Double] {
    let largest = logarithms.max() ?? 0
    return logarithms.map {
      $0 > -.infinity ? max(exponential($0 - largest), floor) : 0
    }
  }

  /// Returns the logarithm of the sum of e to the `logarithms`.
  static func logSum(_ logarithms: [Double]) -> Double {
    let largest = logarithms.max() ?? -.infinity
    guard largest > -.infinity else { return largest }
    return largest + logarithm(logarithms.reduce(0) { $0 + exponential($1 - largest) })
  }

  /// Adds `other` to `sum`.
  static func add(_ other: [Double], to sum: inout [Double]) {
    for state in sum.indices { sum[state] += other[state] }
  }
}
