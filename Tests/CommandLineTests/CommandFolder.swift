import Foundation
import Testing
import _TestSupport

/// A folder with the small line as `line.gv`, in which commands are run.
struct CommandFolder {
  let files: TemporaryFolder

  init() throws {
    files = try TemporaryFolder()
    try files.write(GraphSamples.line, to: "line.gv")
  }

  /// Runs `fishbone` with `arguments`; no command may ever crash.
  func run(_ arguments: String..., seconds: Double = 60) async throws -> BuiltCommand.Result {
    try await run(arguments, seconds: seconds)
  }

  /// Runs `fishbone` with `arguments`; no command may ever crash.
  func run(_ arguments: [String], seconds: Double = 60) async throws -> BuiltCommand.Result {
    let result = try await BuiltCommand.run(arguments, in: files, seconds: seconds)
    #expect(!result.isCrash, "\(arguments) crashed: \(result.errors)")
    return result
  }

  /// Runs `fishbone` with `arguments` and expects that it does what it is asked.
  @discardableResult func succeed(_ arguments: String...) async throws -> BuiltCommand.Result {
    try await succeed(arguments)
  }

  /// Runs `fishbone` with `arguments` and expects that it does what it is asked.
  @discardableResult func succeed(_ arguments: [String]) async throws -> BuiltCommand.Result {
    let result = try await run(arguments)
    #expect(result.exitCode == 0, "\(arguments): \(result.errors)")
    return result
  }

  /// Runs a script of the shell.
  func shell(_ script: String) async throws -> BuiltCommand.Result {
    try await BuiltCommand.shell(script, in: files)
  }
}
