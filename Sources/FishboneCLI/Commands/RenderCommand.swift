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
      .init(
        "--timeout", .one("S"), help: "The most seconds that the layout may take (default 60)."),
    ],
    discussion: """
      With numbers for every variable the nodes show their posteriors; a graph
      without numbers is drawn plainly. The layout runs in a process of its own.

        fishbone render Graphs/solder_line.gv --observe xray=fail -o line.svg
      """)

  static func run(_ arguments: ParsedArguments) throws -> ExitCode {
    let output = try arguments.required("--output")
    let format = try format(of: output)
    let timeout =
      try arguments.number("--timeout", "a number of seconds above 0") { $0 > 0 && $0.isFinite }
      ?? 60.0
    try FileRoles.check(inputs: [arguments.positional[0]], outputs: [output])
    let picture = try picture(arguments)
    if let format {
      let image = try IsolatedRenderer(timeout: timeout).render(picture.dot, as: format)
      try AtomicFile.write(image, to: output)
    } else {
      try AtomicFile.write(picture.dot, to: output)
    }
    return .done
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

  private static func picture(_ arguments: ParsedArguments) throws -> Picture {
    let path = arguments.positional[0]
    let hasEvidence = arguments.has("--observe") || arguments.has("--likelihood")
    if !hasEvidence, !path.lowercased().hasSuffix(".json") {
      let graph = try ModelLoader.graph(at: path).graph
      guard graph.variablesWithoutNumbers.isEmpty else { return Picture(graph: graph) }
    }
    let model = try ModelLoader.model(at: path)
    do {
      let diagnosis = try Diagnostician(model).diagnose(EvidenceOptions.read(arguments, model))
      return Picture(graph: model.graph, diagnosis: diagnosis)
    } catch let error as InferenceError {
      throw Failure(error, model: model)
    }
  }
}
