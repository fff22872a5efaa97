/// What many tests at once let expect of false alarms.
public enum FalseDiscoveries {
  /// The adjusted p-values of Benjamini and Hochberg ([BH95]): to call all tests at or below q discoveries lets expect a share of at most q of false
  /// ones among them, where the tests are independent or depend positively on each other ([BY01]).
  ///
  /// - Returns: A value for each of `pValues`, in their order; none is below its own, and none above 1.
  public static func adjusted(_ pValues: [Double]) -> [Double] {
    let order = pValues.indices.sorted { (pValues[$0], $0) > (pValues[$1], $1) }
    var adjusted = pValues
    var least = 1.0
    for (place, index) in order.enumerated() {
      let rank = pValues.count - place
      least = min(least, pValues[index] * Double(pValues.count) / Double(rank))
      adjusted[index] = least
    }
    return adjusted
  }
}
