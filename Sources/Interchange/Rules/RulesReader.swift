import NetworkModel
import RootCause

/// Reads rules for records: one a line, or several with semicolons between, and comments after `#`.
///
///     never: ict=fail and shipped=yes
///     range: torque 0.5..4.2     # N m
///
/// Names are those of variables or of record columns; a name or a value with spaces stands in quotes.
public enum RulesReader {
  /// Returns the rules in `source`, for records about the variables of `graph`.
  ///
  /// - Parameters:
  ///   - source: The text.
  ///   - graph: The graph.
  ///   - ignoredColumns: Columns that are passed over besides those that the graph names: rules may speak of them.
  /// - Throws: `FormatError` with every problem.
  public static func read(
    _ source: SourceText, for graph: CausalGraph, ignoredColumns: [String] = []
  ) throws(FormatError) -> [DataRule] {
    let vocabulary = RuleVocabulary(
      graph.variables, ignoredColumns: graph.ignoredColumns + ignoredColumns)
    let (rules, problems) = rules(in: source.text, vocabulary)
    guard problems.isEmpty else {
      throw FormatError(
        file: source.file, problems.map { source.diagnostic($0.message, at: $0.position) })
    }
    return rules
  }

  /// Returns the rules in `text`, and all that is wrong with others.
  static func rules(
    in text: String, _ vocabulary: RuleVocabulary
  ) -> (rules: [DataRule], problems: [RuleProblem]) {
    var rules: [DataRule] = []
    var problems: [RuleProblem] = []
    for tokens in RuleScanner.rules(in: text) {
      do throws(RuleProblem) {
        let (rule, operands) = try RuleParser.rule(tokens)
        let wrong = vocabulary.problems(with: rule)
        problems += wrong.map {
          RuleProblem(message: $0.message, position: operands[$0.operand])
        }
        if wrong.isEmpty { rules.append(rule) }
      } catch {
        problems.append(error)
      }
    }
    return (rules, problems)
  }
}
