import Fishbone

/// `fishbone learn`: a model from a graph and records.
enum LearnCommand: Command {
  static let description = CommandDescription(
    name: "learn", summary: "Learn a model from records in which cells may be missing.",
    arguments: ["GRAPH"],
    options: [
      .init("--records", .one("CSV"), isRequired: true, help: "The records, a unit a row."),
      .init(
        "--output", short: "-o", .one("MODEL"), isRequired: true,
        help: "The model file to write (.json)."),
      .init(
        "--prior", .one("P"),
        help:
          "What is believed beforehand: expert (the numbers of the graph at their weight, and where there are none one"
          + " record in each row; the default), uniform:N (N records in every cell), or none."),
      .init(
        "--start", .one("S"),
        help:
          "Where to start: prior (at the expert numbers where they are the prior, near to even elsewhere; the default)"
          + " or network (at the numbers of the file)."),
      .init("--max-iterations", .one("N"), help: "The most iterations of a run (default 500)."),
      .init(
        "--tolerance", .one("T"),
        help:
          "Stop when the log-posterior rises by less than this share of its size (default 1e-8)."),
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
    ],
    discussion: """
      Records are CSV with a header: a column for each variable by its name, the
      columns of keys, and unit, time or count where they are known. A cell that is
      empty, NA or ? is missing; a variable without a column is in no record.

      The trace has a line for each iteration, 0 the start: iteration,
      log_likelihood, log_posterior, seconds. Logarithms are natural.

        fishbone learn Graphs/lathe.gv --records records.csv -o lathe.json
      """)

  static func run(_ arguments: ParsedArguments) throws -> ExitCode {
    let recordsPath = try arguments.required("--records")
    let output = try arguments.required("--output")
    guard output.lowercased().hasSuffix(".json") else {
      throw UsageError(message: "--output is a model and ends in .json, not '\(output)'")
    }
    var learner = try learner(arguments)
    try FileRoles.check(
      inputs: [arguments.positional[0], recordsPath],
      outputs: [output, arguments.value("--trace"), arguments.value("--quarantine")])
    let loaded = try ModelLoader.graph(at: arguments.positional[0])
    learner.fileNumbers = loaded.learned
    let records = try RecordsOptions.read(recordsPath, for: loaded.graph, arguments)
    RecordsOptions.tell(records, of: loaded.graph)
    let keyed = loaded.graph.variables.filter { $0.key != nil }.map(\.name)
    if !keyed.isEmpty {
      Terminal.complain(
        "note: \(keyed.joined(separator: ", ")) \(keyed.count == 1 ? "is" : "are") shared by units through a key;"
          + " each unit is learned from on its own")
    }
    let (model, trace) = try learn(
      learner, loaded, records, graphPath: arguments.positional[0], recordsPath: recordsPath)
    try AtomicFile.write(ModelWriter.text(of: model), to: output)
    if let path = arguments.value("--trace") {
      try AtomicFile.write(TraceWriter.csv(of: trace), to: path)
    }
    Terminal.complain(summary(of: model, trace, output))
    return .done
  }

  private static func learner(_ arguments: ParsedArguments) throws(UsageError) -> ModelLearner {
    var learner = ModelLearner()
    if let text = arguments.value("--prior") {
      guard let prior = ModelLearner.Prior(text) else {
        throw UsageError(
          message: "--prior is none, expert or uniform:N with N from 0, not '\(text)'")
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
    graphPath: String, recordsPath: String
  ) throws -> (CausalModel, EMTrace) {
    var progress = LearningProgress(settings: learner.settings)
    defer { progress.finish() }
    do throws(LearnerError) {
      return try learner.learn(
        loaded.graph, from: records.store, graphDigest: loaded.digest, recordsDigest: records.digest
      ) { run, entry in
        progress.show(run, entry)
        return true
      }
    } catch {
      progress.finish()
      let wording = Wording(
        variables: loaded.graph.variables.map(\.variable), rowNumbers: records.rowNumbers)
      let file = error.isAboutRecords ? recordsPath : graphPath
      throw Failure("\(file): error: \(wording.text(error))", .badData)
    }
  }

  private static func summary(of model: CausalModel, _ trace: EMTrace, _ output: String) -> String {
    let last = trace.entries[trace.entries.count - 1]
    let units = model.provenance.learning?.units ?? 0
    let iterations = Sizes.count(last.iteration, "iteration")
    let end =
      switch trace.convergence {
      case .converged: "converged after \(iterations)"
      case .iterationsUsedUp: "stopped after \(iterations), not converged"
      case .fell:
        "stopped after \(iterations) because the log-posterior fell, which it never should"
      case .interrupted: "interrupted after \(iterations)"
      }
    return "\(output): learned from \(Sizes.count(units)) \(units == 1 ? "unit" : "units"), \(end);"
      + " log-likelihood \(last.logLikelihood), log-posterior \(last.logPosterior)"
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
