import Fishbone

/// `fishbone plan`: which tests to make next, and which of a standing plan add nothing.
enum PlanCommand: Command {
  static let description = CommandDescription(
    name: "plan",
    summary: "Plan the tests of a unit ahead, or judge the tests that every unit goes through.",
    arguments: ["MODEL"],
    options: [
      EvidenceOptions.observe, EvidenceOptions.likelihood,
      .init("--depth", .one("N"), help: "The most tests on a way through the plan (default 4)."),
      .init("--budget", .one("C"), help: "The most that the tests on a way may cost."),
      .init(
        "--stop-above", .one("P"),
        help: "The posterior from which a cause counts as found, or as none (default 0.9)."),
      .init(
        "--strategy", .one("S"),
        help:
          "By what tests are chosen: information, information-per-cost (default), ec2, effecxtive."),
      .init(
        "--output", short: "-o", .one("FILE"),
        help: "Draw the plan as well: x.svg, x.png, x.pdf or x.gv."),
      .init(
        "--standing",
        help: "Judge the tests that every unit goes through in order until one fails."),
      .init(
        "--tests", .many("X"),
        help: "With --standing: these tests, in this order (default all, as in the graph)."),
      .init(
        "--limits", .many("X=a..b"),
        help: "With --standing: the values of a reading that pass; an end may be left open."),
      .init(
        "--records", .one("CSV"), help: "With --standing: count what the tests did in records."),
      .init(
        "--ignore", .many("COLUMN"),
        help: "Columns of the records to pass over; * stands for any text."),
      .init("--json", help: "Answer in JSON."),
    ],
    discussion: """
      MODEL is a model (.json), or a graph (.gv) or network (.bif, .xmlbif, .xdsl,
      .net) that has numbers for every variable. Open tests are those of kind test,
      and whatever else has a cost; a test without a cost costs 1. Readings are told
      as intervals. A way through the plan ends when a cause, or that there is none,
      reaches the posterior of --stop-above, when depth or budget are used up, when
      no test is left that depends on a cause, or when it is too rare to follow.

      information is in bits about the joint state of all causes; ec2 cuts edges
      between states with different causes, as if a test's noise had to be found out
      too; effecxtive is its form for noisy tests. All but information are per cost.

      With --standing a unit passes a test in its first state; it escapes with a
      defect if it passes them all. Shown are the plan, the plan without each test,
      and what is left as tests are dropped that add the fewest escapes per saving.

      JSON: strategy, threshold, expectedCost, expectedTests, expectedCostToCause,
      expectedTestsToCause, expectedLeaderPosterior, endings and root: {probability,
      spent, tests, leader, probabilityOfNoCause} with end, or with test {variable,
      cost, branches {state, probability, node}}. With --standing: defective, faults,
      whole {escapes, falseFails, cost}, tests {variable, cost, without}, and with
      --records tested, failed, failedAlone; drops {variable, left}; per unit.

        fishbone plan Graphs/solder_line.gv --observe xray=fail --budget 200
        fishbone plan Graphs/solder_line.gv --standing --limits rf_gain=28.5..
      """)

  private static let ofStanding = ["--tests", "--limits", "--records"]
  private static let ofUnit = [
    "--observe", "--likelihood", "--depth", "--budget", "--stop-above", "--strategy", "--output",
  ]

  static func run(_ arguments: ParsedArguments) throws -> ExitCode {
    let isStanding = arguments.has("--standing")
    if let option = (isStanding ? ofUnit : ofStanding).first(where: arguments.has) {
      throw UsageError(
        message: isStanding
          ? "\(option) does not go with --standing" : "\(option) goes with --standing")
    }
    if arguments.has("--ignore"), !arguments.has("--records") {
      throw UsageError(message: "--ignore goes with --records")
    }
    return isStanding ? try StandingOptions.run(arguments) : try planUnit(arguments)
  }

  private static func planUnit(_ arguments: ParsedArguments) throws -> ExitCode {
    let (strategy, limits) = (try strategy(arguments), try limits(arguments))
    let output = arguments.value("--output")
    let format = try output.map(PictureOutput.format)
    try FileRoles.check(inputs: [arguments.positional[0]], outputs: [output])
    let model = try ModelLoader.model(at: arguments.positional[0])
    let evidence = try EvidenceOptions.read(arguments, model)
    do {
      let plan = try TestPlanner(model, given: evidence, strategy, limits).plan()
      if model.graph.hasGuessedKinds { Terminal.complain(EvidenceOptions.guessedKindsNote) }
      if let output, let format {
        try PictureOutput.write(TestPlanPicture(plan).dot, to: output, as: format)
      }
      Terminal.show(
        arguments.has("--json")
          ? try JSONText.page(TestPlanRecord(plan)) : TestPlanText(plan).text)
      return .done
    } catch let error as InferenceError {
      throw Failure(error, model: model)
    }
  }

  private static func strategy(_ arguments: ParsedArguments) throws(UsageError) -> TestStrategy {
    guard let text = arguments.value("--strategy") else { return .informationPerCost }
    let known = TestStrategy.allCases.map(\.rawValue)
    guard let strategy = TestStrategy(rawValue: text) else {
      throw UsageError(
        message: "there is no strategy '\(text)'\(Spelling.suggestion(for: text, among: known));"
          + " the strategies are \(known.joined(separator: ", "))")
    }
    return strategy
  }

  private static func limits(
    _ arguments: ParsedArguments
  ) throws(UsageError) -> TestPlanner.Limits {
    var limits = TestPlanner.Limits()
    let depths = 1...64
    if let depth: Int = try arguments.number(
      "--depth", "a whole number from 1 to 64", { depths.contains($0) })
    {
      limits.depth = depth
    }
    limits.budget = try arguments.number("--budget", "a number of 0 or more") { $0 >= 0 }
    if let threshold: Double = try arguments.number(
      "--stop-above", "a probability above 0.5 and up to 1", { $0 > 0.5 && $0 <= 1 })
    {
      limits.threshold = threshold
    }
    return limits
  }
}
