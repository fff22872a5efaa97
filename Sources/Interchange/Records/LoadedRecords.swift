import Learning
import NetworkModel
import RootCause

/// Records that were read from a file.
public struct LoadedRecords: Sendable, Equatable {
  /// The cells, a column for each variable of the graph, in its order.
  public let store: CaseStore

  /// The digest of the file, for the provenance of a model.
  public let digest: String

  /// The columns that were passed over because the graph or the options say so, in the order of the file.
  public let ignoredColumns: [String]

  /// The variables that have no column, ascending: they are unobserved in every record.
  public let variablesWithoutColumn: [Variable.Index]

  /// The readings of which values say nothing, because their regressors are not known.
  public let readingsWithoutRegressors: [ReadingWithoutRegressors]

  /// How many rows were set aside.
  public let quarantinedCount: Int

  /// The number in the file, from 1, of each row of the store; nil when no row was set aside, and they are just counted.
  public let rowNumbers: [Int]?

  /// How many rows broke each rule, in the order of the rules.
  public let ruleCounts: [RuleCount]

  /// How many of the rows that were set aside broke a rule.
  public let ruleBreakerCount: Int

  /// The rules that no row can break because a column is not there.
  public let idleRules: [IdleRule]

  /// The rows that were set aside, for the provenance of a model; nil when there were none, and no rules.
  public var setAside: Provenance.SetAside? {
    quarantinedCount == 0 && ruleCounts.isEmpty
      ? nil : Provenance.SetAside(rows: quarantinedCount, rules: ruleCounts)
  }

  /// A reading of which values are taken as unknown.
  public struct ReadingWithoutRegressors: Sendable, Equatable {
    /// The reading.
    public let variable: Variable.Index
    /// The regressors that have no column; the reading is then unobserved in every record.
    public let missingColumns: [String]
    /// The number of rows that have a value of the reading and lack one of a regressor, where all have columns.
    public let rows: Int

    /// Creates a note.
    public init(variable: Variable.Index, missingColumns: [String], rows: Int) {
      self.variable = variable
      self.missingColumns = missingColumns
      self.rows = rows
    }
  }

  /// A rule that speaks of something that no column holds.
  public struct IdleRule: Sendable, Equatable {
    /// The rule.
    public let rule: DataRule
    /// The name without a column.
    public let name: String
  }
}
