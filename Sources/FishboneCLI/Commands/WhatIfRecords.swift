import Fishbone

/// `fishbone whatif --records`: what a fix would have prevented in the units of a file.
enum WhatIfRecords {
  /// Checks that the options of a call go together.
  static func checkOptions(_ arguments: ParsedArguments) throws {
    let isOfRecords = arguments.has("--records")
    for option in ["--hide", "--ignore", "--quarantine"] where arguments.has(option) && !isOfRecords
    {
      throw UsageError(message: "\(option) goes with --records")
    }
    if isOfRecords, arguments.has("--observe") || arguments.has("--likelihood") {
      throw UsageError(
        message: "--records brings its own findings; leave --observe and --likelihood away")
    }
  }

  /// Sums over the units of the file, in pieces, so that not all are in memory at once.
  static func answer(
    _ question: WhatIf, _ interventions: [[Variable.Index: Int]], _ arguments: ParsedArguments,
    _ output: WhatIfOutput
  ) throws {
    let graph = output.model.graph
    let records = try RecordsOptions.read(
      try arguments.required("--records"), for: graph, arguments)
    RecordsOptions.tell(records, of: graph)
    let hidden = try RecordsOptions.hiddenVariables(arguments.all("--hide"), in: graph)
    let store = records.store
    var totals = interventions.map {
      PreventionTotal(of: $0, targetCount: output.targets.count)
    }
    var impossible = 0.0
    for place in totals.indices {
      var failures = 0.0
      for start in stride(from: 0, to: store.count, by: 4096) {
        let rows = start..<min(start + 4096, store.count)
        let found = try question.preventions(
          by: interventions[place], of: output.targets,
          in: rows.map { store.evidence(row: $0, hiding: hidden) })
        for (row, answer) in zip(rows, found) {
          let count = store.counts?[row] ?? 1
          switch answer {
          case .success(let prevention): totals[place].add(prevention, count: count)
          case .failure: failures += count
          }
        }
      }
      impossible = failures
    }
    if impossible > 0 {
      Terminal.complain(
        "note: \(Sizes.count(impossible)) of \(Sizes.count(store.totalCount)) units can't be true in this model and are left out"
      )
    }
    try output.show(totals, units: store.totalCount, impossible: impossible)
  }
}
