import NetworkModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Functions of the gamma family.
package enum SpecialFunctions {
  /// The logarithm of the gamma function at `x` above 0.
  package static func logGamma(_ x: Double) -> Double { lgamma(x).0 }

  /// The digamma function ψ, the derivative of log Γ, at `x` above 0.
  ///
  /// ψ(x) = ψ(x + 1) − 1/x raises the argument to 10, where eight terms of the asymptotic series are exact to the last digits ([AS64],
  /// 6.3.5 and 6.3.18). The error is some units of the last digit of ψ or of 1, whichever is larger: near the root at 1.4616 the
  /// relative error has no bound.
  ///
  /// - Precondition: `x` is above 0.
  package static func digamma(_ x: Double) -> Double {
    precondition(x > 0)
    var (argument, shift) = (x, 0.0)
    while argument < 10 {
      shift += 1 / argument
      argument += 1
    }
    let square = 1 / (argument * argument)
    let series = coefficients.reversed().reduce(0) { ($0 + $1) * square }
    return logarithm(argument) - 0.5 / argument - series - shift
  }

  /// B₂ₖ / 2k, with the Bernoulli numbers B₂ₖ.
  private static let coefficients: [Double] = [
    1.0 / 12, -1.0 / 120, 1.0 / 252, -1.0 / 240, 1.0 / 132, -691.0 / 32760, 1.0 / 12,
    -3617.0 / 8160,
  ]
}
