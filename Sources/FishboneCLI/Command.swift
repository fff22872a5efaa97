import Fishbone

/// A command: its description and what it does.
protocol Command {
  static var description: CommandDescription { get }
  /// Does the work and returns the exit code.
  static func run(_ arguments: ParsedArguments) throws -> ExitCode
}

/// How the process ends, after sysexits.
enum ExitCode: Int32, CaseIterable {
  case done = 0
  case expectationFailed = 1
  case usage = 64
  case badData = 65
  case noInput = 66
  case internalError = 70
  case cannotCreate = 73

  /// What it tells.
  var meaning: String {
    switch self {
    case .done: "Done."
    case .expectationFailed: "An expectation failed."
    case .usage: "Wrong usage."
    case .badData: "Bad data."
    case .noInput: "No input."
    case .internalError: "An internal error."
    case .cannotCreate: "Output can't be created."
    }
  }
}

/// What went wrong while a command ran, in words, with the exit code that tells its sort.
struct Failure: Error {
  let message: String
  let exitCode: ExitCode

  /// Words the errors of the library.
  init(_ error: any Error, model: CausalModel? = nil) {
    switch error {
    case let failure as Failure: self = failure
    case let error as FormatError: self.init("\(error)", .badData)
    case let error as FileError:
      if case .unreadable = error {
        self.init("\(error)", .noInput)
      } else {
        self.init("\(error)", .cannotCreate)
      }
    case let error as EvidenceError: self.init(Self.lines(error.problems), .badData)
    case let error as InferenceError: self.init("error: \(Wording(model).text(error))", .badData)
    case let error as RenderingError:
      if case .workerUnavailable = error {
        self.init("error: \(error)", .internalError)
      } else {
        self.init("error: \(error)", .badData)
      }
    default: self.init("error: \(error)", .internalError)
    }
  }

  init(_ message: String, _ exitCode: ExitCode) {
    self.message = message
    self.exitCode = exitCode
  }

  private static func lines(_ problems: [EvidenceError.Problem]) -> String {
    problems.map { "error: \($0)" }.joined(separator: "\n")
  }
}
