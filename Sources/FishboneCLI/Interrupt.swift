import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Whether somebody pressed Ctrl-C, for work that then stops where it stands and keeps what it has.
enum Interrupt {
  private static let flag = Atomic(false)

  /// Whether it happened since `watch`.
  static var isRequested: Bool { flag.load(ordering: .relaxed) }

  /// Takes the next interrupt as a request; the one after it ends the process as always.
  static func watch() {
    // The flag has to be there before a signal comes.
    flag.store(false, ordering: .relaxed)
    signal(SIGINT) { _ in
      Interrupt.flag.store(true, ordering: .relaxed)
      signal(SIGINT, SIG_DFL)
    }
  }
}
