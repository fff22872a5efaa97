import NetworkModel
import RootCause

/// Something that is wrong with the text of a rule.
struct RuleProblem: Error {
  let message: String
  let position: SourcePosition
}

/// Makes a rule of its words.
///
///     never: A=x and B!=y
///     range: NAME 0.5..4.2
struct RuleParser {
  private let tokens: [RuleScanner.Token]
  private var index = 1
  /// Where the names and the values stand, in their order.
  private var operands: [SourcePosition] = []

  /// Returns the rule that `tokens` make, and where its names and values stand; what they mean is not looked at.
  static func rule(
    _ tokens: [RuleScanner.Token]
  ) throws(RuleProblem) -> (rule: DataRule, operands: [SourcePosition]) {
    var parser = RuleParser(tokens: tokens)
    return (try parser.rule(), parser.operands)
  }

  private init(tokens: [RuleScanner.Token]) { self.tokens = tokens }

  private mutating func rule() throws(RuleProblem) -> DataRule {
    let head = tokens[0]
    if let open = tokens.first(where: { $0.kind == .unclosed }) {
      throw RuleProblem(
        message: "the quote that opens here is never closed", position: open.position)
    }
    switch (head.kind, head.text) {
    case (.head, "never"): return .never(try conditions())
    case (.head, "range"): return try range()
    default: throw wrongHead(head)
    }
  }

  private func wrongHead(_ head: RuleScanner.Token) -> RuleProblem {
    let known = ["never", "range"]
    let hint =
      known.contains(head.text)
      ? "; write '\(head.text):' with a colon" : Spelling.suggestion(for: head.text, among: known)
    return RuleProblem(
      message:
        "'\(shown(head.text))' begins no rule\(hint.isEmpty ? "; write 'never: A=x and B=y' or 'range: NAME 0.5..4.2'" : hint)",
      position: head.position)
  }

  // MARK: Never

  private mutating func conditions() throws(RuleProblem) -> [DataRule.Condition] {
    var conditions = [try condition()]
    while index < tokens.count {
      guard tokens[index].kind == .word, tokens[index].text == "and" else {
        throw problem("'and' and another condition, or the end of the rule")
      }
      index += 1
      conditions.append(try condition())
    }
    return conditions
  }

  private mutating func condition() throws(RuleProblem) -> DataRule.Condition {
    let name = try operand("the name of a variable or a column")
    guard index < tokens.count, [.equals, .differs].contains(tokens[index].kind) else {
      throw problem("'=' or '!=' after '\(shown(name))'")
    }
    let isEqual = tokens[index].kind == .equals
    index += 1
    return DataRule.Condition(name: name, isEqual: isEqual, value: try operand("a value"))
  }

  private mutating func operand(_ wanted: String) throws(RuleProblem) -> String {
    guard index < tokens.count, tokens[index].isOperand else { throw problem(wanted) }
    operands.append(tokens[index].position)
    index += 1
    return tokens[index - 1].text
  }

  // MARK: Range

  private mutating func range() throws(RuleProblem) -> DataRule {
    let name = try operand("the name of a variable or a column")
    guard index < tokens.count else { throw problem("a range such as 0.5..4.2, 0.5.. or ..4.2") }
    let text = tokens[index...].map(\.text).joined()
    guard let ends = Self.ends(text) else {
      throw RuleProblem(
        message: "'\(shown(text))' is no range; write 0.5..4.2, 0.5.. or ..4.2",
        position: tokens[index].position)
    }
    guard ends.lower <= ends.upper else {
      throw RuleProblem(
        message: "the range '\(shown(text))' is empty; write the smaller number first",
        position: tokens[index].position)
    }
    return .range(name: name, ends.lower...ends.upper)
  }

  /// The ends of a range; nil when `text` is none, or has no end at all.
  private static func ends(_ text: String) -> (lower: Double, upper: Double)? {
    guard let dots = text.firstRange(of: ".."), !text[dots.upperBound...].hasPrefix(".") else {
      return nil
    }
    let (lower, upper) = (text[..<dots.lowerBound], text[dots.upperBound...])
    guard !(lower.isEmpty && upper.isEmpty), let first = end(lower, open: -.infinity),
      let last = end(upper, open: .infinity)
    else { return nil }
    return (first, last)
  }

  private static func end(_ text: Substring, open: Double) -> Double? {
    if text.isEmpty { return open }
    let value = Array(text.utf8).withUnsafeBytes { DecimalNumber.value(of: $0, in: 0..<$0.count) }
    return value?.isFinite == true ? value : nil
  }

  private func problem(_ wanted: String) -> RuleProblem {
    guard index < tokens.count else {
      let last = tokens[tokens.count - 1]
      return RuleProblem(
        message: "the rule ends where \(wanted) should follow '\(shown(last.text))'",
        position: last.position)
    }
    return RuleProblem(
      message: "'\(shown(tokens[index].text))' stands where \(wanted) should be",
      position: tokens[index].position)
  }
}
