import Fishbone

/// `fishbone dispose --records`: a line for each unit, then one for each group, then one for all.
struct LotDisposition {
  private let model: CausalModel
  private let disposer: Disposer
  private let records: LoadedRecords
  private let isJSON: Bool
  private let by: String?
  /// The group of each row of the file.
  private let groups: [String]
  private static let all = "all"

  init(_ arguments: ParsedArguments, _ model: CausalModel, _ disposer: Disposer) throws {
    let path = try arguments.required("--records")
    self.model = model
    self.disposer = disposer
    isJSON = arguments.has("--json")
    by = arguments.value("--by")
    records = try RecordsOptions.read(path, for: model.graph, arguments, keepsUnits: true)
    groups = try by.map { try RecordsColumn.read($0, in: path) } ?? []
    RecordsOptions.tell(records, of: model.graph)
  }

  func run() throws -> ExitCode {
    var totals = GroupLosses()
    var all = GroupLosses()
    var lines: [DispositionTable.Line] = []
    // In pieces, so that the answers of a long file are not all in memory at once.
    for start in stride(from: 0, to: records.store.count, by: 1024) {
      let rows = start..<min(start + 1024, records.store.count)
      let found = disposer.losses(rows.map { records.store.evidence(row: $0) })
      var text = ""
      for (row, losses) in zip(rows, found) {
        if let losses {
          let units = records.store.counts?[row] ?? 1
          all.add(losses, units: units, to: Self.all)
          if by != nil { totals.add(losses, units: units, to: group(of: row)) }
        }
        if isJSON {
          text += try JSONText.line(record(of: row, losses)) + "\n"
        } else {
          lines.append(
            DispositionTable.Line(
              name: name(of: row), disposition: losses.map(disposer.disposition)))
        }
      }
      Terminal.show(text)
    }
    try show(totals, all, lines)
    return .done
  }

  private func show(
    _ totals: GroupLosses, _ all: GroupLosses, _ lines: [DispositionTable.Line]
  ) throws {
    if isJSON {
      for group in totals.groups { Terminal.show(try JSONText.line(record(of: group, by)) + "\n") }
      for group in all.groups { Terminal.show(try JSONText.line(record(of: group, nil)) + "\n") }
    } else {
      Terminal.show(DispositionTable("unit", lines).text + "\n")
      Terminal.show(
        DispositionTable(by ?? "units", (totals.groups + all.groups).map(line)).text)
    }
  }

  private func number(of row: Int) -> Int { records.rowNumbers?[row] ?? row + 1 }

  private func name(of row: Int) -> String { records.store.units?[row] ?? "row \(number(of: row))" }

  private func group(of row: Int) -> String {
    let name = groups[number(of: row) - 1]
    return name.isEmpty ? "(none)" : name
  }

  private func line(_ group: GroupLosses.Group) -> DispositionTable.Line {
    DispositionTable.Line(
      name: group.name, units: group.units, disposition: disposer.disposition(of: group.losses),
      unitwise: group.unitwise)
  }

  private func record(of row: Int, _ losses: [Double]?) -> DispositionRecord {
    var record =
      losses.map { DispositionRecord(disposer.disposition(of: $0), isDetailed: false) }
      ?? DispositionRecord(
        impossible: disposer.contradiction(in: records.store.evidence(row: row)), in: model)
    record.row = number(of: row)
    record.unit = records.store.units?[row]
    if by != nil { record.group = group(of: row) }
    return record
  }

  private func record(of group: GroupLosses.Group, _ by: String?) -> DispositionRecord {
    var record = DispositionRecord(
      disposer.disposition(of: group.losses), isDetailed: false)
    record.by = by
    record.group = by == nil ? nil : group.name
    record.units = group.units
    record.unitwise = group.unitwise
    return record
  }
}
