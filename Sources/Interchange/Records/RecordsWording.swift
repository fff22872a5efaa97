import NetworkModel
import RootCause

/// Words what is wrong with records.
struct RecordsWording {
  let graph: CausalGraph
  let layout: RecordsLayout

  /// The hints for states that were looked for lately: a state that is misspelled once is misspelled a thousand times.
  private var hints: [String: String] = [:]

  init(graph: CausalGraph, layout: RecordsLayout) {
    self.graph = graph
    self.layout = layout
  }

  /// Returns what is wrong, without saying in which row.
  mutating func text(of problem: RecordsProblem, in scanner: CSVScanner) -> String {
    switch problem {
    case .unknownState(let column, let variable, let cell):
      let value = scanner.shownText(of: cell)
      return "\(place(column)): '\(shown(graph.variables[variable].name))' has no state '\(value)'"
        + hint(for: value, variable: variable)
    case .notANumber(let column, let mayBeState, let cell):
      let value = scanner.shownText(of: cell)
      let thing = mayBeState ? "a number or a state" : "a number"
      return "\(place(column)): '\(value)' is not \(thing)" + pointHint(value)
    case .tooLarge(let column, let cell):
      return
        "\(place(column)): '\(scanner.shownText(of: cell))' is beyond ±\(CellDecoders.largestRegressor), where no line can be fitted"
    case .badCount(let column, let cell):
      let value = scanner.shownText(of: cell)
      let found = value.isEmpty ? "the cell is empty" : "'\(value)' is not a number from 0"
      return "\(place(column)): \(found); give how many units the row stands for" + pointHint(value)
    case .wrongWidth(let cells):
      return
        "\(counted(cells, "cell")), where the header has \(layout.columns.count)"
    }
  }

  private func place(_ column: Int) -> String { "column '\(shown(layout.columns[column].name))'" }

  private mutating func hint(for value: String, variable: Int) -> String {
    let key = "\(variable) \(value)"
    if let known = hints[key] { return known }
    let hint = newHint(for: value, variable: variable)
    if hints.count < 1000 { hints[key] = hint }
    return hint
  }

  private func newHint(for value: String, variable: Int) -> String {
    let words = [
      "none", "null", "nil", "nan", "n/a", "na", "-", "--", "unknown", "missing", "#n/a",
    ]
    let hint = suggestion(for: value, among: graph.variables[variable].variable.states)
    return words.contains(value.lowercased())
      ? "\(hint); leave a cell that is not known empty" : hint
  }

  /// The hint that a comma should be a point.
  private func pointHint(_ value: String) -> String {
    let corrected = String(value.map { $0 == "," ? "." : $0 })
    let isNumber = Array(corrected.utf8).withUnsafeBytes {
      DecimalNumber.value(of: $0, in: 0..<$0.count) != nil
    }
    return corrected != value && isNumber ? "; write \(corrected) with a point" : ""
  }
}

extension CSVScanner.Defect {
  /// What breaks the rules of quoting, in words.
  var text: String {
    switch kind {
    case .strayQuote:
      "a quote inside a cell that does not begin with one; put the whole cell in quotes and write those inside"
        + " it twice"
    case .textAfterQuote:
      "text after the closing quote of a cell that begins in line \(line); a quote inside a cell is written twice"
    case .openQuote: "the quote that opens here is never closed"
    }
  }
}
