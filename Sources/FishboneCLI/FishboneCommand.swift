import Fishbone

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The command: finds the subcommand that the arguments name and runs it.
@main
enum FishboneCommand {
  /// The commands, in the order of the help.
  static var commands: [any Command.Type] {
    [
      CheckCommand.self, LearnCommand.self, ShowCommand.self, DiagnoseCommand.self,
      ExplainCommand.self, WhatIfCommand.self, PlanCommand.self, DisposeCommand.self,
      RenderCommand.self, ReplayCommand.self,
      SimulateCommand.self, QueryCommand.self, ConvertCommand.self, ManualCommand.self,
      CompletionsCommand.self,
    ]
  }

  /// Finds the command that the arguments name and runs it.
  private static func run(_ arguments: [String]) throws -> ExitCode {
    guard let name = arguments.first else {
      Terminal.complain(HelpText.overview(commands))
      return .usage
    }
    switch name {
    case "help", "--help", "-h":
      guard let topic = arguments.dropFirst().first else {
        Terminal.show(HelpText.overview(commands))
        return .done
      }
      Terminal.show(HelpText.text(try command(topic).description))
      return .done
    case "version", "--version":
      Terminal.show("fishbone \(fishboneVersion)\n")
      return .done
    default:
      return try run(try command(name), Array(arguments.dropFirst()))
    }
  }

  private static func command(_ name: String) throws -> any Command.Type {
    guard let command = commands.first(where: { $0.description.name == name }) else {
      let names = commands.map { $0.description.name }
      throw Failure(
        "error: there is no command '\(name)'\(Spelling.suggestion(for: name, among: names))\n"
          + "The commands are \(names.joined(separator: ", ")); see 'fishbone help'.", .usage)
    }
    return command
  }

  private static func run(_ command: any Command.Type, _ arguments: [String]) throws -> ExitCode {
    do {
      let parsed = try ParsedArguments(arguments, for: command.description)
      if parsed.has("--help") {
        Terminal.show(HelpText.text(command.description))
        return .done
      }
      return try command.run(parsed)
    } catch let error as UsageError {
      throw Failure(
        "error: \(error.message)\nUsage: \(HelpText.usage(command.description))\n"
          + "See 'fishbone \(command.description.name) --help'.", .usage)
    }
  }

  static func main() {
    // A reader that goes away is met where something is written.
    signal(SIGPIPE, SIG_IGN)
    if RenderWorker.isRequested(CommandLine.arguments) { RenderWorker.run(CommandLine.arguments) }
    do {
      exit(try run(Array(CommandLine.arguments.dropFirst())).rawValue)
    } catch {
      let failure = Failure(error)
      Terminal.complain(failure.message)
      exit(failure.exitCode.rawValue)
    }
  }
}
