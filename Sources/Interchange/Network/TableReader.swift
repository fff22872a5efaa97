import NetworkModel

/// Makes tables of numbers that a file lists row by row, the first parent slowest and the states of the variable fastest.
struct TableReader {
  private var normalizer = RowNormalizer()

  var largestDeviation: Double { normalizer.largestDeviation }

  /// Returns the table of a family; nil, with problems, when the numbers make none.
  mutating func table(
    of family: FamilyNames, _ numbers: NumberList, at offset: Int, _ problems: inout SourceProblems
  ) -> TabularCPD? {
    guard family.isComplete, isSize(numbers, of: family, at: offset, &problems) else { return nil }
    let values = rows(numbers, of: family, place: { family.given($0) }, &problems)
    return values.map { TabularCPD(cardinality: family.states.count, values: $0) }
  }

  /// Returns the table of the numbers in `text`; nil, with problems, when they make none.
  mutating func cpd(
    of family: FamilyNames, _ text: SourceSpan, at offset: Int, _ problems: inout SourceProblems
  ) -> CPD? {
    let words = problems.count
    let numbers = NumberList(text, &problems)
    guard problems.count == words else { return nil }
    return table(of: family, numbers, at: offset, &problems).map { .table($0) }
  }

  /// Returns the numbers with each row divided by its sum; nil, with problems, when a row is no distribution. `place` names a row.
  mutating func rows(
    _ numbers: NumberList, of family: FamilyNames, place: (Int) -> String,
    _ problems: inout SourceProblems
  ) -> [Double]? {
    guard numbers.areProbabilities(&problems) else { return nil }
    var values = numbers.values
    var areRight = true
    for (row, start) in stride(from: 0, to: values.count, by: family.states.count).enumerated() {
      guard let sum = normalizer.normalize(&values, start..<start + family.states.count) else {
        continue
      }
      areRight = false
      problems.add(
        "'\(shown(family.child))'\(place(row)): the probabilities sum to \(RowNormalizer.shown(sum)), not to 1",
        at: numbers.offsets[start])
    }
    return areRight ? values : nil
  }

  private func isSize(
    _ numbers: NumberList, of family: FamilyNames, at offset: Int, _ problems: inout SourceProblems
  ) -> Bool {
    let states = family.states.count
    guard let rows = family.rowCount,
      case let (cells, isTooMany) = rows.multipliedReportingOverflow(by: states),
      !isTooMany
    else {
      problems.add(
        "the parents of '\(shown(family.child))' have more joint states than any file can hold;"
          + " give it fewer parents", at: offset)
      return false
    }
    guard numbers.count == cells, cells > 0 else {
      problems.add(
        "'\(shown(family.child))' has \(counted(numbers.count, "number")); its family needs \(cells),"
          + " \(states) for each of \(counted(rows, "joint state")) of its parents",
        at: numbers.offsets.first ?? offset)
      return false
    }
    return true
  }
}
