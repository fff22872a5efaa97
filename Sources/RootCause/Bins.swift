/// How a numeric column is cut into states: `low<20<normal<50<high`.
public struct Bins: Sendable, Equatable {
  /// The states by rising value; one more than there are thresholds.
  public let states: [String]

  /// The values at which the next state begins, rising.
  public let thresholds: [Double]

  /// Reads the cuts from `text`; nil unless names and rising numbers alternate, a name first and last, and no name comes twice.
  public init?(_ text: String) {
    let parts = text.split(separator: "<", omittingEmptySubsequences: false).map {
      String($0).trimmingSpaces()
    }
    let names = parts.indices.filter { $0 % 2 == 0 }.map { parts[$0] }
    let numbers = parts.indices.filter { $0 % 2 == 1 }.map { Double(parts[$0]) }
    let thresholds = numbers.compactMap(\.self)
    guard parts.count % 2 == 1, parts.count > 1, Set(names).count == names.count,
      names.allSatisfy({ !$0.isEmpty }), thresholds.count == numbers.count,
      thresholds.allSatisfy(\.isFinite),
      zip(thresholds, thresholds.dropFirst()).allSatisfy({ $0 < $1 })
    else { return nil }
    states = names
    self.thresholds = thresholds
  }

  /// Returns the state in which `value` falls; a value at a threshold belongs to the state above it.
  public func state(of value: Double) -> String {
    states[thresholds.firstIndex { value < $0 } ?? thresholds.count]
  }

  /// The cuts as text, as they are read.
  public var description: String {
    zip(states, thresholds).map { "\($0)<\($1)<" }.joined() + (states.last ?? "")
  }
}

extension String {
  /// This text without spaces and tabs at its ends.
  package func trimmingSpaces() -> String {
    let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0 == "\n" || $0 == "\r\n" }
    guard let first = firstIndex(where: { !isSpace($0) }),
      let last = lastIndex(where: { !isSpace($0) })
    else { return "" }
    return String(self[first...last])
  }
}
