import Fishbone

/// `fishbone replay`: historical escapes, event by event.
enum ReplayCommand: Command {
  static let description = CommandDescription(
    name: "replay", summary: "Replay historical escapes, and say when the cause led.",
    arguments: ["SCENARIO"], repeatsLastArgument: true,
    options: [.init("--json", help: "Answer in JSON.")],
    discussion: """
      SCENARIO is a YAML file with dated findings and the confirmed cause. The exit
      code is 1 when an expectation of a scenario does not hold.

        fishbone replay Scenarios/hubble_primary_mirror.yaml
      """)

  static func run(_ arguments: ParsedArguments) throws -> ExitCode {
    var replays: [Replay] = []
    var failures: [Failure] = []
    for path in arguments.positional {
      do {
        replays.append(try replay(path))
      } catch {
        failures.append(Failure(error))
      }
    }
    if arguments.has("--json") {
      Terminal.show(try JSONText.page(replays.map(ReplayRecord.init)))
    } else {
      Terminal.show(replays.map { ReplayText($0).text }.joined(separator: "\n"))
    }
    // What could be told is told before the first scenario that could not ends the run.
    if let first = failures.first {
      throw Failure(failures.map(\.message).joined(separator: "\n"), first.exitCode)
    }
    return replays.allSatisfy(\.isAsExpected) ? .done : .expectationFailed
  }

  private static func replay(_ path: String) throws -> Replay {
    try replay(try ScenarioReader.read(at: path), at: path)
  }

  /// Replays a scenario that was read from `path`.
  static func replay(_ scenario: Scenario, at path: String) throws -> Replay {
    do throws(ReplayError) {
      return try Replay(scenario)
    } catch {
      let wording = Wording(scenario.model)
      switch error {
      case .inference(let error): throw Failure("\(path): error: \(wording.text(error))", .badData)
      case .impossible(let event, let error):
        throw Failure("\(path): error: after event \(event) \(wording.text(error))", .badData)
      }
    }
  }
}
