#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A text file that was read whole: its name, its text, and its lines for error messages.
public struct SourceText: Sendable {
  /// The file, as it was named.
  public let file: String

  /// The text, without a byte order mark.
  public let text: String

  /// The lines, without their ends. A line ends at a line feed: a carriage return before it makes one character with it.
  private let lines: [Substring.UTF8View]

  /// Reads the file at `path`.
  ///
  /// - Throws: `FileError.unreadable`, or `FormatError` when it is empty or not UTF-8.
  public init(contentsOf path: String) throws {
    try self.init(bytes: FileBytes(contentsOf: path))
  }

  /// Takes `text` as the content of a file.
  public init(file: String, text: String) {
    self.file = file
    self.text = text
    lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
  }

  init(bytes: FileBytes) throws(FormatError) {
    try bytes.checkEncoding()
    self.init(file: bytes.file, text: String(decoding: bytes.content, as: UTF8.self))
  }

  /// The digest of the text.
  public var digest: String { SHA256.hexDigest(of: Data(text.utf8)) }

  /// Returns the line with this number, or nil when there is none.
  func line(_ number: Int) -> String? {
    lines.indices.contains(number - 1) ? String(Substring(lines[number - 1])) : nil
  }

  /// Returns a diagnostic that shows the line at `position`.
  func diagnostic(_ message: String, at position: SourcePosition?) -> Diagnostic {
    let excerpt: String? = position.flatMap { position in
      guard lines.indices.contains(position.line - 1) else { return nil }
      let line = lines[position.line - 1]
      // A line too long to help is not shown.
      return line.count <= 200 ? Self.printable(Substring(line)) : nil
    }
    return Diagnostic(message, at: position, excerpt: excerpt)
  }

  /// Returns `line` without its carriage return and with a mark for each control character: a terminal would obey them.
  private static func printable(_ line: Substring) -> String {
    let scalars = line.hasSuffix("\r") ? line.unicodeScalars.dropLast() : line.unicodeScalars[...]
    let isControl = { (scalar: Unicode.Scalar) in
      scalar.value < 0x20 && scalar != "\t" || (0x7F...0x9F).contains(scalar.value)
    }
    return String(String.UnicodeScalarView(scalars.map { isControl($0) ? "\u{FFFD}" : $0 }))
  }

  /// Returns an error of one diagnostic.
  func error(_ message: String, at position: SourcePosition? = nil) -> FormatError {
    FormatError(file: file, [diagnostic(message, at: position)])
  }
}
