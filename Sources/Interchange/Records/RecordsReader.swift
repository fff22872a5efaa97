import Learning
import NetworkModel
import RootCause

/// Reads records from CSV files ([RFC 4180]): a row for each unit, a column for each variable of a graph.
///
///     let records = try RecordsReader(graph: graph).read("line.csv")
///     records.store.count  // 10000
///
/// The first row is the header. A column is a variable's (`columnName`; several variables may share one), a regressor's, a key's, `unit`, `time`
/// or `count`, or one that the graph or the options say to pass over; the variables come first, so that one called `count` takes
/// the column. A variable without a column is unobserved.
///
/// A cell is a state by name; where the variable has `bins`, a number too; of a reading a number, with a point whatever the locale.
/// A cell is missing when it is empty, `NA` or `?`, and where numbers are expected `NaN`, unless the variable has a state of that
/// name. Spaces around a cell without quotes belong to it where a state is called so, else they are passed over. `count`
/// says how many units a row stands for; it need not be whole, and is never missing. A value of a reading in whose row a regressor is missing
/// says nothing, and is taken as missing too.
///
/// Lines end with CR LF, LF or CR, blank ones are passed over, and a byte order mark is too.
public struct RecordsReader: Sendable {
  /// How records are read.
  public struct Options: Sendable, Equatable {
    /// Columns to pass over besides those that the graph names; `*` stands for any text.
    public var ignoredColumns: [String] = []

    /// Whether the names of the units are kept.
    public var keepsUnits = false

    /// The file into which rows with bad cells are set aside; nil to make them errors.
    public var quarantine: String?

    /// What no good row says. Rows that break a rule are set aside with or without a quarantine: what they say is no slip of the pen.
    public var rules: [DataRule] = []

    /// The options for a file in which all rows are good.
    public init() {}
  }

  private let graph: CausalGraph
  private let options: Options

  /// Creates a reader of records about the variables of `graph`.
  public init(graph: CausalGraph, options: Options = Options()) {
    self.graph = graph
    self.options = options
  }

  /// Reads the file at `path`.
  ///
  /// One byte a cell is kept where a variable has fewer than 255 states, two where it has more, eight of a reading; the file itself is
  /// mapped, not loaded. With a quarantine its file is written even when no row is set aside, with nothing but a header.
  ///
  /// - Throws: `FormatError` naming row, column, value and the nearest state of every bad cell, up to a hundred of them and the number
  ///   of the others, and everything that is wrong with the header or the quotes; `FileError` when the file can't be read or the
  ///   quarantine can't be written.
  /// - Complexity: O(bytes).
  public func read(_ path: String) throws -> LoadedRecords {
    try read(FileBytes(contentsOf: path))
  }

  /// Reads `text` as the content of `file`.
  ///
  /// - Throws: As `read(_:)` does.
  public func read(text: String, file: String) throws -> LoadedRecords {
    try read(bytes: Array(text.utf8), file: file)
  }

  /// Reads `bytes` as the content of `file`.
  ///
  /// - Throws: As `read(_:)` does.
  public func read(bytes: [UInt8], file: String) throws -> LoadedRecords {
    try read(FileBytes(file: file, bytes: bytes))
  }

  private func read(_ source: FileBytes) throws -> LoadedRecords {
    try source.checkEncoding()
    return try source.content.withUnsafeBytes { try read($0, of: source) }
  }

  private func read(_ bytes: UnsafeRawBufferPointer, of source: FileBytes) throws -> LoadedRecords {
    var scanner = CSVScanner(bytes)
    scanner.skipBlankLines()
    let start = scanner.offset
    var report = RecordsReport()
    let layout = try readHeader(&scanner, &report, file: source.file)
    let header = scanner.row(from: start, to: scanner.offset)
    let quarantine = try options.quarantine.map {
      try Quarantine(path: $0, file: source.file, header: header)
    }
    var parser = RecordsParser(
      layout, graph: graph, scanner: scanner, report: report, quarantine: quarantine,
      options: options, file: source.file)
    try parser.parse()
    try parser.quarantine?.write()
    try parser.checkUse()
    let observed = layout.observedVariables
    let (store, withoutRegressors) = parser.store(of: graph)
    return LoadedRecords(
      store: store, digest: source.digest,
      ignoredColumns: layout.ignoredColumns,
      variablesWithoutColumn: graph.variables.indices.filter { !observed.contains($0) },
      readingsWithoutRegressors: withoutRegressors, quarantinedCount: parser.rowsAside.count,
      rowNumbers: parser.rowNumbers(),
      ruleCounts: parser.ruleCounts, ruleBreakerCount: parser.ruleBreakerCount,
      idleRules: parser.idleRules)
  }

  /// Reads the header; what is wrong with single columns goes to the report, because their rows can be judged all the same.
  private func readHeader(
    _ scanner: inout CSVScanner, _ report: inout RecordsReport, file: String
  ) throws(FormatError) -> RecordsLayout {
    if scanner.isAtEnd {
      throw FormatError(file: file, [Diagnostic("the file has no header, just blank lines")])
    }
    let (start, line) = (scanner.offset, scanner.line)
    let header = RecordsHeader(graph: graph, ignoredColumns: options.ignoredColumns)
    let layout = header.layout(of: &scanner, &report)
    let defects = scanner.takeDefects()
    if !defects.isEmpty {
      // The names may be cut wrongly, and the rows after them.
      report = RecordsReport()
      report.add(defects) { scanner.position(of: $0, rowStart: start, line: line) }
      if let error = report.error(in: file) { throw error }
    }
    for problem in oversized(layout) { report.add(problem) }
    if layout.observedVariables.isEmpty, let error = report.error(in: file) { throw error }
    return layout
  }

  /// The variables with more states than a cell of two bytes can tell apart.
  private func oversized(_ layout: RecordsLayout) -> [Diagnostic] {
    layout.observedVariables.sorted().compactMap { index in
      let variable = graph.variables[index].variable
      guard variable.cardinality > Int(CaseStore.missing16) else { return nil }
      return Diagnostic(
        "'\(shown(variable.name))' has \(variable.cardinality) states; records can tell"
          + " \(CaseStore.missing16) apart")
    }
  }
}
