import Learning
import NetworkModel
import RootCause

/// The rules as the rows of a records file are held against them.
struct RowRules {
  /// Where a number in a range is found.
  private enum Number {
    /// Among the values that are kept.
    case value(place: Int)
    /// In a cell; where the variable has states too, a cell that is no number may be one of them.
    case cell(slot: Int, hasStates: Bool)
  }

  private enum Condition {
    case code(place: Int, UInt16, isEqual: Bool)
    case value(place: Int, Double, isEqual: Bool)
    case text(slot: Int, String, isEqual: Bool)
  }

  private enum Check {
    case never([Condition])
    case range(Number, ClosedRange<Double>)
  }

  /// A rule that a row breaks.
  struct Breach {
    /// The place of the rule.
    let rule: Int
    /// What is wrong, in words.
    let reason: String
  }

  let rules: [DataRule]
  private var checks: [(rule: Int, check: Check)] = []
  /// The columns whose cells have to be kept while a row is read, in the order of their slots.
  private(set) var watchedColumns: [Int] = []
  /// The rules that no row can break because a column is not there.
  private(set) var idle: [LoadedRecords.IdleRule] = []

  private let layout: RecordsLayout
  private let decoders: CellDecoders
  private let vocabulary: RuleVocabulary

  init(
    _ rules: [DataRule], layout: RecordsLayout, decoders: CellDecoders, graph: CausalGraph
  ) {
    self.rules = rules
    self.layout = layout
    self.decoders = decoders
    vocabulary = RuleVocabulary(graph.variables, ignoredColumns: layout.columns.map(\.name))
    for (index, rule) in rules.enumerated() {
      if let check = check(rule, graph) {
        checks.append((index, check))
      } else {
        let name = rule.names.first { column(of: $0) == nil }
        idle.append(LoadedRecords.IdleRule(rule: rule, name: name ?? rule.names[0]))
      }
    }
  }

  var isEmpty: Bool { checks.isEmpty }

  // MARK: Preparing

  private mutating func check(_ rule: DataRule, _ graph: CausalGraph) -> Check? {
    switch rule {
    case .never(let conditions):
      let prepared = conditions.compactMap { condition($0, graph) }
      return prepared.count == conditions.count ? .never(prepared) : nil
    case .range(let name, let range): return number(name, graph).map { .range($0, range) }
    }
  }

  private mutating func condition(_ condition: DataRule.Condition, _ graph: CausalGraph)
    -> Condition?
  {
    guard let column = column(of: condition.name) else { return nil }
    guard case .variable(let index) = vocabulary.subject(condition.name) else {
      return .text(slot: slot(of: column), condition.value, isEqual: condition.isEqual)
    }
    guard let place = decoders.list.first(where: { $0.variable == index })?.place else {
      return nil
    }
    let variable = graph.variables[index].variable
    if variable.isReading {
      return Double(condition.value).map { .value(place: place, $0, isEqual: condition.isEqual) }
    }
    return variable.state(condition.value).map {
      .code(place: place, UInt16(truncatingIfNeeded: $0), isEqual: condition.isEqual)
    }
  }

  private mutating func number(_ name: String, _ graph: CausalGraph) -> Number? {
    guard let column = column(of: name) else { return nil }
    guard case .variable(let index) = vocabulary.subject(name) else {
      return .cell(slot: slot(of: column), hasStates: false)
    }
    guard graph.variables[index].variable.isReading else {
      return .cell(slot: slot(of: column), hasStates: true)
    }
    return decoders.list.first { $0.variable == index }.map { .value(place: $0.place) }
  }

  private func column(of name: String) -> Int? {
    switch vocabulary.subject(name) {
    case .variable(let index):
      layout.columns.firstIndex { column in
        if case .variables(let indices) = column.role { indices.contains(index) } else { false }
      }
    case .column(let name): layout.columns.firstIndex { $0.name == name }
    case nil: nil
    }
  }

  private mutating func slot(of column: Int) -> Int {
    if let slot = watchedColumns.firstIndex(of: column) { return slot }
    watchedColumns.append(column)
    return watchedColumns.count - 1
  }
}

extension RowRules {
  /// The rules that the row at hand breaks; `cells` are those of the watched columns.
  func breaches(
    _ builder: ColumnBuilder, _ cells: [CSVScanner.Cell], _ scanner: CSVScanner
  ) -> [Breach] {
    checks.compactMap { index, check in
      switch check {
      case .never(let conditions):
        let isBroken = conditions.allSatisfy { isMet($0, builder, cells, scanner) }
        return isBroken ? Breach(rule: index, reason: "breaks '\(rules[index])'") : nil
      case .range(let number, let range):
        return value(of: number, outside: range, builder, cells, scanner).map {
          Breach(rule: index, reason: "breaks '\(rules[index])': it is \($0)")
        }
      }
    }
  }

  private func isMet(
    _ condition: Condition, _ builder: ColumnBuilder, _ cells: [CSVScanner.Cell],
    _ scanner: CSVScanner
  ) -> Bool {
    switch condition {
    case .code(let place, let code, let isEqual):
      let found = builder.code(place)
      return found != CaseStore.missing16 && (found == code) == isEqual
    case .value(let place, let value, let isEqual):
      let found = builder.value(place)
      return !found.isNaN && (found == value) == isEqual
    case .text(let slot, let text, let isEqual):
      let found = Self.text(of: cells[slot], scanner)
      return !["", "NA", "?"].contains(found) && (found == text) == isEqual
    }
  }

  /// The number as a message shows it, where it lies outside of the range; nil where it does not, or is missing.
  private func value(
    of number: Number, outside range: ClosedRange<Double>, _ builder: ColumnBuilder,
    _ cells: [CSVScanner.Cell], _ scanner: CSVScanner
  ) -> String? {
    switch number {
    case .value(let place):
      let value = builder.value(place)
      return value.isNaN || range.contains(value) ? nil : "\(value)"
    case .cell(let slot, let hasStates):
      let text = Self.text(of: cells[slot], scanner)
      if ["", "NA", "?", "NaN", "nan", "NAN"].contains(text) { return nil }
      guard let value = Self.number(text) else {
        return hasStates ? nil : "'\(shown(text))', which is no number"
      }
      return range.contains(value) ? nil : shown(text)
    }
  }

  private static func number(_ text: String) -> Double? {
    Array(text.utf8).withUnsafeBytes { DecimalNumber.value(of: $0, in: 0..<$0.count) }
  }

  /// The text of a cell, without the spaces around it unless it stands in quotes.
  private static func text(of cell: CSVScanner.Cell, _ scanner: CSVScanner) -> String {
    let text = scanner.text(of: cell)
    return cell.isQuoted ? text : text.trimmingSpaces()
  }
}
