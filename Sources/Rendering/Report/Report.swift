/// A report: what was asked, what was found and what it rests on, in sections, for a page or a wiki.
///
///     let page = HTMLReport(UnitReport(answers, origin: origin).report()).text
///
/// All text in it is plain: what it means to HTML or Markdown is taken away where it is written.
public struct Report: Sendable {
  /// What the report is about.
  public var title: String
  /// The sort of report, and its date where one was given.
  public var subtitle: String
  /// The answer in a few words, for who reads no further.
  public var summary: [Fact]
  /// The sections, in order.
  public var sections: [Section]

  /// Creates a report.
  public init(title: String, subtitle: String, summary: [Fact], sections: [Section]) {
    self.title = title
    self.subtitle = subtitle
    self.summary = summary
    self.sections = sections
  }
}

extension Report {
  /// A term and what there is to say of it.
  public struct Fact: Sendable, Equatable {
    /// The term.
    public let term: String
    /// What there is to say.
    public let value: String

    /// Creates a fact.
    public init(_ term: String, _ value: String) {
      self.term = term
      self.value = value
    }
  }

  /// A part of a report under a heading.
  public struct Section: Sendable {
    /// What it is called in links: letters and hyphens, unique in a report.
    public let name: String
    /// The heading.
    public let title: String
    /// What it holds.
    public var blocks: [Block]

    /// Creates a section.
    ///
    /// - Precondition: The name is of small letters of ASCII and hyphens.
    public init(_ name: String, _ title: String, _ blocks: [Block]) {
      precondition(!name.isEmpty && name.allSatisfy { ("a"..."z").contains($0) || $0 == "-" })
      self.name = name
      self.title = title
      self.blocks = blocks
    }
  }

  /// A piece of a section.
  public enum Block: Sendable {
    /// A paragraph.
    case paragraph(String)
    /// A heading within the section.
    case heading(String)
    /// Short texts, each by itself.
    case list([String])
    /// Terms and what there is to say of them.
    case facts([Fact])
    /// A table.
    case table(Table)
    /// A chart or a picture.
    case figure(Figure)
    /// What to type: a line of `ShellWords`.
    case command(String)
  }

  /// Rows of text under titles.
  public struct Table: Sendable {
    /// A column: its title, and the side to which its cells are set.
    public struct Column: Sendable, Equatable {
      /// The title.
      public let title: String
      /// Whether cells are numbers, set to the right.
      public let isNumeric: Bool

      /// A column of words.
      public static func words(_ title: String) -> Column {
        Column(title: title, isNumeric: false)
      }
      /// A column of numbers.
      public static func numbers(_ title: String) -> Column {
        Column(title: title, isNumeric: true)
      }
    }

    /// What the rows are.
    public let caption: String
    /// The columns.
    public let columns: [Column]
    /// The cells.
    public let rows: [[String]]
    /// The column that names the row.
    public let naming: Int
    /// How many rows there would be, were they all shown.
    public let total: Int

    /// Creates a table.
    ///
    /// - Parameters:
    ///   - naming: The column that names the row, for who hears the table read.
    ///   - limit: The most rows that are kept; the table then says how many there are.
    /// - Precondition: Every row has a cell for each column, and there is the naming one.
    public init(
      _ caption: String, _ columns: [Column], rows: [[String]], naming: Int = 0, limit: Int = .max
    ) {
      precondition(columns.indices.contains(naming))
      precondition(rows.allSatisfy { $0.count == columns.count })
      self.caption = caption
      self.columns = columns
      self.rows = Array(rows.prefix(limit))
      self.naming = naming
      total = rows.count
    }

    /// What is said below a table that does not show all; nil where it does.
    var rest: String? { total > rows.count ? "and \(total - rows.count) more" : nil }
  }

  /// A chart or a picture.
  public struct Figure: Sendable {
    /// What is drawn.
    enum Drawing: Sendable {
      /// A chart of this library.
      case chart(ChartDrawing)
      /// A picture by Graphviz.
      case picture(EmbeddedPicture)
    }

    /// What it is called in links and file names: letters and hyphens, unique in a report.
    let name: String
    /// What it shows, and how to read it.
    let caption: String
    let drawing: Drawing
  }
}
