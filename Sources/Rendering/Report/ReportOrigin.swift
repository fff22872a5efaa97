/// Where a report comes from: what anybody needs who wants to make it again, or to know that nothing was changed since.
public struct ReportOrigin: Sendable {
  /// A file that the report was made from.
  public struct Input: Sendable, Equatable {
    /// What it was taken as.
    public let role: String
    /// Its name, as it was given.
    public let file: String
    /// The SHA-256 digest of its content.
    public let digest: String

    /// Names a file.
    public init(role: String, file: String, digest: String) {
      self.role = role
      self.file = file
      self.digest = digest
    }
  }

  /// The call that made the report, as one types it.
  public let command: String
  /// The files, in the order in which they were read.
  public let inputs: [Input]
  /// The version of the library.
  public let version: String
  /// A date for the head of the report, as it was given; nil for none: no clock is asked, so that the same input gives the same bytes.
  public let date: String?
  /// A title for the report; nil for one made of what it is about.
  public let title: String?

  /// Creates an origin.
  public init(
    command: String, inputs: [Input], version: String, date: String? = nil, title: String? = nil
  ) {
    self.command = command
    self.inputs = inputs
    self.version = version
    self.date = date
    self.title = title
  }

  /// The section that tells how to make the report again.
  func section(note: String) -> Report.Section {
    let rows = inputs.map { [$0.role, $0.file, $0.digest] }
    return Report.Section(
      "reproduce", "How to make this report again",
      [
        .paragraph(
          "With Fishbone \(version) this call, in the folder in which it was given, makes the same report, byte for byte."
        ),
        .command(command),
        .table(
          Report.Table(
            "The files that it reads", [.words("role"), .words("file"), .words("SHA-256")],
            rows: rows, naming: 1)),
        .paragraph(note),
      ])
  }

  /// The line under the title.
  func subtitle(_ sort: String) -> String { date.map { "\(sort), \($0)" } ?? sort }
}

/// Words of a shell.
public enum ShellWords {
  /// Returns `words` as one types them: what means something to a shell stands in quotes.
  public static func line(_ words: [String]) -> String { words.map(quoted).joined(separator: " ") }

  private static let plain = Set(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=:,./%@")

  private static func quoted(_ word: String) -> String {
    if !word.isEmpty, word.allSatisfy(plain.contains) { return word }
    if word.unicodeScalars.contains(where: isUnseen) { return escaped(word) }
    return "'"
      + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
      + "'"
  }

  /// Whether a character could not be copied from a page: it has no shape, or turns the direction of those around it.
  private static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse: true
    default: scalar.properties.isWhitespace && scalar != " "
    }
  }

  /// The quotes of bash in which a character may be named by its number.
  private static func escaped(_ word: String) -> String {
    word.unicodeScalars.reduce(into: "$'") { result, scalar in
      switch scalar {
      case "'", "\\": result += "\\\(scalar)"
      case _ where isUnseen(scalar):
        let hex = String(scalar.value, radix: 16, uppercase: true)
        result += "\\U" + String(repeating: "0", count: 8 - hex.count) + hex
      default: result.unicodeScalars.append(scalar)
      }
    } + "'"
  }
}
