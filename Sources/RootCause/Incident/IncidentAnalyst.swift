import Inference
import Learning
import NetworkModel

/// Judges units together through the lots, runs and machines that they share.
///
/// Given its shared variables a unit does not depend on any other, so each unit reduces to small tables over its instances, units with the
/// same instances multiply into one, and a junction tree over instances alone answers for all: its size does not depend on the number of
/// units. Where that tree does not fit, loopy belief propagation answers, and the incident says so.
public struct IncidentAnalyst: Sendable {
  /// The model that is asked.
  public let model: CausalModel
  /// The bytes that tables may take.
  public var memoryLimit = TreeSize.defaultMemoryLimit

  /// Asks `model`.
  public init(_ model: CausalModel) { self.model = model }

  /// Judges `records`.
  ///
  /// - Parameters:
  ///   - records: A row for each unit, a column for each variable of the graph.
  ///   - keys: The key columns.
  ///   - rowNumbers: The numbers of the rows in their file, from 1, by which units without a name are called.
  ///   - hidden: Variables whose column is passed over.
  /// - Throws: `IncidentError`.
  /// - Complexity: O(units × (variables + joint states of a unit's instances)), and the cells of the tree over instances.
  public func judge(
    _ records: CaseStore, keys: [KeyColumn], rowNumbers: [Int]? = nil,
    hiding hidden: Set<Variable.Index> = []
  ) throws(IncidentError) -> Incident {
    let sitting = try IncidentSitting(
      model, records.hiding(hidden), keys, memoryLimit: memoryLimit)
    guard sitting.posterior.logEvidence > -.infinity else {
      throw .impossible(rows: try sitting.contradiction())
    }
    return sitting.incident(rowNumbers: rowNumbers)
  }
}

extension CaseStore {
  /// The records without the columns of some variables.
  func hiding(_ hidden: Set<Variable.Index>) -> CaseStore {
    guard !hidden.isEmpty else { return self }
    return CaseStore(
      columns: columns.enumerated().map { hidden.contains($0) ? .unobserved : $1 }, counts: counts,
      units: units, count: count)
  }

  /// Some of the rows, in their order.
  func rows(_ rows: [Int]) -> CaseStore {
    let columns = columns.map { column -> Column in
      switch column {
      case .unobserved: .unobserved
      case .states8(let codes): .states8(rows.map { codes[$0] })
      case .states16(let codes): .states16(rows.map { codes[$0] })
      case .values(let values, let regressors):
        .values(
          rows.map { values[$0] },
          regressors: regressors.map { column in rows.map { column[$0] } })
      }
    }
    return CaseStore(
      columns: columns, counts: counts.map { counts in rows.map { counts[$0] } },
      units: units.map { units in rows.map { units[$0] } }, count: rows.count)
  }
}

extension CausalGraph {
  /// Which variables units share, by their keys.
  public var sharedVariables: SharedVariables {
    SharedVariables(
      Dictionary(
        uniqueKeysWithValues: variables.enumerated().compactMap { index, variable in
          variable.key.map { (index, SharedVariables.Member(key: $0, persists: variable.persists)) }
        }))
  }
}

extension CausalModel {
  /// Whether each unit failed: some test of it did not pass. Nil where it has no test with an outcome.
  public func outcomes(of records: CaseStore, hiding hidden: Set<Variable.Index> = []) -> [Bool?] {
    let tests = graph.variables.indices.filter {
      graph.variables[$0].kind == .test && !hidden.contains($0)
    }
    return (0..<records.count).map { row in
      var outcome: Bool?
      for test in tests {
        guard case .state(let state)? = records.columns[test][row] else { continue }
        outcome = outcome == true || state != 0
      }
      return outcome
    }
  }
}
