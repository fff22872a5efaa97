import Fishbone

/// `fishbone replay`: historical escapes, event by event, or many side by side.
enum ReplayCommand: Command {
  static let description = CommandDescription(
    name: "replay", summary: "Replay historical escapes, and say when the cause led.",
    arguments: ["SCENARIO"], repeatsLastArgument: true,
    options: [
      .init("--json", help: "Answer in JSON."),
      .init(
        "--sensitivity",
        help: "Tell how far the lead hangs on the model's numbers."),
      .init(
        "--trials", .one("N"), help: "Random trials of --sensitivity; 1000 unless told."),
      .init("--seed", .one("N"), help: "Names their random numbers; 1 unless told."),
    ],
    discussion: """
      SCENARIO is a YAML file with dated findings and the confirmed cause, or a folder
      of such files. One scenario is told event by event; of a folder, or of several
      scenarios, there is one table. The exit code is 1 when an expectation of a
      scenario does not hold.

      With --sensitivity each number of the model has its odds halved and doubled, one
      at a time, and then all are moved at random; the answer says how often the
      confirmed cause still leads, and which numbers change it.

        fishbone replay Scenarios/hubble_primary_mirror.yaml
        fishbone replay Scenarios/hubble_primary_mirror.yaml --sensitivity
        fishbone replay Scenarios
      """)

  static func run(_ arguments: ParsedArguments) throws -> ExitCode {
    let work = try ReplayWork(arguments)
    var rows: [ReplayTable.Row] = []
    var failures: [Failure] = []
    func attempt<Answer>(_ body: () throws -> Answer) -> Answer? {
      do { return try body() } catch { failures.append(Failure(error)) }
      return nil
    }
    let isTable =
      arguments.positional.count > 1 || arguments.positional.contains(where: ScenarioFiles.isFolder)
    for argument in arguments.positional {
      let paths = attempt { try ScenarioFiles.paths(at: argument) } ?? []
      rows += paths.compactMap { path in attempt { try work.row(path, isTable: isTable) } }
    }
    if !rows.isEmpty || arguments.has("--json") {
      Terminal.show(try answer(rows, isTable: isTable, isJSON: arguments.has("--json")))
    }
    // What could be told is told before the first scenario that could not ends the run.
    if let first = failures.first {
      throw Failure(failures.map(\.message).joined(separator: "\n"), first.exitCode)
    }
    return ReplayTable(rows).isAsExpected ? .done : .expectationFailed
  }

  private static func answer(
    _ rows: [ReplayTable.Row], isTable: Bool, isJSON: Bool
  ) throws -> String {
    let table = ReplayTable(rows)
    if isTable {
      return isJSON ? try JSONText.page(ReplayTableRecord(table)) : ReplayTableText(table).text
    }
    if isJSON { return try JSONText.page(rows.map(ReplayRecord.init)) }
    return rows.map { row in
      ReplayText(row.replay).text
        + (row.sensitivity.map { "\n" + SensitivityText($0).text } ?? "")
    }
    .joined(separator: "\n")
  }
}

/// What is to be done with each scenario.
private struct ReplayWork {
  private let sensitivity: SensitivitySettings?
  private let isJSON: Bool

  init(_ arguments: ParsedArguments) throws {
    sensitivity = try SensitivitySettings(arguments)
    isJSON = arguments.has("--json")
  }

  func row(_ path: String, isTable: Bool) throws -> ReplayTable.Row {
    let scenario = try ScenarioReader.read(at: path)
    let wording = Wording(scenario.model)
    do {
      let replay = try Replay(scenario)
      return ReplayTable.Row(
        replay, asked: isTable || isJSON ? try AskedTests(replay) : nil,
        sensitivity: try sensitivity.map {
          try Sensitivity(of: replay, trials: $0.trials, seed: $0.seed)
        })
    } catch let error as ReplayError {
      switch error {
      case .inference(let error): throw Failure("\(path): error: \(wording.text(error))", .badData)
      case .impossible(let event, let error):
        throw Failure("\(path): error: after event \(event) \(wording.text(error))", .badData)
      }
    } catch let error as InferenceError {
      throw Failure("\(path): error: \(wording.text(error))", .badData)
    }
  }
}

/// What `--sensitivity` is to do.
private struct SensitivitySettings {
  let trials: Int
  let seed: UInt64

  /// Reads the options; nil where nobody asked.
  init?(_ arguments: ParsedArguments) throws {
    let trials = try arguments.number("--trials", "a whole number from 0 to 1000000") {
      (0...1_000_000).contains($0)
    }
    let seed = try arguments.number("--seed", "a whole number from 0") { (_: UInt64) in true }
    guard arguments.has("--sensitivity") else {
      for option in ["--trials", "--seed"] where arguments.has(option) {
        throw UsageError(message: "\(option) goes with --sensitivity")
      }
      return nil
    }
    self.trials = trials ?? 1000
    self.seed = seed ?? 1
  }
}
