import NetworkModel

/// Records in memory, column by column: one case a row, one byte a cell where a variable has fewer than 255 states, else two.
public struct CaseStore: Sendable, Equatable {
  /// The cells of one variable.
  public enum Column: Sendable, Equatable {
    /// The variable is in no record.
    case unobserved
    /// The states of a variable with fewer than 255; `CaseStore.missing8` where it is not known.
    case states8([UInt8])
    /// The states of a variable with more; `CaseStore.missing16` where it is not known.
    case states16([UInt16])
    /// The values of a reading, and a column of values for each of its regressors; not a number where it is not known. A value whose
    /// regressors are not all known is not known either.
    case values([Double], regressors: [[Double]] = [])

    /// Whether the variable is in the records.
    var isObserved: Bool {
      if case .unobserved = self { false } else { true }
    }

    /// What is known in `row`, or nil.
    @inlinable public subscript(row: Int) -> Evidence.Item? {
      switch self {
      case .unobserved: return nil
      case .states8(let codes):
        return codes[row] == CaseStore.missing8 ? nil : .state(Int(codes[row]))
      case .states16(let codes):
        return codes[row] == CaseStore.missing16 ? nil : .state(Int(codes[row]))
      case .values(let values, let regressors):
        return values[row].isNaN
          ? nil : .value(values[row], regressors: regressors.map { $0[row] })
      }
    }
  }

  /// The code of a missing cell of one byte.
  public static let missing8 = UInt8.max
  /// The code of a missing cell of two bytes.
  public static let missing16 = UInt16.max

  /// The column of each variable of the network.
  public let columns: [Column]

  /// How many units each row stands for; nil when each stands for one.
  public let counts: [Double]?

  /// The names of the units, where the records have them and they were asked for.
  public let units: [String]?

  /// The number of rows.
  public let count: Int

  /// Creates a store of `count` rows.
  ///
  /// - Precondition: Every column that has cells has `count` of them.
  public init(columns: [Column], counts: [Double]? = nil, units: [String]? = nil, count: Int) {
    self.columns = columns
    self.counts = counts
    self.units = units
    self.count = count
  }

  /// What is known of the case in `row`, but for the variables in `hidden`.
  public func evidence(row: Int, hiding hidden: Set<Variable.Index> = []) -> Evidence {
    var evidence = Evidence()
    for (variable, column) in columns.enumerated() where !hidden.contains(variable) {
      evidence[variable] = column[row]
    }
    return evidence
  }

  /// The number of units: the sum of the counts.
  public var totalCount: Double { counts?.reduce(0, +) ?? Double(count) }

  /// The share of the cells that are missing, over the variables that have a column.
  public var missingShare: Double {
    var cells = 0
    var missing = 0
    for column in columns where column.isObserved {
      cells += count
      for row in 0..<count where column[row] == nil { missing += 1 }
    }
    return cells == 0 ? 0 : Double(missing) / Double(cells)
  }
}
