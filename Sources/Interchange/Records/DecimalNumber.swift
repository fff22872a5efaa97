/// Reads decimal numbers from bytes, the same in every locale.
enum DecimalNumber {
  /// The most bytes of a number.
  private static let longest = 400

  /// Powers of ten that a `Double` holds exactly.
  private static let powers: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  /// Returns the number that `range` of `bytes` holds, correctly rounded: a sign, digits with a point among them, an exponent; the sign,
  /// the point and the exponent may be left out. Nil when it is something else, and infinite when it is too large for a `Double`.
  ///
  /// Up to 2⁵³ the digits are exact, and so are the powers of ten up to 10²², so that one product or quotient rounds once and
  /// rightly ([C90]); the library's conversion does the others.
  static func value(of bytes: UnsafeRawBufferPointer, in range: Range<Int>) -> Double? {
    guard range.count <= longest, let parts = Parts(bytes, range) else { return nil }
    let magnitude: Double
    if parts.digits <= 1 << 53, abs(parts.exponent) < powers.count {
      let power = powers[abs(parts.exponent)]
      magnitude = parts.exponent < 0 ? Double(parts.digits) / power : Double(parts.digits) * power
    } else {
      let text = String(decoding: bytes[range], as: UTF8.self)
      return Double(text)
    }
    return parts.isNegative ? -magnitude : magnitude
  }

  /// A number taken apart: ±digits · 10^exponent.
  private struct Parts {
    var isNegative = false
    /// Above 2⁵³ when there are too many.
    var digits: UInt64 = 0
    var exponent = 0
    private var hasDigit = false

    init?(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) {
      var index = range.lowerBound
      if index < range.upperBound, let sign = Self.sign(bytes[index]) {
        isNegative = sign
        index += 1
      }
      takeDigits(bytes, &index, range.upperBound, scale: 0)
      if index < range.upperBound, bytes[index] == UInt8(ascii: ".") {
        index += 1
        takeDigits(bytes, &index, range.upperBound, scale: -1)
      }
      guard hasDigit else { return nil }
      guard index < range.upperBound else { return }
      guard bytes[index] | 0x20 == UInt8(ascii: "e"),
        let power = Self.exponent(bytes, index + 1..<range.upperBound)
      else { return nil }
      exponent += power
    }

    private mutating func takeDigits(
      _ bytes: UnsafeRawBufferPointer, _ index: inout Int, _ end: Int, scale: Int
    ) {
      while index < end, bytes[index] &- UInt8(ascii: "0") < 10 {
        hasDigit = true
        exponent += scale
        // Past 19 digits the sum would overflow; by then it is above 2⁵³ for good.
        if digits < 1 << 59 { digits = digits * 10 + UInt64(bytes[index] - UInt8(ascii: "0")) }
        index += 1
      }
    }

    private static func sign(_ byte: UInt8) -> Bool? {
      switch byte {
      case UInt8(ascii: "-"): true
      case UInt8(ascii: "+"): false
      default: nil
      }
    }

    /// Reads the digits after an `e`; an exponent beyond all use is held at ±10⁶.
    private static func exponent(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Int? {
      guard let first = range.first else { return nil }
      let sign = sign(bytes[first])
      let digits = sign == nil ? range : range.dropFirst()
      guard !digits.isEmpty else { return nil }
      var value = 0
      for index in digits {
        guard bytes[index] &- UInt8(ascii: "0") < 10 else { return nil }
        value = min(value * 10 + Int(bytes[index] - UInt8(ascii: "0")), 1_000_000)
      }
      return sign == true ? -value : value
    }
  }
}
