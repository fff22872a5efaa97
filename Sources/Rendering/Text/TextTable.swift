/// Rows of text under titles, in columns of a terminal.
package struct TextTable {
  /// A column: its title, and the side to which its cells are set.
  package struct Column {
    let title: String
    let isNumeric: Bool

    /// A column of words.
    package static func words(_ title: String) -> Column { Column(title: title, isNumeric: false) }
    /// A column of numbers.
    package static func numbers(_ title: String) -> Column { Column(title: title, isNumeric: true) }
  }

  private let columns: [Column]
  private let rows: [[String]]

  /// Creates a table.
  ///
  /// - Precondition: Every row has a cell for each column.
  package init(_ columns: [Column], rows: [[String]]) {
    precondition(rows.allSatisfy { $0.count == columns.count })
    self.columns = columns
    self.rows = rows
  }

  /// The titles and the rows, a line each.
  package var text: String {
    let lines = [columns.map(\.title)] + rows
    let widths = columns.indices.map { column in
      lines.map { DisplayText.columns(of: $0[column]) }.max() ?? 0
    }
    return lines.map { line($0, widths: widths) + "\n" }.joined()
  }

  private func line(_ cells: [String], widths: [Int]) -> String {
    var line = cells.indices.map { column in
      let padding = String(
        repeating: " ", count: widths[column] - DisplayText.columns(of: cells[column]))
      return columns[column].isNumeric ? padding + cells[column] : cells[column] + padding
    }
    .joined(separator: "  ")
    while line.last == " " { line.removeLast() }
    return line
  }
}
