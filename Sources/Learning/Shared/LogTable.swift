import NetworkModel

/// A table of natural logarithms over some variables, the first slowest; −∞ where something is impossible.
///
/// Products of thousands of units leave the range of doubles; their logarithms do not.
struct LogTable: Sendable, Equatable {
  /// The variables, ascending.
  let scope: [Int]
  /// The number of states of each.
  let cardinalities: [Int]
  /// The logarithms.
  var values: [Double]

  init(scope: [Int], cardinalities: [Int], values: [Double]) {
    self.scope = scope
    self.cardinalities = cardinalities
    self.values = values
  }

  /// The table of ones.
  init(onesOver scope: [Int], cardinalities: [Int]) {
    self.init(
      scope: scope, cardinalities: cardinalities,
      values: [Double](repeating: 0, count: cardinalities.reduce(1, *)))
  }

  /// For each joint state of `outer`, the place in a table over `inner`, whose variables are among them.
  ///
  /// - Parameter cardinality: The number of states of a variable.
  static func places(
    of inner: [Int], in outer: [Int], _ cardinality: (Int) -> Int
  ) -> [Int] {
    var stride = 1
    var strides: [Int: Int] = [:]
    for variable in inner.reversed() {
      strides[variable] = stride
      stride *= cardinality(variable)
    }
    var places = [0]
    for variable in outer {
      let step = strides[variable] ?? 0
      let states = 0..<cardinality(variable)
      var next: [Int] = []
      next.reserveCapacity(places.count * states.count)
      for place in places { for state in states { next.append(place + state * step) } }
      places = next
    }
    return places
  }

  /// Multiplies by another table, whose variables are among this one's, to the power of `count`.
  mutating func multiply(by other: LogTable, count: Double = 1) {
    let places = Self.places(of: other.scope, in: scope, cardinality)
    for (cell, place) in places.enumerated() { values[cell] += count * other.values[place] }
  }

  /// The sum over the variables that are not in `kept`, which is ascending and among this table's.
  func summed(keeping kept: [Int]) -> LogTable {
    if kept == scope { return self }
    let places = Self.places(of: kept, in: scope, cardinality)
    var result = LogTable(onesOver: kept, cardinalities: kept.map(cardinality))
    result.values = Self.sums(values, places, count: result.values.count)
    return result
  }

  /// log Σ exp over the cells of each place.
  static func sums(_ values: [Double], _ places: [Int], count: Int) -> [Double] {
    var greatest = [Double](repeating: -.infinity, count: count)
    for (cell, place) in places.enumerated() {
      greatest[place] = max(greatest[place], values[cell])
    }
    var totals = [Double](repeating: 0, count: count)
    for (cell, place) in places.enumerated() where greatest[place] > -.infinity {
      totals[place] += exponential(values[cell] - greatest[place])
    }
    for place in totals.indices {
      totals[place] =
        greatest[place] > -.infinity ? greatest[place] + logarithm(totals[place]) : -.infinity
    }
    return totals
  }

  /// log Σ exp over all cells.
  var logTotal: Double {
    Self.sums(values, [Int](repeating: 0, count: values.count), count: 1)[0]
  }

  /// The cells as shares of their sum; all 0 where everything is impossible.
  var shares: [Double] {
    let total = logTotal
    guard total > -.infinity else { return values.map { _ in 0 } }
    return values.map { exponential($0 - total) }
  }

  private func cardinality(_ variable: Int) -> Int {
    scope.firstIndex(of: variable).map { cardinalities[$0] } ?? 1
  }
}
