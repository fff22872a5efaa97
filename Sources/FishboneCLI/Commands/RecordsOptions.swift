import Fishbone

/// What the commands that read records have in common.
enum RecordsOptions {
  /// Reads the records at `path` as `--ignore` and `--quarantine` ask.
  static func read(
    _ path: String, for graph: CausalGraph, _ arguments: ParsedArguments, keepsUnits: Bool = false,
    rules: [DataRule] = []
  ) throws -> LoadedRecords {
    var options = RecordsReader.Options()
    options.ignoredColumns = arguments.all("--ignore")
    options.quarantine = arguments.value("--quarantine")
    options.keepsUnits = keepsUnits
    options.rules = rules
    return try RecordsReader(graph: graph, options: options).read(path)
  }

  /// Says on standard error what of the records was left out.
  static func tell(_ records: LoadedRecords, of graph: CausalGraph) {
    if records.quarantinedCount > 0 {
      let breakers = records.ruleBreakerCount
      let because = breakers > 0 ? ", \(Sizes.count(Double(breakers))) for breaking a rule" : ""
      Terminal.complain("note: \(Sizes.count(records.quarantinedCount, "row")) set aside\(because)")
    }
    for count in records.ruleCounts where count.rows > 0 {
      Terminal.complain("note: \(Sizes.count(count.rows, "row")) broke '\(count.rule)'")
    }
    for idle in records.idleRules {
      Terminal.complain(
        "note: no column for '\(idle.name)', so no row can break '\(idle.rule)'")
    }
    for reading in records.readingsWithoutRegressors {
      let name = graph.variables[reading.variable].name
      Terminal.complain(
        reading.missingColumns.isEmpty
          ? "note: \(name) is taken as unknown in \(Sizes.count(reading.rows, "row")) that lack a regressor of it"
          : "note: no column for \(reading.missingColumns.joined(separator: ", ")), with which \(name) moves; it is taken as unobserved"
      )
    }
    let unobserved = records.variablesWithoutColumn.map { graph.variables[$0].name }
    if !unobserved.isEmpty {
      Terminal.complain(
        "note: no column for \(unobserved.joined(separator: ", ")); taken as unobserved")
    }
  }

  /// The variables whose column, or whose name, matches a pattern.
  static func hiddenVariables(
    _ patterns: [String], in graph: CausalGraph
  ) throws -> Set<Variable.Index> {
    var hidden = Set<Variable.Index>()
    for pattern in patterns {
      let matches = graph.variables.indices.filter { index in
        ColumnPattern(pattern).matches(graph.variables[index].columnName)
          || ColumnPattern(pattern).matches(graph.variables[index].name)
          // A reading says nothing without what it moves with.
          || graph.variables[index].variable.regressors.contains(
            where: ColumnPattern(pattern).matches)
      }
      if matches.isEmpty {
        let known = graph.variables.map(\.columnName)
        throw Failure(
          "error: --hide: no variable has a column '\(pattern)'\(Spelling.suggestion(for: pattern, among: known))",
          .badData)
      }
      hidden.formUnion(matches)
    }
    return hidden
  }
}
