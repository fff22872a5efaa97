#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The standard streams.
enum Terminal {
  /// Whether progress would be seen by a person.
  static var isErrorInteractive: Bool { isatty(STDERR_FILENO) != 0 }

  /// Writes an answer to standard output.
  static func show(_ text: String) { write(Array(text.utf8)[...], to: STDOUT_FILENO) }

  /// Writes a piece of an answer to standard output.
  static func show(_ bytes: ArraySlice<UInt8>) { write(bytes, to: STDOUT_FILENO) }

  /// Writes a message to standard error.
  static func complain(_ text: String) {
    write(Array((text.hasSuffix("\n") ? text : text + "\n").utf8)[...], to: STDERR_FILENO)
  }

  /// Replaces the line in which progress is shown.
  static func progress(_ text: String) {
    write(Array("\r\u{1B}[K\(text)".utf8)[...], to: STDERR_FILENO)
  }

  private static func write(_ text: ArraySlice<UInt8>, to descriptor: Int32) {
    var bytes = text
    while !bytes.isEmpty {
      let written = bytes.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
      if written < 0 {
        if errno == EINTR { continue }
        // Nobody listens any more: what `head` does to whoever writes to it.
        exit(errno == EPIPE ? ExitCode.done.rawValue : ExitCode.cannotCreate.rawValue)
      }
      bytes = bytes.dropFirst(written)
    }
  }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}
