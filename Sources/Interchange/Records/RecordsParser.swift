import Learning
import NetworkModel
import RootCause

/// Reads the rows of a records file into columns, in one pass.
struct RecordsParser {
  private let layout: RecordsLayout
  private let decoders: CellDecoders
  private let file: String
  /// The column with the names of the units, where they are kept.
  private let unitColumn: Int?

  private var scanner: CSVScanner
  private var builder: ColumnBuilder
  private var units: [String] = []
  private var wording: RecordsWording
  private var report: RecordsReport
  private(set) var quarantine: Quarantine?

  private let rules: RowRules
  /// The slot of each column whose cells the rules look at, else -1.
  private let slots: [Int]
  /// The cells of those columns in the row at hand.
  private var watchedCells: [CSVScanner.Cell]
  /// How many rows broke each rule.
  private var breachCounts: [Int]
  private(set) var ruleBreakerCount = 0
  /// The numbers of the rows that were set aside, ascending.
  private(set) var rowsAside: [Int] = []

  private var rowAtHand = RecordsRow()
  private var unitAtHand = ""

  /// How many rows tell how long the others are.
  private static let measuredRows = 1000

  init(
    _ layout: RecordsLayout, graph: CausalGraph, scanner: CSVScanner, report: RecordsReport,
    quarantine: Quarantine?, options: RecordsReader.Options, file: String
  ) {
    self.layout = layout
    self.scanner = scanner
    self.report = report
    self.quarantine = quarantine
    unitColumn = options.keepsUnits ? layout.columns.firstIndex { $0.role == .unit } : nil
    self.file = file
    decoders = CellDecoders(layout, graph: graph)
    wording = RecordsWording(graph: graph, layout: layout)
    builder = ColumnBuilder(
      cardinalities: decoders.codedVariables.map { graph.variables[$0].variable.cardinality },
      values: decoders.values.count)
    let rules = RowRules(options.rules, layout: layout, decoders: decoders, graph: graph)
    self.rules = rules
    slots = layout.columns.indices.map { rules.watchedColumns.firstIndex(of: $0) ?? -1 }
    watchedCells = rules.watchedColumns.map { _ in CSVScanner.Cell() }
    breachCounts = options.rules.map { _ in 0 }
  }

  /// Reads all rows.
  ///
  /// - Throws: `FormatError` with everything that is wrong and not in quarantine.
  mutating func parse() throws(FormatError) {
    while !scanner.isAtEnd {
      scanner.skipBlankLines()
      if scanner.isAtEnd { break }
      readRow()
      if rowAtHand.number == Self.measuredRows { reserve() }
    }
    if rowAtHand.number == 0 { report.add(Diagnostic("the file has a header and no records")) }
    if let error = report.error(in: file) { throw error }
  }

  /// Makes room for as many rows as the file has if the others are as long as the first.
  private mutating func reserve() {
    let share = Double(scanner.offset) / Double(scanner.bytes.count)
    builder.reserve(Int(1.02 * Double(Self.measuredRows) / share))
  }
}

extension RecordsParser {
  private mutating func readRow() {
    rowAtHand.begin(at: scanner.offset, line: scanner.line)
    var cell = CSVScanner.Cell()
    var column = 0
    var follow = CSVScanner.Follow.cell
    while follow == .cell {
      follow = scanner.next(&cell)
      if column < layout.columns.count { take(cell, column) }
      column += 1
    }
    if !scanner.defects.isEmpty {
      reportDefects()
    } else if column != layout.columns.count {
      rowAtHand.replaceProblems(with: .wrongWidth(cells: column))
      setAside()
    } else if rowAtHand.hasProblems {
      setAside()
    } else {
      keepRow()
    }
  }

  /// Keeps the row, unless it breaks a rule.
  private mutating func keepRow() {
    let breaches = rules.isEmpty ? [] : rules.breaches(builder, watchedCells, scanner)
    guard breaches.isEmpty else { return setAside(breaches) }
    builder.keepRow()
    if unitColumn != nil { units.append(unitAtHand) }
  }

  @inline(__always)
  private mutating func take(_ cell: CSVScanner.Cell, _ column: Int) {
    for index in decoders.ofColumn[column] {
      let decoder = decoders.list[index]
      if decoder.form == .states || decoder.form == .bins,
        let code = decoders.labels.code(of: scanner.bytes, in: cell.range, owner: index),
        !cell.hasDoubledQuotes
      {
        builder.set(decoder.place, code: code)
      } else {
        takeOther(cell, column, index)
      }
    }
    if column == unitColumn { unitAtHand = scanner.text(of: cell) }
    if slots[column] >= 0 { watchedCells[slots[column]] = cell }
  }

  /// Takes a cell that is not a state letter by letter.
  private mutating func takeOther(_ cell: CSVScanner.Cell, _ column: Int, _ index: Int) {
    let decoder = decoders.list[index]
    switch decoders.decode(cell, by: index, in: scanner) {
    case .code(let code): builder.set(decoder.place, code: code)
    case .value(let value): builder.set(decoder.place, value: value)
    case .unknownState:
      guard let variable = decoder.variable else { return }
      rowAtHand.note(.unknownState(column: column, variable: variable, cell))
    case .notANumber:
      rowAtHand.note(.notANumber(column: column, mayBeState: decoder.form == .bins, cell))
    case .tooLarge: rowAtHand.note(.tooLarge(column: column, cell))
    case .badCount: rowAtHand.note(.badCount(column: column, cell))
    }
  }
}

extension RecordsParser {
  /// Reports what breaks the rules of quoting: with or without a quarantine, and instead of what is wrong with the cells, for the row may
  /// be cut wrongly.
  private mutating func reportDefects() {
    let defects = scanner.takeDefects()
    let (scanner, row) = (scanner, rowAtHand)
    report.add(defects) { scanner.position(of: $0, rowStart: row.start, line: row.line) }
  }

  /// Reports the problems of the row, or puts it into quarantine.
  private mutating func setAside() {
    if quarantine != nil { return putIntoQuarantine(reason()) }
    for problem in rowAtHand.problems {
      if report.wantsWords { report.add(diagnostic(problem)) } else { report.skip() }
    }
    for _ in 0..<rowAtHand.unnoted { report.skip() }
  }

  /// Sets the row aside because of the rules that it breaks, with or without a quarantine.
  private mutating func setAside(_ breaches: [RowRules.Breach]) {
    for breach in breaches { breachCounts[breach.rule] += 1 }
    ruleBreakerCount += 1
    putIntoQuarantine(breaches.map(\.reason).joined(separator: "; "))
  }

  private mutating func putIntoQuarantine(_ reason: String) {
    rowsAside.append(rowAtHand.number)
    quarantine?.add(
      row: rowAtHand.number, line: rowAtHand.line, reason: reason,
      cells: scanner.row(from: rowAtHand.start, to: scanner.offset))
  }

  /// The problems of the row in one text.
  private mutating func reason() -> String {
    var texts: [String] = []
    for problem in rowAtHand.problems.prefix(ProblemLimit.names) {
      texts.append(wording.text(of: problem, in: scanner))
    }
    let rest = rowAtHand.problems.count + rowAtHand.unnoted - texts.count
    return texts.joined(separator: "; ") + (rest > 0 ? "; and \(rest) more" : "")
  }

  private mutating func diagnostic(_ problem: RecordsProblem) -> Diagnostic {
    let text = wording.text(of: problem, in: scanner)
    return Diagnostic(
      "row \(rowAtHand.number): \(text)",
      at: position(of: problem.cell?.start ?? rowAtHand.start))
  }

  private func position(of offset: Int) -> SourcePosition {
    scanner.position(of: offset, rowStart: rowAtHand.start, line: rowAtHand.line)
  }
}

extension RecordsParser {
  /// Checks that some row can be used.
  func checkUse() throws(FormatError) {
    guard builder.count == 0 else { return }
    let reason = quarantine == nil ? "each breaks a rule" : "the quarantine has the reason of each"
    let message = "none of its \(counted(rowAtHand.number, "row")) can be used; \(reason)"
    throw FormatError(file: file, [Diagnostic(message)])
  }

  /// Returns what was read, a column for each variable of `graph`, and the readings of which values are of no use.
  mutating func store(of graph: CausalGraph) -> (
    store: CaseStore, withoutRegressors: [LoadedRecords.ReadingWithoutRegressors]
  ) {
    let (codes, values) = builder.finish()
    var columns = [CaseStore.Column](repeating: .unobserved, count: graph.variables.count)
    var counts: [Double]?
    var readings = ReadingColumns()
    for (variable, column) in zip(decoders.codedVariables, codes) { columns[variable] = column }
    for (use, column) in zip(decoders.values, values) {
      switch use {
      case .count: counts = column
      case .reading(let variable): readings.values[variable] = column
      case .regressor(let name): readings.regressors[name] = column
      }
    }
    let incomplete = readings.put(into: &columns, of: graph)
    let store = CaseStore(
      columns: columns, counts: counts, units: unitColumn == nil ? nil : units, count: builder.count
    )
    return (store, incomplete)
  }

  /// How many rows broke each rule, in the order of the rules.
  var ruleCounts: [RuleCount] {
    zip(rules.rules, breachCounts).map { RuleCount(rule: $0.description, rows: $1) }
  }

  /// The rules that no row can break.
  var idleRules: [LoadedRecords.IdleRule] { rules.idle }

  /// The numbers of the rows that were kept; nil when all were.
  func rowNumbers() -> [Int]? {
    guard !rowsAside.isEmpty else { return nil }
    var numbers: [Int] = []
    numbers.reserveCapacity(builder.count)
    var next = 0
    for number in 1...rowAtHand.number {
      if next < rowsAside.count, rowsAside[next] == number {
        next += 1
      } else {
        numbers.append(number)
      }
    }
    return numbers
  }
}
