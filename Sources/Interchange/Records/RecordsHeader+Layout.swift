import RootCause

extension RecordsHeader {
  /// Reads the header row and returns what its columns hold; what is wrong with them goes to `report`.
  func layout(of scanner: inout CSVScanner, _ report: inout RecordsReport) -> RecordsLayout {
    let (start, line) = (scanner.offset, scanner.line)
    var columns: [RecordsLayout.Column] = []
    var cells: [CSVScanner.Cell] = []
    var cell = CSVScanner.Cell()
    var follow = CSVScanner.Follow.cell
    while follow == .cell {
      follow = scanner.next(&cell)
      columns.append(column(scanner.text(of: cell), isQuoted: cell.isQuoted))
      cells.append(cell)
    }
    if let separator = separator(columns) {
      let message = "the file is separated by \(separator); save it with commas"
      report.add(Diagnostic(message, at: SourcePosition(line: line, column: 1)))
      return RecordsLayout(columns: columns)
    }
    check(&columns, &report) { scanner.position(of: cells[$0].start, rowStart: start, line: line) }
    let layout = RecordsLayout(columns: columns)
    if layout.observedVariables.isEmpty { report.add(noVariables(columns, line: line)) }
    return layout
  }

  /// Reports the columns that are nothing known; each keeps its place, and its cells are not judged.
  private func check(
    _ columns: inout [RecordsLayout.Column], _ report: inout RecordsReport,
    position: (Int) -> SourcePosition
  ) {
    var seen: [String: Int] = [:]
    for (index, column) in columns.enumerated() {
      let first = seen[column.name]
      if first == nil { seen[column.name] = index + 1 }
      guard first != nil || column.name.isEmpty || column.role == .unknown else { continue }
      columns[index].role = .ignored
      if report.wantsWords {
        let problem = problem(with: column, number: index + 1, first: first)
        report.add(Diagnostic(problem, at: position(index)))
      } else {
        report.skip()
      }
    }
  }

  /// The column called `text`, without the spaces around it unless they belong to a name.
  private func column(_ text: String, isQuoted: Bool) -> RecordsLayout.Column {
    let exact = RecordsLayout.Column(name: text, role: role(of: text))
    if isQuoted || exact.role != .unknown { return exact }
    let trimmed = text.trimmingSpaces()
    return RecordsLayout.Column(name: trimmed, role: role(of: trimmed))
  }

  private func problem(
    with column: RecordsLayout.Column, number: Int, first: Int?
  ) -> String {
    if column.name.isEmpty { return "column \(number) has no name; give it one" }
    guard let first else { return complaint(about: column.name) }
    return
      "columns \(first) and \(number) are both called '\(shown(column.name))'; name one otherwise"
  }

  /// What to say when no column belongs to the graph.
  private func noVariables(
    _ columns: [RecordsLayout.Column], line: Int
  ) -> Diagnostic {
    let wanted = shownList(graph.variables.map(\.columnName))
    let found = shownList(columns.map(\.name))
    return Diagnostic(
      "no column is a variable of the graph; the header has \(found), and the graph \(wanted)",
      at: SourcePosition(line: line, column: 1))
  }

  /// What separates the names in a header that has no comma; nil where it is one name, or several columns.
  private func separator(_ columns: [RecordsLayout.Column]) -> String? {
    guard columns.count == 1, let only = columns.first, role(of: only.name) == .unknown else {
      return nil
    }
    let separators = [(";", "';'"), ("\t", "tabs"), ("|", "'|'")]
    return separators.first { only.name.contains($0.0) }?.1
  }
}
