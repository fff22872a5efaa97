import Learning
import NetworkModel
import RootCause

/// The columns of readings and those of the regressors with which they move.
struct ReadingColumns {
  /// The values of readings, by variable.
  var values: [Variable.Index: [Double]] = [:]
  /// The values of regressors, by name.
  var regressors: [String: [Double]] = [:]

  /// Puts the readings into `columns`. A value without all of its regressors says nothing and is left out.
  ///
  /// - Returns: The readings of which values were left out.
  mutating func put(
    into columns: inout [CaseStore.Column], of graph: CausalGraph
  ) -> [LoadedRecords.ReadingWithoutRegressors] {
    var incomplete: [LoadedRecords.ReadingWithoutRegressors] = []
    for (variable, column) in values.sorted(by: { $0.key < $1.key }) {
      let names = graph.variables[variable].variable.regressors
      let own = names.map { regressors[$0] }
      let lacking = zip(names, own).filter { $1 == nil }.map(\.0)
      guard lacking.isEmpty else {
        incomplete.append(.init(variable: variable, missingColumns: lacking, rows: 0))
        continue
      }
      var kept = column
      var rows = 0
      for row in kept.indices where own.contains(where: { $0?[row].isNaN ?? true }) {
        if !kept[row].isNaN { rows += 1 }
        kept[row] = .nan
      }
      if rows > 0 { incomplete.append(.init(variable: variable, missingColumns: [], rows: rows)) }
      columns[variable] = .values(kept, regressors: own.compactMap(\.self))
    }
    return incomplete
  }
}
