import Learning
import NetworkModel

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

  /// How many rows were set aside.
  public let quarantinedCount: Int

  /// The number in the file, from 1, of each row of the store; nil when no row was set aside, and they are just counted.
  public let rowNumbers: [Int]?
}
