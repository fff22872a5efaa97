import Fishbone

/// `fishbone report`: a page or a wiki text that says it all.
enum ReportCommand: Command {
  static let description = CommandDescription(
    name: "report",
    summary: "Write a report of a unit, an incident or an escape, as a page or for a wiki.",
    arguments: ["MODEL|SCENARIO"],
    options: [
      .init(
        "--output", short: "-o", .one("FILE"), isRequired: true,
        help: "The report: x.html, or x.md with its pictures beside it."),
      EvidenceOptions.observe, EvidenceOptions.likelihood,
    ] + IncidentAnswer.options + [
      .init(
        "--hide", .many("COLUMN"),
        help: "Columns of the units to take as unknown; * stands for any text."),
      .init(
        "--ignore", .many("COLUMN"),
        help: "Columns of the units to pass over; * stands for any text."),
      .init(
        "--quarantine", .one("FILE"), help: "Set bad rows aside in this file, each with its reason."
      ),
      .init(
        "--losses", .one("FILE"),
        help: "What each choice costs; the graph's own losses unless told."),
      .init(
        "--title", .one("TEXT"), help: "The title; made of what the report is about unless told."),
      .init("--date", .one("DATE"), help: "A date for the head of the report; none unless told."),
      .init(
        "--timeout", .one("S"),
        help:
          "The most seconds that the picture may take (default 60); a report without it is written then."
      ),
    ],
    discussion: """
      MODEL is what 'fishbone diagnose' takes: the report is then of one unit. It has
      the evidence, the ranked causes, why the first one leads, the tests to make
      next, what a fix would prevent, what to do with the unit, the picture, what
      the model was learned from, its limits, and the call that makes it again.
      With --units it is of an incident: lots, runs and machines, a heat map of two
      of the keys, excursions, the units to hold back, and what failing units have
      in common. SCENARIO (.yaml) is what 'fishbone replay' takes: the report then
      has the causes event by event, when the confirmed one led, and what each event
      changed.

      A page is one file that loads nothing and runs nothing; it suits light and
      dark, a phone and paper. The same call on the same files gives the same bytes.

        fishbone report line.json --observe xray=fail tvac_cold=fail -o unit.html
        fishbone report Scenarios/hubble_primary_mirror.yaml -o hubble.md
      """)

  static func run(_ arguments: ParsedArguments) throws -> ExitCode {
    let output = try arguments.required("--output")
    let path = arguments.positional[0]
    let form = try ReportForm(path: output)
    try FileRoles.check(
      inputs: [path] + arguments.all("--losses"), outputs: [output])
    let isScenario = ["yaml", "yml"].contains(ending(of: path))
    if isScenario {
      for option in ["--observe", "--likelihood", "--losses"] where arguments.has(option) {
        throw UsageError(message: "\(option) is about a unit; a scenario brings its own evidence")
      }
    }
    let report =
      try isScenario ? ReplayReportCall(arguments).report() : UnitReportCall(arguments).report()
    let inputs = [path] + arguments.all("--losses")
    switch form {
    case .page: try AtomicFile.write(HTMLReport(report).text, to: output)
    case .wiki(let folder, let stem):
      let markdown = MarkdownReport(report, stem: stem)
      try FileRoles.check(
        inputs: inputs, outputs: [output] + markdown.pictures.map { folder + $0.file })
      for picture in markdown.pictures {
        try AtomicFile.write(picture.svg, to: folder + picture.file)
      }
      try AtomicFile.write(markdown.text, to: output)
    }
    return .done
  }

  fileprivate static func ending(of path: String) -> String {
    path.contains(".") ? path.split(separator: ".").last.map { $0.lowercased() } ?? "" : ""
  }
}

/// In which form a report is written.
private enum ReportForm {
  case page
  /// Markdown, with the folder and the first part of the names of its pictures.
  case wiki(folder: String, stem: String)

  init(path: String) throws(UsageError) {
    switch ReportCommand.ending(of: path) {
    case "html", "htm": self = .page
    case "md", "markdown":
      let slash = path.lastIndex(of: "/")
      let name = slash.map { path[path.index(after: $0)...] } ?? path[...]
      self = .wiki(
        folder: slash.map { String(path[...$0]) } ?? "",
        stem: String(name[..<(name.lastIndex(of: ".") ?? name.endIndex)]))
    default: throw UsageError(message: "--output ends in .html or .md, not '\(path)'")
    }
  }
}

/// What the calls for a report have in common.
private struct ReportCall {
  let arguments: ParsedArguments
  let timeout: Double

  init(_ arguments: ParsedArguments) throws(UsageError) {
    self.arguments = arguments
    timeout =
      try arguments.number("--timeout", "a number of seconds above 0") { $0 > 0 && $0.isFinite }
      ?? IsolatedRenderer.defaultTimeout
  }

  var path: String { arguments.positional[0] }

  func origin(_ files: [(role: String, path: String)]) throws -> ReportOrigin {
    ReportOrigin(
      command: ShellWords.line(["fishbone"] + CommandLine.arguments.dropFirst()),
      inputs: try files.map { role, path in
        ReportOrigin.Input(role: role, file: path, digest: try FileDigest.sha256(at: path))
      },
      version: fishboneVersion, date: arguments.value("--date"), title: arguments.value("--title"))
  }

  /// The picture of a diagnosis, or why there is none: a report without it is worth having.
  func picture(_ graph: CausalGraph, _ diagnosis: Diagnosis) -> (EmbeddedPicture?, problem: String?)
  {
    do {
      let svg = try IsolatedRenderer(timeout: timeout).render(
        Picture(graph: graph, diagnosis: diagnosis).dot, as: .svg)
      let picture = try EmbeddedPicture(
        svg: String(decoding: svg, as: UTF8.self),
        description: "The causal graph of \(graph.title ?? "the model")")
      return (picture, nil)
    } catch {
      Terminal.complain("note: the report has no picture: \(error)")
      return (nil, "\(error)")
    }
  }
}

/// The call for the report of a unit.
private struct UnitReportCall {
  private let call: ReportCall

  init(_ arguments: ParsedArguments) throws { call = try ReportCall(arguments) }

  func report() throws -> Report {
    let arguments = call.arguments
    let model = try ModelLoader.model(at: call.path)
    let evidence = try EvidenceOptions.read(arguments, model)
    let losses = try arguments.value("--losses").map {
      try LossesReader.read(try SourceText(contentsOf: $0), for: model.graph)
    }
    if model.graph.hasGuessedKinds { Terminal.complain(EvidenceOptions.guessedKindsNote) }
    do {
      let answers = try UnitInquiry(model, evidence, losses: losses)
      let (picture, problem) = call.picture(model.graph, answers.diagnosis)
      let files =
        [("model", call.path)] + (arguments.value("--losses").map { [("losses", $0)] } ?? [])
      return UnitReport(
        answers, origin: try call.origin(files), picture: picture, pictureProblem: problem
      ).report()
    } catch let error as InferenceError {
      throw Failure(error, model: model)
    }
  }
}

/// The call for the report of a replay.
private struct ReplayReportCall {
  private let call: ReportCall

  init(_ arguments: ParsedArguments) throws { call = try ReportCall(arguments) }

  func report() throws -> Report {
    let (scenario, modelPath) = try ScenarioReader.load(at: call.path)
    let replay = try ReplayCommand.replay(scenario, at: call.path)
    let picture = replay.steps.last.flatMap {
      call.picture(scenario.model.graph, $0.diagnosis).0
    }
    do {
      return ReplayReport(
        replay, summary: try ModelSummary(scenario.model),
        origin: try call.origin([("scenario", call.path), ("graph", modelPath)]), picture: picture
      ).report()
    } catch let error as InferenceError {
      throw Failure(error, model: scenario.model)
    }
  }
}
