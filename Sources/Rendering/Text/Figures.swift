/// Numbers as people read them: fixed digits, and what is too small for them said to be so.
package enum Figures {
  /// Returns `value` with `digits` decimals, rounded half away from zero; one that has more digits than a double keeps, or is no number,
  /// as it is.
  package static func fixed(_ value: Double, _ digits: Int) -> String {
    let scale = (0..<digits).reduce(1) { product, _ in product * 10 }
    guard abs(value) * Double(scale) < 0x1p53 else { return "\(value)" }
    let scaled = Int((abs(value) * Double(scale)).rounded())
    let sign = value < 0 && scaled > 0 ? "-" : ""
    guard digits > 0 else { return "\(sign)\(scaled)" }
    let decimals = String(scaled % scale)
    let zeros = String(repeating: "0", count: digits - decimals.count)
    return "\(sign)\(scaled / scale).\(zeros)\(decimals)"
  }

  /// Returns a probability with four decimals; only 0 and 1 themselves are shown as such.
  package static func probability(_ value: Double) -> String {
    if value <= 0 { return "0" }
    if value >= 1 { return "1" }
    if value < 0.00005 { return "<0.0001" }
    return value >= 0.99995 ? ">0.9999" : fixed(value, 4)
  }

  /// Returns the ends of an interval of probabilities.
  package static func interval(_ interval: ClosedRange<Double>) -> String {
    "\(probability(interval.lowerBound))–\(probability(interval.upperBound))"
  }

  /// Returns a rough probability with two decimals; only 0 and 1 themselves are shown as such.
  package static func share(_ value: Double) -> String {
    if value <= 0 { return "0" }
    if value >= 1 { return "1" }
    if value < 0.005 { return "<0.01" }
    return value >= 0.995 ? ">0.99" : fixed(value, 2)
  }

  /// Returns a probability in percent with one decimal; only 0 and 1 themselves are shown as such.
  package static func percent(_ value: Double) -> String {
    if value <= 0 { return "0 %" }
    if value >= 1 { return "100 %" }
    if value < 0.0005 { return "<0.1 %" }
    return value >= 0.9995 ? ">99.9 %" : fixed(value * 100, 1) + " %"
  }

  /// Returns a positive number with about three digits that mean something, between 0.001 and a million.
  package static func factor(_ value: Double) -> String {
    switch value {
    case ...0: "0"
    case ..<0.001: "<0.001"
    case ..<1: fixed(value, 3)
    case ..<10: fixed(value, 2)
    case ..<100: fixed(value, 1)
    case ...1_000_000: fixed(value, 0)
    default: ">1000000"
    }
  }

  /// Returns the logarithm of a probability with four decimals, or as it is where it is beyond all use.
  package static func logarithm(_ value: Double) -> String {
    abs(value) < 1e12 ? fixed(value, 4) : "\(value)"
  }

  /// Returns an amount of money or time with two decimals, or as it is where it is beyond all use.
  package static func amount(_ value: Double) -> String {
    abs(value) < 1e12 ? fixed(value, 2) : "\(value)"
  }

  /// Returns a cost as it was given, in a table a dash where nobody gave one.
  package static func cost(_ value: Double?) -> String { value.map(measured) ?? "—" }

  /// Returns a measured number as it was given.
  package static func measured(_ value: Double) -> String {
    let text = "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
