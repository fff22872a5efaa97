import NetworkModel
import RootCause

/// Reads loss tables: a choice a line, or several with semicolons between, and comments after `#`.
///
///     use_as_is: voids=present 5000, cracked_die=present 20000
///     rework:    150, voids=present 400, none 20
///     scrap:     800
///     several:   worst
///
/// A number alone is the loss in any unit, `none` the one in a unit without faults, and a variable with a state, or without one for any
/// but the nominal, the one where it is so. `several` says whether the losses of several faults add up (`sum`), or the largest counts.
public enum LossesReader {
  /// Returns the table in `source`, for units of `graph`.
  ///
  /// - Throws: `FormatError` with every problem.
  public static func read(
    _ source: SourceText, for graph: CausalGraph
  ) throws(FormatError) -> LossTable {
    let (table, problems) = table(in: source.text, graph.variables)
    guard problems.isEmpty, let table else {
      throw FormatError(
        file: source.file, problems.map { source.diagnostic($0.message, at: $0.position) })
    }
    return table
  }

  /// Returns the table in `text`, and all that is wrong with it.
  static func table(
    in text: String, _ variables: [CausalVariable]
  ) -> (table: LossTable?, problems: [RuleProblem]) {
    var parser = LossParser(variables)
    for tokens in RuleScanner.rules(in: text) { parser.read(tokens) }
    let problems = parser.problems
    if !problems.isEmpty { return (nil, problems) }
    guard !parser.table.choices.isEmpty else {
      return (
        nil,
        [
          RuleProblem(
            message: "there is no choice; write 'scrap: 800'",
            position: SourcePosition(line: 1, column: 1))
        ]
      )
    }
    return (parser.table, [])
  }
}

/// Makes choices of the words of their lines.
private struct LossParser {
  private(set) var table = LossTable(choices: [])
  private(set) var problems: [RuleProblem] = []
  private let variables: [String: Variable]
  private var hasSeveral = false

  init(_ variables: [CausalVariable]) {
    self.variables = Dictionary(
      variables.map { ($0.name, $0.variable) }, uniquingKeysWith: { first, _ in first })
  }

  mutating func read(_ tokens: [RuleScanner.Token]) {
    guard let head = tokens.first, head.kind == .head, !head.text.isEmpty else {
      return add("a choice begins with its name and a colon, 'scrap: 800'", tokens.first)
    }
    let items = Self.items(tokens.dropFirst())
    if head.text == "several" { return readSeveral(items, head) }
    if table.choices.contains(where: { $0.name == head.text }) {
      return add("the choice '\(shown(head.text))' stands there twice", head)
    }
    var choice = LossTable.Choice(name: head.text)
    var parts = Set<String>()
    if items.isEmpty { add("'\(shown(head.text))' has no loss; write 'scrap: 800'", head) }
    for item in items { read(item, after: head, into: &choice, &parts) }
    table.choices.append(choice)
  }

  /// Cuts words at commas.
  private static func items(
    _ tokens: ArraySlice<RuleScanner.Token>
  ) -> [[RuleScanner.Token]] {
    var items: [[RuleScanner.Token]] = tokens.isEmpty ? [] : [[]]
    for token in tokens {
      guard token.kind == .word, token.text.contains(",") else {
        items[items.count - 1].append(token)
        continue
      }
      let pieces = token.text.split(separator: ",", omittingEmptySubsequences: false)
      var column = token.position.column
      for (place, piece) in pieces.enumerated() {
        if place > 0 { items.append([]) }
        if !piece.isEmpty {
          items[items.count - 1].append(
            RuleScanner.Token(
              kind: .word, text: String(piece),
              position: SourcePosition(line: token.position.line, column: column)))
        }
        column += piece.count + 1
      }
    }
    return items
  }

  private mutating func readSeveral(_ items: [[RuleScanner.Token]], _ head: RuleScanner.Token) {
    guard items.count == 1, items[0].count == 1,
      let several = LossTable.Several(rawValue: items[0][0].text)
    else { return add("several is sum or worst", items.first?.first ?? head) }
    if hasSeveral { add("'several' stands there twice", head) }
    hasSeveral = true
    table.several = several
  }

  private mutating func read(
    _ item: [RuleScanner.Token], after head: RuleScanner.Token,
    into choice: inout LossTable.Choice, _ parts: inout Set<String>
  ) {
    guard let first = item.first, let last = item.last else {
      return add("a loss is missing before or after a comma", head)
    }
    guard let loss = Double(last.text), loss.isFinite, last.kind == .word else {
      return add("a loss is a number, and '\(shown(last.text))' is none", last)
    }
    let what = item.dropLast()
    let key = what.map(\.text).joined(separator: " ")
    if !parts.insert(key).inserted {
      return add(
        "'\(shown(head.text))' has two losses for \(key.isEmpty ? "any unit" : "'\(shown(key))'")",
        first)
    }
    if what.isEmpty {
      choice.base = loss
    } else if what.count == 1, first.text == "none", variables["none"] == nil {
      choice.none = loss
    } else if let entry = entry(Array(what), loss) {
      choice.entries.append(entry)
    }
  }

  private mutating func entry(_ what: [RuleScanner.Token], _ loss: Double) -> LossTable.Entry? {
    let isState = what.count == 3 && what[1].kind == .equals
    guard isState || what.count == 1, what[0].isOperand, what[what.count - 1].isOperand else {
      add("a loss is written '800', 'none 20', 'voids=present 400' or 'voids 400'", what[0])
      return nil
    }
    guard let variable = variables[what[0].text] else {
      let known = variables.keys.sorted()
      add(
        "there is no variable '\(shown(what[0].text))'\(Spelling.suggestion(for: what[0].text, among: known))",
        what[0])
      return nil
    }
    guard !variable.isReading else {
      add("'\(shown(variable.name))' is a reading; losses are those of states", what[0])
      return nil
    }
    if isState, variable.state(what[2].text) == nil {
      let hint = Spelling.suggestion(for: what[2].text, among: variable.states)
      add(
        "'\(shown(variable.name))' has no state '\(shown(what[2].text))'\(hint); its states are \(shownList(variable.states))",
        what[2])
      return nil
    }
    return LossTable.Entry(
      variable: variable.name, state: isState ? what[2].text : nil, loss: loss)
  }

  private mutating func add(_ message: String, _ token: RuleScanner.Token?) {
    problems.append(
      RuleProblem(message: message, position: token?.position ?? SourcePosition(line: 1, column: 1))
    )
  }
}
