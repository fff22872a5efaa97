import Fishbone

/// The cases of a call of `fishbone query`: a file of them, or one from the options.
enum CaseOptions {
  /// The options that make a case.
  private static let own = [
    "--observe", "--likelihood", "--do", "--variables", "--mpe", "--best", "--joint",
  ]
  private static let questions = ["--variables", "--mpe", "--best", "--joint"]

  static func cases(_ arguments: ParsedArguments, _ model: CausalModel) throws -> [QueryCase] {
    guard let path = arguments.value("--cases") else { return [try single(arguments, model)] }
    if let option = own.first(where: arguments.has) {
      throw UsageError(message: "--cases brings its own cases; leave \(option) away")
    }
    return try CasesReader.read(SourceText(contentsOf: path), for: model)
  }

  private static func single(_ arguments: ParsedArguments, _ model: CausalModel) throws -> QueryCase
  {
    let asked = questions.filter(arguments.has)
    if asked.count > 1 {
      throw UsageError(message: "\(asked[1]) does not go with \(asked[0])")
    }
    let evidence = try EvidenceOptions.read(arguments, model)
    return QueryCase(
      evidence: evidence, interventions: try EvidenceOptions.interventions(arguments, model),
      question: try question(arguments, model))
  }

  private static func question(
    _ arguments: ParsedArguments, _ model: CausalModel
  ) throws -> QueryCase.Question {
    let most = QueryCase.mostExplanations
    let wanted = "a whole number from 1 to \(most)"
    if let count: Int = try arguments.number("--best", wanted, { (1...most).contains($0) }) {
      return .explanations(count)
    }
    if arguments.has("--mpe") { return .explanation }
    if arguments.has("--joint") { return .joint(try indices("--joint", arguments, model)) }
    if arguments.has("--variables") {
      return .posteriors(of: try indices("--variables", arguments, model))
    }
    return .posteriors(of: nil)
  }

  private static func indices(
    _ option: String, _ arguments: ParsedArguments, _ model: CausalModel
  ) throws -> [Variable.Index] {
    let asked = AskedVariables(
      arguments.all(option), isJoint: option == "--joint", in: model.network)
    guard asked.problems.isEmpty else {
      throw Failure(
        asked.problems.map { "error: \($0.message)" }.joined(separator: "\n"), .badData)
    }
    return asked.indices
  }
}
