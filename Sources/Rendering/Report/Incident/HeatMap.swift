import Learning
import RootCause

/// The units of an incident by two of their keys, such as lots by runs: in each cell how many of them are expected to carry a defect, and
/// how many there are.
struct HeatMap {
  /// A cell with units.
  struct Cell {
    /// The expected number of units with a defect.
    var defective = 0.0
    var units = 0.0

    /// The expected share of units with a defect.
    var share: Double { units > 0 ? defective / units : 0 }
    /// Both numbers.
    var text: String { "\(Figures.fixed(defective, 1)) of \(Figures.measured(units))" }
  }

  /// The key that names the rows, and the one that names the columns; nil where all units stand in one column.
  let rowKey: KeyColumn
  let columnKey: KeyColumn?
  /// The instances that have a row or a column, in the order of their key.
  let rows: [Int]
  let columns: [Int]
  private let cells: [[Cell]]

  private static let (mostRows, mostColumns) = (16, 8)
  private static let (left, top, cellWidth, cellHeight) = (150.0, 34.0, 84.0, 34.0)

  /// Maps `incident` by the keys of its most suspicious instances; nil where no unit names one.
  init?(_ incident: Incident, keys: [KeyColumn]) {
    var names: [String] = []
    for instance in incident.instances where !names.contains(instance.keyColumn) {
      names.append(instance.keyColumn)
    }
    let found = names.compactMap { name in keys.first { $0.name == name && !$0.values.isEmpty } }
    guard let first = found.first else { return nil }
    let second = found.dropFirst().first
    let rows = Self.leading(first, in: incident, most: Self.mostRows)
    let columns = second.map { Self.leading($0, in: incident, most: Self.mostColumns) } ?? [0]
    var cells = rows.map { _ in columns.map { _ in Cell() } }
    let places = { (values: [Int]) in
      Dictionary(uniqueKeysWithValues: values.enumerated().map { ($1, $0) })
    }
    let (rowPlaces, columnPlaces) = (places(rows), places(columns))
    for unit in incident.carrying.indices {
      let instance = second.map { $0.instances[unit] } ?? 0
      guard let row = rowPlaces[first.instances[unit]], let column = columnPlaces[instance] else {
        continue
      }
      let count = incident.unitCounts?[unit] ?? 1
      cells[row][column].units += count
      cells[row][column].defective += count * incident.carrying[unit]
    }
    (rowKey, columnKey) = (first, second)
    (self.rows, self.columns, self.cells) = (rows, columns, cells)
  }

  /// The most suspicious instances of a key, in its own order.
  private static func leading(_ key: KeyColumn, in incident: Incident, most: Int) -> [Int] {
    let places = Dictionary(uniqueKeysWithValues: key.values.enumerated().map { ($1, $0) })
    var kept = Set<Int>()
    for instance in incident.instances where instance.keyColumn == key.name && kept.count < most {
      if let place = places[instance.key] { kept.insert(place) }
    }
    return key.ordered.filter(kept.contains)
  }
}

// Showing.
extension HeatMap {
  /// How to read it.
  var caption: String {
    let hidden = [
      (rowKey, rows), columnKey.map { ($0, columns) },
    ].compactMap { item -> String? in
      guard let (key, shown) = item, key.values.count > shown.count else { return nil }
      return "\(key.values.count - shown.count) more of \(key.name)"
    }
    return
      "In each cell: how many units are expected to carry a defect, of how many there are. The darker the cell, the larger the share; an empty cell has no units."
      + (hidden.isEmpty
        ? ""
        : " Shown are the most suspicious instances; \(hidden.joined(separator: " and ")) are not.")
  }

  private var title: String {
    "Expected defects by \(rowKey.name)" + (columnKey.map { " and \($0.name)" } ?? "")
  }

  private func columnName(_ place: Int) -> String { columnKey?.values[place] ?? "all units" }

  var drawing: ChartDrawing {
    var chart = ChartDrawing(
      title: title, description: description,
      width: max(420, Self.left + Double(columns.count) * Self.cellWidth + 8),
      height: Self.top + Double(rows.count) * Self.cellHeight + 8)
    chart.text(
      "\(DisplayText.shortened(rowKey.name, to: 18))", x: Self.left - 8, y: 22, .end, .faint)
    for (place, column) in columns.enumerated() {
      chart.text(
        DisplayText.shortened(columnName(column), to: 11),
        x: Self.left + (Double(place) + 0.5) * Self.cellWidth, y: 22, .middle, .faint)
    }
    for (place, row) in rows.enumerated() {
      let y = Self.top + Double(place) * Self.cellHeight
      chart.text(
        DisplayText.shortened(rowKey.values[row], to: 18), x: Self.left - 8, y: y + 22, .end)
      for (column, cell) in cells[place].enumerated() where cell.units > 0 {
        draw(
          cell, x: Self.left + Double(column) * Self.cellWidth, y: y, row, columns[column], &chart)
      }
    }
    return chart
  }

  private func draw(
    _ cell: Cell, x: Double, y: Double, _ row: Int, _ column: Int, _ chart: inout ChartDrawing
  ) {
    // Half of full strength leaves the text readable on the darkest cell.
    chart.cell(
      x: x, y: y, width: Self.cellWidth, height: Self.cellHeight, share: 0.04 + 0.5 * cell.share,
      tooltip:
        "\(rowKey.values[row]), \(columnName(column)): \(cell.text), \(Figures.percent(cell.share))"
    )
    chart.text(
      cell.text, x: x + Self.cellWidth / 2, y: y + 22, .middle, cell.share >= 0.5 ? .strong : .label
    )
  }

  private var description: String {
    zip(rows, cells).map { row, cells in
      let parts = zip(columns, cells).filter { $1.units > 0 }.map { "\(columnName($0)) \($1.text)" }
      return "\(rowKey.values[row]): \(parts.joined(separator: ", "))"
    }
    .joined(separator: "; ")
  }

  /// The same as a table.
  var table: Report.Table {
    Report.Table(
      "\(title): expected units with a defect, of all",
      [.words(rowKey.name)] + columns.map { .numbers(columnName($0)) },
      rows: zip(rows, cells).map { row, cells in
        [rowKey.values[row]] + cells.map { $0.units > 0 ? $0.text : "" }
      })
  }
}
