import RootCause

/// Dispositions of many units or groups for a terminal, a line each.
public struct DispositionTable {
  /// What a line is about.
  public struct Line: Sendable {
    /// What the unit or the group is called.
    public let name: String
    /// The number of units.
    public let units: Double
    /// What to do; nil where what is known of it can't be true.
    public let disposition: Disposition?
    /// The expected loss when each unit gets the choice that is best for it; nil for a single unit.
    public let unitwise: Double?

    /// Creates a line.
    public init(
      name: String, units: Double = 1, disposition: Disposition?, unitwise: Double? = nil
    ) {
      self.name = name
      self.units = units
      self.disposition = disposition
      self.unitwise = unitwise
    }
  }

  private let title: String
  private let lines: [Line]

  /// Creates a table whose first column has this title.
  public init(_ title: String, _ lines: [Line]) {
    self.title = title
    self.lines = lines
  }

  /// The table as text, which ends with a line break.
  public var text: String {
    let choices = lines.lazy.compactMap(\.disposition).first?.losses.map(\.choice) ?? []
    let isGrouped = lines.contains { $0.unitwise != nil }
    let columns: [TextTable.Column] =
      [.words(DisplayText.shortened(title, to: 40))] + (isGrouped ? [.numbers("units")] : [])
      + [.words("best")] + choices.map { .numbers(DisplayText.shortened($0, to: 40)) }
      + [.numbers("margin")] + (isGrouped ? [.numbers("unit by unit")] : [])
    let rows = lines.map { line in
      let dashes = choices.map { _ in "—" }
      return [DisplayText.shortened(line.name, to: 40)]
        + (isGrouped ? [Figures.measured(line.units)] : [])
        + [line.disposition.map { DisplayText.shortened($0.best.choice, to: 40) } ?? "impossible"]
        + (line.disposition?.losses.map { Figures.amount($0.loss) } ?? dashes)
        + [line.disposition.map { Figures.amount($0.margin) } ?? "—"]
        + (isGrouped ? [line.unitwise.map(Figures.amount) ?? "—"] : [])
    }
    return TextTable(columns, rows: rows).text
  }
}
