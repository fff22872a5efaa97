/// How far a number may be from the one that is expected.
package struct Tolerance: Sendable {
  /// The share of the larger number that is allowed.
  package let relative: Double
  /// What is allowed whatever the size of the numbers.
  package let absolute: Double

  /// Creates a tolerance that allows the larger of the two.
  package init(relative: Double = 0, absolute: Double = 0) {
    self.relative = relative
    self.absolute = absolute
  }

  /// Exact but for the rounding of some thousands of operations.
  package static let exact = Tolerance(relative: 1e-12, absolute: 1e-15)

  /// Exact but for rounding, where the logarithm of the answer is in the thousands.
  package static let exactOfLargeLogarithm = Tolerance(relative: 1e-10, absolute: 1e-13)

  /// Two ways to the same place, each of many exact steps.
  package static let manySteps = Tolerance(relative: 1e-10, absolute: 1e-12)

  /// Half a unit of the last digit of a figure printed with so many decimals.
  package static func printed(decimals: Int) -> Tolerance {
    var unit = 1.0
    for _ in 0..<decimals { unit /= 10 }
    // A figure that falls on the half itself may have been rounded either way.
    return Tolerance(absolute: unit / 2 * (1 + 1e-9))
  }

  /// So many times the standard error of an estimate.
  package static func standardErrors(_ count: Double, of error: Double) -> Tolerance {
    Tolerance(absolute: count * error)
  }
}

extension Double {
  /// Returns whether this number and `other` are within `tolerance` of each other; infinities are near to themselves.
  package func isClose(to other: Double, _ tolerance: Tolerance) -> Bool {
    if self == other { return true }
    let allowed = max(tolerance.absolute, tolerance.relative * max(abs(self), abs(other)))
    return allowed.isFinite && abs(self - other) <= allowed
  }

  /// Returns whether e to this number and e to `other` are within the relative `tolerance` of each other.
  package func isLogarithmClose(to other: Double, _ tolerance: Tolerance) -> Bool {
    self == other || abs(self - other) <= tolerance.relative * max(1, abs(other))
  }
}

extension Sequence<Double> {
  /// Returns whether these numbers are as many as `others` and each is within `tolerance` of its own.
  package func isClose(to others: some Sequence<Double>, _ tolerance: Tolerance) -> Bool {
    let (own, theirs) = (Array(self), Array(others))
    return own.count == theirs.count
      && zip(own, theirs).allSatisfy { $0.isClose(to: $1, tolerance) }
  }
}
