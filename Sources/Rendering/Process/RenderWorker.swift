#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The other side of `IsolatedRenderer`: what this program does when it is started to draw one picture.
///
/// DOT comes in on standard input and the picture goes out on standard output. The exit code is 0 with a picture, 65 when Graphviz
/// refused, with its messages on standard error, 64 for arguments that are none of ours, and 74 when input or output fails.
public enum RenderWorker {
  static let word = "__render-worker"
  /// The environment variable that tells a worker from the program that started it.
  static let marker = "FISHBONE_RENDER_WORKER"
  /// The bytes that a worker may take.
  static let memoryLimit: UInt64 = 2 << 30

  enum ExitCode: Int32 {
    case done = 0
    case usage = 64
    case refused = 65
    case ioError = 74
  }

  /// Whether a program with these arguments, the first of which is its name, was started as a worker.
  public static func isRequested(_ arguments: [String]) -> Bool {
    arguments.count > 1 && arguments[1] == word
  }

  /// Draws the picture that the arguments and standard input ask for, and ends the process.
  ///
  /// Its memory and its time are limited first, so that a layout gone wild ends by itself even when nobody waits for it.
  public static func run(_ arguments: [String]) -> Never {
    exit(draw(arguments).rawValue)
  }

  static func arguments(format: PictureFormat, seconds: Double) -> [String] {
    [word, format.rawValue, String(Int(min(seconds, 31_536_000).rounded(.up)))]
  }

  private static func draw(_ arguments: [String]) -> ExitCode {
    guard arguments.count == 4, let format = PictureFormat(rawValue: arguments[2]),
      let seconds = UInt64(arguments[3])
    else { return .usage }
    limitResources(seconds: seconds)
    guard let input = readAll() else { return .ioError }
    do throws(RenderingError) {
      let picture = try GraphvizRenderer().render(
        String(decoding: input, as: UTF8.self), as: format)
      return writeAll(Array(picture), to: STDOUT_FILENO) ? .done : .ioError
    } catch {
      if case .refused(let messages) = error {
        _ = writeAll(Array(messages.joined(separator: "\n").utf8), to: STDERR_FILENO)
      }
      return .refused
    }
  }

  private static func limitResources(seconds: UInt64) {
    // The signal for too much time comes a second before the kill, and can be told from other kills.
    let all = [
      (RLIMIT_AS, memoryLimit, memoryLimit), (RLIMIT_CPU, seconds, seconds + 1),
      (RLIMIT_CORE, 0, 0),
    ]
    for (resource, soft, hard) in all {
      var limits = rlimit(rlim_cur: rlim_t(soft), rlim_max: rlim_t(hard))
      #if canImport(Glibc)
        setrlimit(__rlimit_resource_t(resource.rawValue), &limits)
      #else
        setrlimit(resource, &limits)
      #endif
    }
  }

  private static func readAll() -> [UInt8]? {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(STDIN_FILENO, &buffer, buffer.count)
      if count == 0 { return bytes }
      if count > 0 { bytes += buffer[..<count] } else if errno != EINTR { return nil }
    }
  }

  private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 { rest = rest.dropFirst(count) } else if errno != EINTR { return false }
    }
    return true
  }
}
