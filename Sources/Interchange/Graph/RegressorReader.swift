import NetworkModel
import RootCause

/// Reads the regressors of a reading: their names, and where they lie.
struct RegressorReader {
  let node: ParsedGraph.Node

  /// The most regressors that a reading may have.
  static let limit = 50

  /// The names in `regressors`; none when something is wrong with them.
  func names(_ diagnostics: inout GraphDiagnostics) -> [String] {
    guard let text = node.attributes["regressors"] else { return [] }
    func complain(_ message: String) {
      diagnostics.add(message, node: node.name, attribute: "regressors")
    }
    guard node.attributes["reading"] != nil else {
      complain("only a reading has regressors; add reading=gaussian")
      return []
    }
    let names = CommaList.items(text)
    var seen = Set<String>()
    if names.isEmpty || names.contains("") {
      complain("regressors are names of record columns, separated by commas")
    } else if let twice = names.first(where: { !seen.insert($0).inserted }) {
      complain("it has the regressor '\(shown(twice))' twice")
    } else if names.count > Self.limit {
      complain("it has \(names.count) regressors, and the most are \(Self.limit)")
    } else {
      return names
    }
    return []
  }

  /// The moments in `typical`: for each of `names` a mean and a standard deviation.
  func typical(
    of names: [String], _ diagnostics: inout GraphDiagnostics
  ) -> RegressorMoments? {
    guard let text = node.attributes["typical"] else { return nil }
    func complain(_ message: String) {
      diagnostics.add(message, node: node.name, attribute: "typical")
    }
    guard node.attributes["regressors"] != nil else {
      complain("typical tells where regressors lie, and there are none; add regressors")
      return nil
    }
    // What is wrong with the names is told already.
    guard !names.isEmpty else { return nil }
    let rows = ExpertReader.rowTexts(text).map { ExpertReader.numbers($0, length: 2) }
    let known = rows.compactMap(\.self)
    guard known.count == names.count, rows.count == names.count, known.allSatisfy({ $0[1] >= 0 })
    else {
      complain(
        "typical is a mean and a standard deviation for each regressor (\(shownList(names))),"
          + " with semicolons between them, not '\(shown(text))'")
      return nil
    }
    return RegressorMoments(means: known.map { $0[0] }, standardDeviations: known.map { $0[1] })
  }
}

extension CausalGraphBuilder {
  /// A number that a reading moves with is a column of its own: it has no distribution, and a variable has one.
  func checkRegressors(_ variables: [CausalVariable], _ diagnostics: inout GraphDiagnostics) {
    let owners = Dictionary(
      variables.flatMap { variable in
        [(variable.columnName, variable), (variable.name, variable)]
      }, uniquingKeysWith: { first, _ in first })
    let keys = Set(variables.compactMap(\.key))
    for variable in variables {
      for name in variable.variable.regressors {
        var problem: String?
        if let owner = owners[name] {
          problem = "is the variable '\(shown(owner.name))' or its column"
        } else if keys.contains(name) {
          problem = "is a key"
        }
        guard let problem else { continue }
        diagnostics.add(
          "its regressor '\(shown(name))' \(problem); a regressor is a column of its own",
          node: variable.name, attribute: "regressors")
      }
    }
  }
}
