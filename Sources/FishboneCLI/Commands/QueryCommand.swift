import Fishbone

/// `fishbone query`: what a network says of cases.
enum QueryCommand: Command {
  static let description = CommandDescription(
    name: "query",
    summary: "Answer cases about any network: posteriors, explanations, joints.",
    arguments: ["NETWORK"],
    options: [
      .init("--cases", .one("FILE"), help: "The cases, a list in JSON."),
      .init("--json", help: "Answer in JSON, one object a line."),
      EvidenceOptions.observe, EvidenceOptions.likelihood,
      .init("--do", .many("X=s"), help: "Set variables from outside: X loses its parents."),
      .init("--variables", .many("X"), help: "Show only the posteriors of these."),
      .init("--mpe", help: "The most probable joint state of all variables instead."),
      .init("--best", .one("K"), help: "The K most probable joint states instead."),
      .init("--joint", .many("X"), help: "The joint posterior of these variables instead."),
      MemorySize.option,
      .init(
        "--timing",
        help: "Answer case by case, and write what it took to standard error, in JSON."),
      .init("--batch", help: "With --timing: answer the cases together."),
    ],
    discussion: """
      NETWORK is a network (.bif), a model (.json), or a graph (.gv) that has numbers
      for every variable. Without --cases the options make one case.

      A case of the file may have "findings": {"X": "s"}, "not": {"X": "s"} or
      {"X": ["s", "t"]}, "likelihoods": {"Y": [0.2, 0.8]}, "do": {"Z": "t"}, an "id",
      and one of "variables": ["X"], "mpe": true, "best": 3, "joint": ["X", "Y"].
      Its answer is {"logEvidence", "posteriors": {"X": {"s": p}}}, or {"mpe",
      "logProbability"}, {"explanations": [{"mpe", "logProbability"}]},
      {"logEvidence", "joint": {"variables", "probabilities": [{"states", "p"}]}}.
      Evidence that can't be true gives {"impossible": {"X": "s"}} and the next case
      is answered. Logarithms are natural; likelihoods are not normalised.

        fishbone query alarm.bif --cases cases.json --json
        fishbone query alarm.bif --observe HRBP=HIGH --do LVFAILURE=TRUE
      """)

  static func run(_ arguments: ParsedArguments) throws -> ExitCode {
    if arguments.has("--batch"), !arguments.has("--timing") {
      throw UsageError(
        message: "--batch goes with --timing; without it cases are answered together")
    }
    let memoryLimit = try MemorySize.limit(arguments)
    let model = try ModelLoader.model(at: arguments.positional[0])
    let cases = try CaseOptions.cases(arguments, model)
    do {
      try answer(cases, model, arguments, memoryLimit)
    } catch let error as InferenceError {
      throw Failure(error, model: model)
    }
    return .done
  }

  private static func answer(
    _ cases: [QueryCase], _ model: CausalModel, _ arguments: ParsedArguments, _ memoryLimit: Int
  ) throws {
    var timing = QueryTiming(isBatch: arguments.has("--batch"))
    var session = try timing.compile { () throws(InferenceError) in
      try QuerySession(model.network, memoryLimit: memoryLimit)
    }
    // In pieces, so that the answers of a long file are not all in memory at once.
    for start in stride(from: 0, to: cases.count, by: 256) {
      let piece = Array(cases[start..<min(start + 256, cases.count)])
      let answers =
        arguments.has("--timing")
        ? timing.answers(to: piece, in: &session) : session.answers(to: piece)
      for (place, answer) in answers.enumerated() {
        Terminal.show(
          try text(
            of: answer, to: piece[place], number: start + place + 1, model.network,
            isJSON: arguments.has("--json")))
      }
    }
    if arguments.has("--timing") {
      Terminal.complain(try JSONText.line(timing.report(of: session.compiled)))
    }
  }

  private static func text(
    of answer: Result<QueryAnswer, InferenceError>, to query: QueryCase, number: Int,
    _ network: Network, isJSON: Bool
  ) throws -> String {
    let text = AnswerText(query, number: number, in: network)
    let gap = number > 1 ? "\n" : ""
    switch answer {
    case .success(let answer):
      return isJSON
        ? try JSONText.line(AnswerRecord(answer, to: query, in: network)) + "\n"
        : gap + text.text(of: answer)
    case .failure(.impossibleEvidence(let contradiction)):
      return isJSON
        ? try JSONText.line(AnswerRecord(impossible: contradiction, of: query, in: network)) + "\n"
        : gap + text.text(ofImpossible: contradiction)
    case .failure(let error): throw error
    }
  }
}
