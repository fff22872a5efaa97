#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The probability that a value of the standard normal distribution is below `distance`.
func normalBelow(_ distance: Double) -> Double { 0.5 * erfc(-distance / 2.0.squareRoot()) }

/// A normal distribution.
struct NormalDistribution: Hashable {
  let mean: Double
  let deviation: Double

  /// The density at `value`.
  func density(at value: Double) -> Double {
    let distance = (value - mean) / deviation
    return exp(-0.5 * distance * distance) / (deviation * (2 * Double.pi).squareRoot())
  }

  /// The probability of a value from `low` to `high`, from the tail that keeps its digits.
  func probability(from low: Double, to high: Double) -> Double {
    let (low, high) = ((low - mean) / deviation, (high - mean) / deviation)
    return low > 0
      ? normalBelow(-low) - normalBelow(-high) : normalBelow(high) - normalBelow(low)
  }
}
