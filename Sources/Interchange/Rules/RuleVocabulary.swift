import NetworkModel
import RootCause

/// What the names in rules mean: variables, or columns of the records.
struct RuleVocabulary {
  /// What a name stands for.
  enum Subject: Equatable {
    /// A variable, by index.
    case variable(Int)
    /// A column of this name that no one variable takes.
    case column(String)
  }

  private let variables: [CausalVariable]
  private let indices: [String: Int]
  private let owners: [String: [Int]]
  private let columns: Set<String>
  private let ignored: [ColumnPattern]

  /// Takes the names of a graph, and of columns that are passed over otherwise.
  init(_ variables: [CausalVariable], ignoredColumns: [String]) {
    self.variables = variables
    indices = Dictionary(
      variables.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    owners = Dictionary(grouping: variables.indices) { variables[$0].columnName }
    columns = Set(variables.compactMap(\.key) + ["unit", "time", "count"]).union(owners.keys)
      .union(variables.flatMap(\.variable.regressors))
    ignored = ignoredColumns.map { ColumnPattern($0) }
  }

  /// Returns what `name` stands for; nil when it is nothing known.
  ///
  /// A variable's name comes first, then the column that just one variable takes, then any other column.
  func subject(_ name: String) -> Subject? {
    if let index = indices[name] { return .variable(index) }
    if let owner = owners[name], owner.count == 1 { return .variable(owner[0]) }
    let isColumn = columns.contains(name) || ignored.contains { $0.matches(name) }
    return isColumn ? .column(name) : nil
  }

  /// Something that is wrong with a name or a value of a rule.
  struct Problem {
    /// Which of the names and the values it is, in their order.
    let operand: Int
    let message: String
  }

  /// Returns what is wrong with the names and the values of `rule`.
  func problems(with rule: DataRule) -> [Problem] {
    switch rule {
    case .never(let conditions):
      let problems = conditions.enumerated().compactMap { place, condition in
        if subject(condition.name) == nil {
          return Problem(operand: 2 * place, message: complaint(about: condition.name))
        }
        return problem(withValueOf: condition).map { Problem(operand: 2 * place + 1, message: $0) }
      }
      return problems.isEmpty ? contradiction(in: conditions).map { [$0] } ?? [] : problems
    case .range(let name, _):
      return problem(withRangeOf: name).map { [Problem(operand: 0, message: $0)] } ?? []
    }
  }

  private func problem(withValueOf condition: DataRule.Condition) -> String? {
    let value = condition.value
    guard case .variable(let index) = subject(condition.name) else {
      return ["", "NA", "?"].contains(value)
        ? "'\(shown(value))' is a missing cell, which breaks no rule" : nil
    }
    let variable = variables[index].variable
    if variable.isReading {
      return Double(value)?.isFinite == true
        ? nil : "'\(shown(variable.name))' is a reading, and '\(shown(value))' no number"
    }
    guard variable.state(value) == nil else { return nil }
    return "'\(shown(variable.name))' has no state '\(shown(value))'"
      + suggestion(for: value, among: variable.states)
  }

  private func problem(withRangeOf name: String) -> String? {
    switch subject(name) {
    case nil: return complaint(about: name)
    case .column: return nil
    case .variable(let index):
      let variable = variables[index]
      guard !variable.variable.isReading, variable.bins == nil else { return nil }
      return
        "'\(shown(variable.name))' has states and no numbers; write 'never: \(shown(name))=…'"
    }
  }

  /// Conditions that no record can meet at once.
  private func contradiction(in conditions: [DataRule.Condition]) -> Problem? {
    for (place, condition) in conditions.enumerated() {
      let isContradicted = conditions[..<place].contains { other in
        guard subject(other.name) == subject(condition.name) else { return false }
        let isSame = other.value == condition.value
        return isSame ? other.isEqual != condition.isEqual : other.isEqual && condition.isEqual
      }
      guard isContradicted else { continue }
      return Problem(
        operand: 2 * place,
        message:
          "no record says two things of '\(shown(condition.name))' at once, so none can break the rule"
      )
    }
    return nil
  }

  private func complaint(about name: String) -> String {
    let known = indices.keys.sorted() + columns.sorted()
    let hint = canBeSlip(name) ? Spelling.suggestion(for: name, among: known) : ""
    return "'\(shown(name))' is no variable and no column"
      + (hint.isEmpty
        ? "; a column that no variable takes is known when ignore names it" : hint)
  }
}
