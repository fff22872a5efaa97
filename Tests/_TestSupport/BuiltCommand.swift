import Foundation

/// The command `fishbone` as it was built, run as a process of its own.
package enum BuiltCommand {
  /// What a process left behind.
  package struct Result: Sendable {
    /// The exit code.
    package let exitCode: Int32
    /// Whether a signal ended the process.
    package let isCrash: Bool
    /// What it wrote to standard output.
    package let output: String
    /// What it wrote to standard error.
    package let errors: String

    /// The value that the output is as JSON.
    package func json() throws -> AnyJSON {
      try JSONDecoder().decode(AnyJSON.self, from: Data(output.utf8))
    }

    /// The values that the lines of the output are as JSON.
    package func jsonLines() throws -> [AnyJSON] {
      try output.split(separator: "\n").map {
        try JSONDecoder().decode(AnyJSON.self, from: Data($0.utf8))
      }
    }
  }

  /// The path of the command: it is built beside the tests.
  package static let path = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    .deletingLastPathComponent().appending(component: "fishbone").path(percentEncoded: false)

  /// Runs the command with `arguments` in `folder`.
  ///
  /// - Throws: `TimeoutError` when it takes longer than `seconds`; it is killed then.
  package static func run(
    _ arguments: [String], in folder: TemporaryFolder, seconds: Double = 60
  ) async throws -> Result {
    try await run(path, arguments, in: folder, seconds: seconds)
  }

  /// Runs a script of the shell in `folder`, which finds the command in `$fishbone`.
  package static func shell(
    _ script: String, in folder: TemporaryFolder, seconds: Double = 60
  ) async throws -> Result {
    try await run("/bin/sh", ["-c", script], in: folder, seconds: seconds)
  }

  private static func run(
    _ program: String, _ arguments: [String], in folder: TemporaryFolder, seconds: Double
  ) async throws -> Result {
    // Files and not pipes: nobody has to read while the process runs.
    let streams = try TemporaryFolder()
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.currentDirectoryURL = URL(filePath: folder.path)
    process.environment = ProcessInfo.processInfo.environment.merging(["fishbone": path]) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try handle(streams, "output")
    process.standardError = try handle(streams, "errors")
    let gate = ProcessGate()
    process.terminationHandler = { _ in gate.open() }
    try process.run()
    let pid = process.processIdentifier
    let isInTime = await gate.wait(seconds: seconds)
    guard isInTime else {
      kill(pid, SIGKILL)
      throw TimeoutError(command: ([program] + arguments).joined(separator: " "))
    }
    return Result(
      exitCode: process.terminationStatus, isCrash: process.terminationReason == .uncaughtSignal,
      output: try streams.text("output"), errors: try streams.text("errors"))
  }

  private static func handle(_ folder: TemporaryFolder, _ name: String) throws -> FileHandle {
    try folder.write("", to: name)
    return try FileHandle(forWritingTo: URL(filePath: folder.path(name)))
  }

  /// That a command took too long.
  package struct TimeoutError: Error {
    let command: String
  }
}

/// Waits for the end of a process.
private final class ProcessGate: Sendable {
  private let stream: AsyncStream<Bool>
  private let continuation: AsyncStream<Bool>.Continuation

  init() { (stream, continuation) = AsyncStream.makeStream() }

  func open() {
    continuation.yield(true)
    continuation.finish()
  }

  /// Returns whether the gate was opened in time.
  func wait(seconds: Double) async -> Bool {
    let timer = Task { [continuation] in
      try await Task.sleep(for: .seconds(seconds))
      continuation.yield(false)
    }
    defer { timer.cancel() }
    for await isOpen in stream { return isOpen }
    return false
  }
}
