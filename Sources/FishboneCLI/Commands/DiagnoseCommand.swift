import Fishbone

/// `fishbone diagnose`: ranked causes of one unit, or of every row of a file.
enum DiagnoseCommand: Command {
  static let description = CommandDescription(
    name: "diagnose",
    summary: "Rank the candidates and the defect modes by what is known of a unit.",
    arguments: ["MODEL"],
    options: [
      EvidenceOptions.observe, EvidenceOptions.likelihood,
      .init("--top", .one("N"), help: "How many rows of each table (default 10, with --json all)."),
      .init(
        "--explanations", .one("K"),
        help: "How many joint explanations, sets of causes (default 3)."),
      NextTestOptions.next,
      .init("--json", help: "Answer in JSON."),
      .init(
        "--records", .one("CSV"), help: "Diagnose every row of a file, one JSON object a line."),
      .init(
        "--intervals",
        help: "With --records: intervals and P(rank 1) as well, which take longer."),
      .init(
        "--hide", .many("COLUMN"),
        help: "Columns of the records to take as unknown; * stands for any text."),
      .init(
        "--ignore", .many("COLUMN"),
        help: "Columns of the records to pass over; * stands for any text."),
      .init(
        "--quarantine", .one("FILE"), help: "Set bad rows aside in this file, each with its reason."
      ),
    ],
    discussion: """
      MODEL is a model (.json), or a graph (.gv) or network (.bif, .xmlbif, .xdsl,
      .net) that has numbers for every variable. Candidates are the off-nominal
      states of steps, lots and stations. The Bayes factor is posterior odds over
      prior odds: how much the evidence speaks for the cause, whatever was believed
      before. The interval has the posterior with a probability of 90 %, and P(rank
      1) is the probability that the cause comes first, when the numbers of the model
      are as uncertain as the records and weights behind them leave them.

      JSON: causes and defects, each a list of {variable, state, kind, posterior,
      prior, bayesFactor, interval, probabilityOfRank1}, best first, and logEvidence,
      natural; bayesFactor is null where it has no bounds, interval ([low, high]) and
      probabilityOfRank1 with --records unless --intervals asks for them, and where
      nothing says what the numbers of the model rest on. With --records also row,
      from 1, and unit. Evidence that can't be true gives
      {"impossible": {"X": "s"}} instead.

      Of each open test: the bits that it is expected to tell about the joint state
      of all causes, the posterior that the leading cause is expected to have then,
      and the probability that another one leads. JSON: nextTests, most bits per cost
      first, each {variable, cost, information, informationError, informationPerCost,
      isLowerBound, expectedLeaderPosterior, probabilityOfNewLeader, outcomes}.

        fishbone diagnose Graphs/solder_line.gv --observe xray=fail tvac_cold=fail
        fishbone diagnose lathe.json --records records.csv --hide 'diag_*'
      """)

  static func run(_ arguments: ParsedArguments) throws -> ExitCode {
    let top: Int? = try arguments.number("--top", "a whole number from 1") { $0 >= 1 }
    let explanations: Int =
      try arguments.number("--explanations", "a whole number from 0 to 1000") {
        (0...1000).contains($0)
      } ?? 3
    let isOfRecords = arguments.has("--records")
    if isOfRecords, arguments.has("--explanations") {
      throw UsageError(message: "--explanations does not go with --records")
    }
    for option in ["--intervals", "--hide", "--ignore", "--quarantine"]
    where arguments.has(option) && !isOfRecords {
      throw UsageError(message: "\(option) goes with --records")
    }
    if isOfRecords, arguments.has("--observe") || arguments.has("--likelihood") {
      throw UsageError(
        message: "--records brings its own findings; leave --observe and --likelihood away")
    }
    try FileRoles.check(
      inputs: [arguments.positional[0]] + arguments.all("--records"),
      outputs: [arguments.value("--quarantine")])
    let next = try NextTestOptions.count(arguments)
    let model = try ModelLoader.model(at: arguments.positional[0])
    do {
      return isOfRecords
        ? try diagnoseRecords(model, arguments, top)
        : try diagnoseUnit(model, arguments, top, explanations, next)
    } catch let error as InferenceError {
      throw Failure(error, model: model)
    }
  }

  private static let withoutIntervalsNote =
    "note: no intervals: nothing says how many records the numbers of the model are worth"

  private static func diagnoseUnit(
    _ model: CausalModel, _ arguments: ParsedArguments, _ top: Int?, _ explanations: Int,
    _ next: Int?
  ) throws -> ExitCode {
    let evidence = try EvidenceOptions.read(arguments, model)
    let diagnostician = try Diagnostician(model)
    do {
      let diagnosis = try diagnostician.diagnose(evidence)
      let conflict = diagnostician.conflict(in: diagnosis)
      let joint = diagnostician.jointCauses(of: diagnosis, explanations: explanations)
      let tests = try NextTestOptions.tests(after: diagnosis, diagnostician, next)
      if arguments.has("--json") {
        var record = DiagnosisRecord(diagnosis, top: top)
        record.add(conflict, joint)
        if let tests { record.add(tests.prefix(next ?? .max)) }
        Terminal.show(try JSONText.page(record))
      } else {
        if !diagnostician.knowsDoubt { Terminal.complain(withoutIntervalsNote) }
        if model.graph.hasGuessedKinds { Terminal.complain(EvidenceOptions.guessedKindsNote) }
        Terminal.show(DiagnosisTable(diagnosis, model: model, top: top ?? 10).text)
        let more = JointCausesText(joint, conflict).text
        if !more.isEmpty { Terminal.show("\n" + more) }
        if let tests {
          Terminal.show("\n" + NextTestTable(tests, model: model, top: next ?? 3).text)
        }
      }
      return .done
    } catch InferenceError.impossibleEvidence(let contradiction) {
      if arguments.has("--json") {
        Terminal.show(try JSONText.page(DiagnosisRecord(impossible: contradiction, in: model)))
      }
      throw InferenceError.impossibleEvidence(contradiction: contradiction)
    }
  }

  private static func diagnoseRecords(
    _ model: CausalModel, _ arguments: ParsedArguments, _ top: Int?
  ) throws -> ExitCode {
    let records = try RecordsOptions.read(
      try arguments.required("--records"), for: model.graph, arguments, keepsUnits: true)
    RecordsOptions.tell(records, of: model.graph)
    let hidden = try RecordsOptions.hiddenVariables(arguments.all("--hide"), in: model.graph)
    let diagnostician = try Diagnostician(model)
    // In pieces, so that the answers of a long file are not all in memory at once.
    for start in stride(from: 0, to: records.store.count, by: 1024) {
      let rows = start..<min(start + 1024, records.store.count)
      let answers = diagnostician.diagnose(
        rows.map { records.store.evidence(row: $0, hiding: hidden) },
        hasIntervals: arguments.has("--intervals"))
      let lines = try zip(rows, answers).map { row, answer in
        try JSONText.line(try record(answer, row, records, model, top)) + "\n"
      }
      Terminal.show(lines.joined())
    }
    return .done
  }

  private static func record(
    _ answer: Result<Diagnosis, InferenceError>, _ row: Int, _ records: LoadedRecords,
    _ model: CausalModel, _ top: Int?
  ) throws -> DiagnosisRecord {
    var record: DiagnosisRecord
    switch answer {
    case .success(let diagnosis): record = DiagnosisRecord(diagnosis, top: top)
    case .failure(.impossibleEvidence(let contradiction)):
      record = DiagnosisRecord(impossible: contradiction, in: model)
    case .failure(let error): throw error
    }
    record.row = records.rowNumbers?[row] ?? row + 1
    record.unit = records.store.units?[row]
    return record
  }
}
