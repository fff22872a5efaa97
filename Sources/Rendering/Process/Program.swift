#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A program to start: its file, its arguments and its environment.
struct Program {
  let path: String
  let arguments: [String]
  let environment: [String: String]

  /// Starts the program with `descriptors` as its standard input, output and error, and with
  /// signals as a program expects to find them.
  ///
  /// - Throws: `RenderingError.workerUnavailable` with the system's reason.
  func start(_ descriptors: [Int32]) throws(RenderingError) -> pid_t {
    var actions = Self.noActions
    var attributes = Self.noAttributes
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    for (target, descriptor) in descriptors.enumerated() {
      posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(target))
    }
    Self.resetSignals(&attributes)
    var process: pid_t = 0
    let status = Self.withStrings([path] + arguments) { arguments in
      Self.withStrings(environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }) {
        posix_spawn(&process, path, &actions, &attributes, arguments, $0)
      }
    }
    guard status == 0 else {
      throw .workerUnavailable(reason: "\(path): \(String(cString: strerror(status)))")
    }
    return process
  }

  /// Gives a null-terminated list of C strings to `body`.
  private static func withStrings<Result>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
  ) -> Result {
    let copies = strings.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    return body(copies + [nil])
  }

  #if canImport(Darwin)
    private static let noActions: posix_spawn_file_actions_t? = nil
    private static let noAttributes: posix_spawnattr_t? = nil
    private typealias Attributes = posix_spawnattr_t?
  #else
    private static var noActions: posix_spawn_file_actions_t { posix_spawn_file_actions_t() }
    private static var noAttributes: posix_spawnattr_t { posix_spawnattr_t() }
    private typealias Attributes = posix_spawnattr_t
  #endif

  private static func resetSignals(_ attributes: inout Attributes) {
    var ignored = sigset_t()
    var blocked = sigset_t()
    sigemptyset(&ignored)
    sigaddset(&ignored, SIGPIPE)
    sigemptyset(&blocked)
    posix_spawnattr_setsigdefault(&attributes, &ignored)
    posix_spawnattr_setsigmask(&attributes, &blocked)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
  }
}
