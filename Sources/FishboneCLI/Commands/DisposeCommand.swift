import Fishbone

/// `fishbone dispose`: what to do with units, by expected loss.
enum DisposeCommand: Command {
  static let description = CommandDescription(
    name: "dispose",
    summary: "Choose what to do with a unit or a lot by expected loss: use, rework, scrap …",
    arguments: ["MODEL"],
    options: [
      .init(
        "--losses", .one("FILE"),
        help: "What each choice costs; the graph's own losses unless told."),
      EvidenceOptions.observe, EvidenceOptions.likelihood,
      .init("--records", .one("CSV"), help: "Dispose of every row of a file."),
      .init(
        "--by", .one("COLUMN"),
        help: "With --records: the total of each choice per lot, run or whatever is in a column."),
      .init(
        "--ignore", .many("COLUMN"),
        help: "Columns of the records to pass over; * stands for any text."),
      .init(
        "--quarantine", .one("FILE"), help: "Set bad rows aside in this file, each with its reason."
      ),
      .init("--json", help: "Answer in JSON; with --records one object a line."),
    ],
    discussion: """
      MODEL is a model (.json), or a graph (.gv) or network (.bif, .xmlbif, .xdsl,
      .net) that has numbers for every variable. FILE has a choice a line: a loss in
      any unit, one in a unit without faults (none), and losses where something is
      wrong. They add up, or with 'several: worst' the largest counts. In a graph
      they are the attribute losses="…", with semicolons for line ends.

        use_as_is: voids=present 5000, cracked_die=present 20000
        rework:    150, voids=present 400, none 20
        scrap:     800

      For one unit the answer also has, for each state with a loss, how low or high
      its posterior would have to be for another choice to win; what certainty would
      be worth, more than which no test is; and what open tests are worth.

      JSON: losses, a list of {choice, loss}; best; margin; for one unit critical, a
      list of {variable, state, posterior, below, above}, the latter {probability,
      choice}; valueOfPerfectInformation; tests, a list of {variable, cost, worth}.
      With --records also row, from 1, and unit; with --by a line for each group
      {by, group, units, losses, best, margin, unitwise}; and one for all {units, …}.
      Evidence that can't be true gives {"impossible": {"X": "s"}}.

        fishbone dispose Graphs/solder_line.gv --observe xray=fail
        fishbone dispose line.json --records line.csv --by paste_lot_id
      """)

  static func run(_ arguments: ParsedArguments) throws -> ExitCode {
    let isOfRecords = arguments.has("--records")
    for option in ["--by", "--ignore", "--quarantine"] where arguments.has(option) && !isOfRecords {
      throw UsageError(message: "\(option) goes with --records")
    }
    if isOfRecords, arguments.has("--observe") || arguments.has("--likelihood") {
      throw UsageError(
        message: "--records brings its own findings; leave --observe and --likelihood away")
    }
    try FileRoles.check(
      inputs: [arguments.positional[0]] + arguments.all("--records") + arguments.all("--losses"),
      outputs: [arguments.value("--quarantine")])
    let model = try ModelLoader.model(at: arguments.positional[0])
    let table = try table(arguments, model)
    do {
      guard let disposer = try Disposer(model, table) else {
        throw Failure("error: the losses speak of what the model does not have", .badData)
      }
      return isOfRecords
        ? try LotDisposition(arguments, model, disposer).run()
        : try disposeUnit(model, disposer, arguments)
    } catch let error as InferenceError {
      throw Failure(error, model: model)
    }
  }

  private static func table(_ arguments: ParsedArguments, _ model: CausalModel) throws -> LossTable
  {
    if let path = arguments.value("--losses") {
      return try LossesReader.read(SourceText(contentsOf: path), for: model.graph)
    }
    guard let table = model.graph.losses else {
      throw Failure(
        "\(arguments.positional[0]): error: it has no losses; give it the attribute losses=\"scrap: 800; …\", or --losses FILE",
        .badData)
    }
    return table
  }

  private static func disposeUnit(
    _ model: CausalModel, _ disposer: Disposer, _ arguments: ParsedArguments
  ) throws -> ExitCode {
    let evidence = try EvidenceOptions.read(arguments, model)
    do {
      let disposition = try disposer.dispose(evidence)
      Terminal.show(
        arguments.has("--json")
          ? try JSONText.page(DispositionRecord(disposition)) : DispositionText(disposition).text)
      return .done
    } catch InferenceError.impossibleEvidence(let contradiction) {
      if arguments.has("--json") {
        Terminal.show(try JSONText.page(DispositionRecord(impossible: contradiction, in: model)))
      }
      throw InferenceError.impossibleEvidence(contradiction: contradiction)
    }
  }
}
