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
    let settings = try SensitivitySettings(arguments)
    var replayed: [(replay: Replay, sensitivity: Sensitivity?)] = []
    var failures: [Failure] = []
    var isTable = arguments.positional.count > 1
    for argument in arguments.positional {
      do {
        let isFolder = ScenarioFiles.isFolder(argument)
        isTable = isTable || isFolder
        let paths = isFolder ? try ScenarioFiles.paths(inFolder: argument) : [argument]
        for path in paths {
          do {
            replayed.append(try replay(path, settings))
          } catch {
            failures.append(Failure(error))
          }
        }
      } catch {
        failures.append(Failure(error))
      }
    }
    if isTable {
      try showTable(replayed, isJSON: arguments.has("--json"))
    } else if let (replay, sensitivity) = replayed.first {
      try show(replay, sensitivity, isJSON: arguments.has("--json"))
    }
    // What could be told is told before the first scenario that could not ends the run.
    if let first = failures.first {
      throw Failure(failures.map(\.message).joined(separator: "\n"), first.exitCode)
    }
    return replayed.allSatisfy(\.replay.isAsExpected) ? .done : .expectationFailed
  }

  private static func show(
    _ replay: Replay, _ sensitivity: Sensitivity?, isJSON: Bool
  ) throws {
    if isJSON {
      Terminal.show(try JSONText.page([ReplayRecord(replay, sensitivity: sensitivity)]))
    } else {
      Terminal.show(ReplayText(replay).text)
      if let sensitivity { Terminal.show("\n" + SensitivityText(sensitivity).text) }
    }
  }

  private static func showTable(
    _ replayed: [(replay: Replay, sensitivity: Sensitivity?)], isJSON: Bool
  ) throws {
    let table = ReplayTable(replayed.map(\.replay))
    let sensitivities = replayed.compactMap(\.sensitivity)
    if isJSON {
      Terminal.show(try JSONText.page(ReplayTableRecord(table, sensitivities: sensitivities)))
    } else if !replayed.isEmpty {
      Terminal.show(ReplayTableText(table, sensitivities: sensitivities).text)
    }
  }

  private static func replay(
    _ path: String, _ settings: SensitivitySettings?
  ) throws -> (Replay, Sensitivity?) {
    let scenario = try ScenarioReader.read(at: path)
    let wording = Wording(scenario.model)
    do {
      let replay = try Replay(scenario)
      let sensitivity = try settings.map {
        try Sensitivity(of: replay, trials: $0.trials, seed: $0.seed)
      }
      return (replay, sensitivity)
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
