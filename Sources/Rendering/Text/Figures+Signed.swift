extension Figures {
  /// Returns a number with its sign, which 0 has none of, and two decimals, or as it is where it is beyond all use.
  package static func signed(_ value: Double, _ digits: Int = 2) -> String {
    guard abs(value) < 1e12 else { return value > 0 ? "+\(value)" : "\(value)" }
    let text = fixed(value, digits)
    if text.hasPrefix("-") { return text }
    return text.allSatisfy { $0 == "0" || $0 == "." } ? text : "+\(text)"
  }

  /// Returns one probability where two are the same, else both.
  package static func bounds(_ bounds: ClosedRange<Double>) -> String {
    let (low, high) = (probability(bounds.lowerBound), probability(bounds.upperBound))
    return low == high ? low : "\(low)–\(high)"
  }

  /// Returns one number with two decimals where two are the same, else both.
  package static func amounts(_ bounds: ClosedRange<Double>) -> String {
    let (low, high) = (amount(bounds.lowerBound), amount(bounds.upperBound))
    return low == high ? low : "\(low)–\(high)"
  }

  /// Returns one share in percent where two are the same, else both.
  package static func percents(_ bounds: ClosedRange<Double>) -> String {
    let (low, high) = (percent(bounds.lowerBound), percent(bounds.upperBound))
    return low == high ? low : "\(low)–\(high)"
  }
}
