import Fishbone

/// `fishbone learn`: a model from a graph and records.
enum LearnCommand: Command {
  static let description = CommandDescription(
    name: "learn", summary: "Learn a model from records in which cells may be missing.",
    arguments: ["GRAPH"], isLastArgumentOptional: true,
    options: [
      .init("--records", .one("CSV"), isRequired: true, help: "The records, a unit a row."),
      .init(
        "--output", short: "-o", .one("MODEL"), isRequired: true,
        help: "The model file to write (.json)."),
      .init(
        "--update", .one("MODEL"),
        help:
          "Add the records to this model, in place of GRAPH: its expected counts stand for the records that it was learned"
          + " from. Without -o it is updated in its place."),
      .init(
        "--forget", .one("F"),
        help: "The share of the model's counts that --update forgets, from 0 (the default) to 1."),
      .init(
        "--retract", .one("CSV"),
        help:
          "Records as the model was learned from them, which --update takes out again: the new ones say more of the same"
          + " units."),
      .init(
        "--resume", .one("MODEL"),
        help: "Start at the numbers of this model, which has the variables and arcs of GRAPH."),
      .init(
        "--prior", .one("P"),
        help:
          "What is believed beforehand: expert (the numbers of the graph at their weight, and where there are none one"
          + " record in each row; the default), empirical (as expert, but the strength of each prior_group, or kind, is fitted"
          + " to the records, and rows without numbers start from what their siblings showed), uniform:N (N records in every"
          + " cell), bdeu:N (N records in each table), or none."),
      .init(
        "--start", .one("S"),
        help:
          "Where to start: prior (at the expert numbers where they are the prior, near to even elsewhere; the default)"
          + " or network (at the numbers of the file)."),
      .init(
        "--time-limit", .one("SECONDS"),
        help: "Stop after this time and keep the best model so far."),
      .init("--max-iterations", .one("N"), help: "The most iterations of a run (default 500)."),
      .init(
        "--tolerance", .one("T"),
        help:
          "Stop when the log-posterior rises by less than this share of its size (default 1e-8)."),
      .init(
        "--acceleration", .one("A"),
        help:
          "How the climb is made shorter: squarem (leaps that never lower the log-posterior; the default) or none"
          + " (plain EM)."),
      .init(
        "--restarts", .one("N"),
        help: "How many more runs begin at random numbers; the best is kept (default 0)."),
      .init("--seed", .one("S"), help: "The seed of the random numbers (default 1)."),
      .init(
        "--threads", .one("N"),
        help: "Threads to work with; the answer does not depend on it (default all cores)."),
      .init(
        "--no-doubt",
        help:
          "Don't measure what the records say of each number and what they can't tell apart."
      ),
      .init("--trace", .one("FILE"), help: "Write how the learning went as CSV."),
      .init(
        "--ignore", .many("COLUMN"),
        help: "Columns of the records to pass over; * stands for any text."),
      .init(
        "--quarantine", .one("FILE"), help: "Set bad rows aside in this file, each with its reason."
      ),
      .init(
        "--rules", .one("FILE"),
        help:
          "What no good row says, besides the rules of the graph: a row that breaks one is set aside before learning,"
          + " with or without a quarantine."),
    ],
    discussion: """
      Records are CSV with a header: a column for each variable by its name, the
      columns of keys, and unit, time or count where they are known. A cell that is
      empty, NA or ? is missing; a variable without a column is in no record.

      A line of the rules says 'never: A=x and B!=y' or 'range: NAME 0.5..4.2' with
      the names of variables or columns; # opens a comment. A missing cell breaks
      no rule.

      The trace has a line for each iteration, 0 the start: iteration,
      log_likelihood, log_posterior, seconds. Logarithms are natural.

      Ctrl-C, as the time limit, ends the climb after the iteration that runs; the
      best model so far is written, and the exit code is 0. A second Ctrl-C ends
      the process.

      A cause that is confirmed weeks later: put the rows as they were into
      old.csv, and as they are now into new.csv, then
      fishbone learn --update line.json --records new.csv --retract old.csv

        fishbone learn Graphs/lathe.gv --records records.csv -o lathe.json
      """)

  static func run(_ arguments: ParsedArguments) throws -> ExitCode {
    let source = try LearnSource(arguments)
    var learner = try learner(arguments)
    let loaded = try source.load(for: &learner, arguments)
    let records = try RecordsOptions.read(
      source.records, for: loaded.graph, arguments, rules: rules(for: loaded.graph, arguments))
    RecordsOptions.tell(records, of: loaded.graph)
    let keyed = loaded.graph.variables.filter { $0.key != nil }.map(\.name)
    if !keyed.isEmpty {
      Terminal.complain(
        "note: \(keyed.joined(separator: ", ")) \(keyed.count == 1 ? "is" : "are") shared by units through a key;"
          + " each unit is learned from on its own")
    }
    let (model, trace) = try learn(learner, loaded, records, source)
    try AtomicFile.write(ModelWriter.text(of: model), to: source.output)
    if let path = arguments.value("--trace") {
      try AtomicFile.write(TraceWriter.csv(of: trace), to: path)
    }
    if let learning = model.provenance.learning { tell(learning) }
    Terminal.complain(summary(of: model, trace, source.output))
    return .done
  }

  /// The rules of the graph and those of `--rules`.
  private static func rules(
    for graph: CausalGraph, _ arguments: ParsedArguments
  ) throws -> [DataRule] {
    guard let path = arguments.value("--rules") else { return graph.rules }
    return graph.rules
      + (try RulesReader.read(
        SourceText(contentsOf: path), for: graph, ignoredColumns: arguments.all("--ignore")))
  }

  private static func learner(_ arguments: ParsedArguments) throws(UsageError) -> ModelLearner {
    var learner = ModelLearner()
    if let text = arguments.value("--prior") {
      guard let prior = ModelLearner.Prior(text) else {
        throw UsageError(
          message:
            "--prior is none, expert, empirical, uniform:N or bdeu:N with N from 0, not '\(text)'")
      }
      learner.prior = prior
    }
    if let text = arguments.value("--start") {
      guard let start = ModelLearner.Start(rawValue: text) else {
        throw UsageError(message: "--start is prior or network, not '\(text)'")
      }
      learner.start = start
    }
    learner.measuresInformation = !arguments.has("--no-doubt")
    let isCount: (Int) -> Bool = { (0...1_000_000_000).contains($0) }
    let settings = learner.settings
    learner.settings.maximumIterations =
      try arguments.number("--max-iterations", "a whole number up to a billion", isCount)
      ?? settings.maximumIterations
    learner.settings.tolerance =
      try arguments.number("--tolerance", "a number from 0") { $0 >= 0 && $0.isFinite }
      ?? settings.tolerance
    learner.settings.timeLimit =
      try arguments.number("--time-limit", "a number of seconds above 0") { $0 > 0 && $0 < 1e9 }
    if let text = arguments.value("--acceleration") {
      guard let acceleration = Acceleration(rawValue: text) else {
        throw UsageError(message: "--acceleration is squarem or none, not '\(text)'")
      }
      learner.settings.acceleration = acceleration
    }
    learner.settings.restarts =
      try arguments.number("--restarts", "a whole number up to a billion", isCount)
      ?? settings.restarts
    learner.settings.seed =
      try arguments.number("--seed", "a whole number from 0") { (_: UInt64) in true }
      ?? settings.seed
    learner.settings.threads =
      try arguments.number("--threads", "a whole number from 1") { $0 >= 1 } ?? Machine.coreCount
    return learner
  }

  private static func learn(
    _ learner: ModelLearner, _ loaded: ModelLoader.LoadedGraph, _ records: LoadedRecords,
    _ source: LearnSource
  ) throws -> (CausalModel, EMTrace) {
    var progress = LearningProgress(settings: learner.settings)
    defer { progress.finish() }
    Interrupt.watch()
    do throws(LearnerError) {
      return try learner.learn(
        loaded.graph, from: records.store, graphDigest: loaded.digest,
        recordsDigest: records.digest, setAside: records.setAside
      ) { run, entry in
        progress.show(run, entry)
        return !Interrupt.isRequested
      }
    } catch {
      progress.finish()
      let wording = Wording(
        variables: loaded.graph.variables.map(\.variable), rowNumbers: records.rowNumbers)
      let file = error.isAboutRecords ? source.records : source.path
      throw Failure("\(file): error: \(wording.text(error))", .badData)
    }
  }

  /// Says what of a learning run should not go unnoticed.
  private static func tell(_ learning: Provenance.Learning) {
    for strength in learning.strengths ?? [] { Terminal.complain("note: \(strength.text)") }
    for least in learning.leastSpreads ?? [] {
      Terminal.complain(
        "note: the spread of \(least.variable) stands at its least, \(least.standardDeviation), in"
          + " \(Sizes.count(least.rows, "joint state")) of its parents: few values there, or all the same"
      )
    }
    tell(learning.openSlopes ?? [])
  }

  private static func tell(_ slopes: [Provenance.OpenSlope]) {
    for slope in slopes {
      Terminal.complain(
        "note: the records don't tell the slope of \(slope.variable) with \(slope.regressor) in"
          + " \(Sizes.count(slope.rows, "joint state")) of its parents, where \(slope.regressor) is constant or follows"
          + " from the other regressors; it stays what the prior or the start says")
    }
  }

  private static func summary(of model: CausalModel, _ trace: EMTrace, _ output: String) -> String {
    let last = trace.entries[trace.entries.count - 1]
    let units = model.provenance.learning?.units ?? 0
    let isFitted = model.provenance.learning?.strengths != nil
    let iterations =
      Sizes.count(last.iteration, "iteration") + (isFitted ? " under the fitted prior" : "")
    let end =
      switch trace.convergence {
      case .converged: "converged after \(iterations)"
      case .iterationsUsedUp: "stopped after \(iterations), not converged"
      case .fell:
        "stopped after \(iterations) because the log-posterior fell, which it never should"
      case .interrupted where Interrupt.isRequested:
        "interrupted after \(iterations), the best so far"
      case .interrupted: "stopped by the time limit after \(iterations), the best so far"
      }
    return "\(output): learned from \(Sizes.count(units)) \(units == 1 ? "unit" : "units"), \(end);"
      + " log-likelihood \(last.logLikelihood), log-posterior \(last.logPosterior)"
      + spread(of: model.provenance.learning?.runEnds.compactMap(\.self) ?? [])
  }

  /// How far the runs ended from each other.
  private static func spread(of ends: [Double]) -> String {
    guard ends.count > 1, let lowest = ends.min(), let highest = ends.max() else { return "" }
    return "; the best of \(ends.count) runs, which ended between \(lowest) and \(highest)"
  }
}

extension FittedStrength {
  /// How strong a group's prior is and why, in words.
  fileprivate var text: String {
    let rest = "\(Sizes.count(rows, "row")) of \(families) \(families == 1 ? "family" : "families")"
    guard let strength else { return "prior of \(group): no rows to compare; the default stays" }
    let worth = "prior of \(group): worth \(Self.shown(strength)) records in each row, by \(rest)"
    return switch ending {
    case .upperBound:
      "\(worth); the greatest, for the rows differ no more than chance would have it"
    case .lowerBound: "\(worth); the least, for the rows have nothing in common"
    case .unsettled: "\(worth); not settled"
    case .settled, .noData: worth
    }
  }

  /// The strength with three digits.
  private static func shown(_ strength: Double) -> String {
    let digits = strength < 10 ? 100.0 : strength < 100 ? 10 : 1
    return "\((strength * digits).rounded() / digits)"
  }
}

extension LearnerError {
  /// Whether it is the records that have to change, and not the graph.
  fileprivate var isAboutRecords: Bool {
    switch self {
    case .learning(.impossibleRecord), .learning(.noRecords): true
    default: false
    }
  }
}

/// Shows how a climb goes, where a person looks on.
private struct LearningProgress {
  let settings: ExpectationMaximization
  private var isShown = false
  private let clock = ContinuousClock()
  private var lastShown: ContinuousClock.Instant?

  init(settings: ExpectationMaximization) { self.settings = settings }

  mutating func show(_ run: Int, _ entry: EMTrace.Entry) {
    guard Terminal.isErrorInteractive else { return }
    if let lastShown, lastShown.duration(to: clock.now) < .milliseconds(100) { return }
    lastShown = clock.now
    isShown = true
    let runs = settings.restarts > 0 ? "run \(run + 1) of \(settings.restarts + 1), " : ""
    var text = "\(runs)iteration \(entry.iteration), log-posterior \(entry.logPosterior)"
    if entry.iteration > 0 {
      let rest =
        Double(settings.maximumIterations - entry.iteration) * entry.seconds
        / Double(entry.iteration)
      text += ", at most \(Sizes.count(rest.rounded(.up))) s left in this run"
    }
    Terminal.progress(text)
  }

  mutating func finish() {
    if isShown { Terminal.progress("") }
    isShown = false
  }
}
