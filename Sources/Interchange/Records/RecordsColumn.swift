import NetworkModel

/// One column of a records file as text, whatever it holds: what units are grouped by.
public enum RecordsColumn {
  /// Returns the cells of the column called `name` in the file at `path`, row by row; an empty text where a row is too short.
  ///
  /// - Throws: `FileError`, or `FormatError` with the columns that there are.
  public static func read(_ name: String, in path: String) throws -> [String] {
    let source = try FileBytes(contentsOf: path)
    try source.checkEncoding()
    return try source.content.withUnsafeBytes { (bytes) throws(FormatError) in
      var scanner = CSVScanner(bytes)
      scanner.skipBlankLines()
      let header = row(&scanner).map { $0.trimmingSpaces() }
      guard let column = header.firstIndex(of: name) else {
        throw FormatError(
          file: path,
          [
            Diagnostic(
              "there is no column '\(shown(name))'\(Spelling.suggestion(for: name, among: header));"
                + " the header has \(shownList(header))")
          ])
      }
      var cells: [String] = []
      while !scanner.isAtEnd {
        scanner.skipBlankLines()
        if scanner.isAtEnd { break }
        let row = row(&scanner)
        cells.append(column < row.count ? row[column].trimmingSpaces() : "")
      }
      return cells
    }
  }

  private static func row(_ scanner: inout CSVScanner) -> [String] {
    var cells: [String] = []
    var cell = CSVScanner.Cell()
    var follow = CSVScanner.Follow.cell
    while follow == .cell {
      follow = scanner.next(&cell)
      cells.append(scanner.text(of: cell))
    }
    return cells
  }
}
