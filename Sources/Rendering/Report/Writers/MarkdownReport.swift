/// A report in the Markdown of wikis (GitHub's, with tables), and its pictures as SVG files beside it: no wiki shows SVG that stands in
/// its text.
public struct MarkdownReport {
  /// A file beside the text.
  public struct Picture: Sendable, Equatable {
    /// Its name, to stand in the same folder.
    public let file: String
    /// The picture.
    public let svg: String
  }

  private let report: Report
  private let stem: String

  /// Creates the text of `report`.
  ///
  /// - Parameter stem: What the names of its pictures begin with.
  public init(_ report: Report, stem: String) {
    self.report = report
    self.stem = stem
  }

  /// The pictures, in order.
  public var pictures: [Picture] {
    report.sections.flatMap(\.blocks).compactMap { block in
      guard case .figure(let figure) = block else { return nil }
      let svg =
        switch figure.drawing {
        case .chart(let chart): chart.file(named: figure.name)
        case .picture(let picture): picture.file
        }
      return Picture(file: file(of: figure), svg: svg)
    }
  }

  /// The text.
  public var text: String {
    let summary = report.summary.map {
      "- **\(MarkdownText.escaped($0.term)):** \(MarkdownText.escaped($0.value))"
    }
    let head =
      ["# \(MarkdownText.escaped(report.title))", MarkdownText.escaped(report.subtitle)]
      + (summary.isEmpty ? [] : [summary.joined(separator: "\n")])
    let sections = report.sections.flatMap { section in
      ["## \(MarkdownText.escaped(section.title))"] + section.blocks.map(block)
    }
    return (head + sections).joined(separator: "\n\n") + "\n"
  }

  private func file(of figure: Report.Figure) -> String { "\(stem)-\(figure.name).svg" }

  private func block(_ block: Report.Block) -> String {
    switch block {
    case .paragraph(let text): MarkdownText.escaped(text)
    case .heading(let text): "### \(MarkdownText.escaped(text))"
    case .list(let items):
      items.map { "- \(MarkdownText.escaped($0))" }.joined(separator: "\n")
    case .facts(let facts):
      facts.map { "- **\(MarkdownText.escaped($0.term)):** \(MarkdownText.escaped($0.value))" }
        .joined(separator: "\n")
    case .table(let content): table(content)
    case .figure(let figure):
      "![\(MarkdownText.escaped(figure.caption))](\(MarkdownText.address(file(of: figure))))\n\n"
        + "*\(MarkdownText.escaped(figure.caption))*"
    case .command(let text): MarkdownText.code(text)
    }
  }

  private func table(_ table: Report.Table) -> String {
    let head = table.columns.map { MarkdownText.cell($0.title) }
    let marks = table.columns.map { $0.isNumeric ? "--:" : ":--" }
    let rows = table.rows.map { $0.map(MarkdownText.cell) }
    let lines = ([head, marks] + rows).map { "| " + $0.joined(separator: " | ") + " |" }
    return MarkdownText.escaped(table.caption) + "\n\n" + lines.joined(separator: "\n")
      + (table.rest.map { "\n\n" + MarkdownText.escaped($0) } ?? "")
  }
}

/// Text as Markdown reads it.
enum MarkdownText {
  /// What means something in GitHub's Markdown.
  private static let marks = Set("\\`*_{}[]<>#|~!$^&@")

  /// Returns `text` in one line in which nothing means anything but itself.
  static func escaped(_ text: String) -> String {
    let plain = DisplayText.plain(text, limit: HTMLText.limit)
    var result = ""
    for character in plain {
      switch character {
      // Where references to characters are read, an ampersand can't be escaped by a backslash everywhere.
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case _ where marks.contains(character): result += "\\\(character)"
      default: result.append(character)
      }
    }
    return startsSomething(plain) ? "\\" + result : result
  }

  /// Whether a line that begins with `text` would be an item of a list, or a rule. Digits are left to `cell` and to sentences.
  private static func startsSomething(_ text: String) -> Bool {
    text.first.map { "-+=".contains($0) } ?? false
  }

  /// Returns `text` for a cell of a table.
  static func cell(_ text: String) -> String {
    let plain = DisplayText.plain(text, limit: HTMLText.limit)
    return plain == "-" || plain == "—" ? "—" : escaped(plain)
  }

  /// Returns `text` as a block of code, fenced by more backticks than it has.
  static func code(_ text: String) -> String {
    let longest = text.split { $0 != "`" }.map(\.count).max() ?? 0
    let fence = String(repeating: "`", count: max(3, longest + 1))
    return "\(fence)sh\n\(text)\n\(fence)"
  }

  /// Returns the name of a file as an address.
  static func address(_ name: String) -> String {
    let allowed = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")
    return name.reduce(into: "") { result, character in
      if allowed.contains(character) {
        result.append(character)
      } else {
        for byte in String(character).utf8 {
          let hex = String(byte, radix: 16, uppercase: true)
          result += "%" + (hex.count < 2 ? "0" : "") + hex
        }
      }
    }
  }
}
