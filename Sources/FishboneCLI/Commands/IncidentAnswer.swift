import Fishbone

/// `fishbone diagnose MODEL --units CSV`: many units judged together.
enum IncidentAnswer {
  static let options: [CommandDescription.Option] = [
    .init(
      "--units", .one("CSV"),
      help:
        "Judge the units of a file together, through the lots, runs and machines that their keys name."
    ),
    .init(
      "--contain-above", .one("P"),
      help: "With --units: hold back units that carry a defect with this probability (default 0.1)."
    ),
    .init(
      "--false-alarms", .one("N"),
      help: "With --units: hold back units until so many sound ones are expected among them."),
    MemorySize.option,
  ]

  static func run(_ model: CausalModel, _ arguments: ParsedArguments, _ top: Int?) throws {
    let (incident, containment, check) = try answer(model, arguments)
    if arguments.has("--json") {
      Terminal.show(
        try JSONText.page(IncidentRecord(incident, containment, check, top: top)))
    } else {
      Terminal.show(IncidentText(incident, containment, check, top: top ?? 10).text)
    }
  }

  /// Judges the units of `--units`, as the options ask.
  static func answer(
    _ model: CausalModel, _ arguments: ParsedArguments
  ) throws -> (Incident, Containment, CommonalityCheck) {
    let cut = try cut(arguments)
    let records = try RecordsOptions.read(
      try arguments.required("--units"), for: model.graph, arguments, keepsUnits: true,
      keepsKeys: true)
    RecordsOptions.tell(records, of: model.graph)
    let hidden = try RecordsOptions.hiddenVariables(arguments.all("--hide"), in: model.graph)
    var analyst = IncidentAnalyst(model)
    analyst.memoryLimit = try MemorySize.limit(arguments)
    let incident: Incident
    do throws(IncidentError) {
      incident = try analyst.judge(
        records.store, keys: records.keys, rowNumbers: records.rowNumbers, hiding: hidden)
    } catch {
      throw Failure("error: \(text(error, records, model))", .badData)
    }
    let check = CommonalityCheck(
      incident, keys: records.keys,
      isFailing: model.outcomes(of: records.store, hiding: hidden))
    return (incident, Containment(incident, cut), check)
  }

  private static func cut(_ arguments: ParsedArguments) throws(UsageError) -> Containment.Cut {
    let above: Double? = try arguments.number("--contain-above", "a probability") {
      $0 >= 0 && $0 <= 1
    }
    let alarms: Double? = try arguments.number("--false-alarms", "a number from 0") {
      $0 >= 0 && $0.isFinite
    }
    if above != nil, alarms != nil {
      throw UsageError(message: "--contain-above and --false-alarms both say where the list ends")
    }
    return alarms.map { .falseAlarms($0) } ?? .above(above ?? 0.1)
  }

  private static func text(
    _ error: IncidentError, _ records: LoadedRecords, _ model: CausalModel
  ) -> String {
    switch error {
    case .nothingShared(let keys) where keys.isEmpty:
      "no variable of the graph has a key, so the units share nothing; give lots, runs or machines key=COLUMN, or take --records"
    case .nothingShared(let keys):
      "no unit names an instance: the key columns are \(keys.joined(separator: ", "))"
    case .sharing(let error): Wording.text(error)
    case .impossible(let rows):
      "the units can't be true together: \(rows.map { name($0, records) }.joined(separator: ", "))"
        + (rows.count == 1 ? " has" : " have") + " probability 0 in this model;"
        + " one of their findings is wrong, or a number in the model that says 'never' is"
    case .partTooLarge(let variables, let bytes, let limit):
      "a unit's own network takes \(Sizes.bytes(bytes)), more than the limit of \(Sizes.bytes(Double(limit))):"
        + " it joins \(variables.prefix(8).joined(separator: ", ")); give more memory by --memory-limit, or take arcs or states away"
    }
  }

  private static func name(_ row: Int, _ records: LoadedRecords) -> String {
    let number = records.rowNumbers?[row] ?? row + 1
    return records.store.units.map { "unit \($0[row]) (row \(number))" } ?? "row \(number)"
  }
}
