import Fishbone

/// `fishbone render`: the graph as a picture.
enum RenderCommand: Command {
  static let description = CommandDescription(
    name: "render", summary: "Draw a graph or a model, with what the evidence makes of it.",
    arguments: ["GRAPH|MODEL"],
    options: [
      .init(
        "--output", short: "-o", .one("FILE"), isRequired: true,
        help: "The picture: x.svg, x.png, x.pdf or x.gv."),
      EvidenceOptions.observe, EvidenceOptions.likelihood,
    ] + RenderOptions.all + [
      .init(
        "--timeout", .one("S"), help: "The most seconds that the layout may take (default 60).")
    ],
    discussion: """
      With numbers for every variable the nodes show their posteriors, with a tick
      where they stood without evidence; a graph without numbers is drawn plainly.
      Black arcs with two heads lead from the first cause to the findings. With
      --against or --against-observe, ticks and arcs tell what moved. The layout
      runs in a process of its own.

        fishbone render Graphs/solder_line.gv --observe xray=fail -o line.svg
        fishbone render line.json --layout lanes --observe xray=fail -o line.png
      """)

  static func run(_ arguments: ParsedArguments) throws -> ExitCode {
    let output = try arguments.required("--output")
    let format = try format(of: output)
    let timeout =
      try arguments.number("--timeout", "a number of seconds above 0") { $0 > 0 && $0.isFinite }
      ?? 60.0
    try FileRoles.check(
      inputs: [arguments.positional[0]] + arguments.all("--against"), outputs: [output])
    let picture = try picture(arguments, as: format)
    if let format {
      try AtomicFile.write(
        try picture.drawn(by: IsolatedRenderer(timeout: timeout), as: format), to: output)
    } else {
      try AtomicFile.write(picture.dot, to: output)
    }
    return .done
  }

  /// Whether a call says what is known.
  static func hasEvidence(_ arguments: ParsedArguments) -> Bool {
    arguments.has("--observe") || arguments.has("--likelihood")
  }

  /// Whether a call asks what differs from something else.
  static func isComparison(_ arguments: ParsedArguments) -> Bool {
    arguments.has("--against") || arguments.has("--against-observe")
  }

  /// The format that the ending of `path` names; nil for DOT, which needs no layout.
  private static func format(of path: String) throws(UsageError) -> PictureFormat? {
    let ending = path.split(separator: ".").last.map { $0.lowercased() } ?? ""
    if ending == "gv" || ending == "dot" { return nil }
    guard path.contains("."), let format = PictureFormat(rawValue: ending) else {
      throw UsageError(message: "--output ends in .svg, .png, .pdf or .gv, not '\(path)'")
    }
    return format
  }

  private static func picture(
    _ arguments: ParsedArguments, as format: PictureFormat?
  ) throws -> Picture {
    let path = arguments.positional[0]
    let loaded = try ModelLoader.graph(at: path)
    let options = try RenderOptions.read(arguments, loaded, as: format)
    if !hasEvidence(arguments), !isComparison(arguments), options.arcWidth == .plain,
      loaded.model == nil, !loaded.graph.variablesWithoutNumbers.isEmpty
    {
      return Picture(graph: loaded.graph, options: options)
    }
    let model = try ModelLoader.model(at: path)
    let (diagnosis, influence, priors) = try answer(
      model, try EvidenceOptions.read(arguments, model))
    var picture = Picture(graph: model.graph, diagnosis: diagnosis, options: options)
    picture.influence = influence
    picture.priors = diagnosis.evidence.isEmpty ? nil : priors
    if isComparison(arguments) { picture.comparison = try comparison(arguments, with: model) }
    return picture
  }

  /// What the picture is compared with.
  private static func comparison(
    _ arguments: ParsedArguments, with model: CausalModel
  ) throws -> PictureComparison {
    let path = arguments.value("--against")
    let other = try path.map { try ModelLoader.model(at: $0) } ?? model
    let evidence =
      arguments.has("--against-observe")
      ? try EvidenceOptions.read(
        arguments, other, observe: "--against-observe", likelihood: "--against-likelihood")
      : try EvidenceOptions.read(arguments, other)
    let (diagnosis, influence, _) = try answer(other, evidence)
    return PictureComparison(
      of: model.graph, with: diagnosis, of: other.graph, influence: influence,
      digest: try path.map { try ModelLoader.graph(at: $0).digest })
  }

  private static func answer(
    _ model: CausalModel, _ evidence: Evidence
  ) throws -> (Diagnosis, ArcInfluence, [[Double]]) {
    do throws(InferenceError) {
      let diagnostician = try Diagnostician(model)
      let diagnosis = try diagnostician.diagnose(evidence)
      return (diagnosis, diagnostician.influence(in: diagnosis), diagnostician.priors)
    } catch {
      throw Failure(error, model: model)
    }
  }
}
