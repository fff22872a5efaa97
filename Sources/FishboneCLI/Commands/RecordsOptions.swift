import Fishbone

/// What the commands that read records have in common.
enum RecordsOptions {
  /// Reads the records at `path` as `--ignore` and `--quarantine` ask.
  static func read(
    _ path: String, for graph: CausalGraph, _ arguments: ParsedArguments, keepsUnits: Bool = false
  ) throws -> LoadedRecords {
    var options = RecordsReader.Options()
    options.ignoredColumns = arguments.all("--ignore")
    options.quarantine = arguments.value("--quarantine")
    options.keepsUnits = keepsUnits
    return try RecordsReader(graph: graph, options: options).read(path)
  }

  /// Says on standard error what of the records was left out.
  static func tell(_ records: LoadedRecords, of graph: CausalGraph) {
    if records.quarantinedCount > 0 {
      Terminal.complain("note: \(Sizes.count(records.quarantinedCount, "row")) set aside")
    }
    let unobserved = records.variablesWithoutColumn.map { graph.variables[$0].name }
    if !unobserved.isEmpty {
      Terminal.complain(
        "note: no column for \(unobserved.joined(separator: ", ")); taken as unobserved")
    }
  }
}
