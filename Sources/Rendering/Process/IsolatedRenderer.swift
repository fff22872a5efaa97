#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Lays out DOT and draws it in a process of its own, so that whatever Graphviz makes of the text, this process lives on and
/// gets a picture or an error.
///
///     let svg = try IsolatedRenderer(timeout: 10).render(picture.dot, as: .svg)
///
/// The process is this program once more, with arguments that tell `main` to call `RenderWorker.run`; a program whose `main`
/// does not must name another one as `executable`. It may take 2 GB of memory and the time that it is given. Starting it costs
/// some hundredths of a second.
public struct IsolatedRenderer: Sendable {
  /// The seconds that a layout may take unless told.
  public static let defaultTimeout = 60.0

  private let executable: String?
  private let timeout: Double

  /// Creates a renderer.
  ///
  /// - Parameters:
  ///   - executable: The program whose `main` calls `RenderWorker.run`; this one unless told.
  ///   - timeout: The most seconds that a picture may take, above 0.
  public init(executable: String? = nil, timeout: Double = defaultTimeout) {
    precondition(timeout > 0, "no picture is drawn in no time")
    self.executable = executable
    self.timeout = timeout
  }

  /// Returns the picture of `dot`.
  ///
  /// - Throws: `RenderingError`: `.refused` with everything that Graphviz said, `.timedOut`, `.crashed` when it ended by a signal or for
  ///   want of memory, `.workerUnavailable` when there is no program to run.
  public func render(_ dot: String, as format: PictureFormat) throws(RenderingError) -> Data {
    let outcome = try ChildProcess.run(
      try program(for: format), input: Array(dot.utf8), deadline: deadline)
    switch outcome.ending {
    case .exited(0) where !outcome.output.isEmpty: return Data(outcome.output)
    case .exited(RenderWorker.ExitCode.refused.rawValue):
      throw .refused(messages: Self.lines(outcome.complaints))
    case .timedOut, .killed(signal: SIGXCPU): throw .timedOut(seconds: timeout)
    case .killed(let signal):
      throw .crashed(signal: signal, messages: Self.lines(outcome.complaints))
    case .exited(let code):
      let said = Self.lines(outcome.complaints).map { ": \($0)" }.joined()
      throw .workerUnavailable(reason: "it ended with code \(code) and no picture\(said)")
    case .unknown: throw .workerUnavailable(reason: "its end was lost")
    }
  }

  private var deadline: ContinuousClock.Instant {
    // A year is as good as forever, and does not overflow.
    .now.advanced(by: .seconds(min(timeout, 31_536_000)))
  }

  private func program(for format: PictureFormat) throws(RenderingError) -> Program {
    var environment = ProcessInfo.processInfo.environment
    guard environment[RenderWorker.marker] == nil else {
      throw .workerUnavailable(
        reason: "the program does not call RenderWorker.run when it is asked to")
    }
    environment[RenderWorker.marker] = "1"
    // A report of the crash would take seconds, and the crash is an answer already.
    environment["SWIFT_BACKTRACE"] = "enable=no"
    let path = if let executable { executable } else { try Self.ownExecutable() }
    return Program(
      path: path,
      arguments: RenderWorker.arguments(format: format, seconds: timeout), environment: environment)
  }

  private static func lines(_ complaints: [UInt8]) -> [String] {
    complaints.suffix(20_000).split(separator: UInt8(ascii: "\n")).suffix(20)
      .map { DisplayText.line(String(decoding: $0, as: UTF8.self)) }
  }

  private static func ownExecutable() throws(RenderingError) -> String {
    #if canImport(Darwin)
      var path = [CChar](repeating: 0, count: 4 * Int(MAXPATHLEN))
      var count = UInt32(path.count)
      guard _NSGetExecutablePath(&path, &count) == 0 else {
        throw .workerUnavailable(reason: "the path of this program is too long")
      }
      return String(decoding: path.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
    #else
      return "/proc/self/exe"
    #endif
  }
}
