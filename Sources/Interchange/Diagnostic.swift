/// A place in a text file. Lines and columns count from 1; columns count Unicode scalars.
public struct SourcePosition: Sendable, Equatable, Comparable {
  /// The line.
  public let line: Int
  /// The column.
  public let column: Int

  /// Names a place.
  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  /// Whether a place comes before another.
  public static func < (a: SourcePosition, b: SourcePosition) -> Bool {
    (a.line, a.column) < (b.line, b.column)
  }
}

/// One thing that is wrong with a file, where it stands, and what would be right.
public struct Diagnostic: Sendable, Equatable {
  /// Where it is; nil when it concerns the file as a whole.
  public let position: SourcePosition?
  /// What is wrong and what would be right, in words.
  public let message: String
  /// The line it stands in, where showing it helps.
  public let excerpt: String?

  /// Creates a diagnostic.
  public init(_ message: String, at position: SourcePosition? = nil, excerpt: String? = nil) {
    self.message = message
    self.position = position
    self.excerpt = excerpt
  }
}

/// That a file can't be understood, with everything that is wrong in it.
public struct FormatError: Error, Sendable, Equatable {
  /// The file, as it was named.
  public let file: String
  /// What is wrong, in the order of the file; not empty.
  public let diagnostics: [Diagnostic]

  /// Whether the file could be read as what it should be, and only what it says is wrong.
  public var isAboutMeaning = false

  /// Creates an error; its diagnostics are put in the order of the file.
  public init(file: String, _ diagnostics: [Diagnostic]) {
    self.file = file
    self.diagnostics = diagnostics.enumerated()
      .sorted { a, b in
        let start = SourcePosition(line: 0, column: 0)
        let (first, second) = (a.element.position ?? start, b.element.position ?? start)
        return first == second ? a.offset < b.offset : first < second
      }
      .map(\.element)
  }
}

extension FormatError: CustomStringConvertible {
  /// The diagnostics, each with file, line and column, the line it stands in, and a mark below the place.
  public var description: String {
    diagnostics.map { diagnostic in
      let place = diagnostic.position.map { "\(file):\($0.line):\($0.column)" } ?? file
      let message = "\(place): error: \(diagnostic.message)"
      guard let position = diagnostic.position, let excerpt = diagnostic.excerpt else {
        return message
      }
      let margin = "\(position.line) | "
      let blank = String(repeating: " ", count: String(position.line).count) + " | "
      // The mark stands below the character that holds the scalar at the column.
      let before = String(
        String.UnicodeScalarView(excerpt.unicodeScalars.prefix(max(0, position.column - 1))))
      let indent = String(before.map { $0 == "\t" ? "\t" : " " })
      return "\(message)\n\(margin)\(excerpt)\n\(blank)\(indent)^"
    }
    .joined(separator: "\n")
  }
}

/// That a file can't be read or written at all.
public enum FileError: Error, Sendable, Equatable {
  /// The file can't be opened or read; `reason` is the system's.
  case unreadable(file: String, reason: String)
  /// The file can't be written; `reason` is the system's.
  case unwritable(file: String, reason: String)
}

extension FileError: CustomStringConvertible {
  /// What is wrong, in words.
  public var description: String {
    switch self {
    case .unreadable(let file, let reason): "\(file): error: can't be read: \(reason)"
    case .unwritable(let file, let reason): "\(file): error: can't be written: \(reason)"
    }
  }
}
