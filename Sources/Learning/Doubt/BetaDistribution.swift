import NetworkModel

/// The distribution of a probability of which a and b records, real numbers, speak for and against.
public struct BetaDistribution: Sendable, Equatable {
  /// What speaks for, above 0.
  public let a: Double
  /// What speaks against, above 0.
  public let b: Double

  /// Creates the distribution.
  ///
  /// - Precondition: Both are above 0 and finite.
  public init(_ a: Double, _ b: Double) {
    precondition(a > 0 && b > 0 && a.isFinite && b.isFinite)
    (self.a, self.b) = (a, b)
  }

  /// Returns P(X ≤ x), the incomplete beta function I(a, b) at x: by its continued fraction ([DLMF], 8.17.22).
  ///
  /// *Edge cases*: 0 below 0, 1 above 1.
  public func cumulative(_ x: Double) -> Double {
    guard x > 0 else { return 0 }
    guard x < 1 else { return 1 }
    // The fraction converges fast below the mean; above it, the other tail has it.
    let isLower = x < (a + 1) / (a + b + 2)
    let tail =
      exponential(logTerm(x))
      * (isLower
        ? Self.fraction(a, b, x) / a : Self.fraction(b, a, 1 - x) / b)
    return min(1, max(0, isLower ? tail : 1 - tail))
  }

  /// Returns the x at which P(X ≤ x) = `probability`: by Newton's steps, and by halves where they leave what is known.
  ///
  /// *Edge cases*: 0 at 0 and 1 at 1; a quantile below the smallest double is 0.
  public func quantile(_ probability: Double) -> Double {
    guard probability > 0 else { return 0 }
    guard probability < 1 else { return 1 }
    var (low, high) = (0.0, 1.0)
    var x = a / (a + b)
    for _ in 0..<200 {
      let excess = cumulative(x) - probability
      if excess == 0 { return x }
      if excess > 0 { high = x } else { low = x }
      let density = exponential(logTerm(x)) / (x * (1 - x))
      let step = x - excess / density
      let next = step > low && step < high ? step : Self.middle(low, high)
      if abs(next - x) <= 1e-15 * next || next == low && next == high { return next }
      x = next
    }
    return x
  }

  /// Halves on the scale of logarithms where the ends are far apart on it.
  private static func middle(_ low: Double, _ high: Double) -> Double {
    if low == 0, high > 1e-300 { return high * 1e-3 }
    if low > 0, high > 4 * low { return (low * high).squareRoot() }
    return low + (high - low) / 2
  }

  /// log xᵃ (1 − x)ᵇ / B(a, b).
  private func logTerm(_ x: Double) -> Double {
    logarithmOfGamma(a + b) - logarithmOfGamma(a) - logarithmOfGamma(b) + a * logarithm(x) + b
      * logarithmOfOnePlus(-x)
  }

  /// The continued fraction, by Lentz's method.
  private static func fraction(_ a: Double, _ b: Double, _ x: Double) -> Double {
    func bounded(_ value: Double) -> Double { abs(value) < 1e-300 ? 1e-300 : value }
    var c = 1.0
    var d = 1 / bounded(1 - (a + b) * x / (a + 1))
    var result = d
    for m in 1...10_000 {
      let step = Double(m)
      let even = step * (b - step) * x / ((a + 2 * step - 1) * (a + 2 * step))
      d = 1 / bounded(1 + even * d)
      c = bounded(1 + even / c)
      result *= d * c
      let odd = -(a + step) * (a + b + step) * x / ((a + 2 * step) * (a + 2 * step + 1))
      d = 1 / bounded(1 + odd * d)
      c = bounded(1 + odd / c)
      result *= d * c
      if abs(d * c - 1) < 1e-15 { break }
    }
    return result
  }
}
