import Fishbone

/// `fishbone whatif`: what holding variables in a state would prevent.
enum WhatIfCommand: Command {
  static let description = CommandDescription(
    name: "whatif",
    summary: "Say what a fix would prevent, in units to come and in units seen.",
    arguments: ["MODEL"],
    options: [
      .init(
        "--do", .many("X=s"),
        help: "Hold X in state s. Without it each step, lot and station is held nominal in turn."),
      .init(
        "--target", .many("Y"),
        help:
          "What is to be prevented: off-nominal states of Y, or Y=t. All defects and failing tests unless told."
      ),
      EvidenceOptions.observe, EvidenceOptions.likelihood,
      .init(
        "--records", .one("CSV"), help: "Sum over the units of a file what would not have been."),
      .init(
        "--hide", .many("COLUMN"),
        help: "Columns of the records to take as unknown; * stands for any text."),
      .init(
        "--ignore", .many("COLUMN"),
        help: "Columns of the records to pass over; * stands for any text."),
      .init(
        "--quarantine", .one("FILE"), help: "Set bad rows aside in this file, each with its reason."
      ),
      .init("--top", .one("N"), help: "How many rows of each ranking (default 10)."),
      .init("--json", help: "Answer in JSON."),
    ],
    discussion: """
      In units to come: P(target) before and after do(X = s), their difference and
      ratio, and the preventable share of the target. An escape is a unit with a
      defect that passes all tests. --observe may tell what kind of units they are.

      In a unit that was seen, where --observe tells what X may have brought about:
      'prevented' is the probability that the unit has the target and would not have
      had it, 'necessity' the same given that it has it and X was not s. Both are
      exact over noisy-MAX families and tables of zeros and ones; else bounds are
      shown that no model with these numbers can leave (Tian and Pearl 2000).

      JSON: effects, each {do, targets: [{variable, states, before, after,
      difference, ratio, preventableShare}], anyDefect, escape}; of units seen
      counterfactuals, each {do, targets: [{variable, states, posterior, prevented:
      [low, high], probabilityOfNecessity: [low, high], exact}]}; with --records
      expected and share instead of posterior and probabilityOfNecessity, and units.

        fishbone whatif Graphs/solder_line.gv --do reflow=in_control --target voids
        fishbone whatif Graphs/solder_line.gv --observe xray=fail tvac_cold=fail
      """)

  static func run(_ arguments: ParsedArguments) throws -> ExitCode {
    let top: Int = try arguments.number("--top", "a whole number from 1") { $0 >= 1 } ?? 10
    try WhatIfRecords.checkOptions(arguments)
    try FileRoles.check(
      inputs: [arguments.positional[0]] + arguments.all("--records"),
      outputs: [arguments.value("--quarantine")])
    let model = try ModelLoader.model(at: arguments.positional[0])
    let evidence = try EvidenceOptions.read(arguments, model)
    let given = try EvidenceOptions.interventions(arguments, model)
    let targets = try targets(arguments, model)
    do {
      let question = try WhatIf(model)
      let interventions = given.isEmpty ? question.nominalCandidates : [given]
      guard !interventions.isEmpty else {
        throw Failure(
          "error: the model has no steps, lots or stations to hold nominal; say what to hold with --do",
          .badData)
      }
      let output = WhatIfOutput(
        text: WhatIfText(of: targets, in: model.network, top: top), targets: targets, model: model,
        isJSON: arguments.has("--json"))
      if arguments.has("--records") {
        try WhatIfRecords.answer(question, interventions, arguments, output)
      } else {
        try answer(question, interventions, evidence, arguments, output)
      }
    } catch let error as InferenceError {
      throw Failure(error, model: model)
    }
    return .done
  }

  private static func targets(
    _ arguments: ParsedArguments, _ model: CausalModel
  ) throws -> [WhatIfTarget] {
    var targets: [WhatIfTarget] = []
    var problems: [EvidenceError.Problem] = []
    for text in arguments.all("--target") {
      do {
        let named = try CauseArgument(text, model)
        let target = WhatIfTarget(named.variable, state: named.state, in: model.network)
        if !targets.contains(target) { targets.append(target) }
      } catch let error as EvidenceError {
        problems += error.problems
      }
    }
    guard problems.isEmpty else { throw EvidenceError(problems: problems) }
    if !targets.isEmpty { return targets }
    targets = WhatIfTarget.all(of: model)
    guard !targets.isEmpty else {
      throw Failure(
        "error: the model has no defects or tests to prevent; say what to prevent with --target",
        .badData)
    }
    return targets
  }

  private static func answer(
    _ question: WhatIf, _ interventions: [[Variable.Index: Int]], _ evidence: Evidence,
    _ arguments: ParsedArguments, _ output: WhatIfOutput
  ) throws {
    do {
      guard interventions.allSatisfy({ question.isContext(evidence, of: $0) }) else {
        let preventions = try interventions.map { states in
          try question.preventions(by: states, of: output.targets, in: [evidence])[0].get()
        }
        return try output.show(preventions)
      }
      let effects = try question.effects(
        of: interventions, on: output.targets, context: evidence)
      try output.show(
        effects, isRanking: !arguments.has("--do"), isByTarget: arguments.has("--target"))
    } catch InferenceError.impossibleEvidence(let contradiction) {
      if output.isJSON {
        Terminal.show(
          try JSONText.page(WhatIfRecord(impossible: contradiction, in: output.model)))
      }
      throw InferenceError.impossibleEvidence(contradiction: contradiction)
    }
  }
}

/// How answers are shown.
struct WhatIfOutput {
  let text: WhatIfText
  let targets: [WhatIfTarget]
  let model: CausalModel
  let isJSON: Bool

  func show(_ effects: [InterventionEffect], isRanking: Bool, isByTarget: Bool) throws {
    if isJSON {
      Terminal.show(
        try JSONText.page(WhatIfRecord(effects, on: targets, in: model.network)))
    } else {
      tell()
      Terminal.show(
        isRanking
          ? text.ranking(effects, isByTarget: isByTarget)
          : effects.map(text.text(of:)).joined(separator: "\n"))
    }
  }

  func show(_ preventions: [Prevention]) throws {
    if isJSON {
      Terminal.show(
        try JSONText.page(WhatIfRecord(preventions, of: targets, in: model.network)))
    } else {
      tell()
      Terminal.show(text.text(of: preventions))
    }
  }

  func show(_ totals: [PreventionTotal], units: Double, impossible: Double) throws {
    if isJSON {
      Terminal.show(
        try JSONText.page(
          WhatIfRecord(
            totals, of: targets, units: units, impossible: impossible, in: model.network)))
    } else {
      tell()
      Terminal.show(text.text(of: totals))
    }
  }

  private func tell() {
    if model.graph.hasGuessedKinds { Terminal.complain(EvidenceOptions.guessedKindsNote) }
  }
}
