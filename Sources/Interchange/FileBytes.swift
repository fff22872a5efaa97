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

/// The bytes of a file, mapped into memory where that can be.
struct FileBytes: Sendable {
  let file: String
  private let data: Data

  init(contentsOf path: String) throws(FileError) {
    file = path
    var status = stat()
    guard stat(path, &status) == 0 else {
      let reason = errno == ENOENT ? "there is no such file" : Self.lastReason
      throw .unreadable(file: path, reason: reason)
    }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: throw .unreadable(file: path, reason: "it is a folder")
    case S_IFREG where status.st_size > 0:
      guard let mapped = try? Data(contentsOf: URL(filePath: path), options: .alwaysMapped) else {
        fallthrough
      }
      data = mapped
    // Pipes can't be mapped, and files that the system makes up as they are read have no size.
    default: data = try Self.stream(path)
    }
  }

  /// Reads `path` to its end.
  private static func stream(_ path: String) throws(FileError) -> Data {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unreadable(file: path, reason: lastReason) }
    defer { close(descriptor) }
    var data = Data()
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor, &piece, piece.count)
      if count > 0 { data.append(contentsOf: piece[..<count]) }
      if count == 0 { return data }
      if count < 0, errno != EINTR { throw .unreadable(file: path, reason: lastReason) }
    }
  }

  /// What the last call that failed says.
  private static var lastReason: String { String(cString: strerror(errno)) }

  init(file: String, bytes: [UInt8]) {
    self.file = file
    data = Data(bytes)
  }

  /// The bytes after the byte order mark.
  var content: Data { data.starts(with: [0xEF, 0xBB, 0xBF]) ? data.dropFirst(3) : data }

  /// The digest of the whole file.
  var digest: String { SHA256.hexDigest(of: data) }

  /// Checks that the file has text in UTF-8.
  func checkEncoding() throws(FormatError) {
    if content.isEmpty { throw FormatError(file: file, [Diagnostic("the file is empty")]) }
    if data.starts(with: [0xFF, 0xFE]) || data.starts(with: [0xFE, 0xFF]) {
      throw FormatError(file: file, [Diagnostic("the file is in UTF-16; save it as UTF-8")])
    }
    guard let bad = content.withUnsafeBytes({ UTF8Check.firstInvalidByte(in: $0) }) else { return }
    let before = content.prefix(bad)
    let line = before.count { $0 == 0x0A } + 1
    let column = before.reversed().prefix { $0 != 0x0A }.count { $0 & 0xC0 != 0x80 } + 1
    let byte = content[content.startIndex + bad]
    let message =
      byte == 0
      ? "a zero byte stands here, as in no text; the file is something else, or was damaged"
      : "byte 0x\(String(byte, radix: 16, uppercase: true)) is not UTF-8 text; save the file as UTF-8"
    throw FormatError(
      file: file, [Diagnostic(message, at: SourcePosition(line: line, column: column))])
  }
}
