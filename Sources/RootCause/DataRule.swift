/// What no good record says: findings that can't come together, or a number out of its range.
///
/// A missing cell breaks no rule.
public enum DataRule: Sendable, Equatable {
  /// These conditions are never all met by one record.
  case never([Condition])
  /// The numbers of a variable or a column lie in a range, its ends included; an open end is infinite.
  case range(name: String, ClosedRange<Double>)

  /// What a cell says, or does not say. A name or a value with quotes of both kinds, or the end of a line in it, can't be written.
  public struct Condition: Sendable, Equatable {
    /// The name of a variable, or of a column.
    public let name: String
    /// Whether the cell has the value; else it has another.
    public let isEqual: Bool
    /// A state, or a number, or the text of a cell.
    public let value: String

    /// Creates a condition.
    public init(name: String, isEqual: Bool, value: String) {
      self.name = name
      self.isEqual = isEqual
      self.value = value
    }
  }

  /// The names of the variables and the columns that the rule speaks of.
  public var names: [String] {
    switch self {
    case .never(let conditions): conditions.map(\.name)
    case .range(let name, _): [name]
    }
  }
}

extension DataRule: CustomStringConvertible {
  /// The rule as it is written.
  public var description: String {
    switch self {
    case .never(let conditions):
      let texts = conditions.map {
        "\(Self.word($0.name))\($0.isEqual ? "=" : "!=")\(Self.word($0.value))"
      }
      return "never: " + texts.joined(separator: " and ")
    case .range(let name, let range):
      let ends = [range.lowerBound, range.upperBound].map { $0.isFinite ? "\($0)" : "" }
      return "range: \(Self.word(name)) \(ends[0])..\(ends[1])"
    }
  }

  /// A name or a value bare where nothing in it has a meaning, else in quotes.
  static func word(_ text: String) -> String {
    let isBare = text.unicodeScalars.allSatisfy { scalar in
      scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
        || "_-./+".unicodeScalars.contains(scalar)
    }
    if isBare, !text.isEmpty, text != "and" { return text }
    let quote = text.contains("'") ? "\"" : "'"
    return quote + text + quote
  }
}

/// How many rows of a records file broke a rule.
public struct RuleCount: Sendable, Equatable, Codable {
  /// The rule as it is written.
  public let rule: String
  /// The rows; a row that breaks several rules counts for each.
  public let rows: Int

  /// Creates a count.
  public init(rule: String, rows: Int) {
    self.rule = rule
    self.rows = rows
  }
}
