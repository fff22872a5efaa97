import Learning
import NetworkModel

/// What one row of a family rests on.
public struct RowBasis: Sendable, Equatable {
  /// How many records are expected in it.
  public let records: Double
  /// How many records its prior, or the judgement of experts, is worth.
  public let prior: Double
  /// The share of both that is as good as complete.
  public let share: Double

  /// The complete records that it is worth.
  public var effectiveRecords: Double { (records + prior) * share }
}

extension CausalModel {
  /// The rows of the model's numbers.
  var parameterRows: ParameterRows { ParameterRows(network, ties: graph.ties) }

  /// What each of `rows` rests on; nil when nothing says, as with a network of another tool.
  func basis(of rows: ParameterRows) -> [RowBasis]? {
    guard let counts else { return expertBasis(of: rows) }
    let records = rows.recordCounts(counts)
    return rows.rows.indices.map { index in
      let row = rows.rows[index]
      return RowBasis(
        records: records[index], prior: basis?.priorCounts[row.variable][row.number] ?? 0,
        share: basis?.shares?[row.variable][row.number] ?? 1)
    }
  }

  private func expertBasis(of rows: ParameterRows) -> [RowBasis]? {
    guard graph.variables.contains(where: { $0.weight != nil }) else { return nil }
    return rows.rows.map { row in
      RowBasis(
        records: 0, prior: graph.variables[row.variable].weight ?? ModelLearner.defaultWeight,
        share: 1)
    }
  }
}
