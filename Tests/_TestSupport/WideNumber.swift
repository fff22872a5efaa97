import Foundation

/// A number that is not negative, with the digits of a `Double` and an exponent without bounds: a product of
/// any number of probabilities stays what it is.
package struct WideNumber: Sendable {
  /// 0, or in [1, 2).
  private let significand: Double
  private let exponent: Int

  /// Creates the number `value`.
  package init(_ value: Double) { self.init(value, exponent: 0) }

  /// Creates the number whose natural logarithm is `logarithm`.
  package init(logarithm: Double) {
    guard logarithm > -.infinity else {
      self.init(0)
      return
    }
    let exponent = (logarithm / log(2)).rounded()
    self.init(exp(logarithm - exponent * log(2)), exponent: Int(exponent))
  }

  private init(_ value: Double, exponent: Int) {
    precondition(value >= 0 && value.isFinite)
    significand = value == 0 ? 0 : value.significand
    self.exponent = value == 0 ? 0 : exponent + Int(value.exponent)
  }

  /// Whether the number is 0.
  package var isZero: Bool { significand == 0 }

  /// The natural logarithm; −∞ for 0.
  package var logarithm: Double {
    isZero ? -.infinity : log(significand) + Double(exponent) * log(2)
  }

  package static func * (a: WideNumber, b: WideNumber) -> WideNumber {
    WideNumber(a.significand * b.significand, exponent: a.exponent + b.exponent)
  }

  package static func + (a: WideNumber, b: WideNumber) -> WideNumber {
    if a.isZero { return b }
    if b.isZero { return a }
    let (large, small) = a.exponent >= b.exponent ? (a, b) : (b, a)
    let shift = small.exponent - large.exponent
    guard shift > -200 else { return large }
    let aligned = Double(sign: .plus, exponent: shift, significand: small.significand)
    return WideNumber(large.significand + aligned, exponent: large.exponent)
  }

  /// The share of `whole` that this number is; 0 where a `Double` can't tell it from 0.
  package func share(of whole: WideNumber) -> Double {
    let shift = exponent - whole.exponent
    guard !isZero, shift > -1100 else { return 0 }
    return Double(sign: .plus, exponent: shift, significand: significand / whole.significand)
  }
}
