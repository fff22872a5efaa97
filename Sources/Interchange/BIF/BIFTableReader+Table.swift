import NetworkModel

extension BIFTableReader {
  /// Puts the entries together into a table whose rows run over the parents' joint states, the first parent slowest; nil when there
  /// are problems.
  ///
  /// - Parameters:
  ///   - offset: Where the block stands, for what is missing.
  ///   - room: How many cells a default may fill.
  mutating func table(at offset: Int, room: Int) -> TabularCPD? {
    if !family.isComplete { return nil }
    guard let rowCount = family.rowCount, let cells = cells(rowCount: rowCount, room: room) else {
      problems.add(
        "the parents of '\(shown(family.child))' have more joint states than there is room for;"
          + " give it fewer parents",
        at: offset)
      return nil
    }
    let values: [Double]
    if let table = entries.table {
      values = self.values(of: table, rowCount: rowCount)
    } else {
      values = self.values(ofRows: rowCount, at: offset)
    }
    guard problems.isEmpty, values.count == cells else { return nil }
    return TabularCPD(cardinality: family.states.count, values: values)
  }

  /// The number of cells of the table, unless it is more than the file lists and there is room for.
  private func cells(rowCount: Int, room: Int) -> Int? {
    let (cells, isTooMany) = rowCount.multipliedReportingOverflow(by: family.states.count)
    let listed = entries.table?.numbers.count ?? entries.rows.count * family.states.count
    return isTooMany || cells > max(listed, room) ? nil : cells
  }

  /// The values of a `table`, which lists P(x₀|u₀), P(x₀|u₁), …: the child slowest, then the parents in their order, the last fastest.
  ///
  /// It is how JavaBayes, where the format comes from, writes its dog problem ([C91]): P(light on | family out) = 0.6 and
  /// P(light on | family in) = 0.05 are `table 0.6 0.05 0.4 0.95`.
  private mutating func values(
    of table: (numbers: [Double], offset: Int), rowCount: Int
  ) -> [Double] {
    let cardinality = family.states.count
    if !entries.rows.isEmpty || entries.fallback != nil {
      problems.add("a block has a table or rows, not both; leave one out", at: table.offset)
    }
    guard table.numbers.count == rowCount * cardinality else {
      problems.add(
        "the table has \(table.numbers.count) numbers; '\(shown(family.child))' needs"
          + " \(rowCount * cardinality), \(cardinality) for each of \(rowCount) joint states of its parents",
        at: table.offset)
      return []
    }
    if isListedByRows(table.numbers, rowCount: rowCount) {
      problems.add(
        "in a table of BIF the states of '\(shown(family.child))' change slowest; these numbers sum to 1"
          + " row by row: write each row as '(states of the parents) numbers;'",
        at: table.offset)
      return []
    }
    var values: [Double] = []
    for row in 0..<rowCount {
      let given = family.parents.isEmpty ? "" : " given (\(family.states(ofRow: row)))"
      let numbers = (0..<cardinality).map { table.numbers[$0 * rowCount + row] }
      values += normalized(numbers, at: table.offset, place: given)
    }
    return values
  }

  /// Whether the numbers are distributions when the states change fastest, and are none in the order of the format.
  private func isListedByRows(_ numbers: [Double], rowCount: Int) -> Bool {
    let cardinality = family.states.count
    func isDistribution(_ places: some Sequence<Int>) -> Bool {
      abs(places.reduce(0) { $0 + numbers[$1] } - 1) <= Network.rowTolerance
    }
    func isAsExpected(_ row: Int) -> Bool {
      isDistribution(stride(from: row, to: numbers.count, by: rowCount))
    }
    func isByRows(_ row: Int) -> Bool {
      isDistribution(row * cardinality..<(row + 1) * cardinality)
    }
    return !(0..<rowCount).allSatisfy(isAsExpected) && (0..<rowCount).allSatisfy(isByRows)
  }

  /// The values of rows that are listed in any order, and of the default for those that are not.
  private mutating func values(ofRows rowCount: Int, at offset: Int) -> [Double] {
    let rows = distinctRows()
    if let fallback = entries.fallback {
      var values = (0..<rowCount).flatMap { _ in fallback }
      for row in rows where row.values.count == fallback.count {
        let start = (row.index ?? 0) * fallback.count
        values.replaceSubrange(start..<start + fallback.count, with: row.values)
      }
      return values
    }
    // A row whose label is wrong may be one of those that seem to be missing.
    let isComplete = !entries.hasBrokenEntry && entries.rows.allSatisfy { $0.index != nil }
    if rows.count < rowCount, isComplete {
      reportMissing(besides: rows.compactMap(\.index), rowCount: rowCount, at: offset)
    }
    return rows.flatMap(\.values)
  }

  /// The rows by rising index, the first where one is given twice, which is reported.
  private mutating func distinctRows() -> [BIFEntries.Row] {
    let placed = entries.rows.filter { $0.index != nil }
    let sorted = placed.sorted { ($0.index ?? 0, $0.offset) < ($1.index ?? 0, $1.offset) }
    var distinct: [BIFEntries.Row] = []
    for row in sorted {
      guard let index = row.index, index == distinct.last?.index else {
        distinct.append(row)
        continue
      }
      let place = family.parents.isEmpty ? "" : " (\(family.states(ofRow: index)))"
      problems.add("the row\(place) is given twice; give it once", at: row.offset)
    }
    return distinct
  }

  private mutating func reportMissing(besides present: [Int], rowCount: Int, at offset: Int) {
    var missing: [Int] = []
    var next = 0
    for index in present + [rowCount] where missing.count < 3 {
      missing += (next..<index).prefix(3 - missing.count)
      next = index + 1
    }
    let total = rowCount - present.count
    let list = missing.map { "(\(family.states(ofRow: $0)))" }.joined(separator: ", ")
    let rest = total > missing.count ? " and \(total - missing.count) more" : ""
    problems.add(
      family.parents.isEmpty
        ? "'\(shown(family.child))' has no numbers; give a table"
        : "'\(shown(family.child))' has no row \(list)\(rest); give every row, or a default",
      at: offset)
  }
}
