import NetworkModel

/// Divides rows of probabilities by their sums.
///
/// A row whose sum is 1 but for the rounding of its own addition stays as it is: so do all rows that were divided before, and what was
/// written is read back to the last bit.
struct RowNormalizer {
  /// How far the sum of a row was from 1 at most; 0 when it was rounding alone.
  private(set) var largestDeviation = 0.0

  /// Divides the numbers at `range`, none of which is negative, by their sum.
  ///
  /// - Returns: Nil; or the sum, when it is too far from 1 and the row is left as it is.
  mutating func normalize(_ values: inout [Double], _ range: Range<Int>) -> Double? {
    var sum = 0.0
    for index in range { sum += values[index] }
    let deviation = abs(sum - 1)
    // n quotients and their n - 1 sums are each off by half a unit of the last place at most.
    let rounding = Double(range.count) * .ulpOfOne
    if deviation <= rounding { return nil }
    // Three times 0.333333 is within the tolerance, and off by a little more in binary.
    guard deviation <= Network.rowTolerance + rounding else { return sum }
    largestDeviation = max(largestDeviation, deviation)
    for index in range { values[index] /= sum }
    return nil
  }

  /// Returns `sum` as a message shows it.
  static func shown(_ sum: Double) -> Double { (sum * 1e9).rounded() / 1e9 }
}
