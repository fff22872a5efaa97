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
        "--approximate",
        help:
          "Estimate posteriors, with their errors, where exact inference does not fit. Explanations and joints are not estimated."
      ),
      .init("--samples", .one("N"), help: "With --approximate: at most so many; else 200000."),
      .init("--seed", .one("N"), help: "With --approximate: names the random numbers; else 1."),
      .init("--threads", .one("N"), help: "Threads that answer cases; all cores unless told."),
      .init(
        "--timing",
        help: "Answer case by case, and write what it took to standard error, in JSON."),
      .init("--batch", help: "With --timing: answer the cases together."),
    ],
    discussion: """
      NETWORK is a network (.bif, .xmlbif, .xdsl, .net), a model (.json), or a graph
      (.gv) that has numbers for every variable. Without --cases the options make one
      case.

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
    let approximation = try approximation(arguments)
    let threads = try threads(arguments)
    let model = try ModelLoader.model(at: arguments.positional[0])
    let cases = try CaseOptions.cases(arguments, model)
    do {
      var timing = QueryTiming(isBatch: arguments.has("--batch"))
      let session = timing.compile {
        QuerySession(
          model.network, memoryLimit: memoryLimit, approximation: approximation, threads: threads)
      }
      try answer(cases, model, arguments, session, timing)
    } catch let error as InferenceError {
      throw Failure(error, model: model)
    }
    return .done
  }

  /// How posteriors are estimated where that is allowed.
  private static func approximation(_ arguments: ParsedArguments) throws -> Approximation? {
    guard arguments.has("--approximate") else {
      for option in ["--samples", "--seed"] where arguments.has(option) {
        throw UsageError(message: "\(option) goes with --approximate")
      }
      return nil
    }
    var approximation = Approximation()
    approximation.sampling.threads = try threads(arguments)
    if let count: Int = try arguments.number("--samples", "a whole number from 1", { $0 >= 1 }) {
      approximation.sampling.maximumSamples = count
    }
    if let seed: UInt64 = try arguments.number("--seed", "a whole number from 0", { _ in true }) {
      approximation.sampling.seed = seed
    }
    return approximation
  }

  private static func threads(_ arguments: ParsedArguments) throws -> Int {
    try arguments.number("--threads", "a whole number from 1") { $0 >= 1 } ?? Machine.coreCount
  }

  private static func answer(
    _ cases: [QueryCase], _ model: CausalModel, _ arguments: ParsedArguments,
    _ session: QuerySession, _ timing: QueryTiming
  ) throws {
    var (session, timing) = (session, timing)
    var refused: [InferenceError] = []
    let isApproximate = arguments.has("--approximate")
    // In pieces, so that the answers of a long file are not all in memory at once.
    for start in stride(from: 0, to: cases.count, by: 256) {
      let piece = Array(cases[start..<min(start + 256, cases.count)])
      let answers =
        arguments.has("--timing")
        ? timing.answers(to: piece, in: &session) : session.answers(to: piece)
      for (place, answer) in answers.enumerated() {
        if case .failure(let error) = answer, case .treeTooLarge = error, !isApproximate {
          refused.append(error)
          // A single case has no others to go on with.
          if cases.count == 1 { throw error }
        }
        Terminal.show(
          try text(
            of: answer, to: piece[place], number: start + place + 1, model,
            isJSON: arguments.has("--json"), isApproximate: isApproximate))
      }
    }
    if arguments.has("--timing") {
      Terminal.complain(try JSONText.line(timing.report(of: session)))
    }
    if refused.count == cases.count, let error = refused.first { throw error }
  }

  private static func text(
    of answer: Result<QueryAnswer, InferenceError>, to query: QueryCase, number: Int,
    _ model: CausalModel, isJSON: Bool, isApproximate: Bool
  ) throws -> String {
    let network = model.network
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
    case .failure(.noSampleAgrees(let count)):
      return isJSON
        ? try JSONText.line(AnswerRecord(unanswered: count, of: query)) + "\n"
        : gap + text.text(ofUnanswered: count)
    case .failure(.treeTooLarge(let size, let limit)):
      let reason =
        isApproximate
        ? "only posteriors are estimated, and this needs exact inference, which does not fit"
        : Wording(model).need(size, limit: limit)
      return isJSON
        ? try JSONText.line(AnswerRecord(unanswered: reason, of: query)) + "\n"
        : gap + text.text(ofUnanswered: reason)
    }
  }
}
