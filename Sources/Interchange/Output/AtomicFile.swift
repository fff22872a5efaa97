#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Writes files so that nobody ever finds half of one: to a temporary file beside the target, which is then renamed.
public enum AtomicFile {
  /// A file that is being written.
  public struct Output {
    fileprivate let descriptor: Int32
    fileprivate let file: String

    /// Writes `bytes` behind what was written before.
    ///
    /// - Throws: `FileError.unwritable`.
    public func write(_ bytes: some ContiguousBytes) throws(FileError) {
      var failure: SystemError?
      bytes.withUnsafeBytes { bytes in
        var rest = bytes[...]
        while !rest.isEmpty, failure == nil {
          let written = systemWrite(descriptor, UnsafeRawBufferPointer(rebasing: rest))
          if written < 0, errno != EINTR { failure = .last }
          rest = rest.dropFirst(max(written, 0))
        }
      }
      if let failure { throw .unwritable(file: file, reason: failure.reason) }
    }

    fileprivate func finish() throws(FileError) {
      if close(descriptor) != 0 { throw .unwritable(file: file, reason: SystemError.last.reason) }
    }
  }

  /// Writes what `produce` hands over, piece by piece, to `path`.
  ///
  /// A file that is there keeps its permissions, and a link keeps pointing to it. A target that is no regular file, such as a device or a
  /// pipe, is written directly.
  ///
  /// - Throws: `FileError.unwritable`; the target is then as it was.
  public static func write(
    to path: String, _ produce: (Output) throws(FileError) -> Void
  ) throws(FileError) {
    let target: Target
    let descriptor: Int32
    var temporary: String?
    do throws(SystemError) {
      target = try Target(path)
      switch target {
      case .direct:
        descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
        guard descriptor >= 0 else { throw .last }
      case .replaced(let file, let mode):
        (temporary, descriptor) = try temporaryFile(besides: file, mode)
      }
    } catch {
      throw .unwritable(file: path, reason: error.reason)
    }
    let output = Output(descriptor: descriptor, file: path)
    do throws(FileError) {
      try produce(output)
    } catch {
      close(descriptor)
      if let temporary { unlink(temporary) }
      throw error
    }
    do throws(FileError) {
      try output.finish()
      if case .replaced(let file, _) = target, let temporary, rename(temporary, file) != 0 {
        throw .unwritable(file: path, reason: SystemError.last.reason)
      }
    } catch {
      if let temporary { unlink(temporary) }
      throw error
    }
  }

  /// Writes `data` to `path`, as a whole.
  ///
  /// - Throws: `FileError.unwritable`; the target is then as it was.
  public static func write(_ data: Data, to path: String) throws(FileError) {
    try write(to: path) { (output) throws(FileError) in try output.write(data) }
  }

  /// Writes `text` to `path`.
  ///
  /// - Throws: `FileError.unwritable`; the target is then as it was.
  public static func write(_ text: String, to path: String) throws(FileError) {
    try write(Data(text.utf8), to: path)
  }

  /// Checks that a file could be created or replaced at `path`, so that long work does not end at its last step.
  ///
  /// - Throws: `FileError.unwritable`.
  public static func check(_ path: String) throws(FileError) {
    do throws(SystemError) {
      switch try Target(path) {
      case .direct: guard access(path, W_OK) == 0 else { throw .last }
      case .replaced(let file, _):
        guard access(folder(of: file), W_OK) == 0 else { throw .last }
      }
    } catch {
      throw .unwritable(file: path, reason: error.reason)
    }
  }

  // MARK: Targets

  /// What stands at a path.
  private enum Target {
    /// Something that takes bytes as they come.
    case direct
    /// A regular file with its permissions, or nothing yet; links are followed.
    case replaced(String, mode: mode_t?)

    init(_ path: String) throws(SystemError) {
      guard !path.isEmpty else { throw .other("the name is empty") }
      var status = stat()
      guard stat(path, &status) == 0 else {
        guard errno == ENOENT || errno == ENOTDIR else { throw .last }
        self = .replaced(try Self.missing(path), mode: nil)
        return
      }
      switch status.st_mode & S_IFMT {
      case S_IFDIR: throw .other("it is a folder")
      // What the system calls a file of a process, such as /dev/stdout, is not to be replaced.
      case S_IFREG where !path.hasPrefix("/dev/") && !path.hasPrefix("/proc/"):
        self = .replaced(AtomicFile.resolved(path) ?? path, mode: status.st_mode & 0o7777)
      default: self = .direct
      }
    }

    /// The path at which a file will be created: `path`, or where a link at `path` points.
    private static func missing(_ path: String) throws(SystemError) -> String {
      var status = stat()
      if lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFLNK {
        throw .other("it is a link to nothing")
      }
      let folder = AtomicFile.folder(of: path)
      guard stat(folder, &status) == 0 else { throw .other("there is no folder '\(folder)'") }
      guard status.st_mode & S_IFMT == S_IFDIR else { throw .other("'\(folder)' is no folder") }
      return path
    }
  }

  private static func resolved(_ path: String) -> String? {
    guard let buffer = realpath(path, nil) else { return nil }
    defer { free(buffer) }
    return String(cString: buffer)
  }

  private static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
  }

  // MARK: Bytes

  /// Creates a file beside `file` that nobody else has, with the permissions `mode`.
  private static func temporaryFile(
    besides file: String, _ mode: mode_t?
  ) throws(SystemError) -> (path: String, descriptor: Int32) {
    for attempt in 0..<1000 {
      let path = "\(folder(of: file))/.fishbone-\(getpid())-\(attempt)"
      let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      if descriptor >= 0 {
        if let mode, fchmod(descriptor, mode) != 0 {
          let error = SystemError.last
          close(descriptor)
          unlink(path)
          throw error
        }
        return (path, descriptor)
      }
      if errno != EEXIST { break }
    }
    throw .last
  }

  /// Why a call of the system failed.
  private struct SystemError: Error {
    let reason: String

    /// What the last call that failed says.
    static var last: SystemError { SystemError(reason: String(cString: strerror(errno))) }

    static func other(_ reason: String) -> SystemError { SystemError(reason: reason) }
  }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  write(descriptor, bytes.baseAddress, bytes.count)
}
