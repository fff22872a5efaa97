import Inference
import NetworkModel
import RootCause

/// Reads the cases that are put to a network from JSON.
public enum CasesReader {
  /// Returns the cases in `source`, which are about `model`.
  ///
  /// - Throws: `FormatError` with everything that is wrong, at its place.
  public static func read(
    _ source: SourceText, for model: CausalModel
  ) throws(FormatError) -> [QueryCase] {
    let bytes = Array(source.text.utf8)
    let positions = TextPositions(bytes)
    var parser = JSONParser(bytes)
    let root: JSONNode
    do throws(JSONParser.Problem) {
      root = try parser.parse()
    } catch {
      let message = "the file is not JSON: \(error.message)"
      let found = parser.problems + [JSONParser.Problem(message: message, offset: error.offset)]
      throw formatError(found, source, positions)
    }
    var assembler = CaseAssembler(model: model, problems: parser.problems)
    let cases = assembler.cases(root)
    guard assembler.problems.isEmpty else {
      throw formatError(assembler.problems, source, positions)
    }
    return cases
  }

  private static func formatError(
    _ problems: [JSONParser.Problem], _ source: SourceText, _ positions: TextPositions
  ) -> FormatError {
    let inOrder = problems.enumerated()
      .sorted { ($0.element.offset, $0.offset) < ($1.element.offset, $1.offset) }.map(\.element)
    var diagnostics = inOrder.prefix(ProblemLimit.shown).map {
      source.diagnostic($0.message, at: positions.position(of: $0.offset))
    }
    if let next = inOrder.dropFirst(ProblemLimit.shown).first {
      diagnostics.append(
        ProblemLimit.rest(
          inOrder.count - ProblemLimit.shown, from: positions.position(of: next.offset)))
    }
    return FormatError(file: source.file, diagnostics)
  }
}
