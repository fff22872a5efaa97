import Fishbone

/// `fishbone explain`: what each finding adds to a cause.
enum ExplainCommand: Command {
  static let description = CommandDescription(
    name: "explain",
    summary: "Say what each finding adds to a cause, how, and what does not fit.",
    arguments: ["MODEL", "CAUSE"], isLastArgumentOptional: true,
    options: [
      EvidenceOptions.observe, EvidenceOptions.likelihood,
      .init(
        "--orders", .one("N"),
        help: "How many orders of more than 12 findings are sampled (default 256)."),
      .init("--seed", .one("S"), help: "The seed of the orders (default 1)."),
      .init("--json", help: "Answer in JSON."),
    ],
    discussion: """
      CAUSE is a state, as reflow=cold, or a variable, of which the most probable
      off-nominal state is explained; without it the leading cause is. MODEL is what
      'fishbone diagnose' takes.

      What a finding adds to the natural log odds of the cause is told three ways:
      'adds' on average over all orders in which the findings may come (Shapley
      values: they sum to what all add), 'if left out' what the log odds would gain
      without it, and 'alone' what it adds by itself. Log odds of 1000 and -1000
      stand for certain and impossible. 'conflict' is log P(finding) - log P(finding
      | the others); 'P(finding)' is its probability given the cause and the others,
      and a finding does not fit where that is below a twentieth of the most
      probable state's; of a reading, where so few values lie as far out.

      JSON: cause {variable, state, prior, posterior, priorLogOdds,
      posteriorLogOdds, logBayesFactor, settled}, findings, each {variable, found,
      shapley, standardError, leftOut, alone, settles, conflict, fit, trail,
      rivals}, sampledOrders, conflict, logEvidence.

        fishbone explain Graphs/solder_line.gv reflow=cold --observe xray=fail
      """)

  static func run(_ arguments: ParsedArguments) throws -> ExitCode {
    var sampling = ShapleySampling()
    let wanted = "a whole number from 4 to a million"
    sampling.orders =
      try arguments.number("--orders", wanted) { (4...1_000_000).contains($0) } ?? sampling.orders
    sampling.seed =
      try arguments.number("--seed", "a whole number from 0") { (_: UInt64) in true }
      ?? sampling.seed
    let model = try ModelLoader.model(at: arguments.positional[0])
    let evidence = try EvidenceOptions.read(arguments, model)
    let asked = try arguments.positional.dropFirst().first.map { try CauseArgument($0, model) }
    do {
      return try explain(asked, evidence, model, sampling, isJSON: arguments.has("--json"))
    } catch let error as InferenceError {
      throw Failure(error, model: model)
    }
  }

  private static func explain(
    _ asked: CauseArgument?, _ evidence: Evidence, _ model: CausalModel,
    _ sampling: ShapleySampling, isJSON: Bool
  ) throws -> ExitCode {
    let diagnostician = try Diagnostician(model)
    do {
      let cause = try diagnostician.cause(asked?.variable, asked?.state, given: evidence)
      guard let cause else {
        throw Failure(
          "error: the model has no steps, lots or stations whose states could be causes; name the cause, as X=s",
          .badData)
      }
      let explanation = try diagnostician.explain(
        cause.variable, state: cause.state, given: evidence, sampling: sampling)
      if !isJSON, model.graph.hasGuessedKinds {
        Terminal.complain(EvidenceOptions.guessedKindsNote)
      }
      Terminal.show(
        isJSON
          ? try JSONText.page(ExplanationRecord(explanation)) : ExplanationText(explanation).text)
      return .done
    } catch InferenceError.impossibleEvidence(let contradiction) {
      if isJSON {
        Terminal.show(try JSONText.page(ExplanationRecord(impossible: contradiction, in: model)))
      }
      throw InferenceError.impossibleEvidence(contradiction: contradiction)
    }
  }
}

/// A variable, or one of its states, as a call names it.
struct CauseArgument {
  let variable: Variable.Index
  /// The state; nil where the variable alone is named.
  let state: Int?

  /// Reads `text`: the name of a variable, or `X=s`.
  ///
  /// - Throws: `EvidenceError` for a variable or a state that the model does not have, `Failure` for a reading.
  init(_ text: String, _ model: CausalModel) throws {
    if let index = model.graph.index(of: text) {
      try Self.check(index, model)
      (variable, state) = (index, nil)
      return
    }
    guard text.contains("=") else {
      throw EvidenceError(
        .unknownVariable(text, known: model.network.variables.map(\.name)))
    }
    let (name, stateName) = try EvidenceOptions.split(text, "a state", "X=state", model)
    if let index = model.graph.index(of: name) { try Self.check(index, model) }
    var evidence = Evidence()
    try evidence.observe(name, text: stateName, in: model)
    guard let (index, item) = evidence.items.first, case .state(let found) = item else {
      throw UsageError(message: "a state is named X=state, not '\(text)'")
    }
    (variable, state) = (index, found)
  }

  private static func check(_ index: Variable.Index, _ model: CausalModel) throws {
    let variable = model.network.variables[index]
    guard variable.isReading || variable.states.count < 2 else { return }
    throw Failure(
      "error: '\(variable.name)' \(variable.isReading ? "is a reading and has no states" : "has no off-nominal state")",
      .badData)
  }
}
