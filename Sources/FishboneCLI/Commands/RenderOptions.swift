import Fishbone

/// What `fishbone render` takes besides its graph and its evidence.
enum RenderOptions {
  static let all: [CommandDescription.Option] = [
    .init(
      "--layout", .one("free|lanes"),
      help: "Arranged by the arcs (default), or in headed columns by kind."),
    .init(
      "--arcs", .one("evidence|influence|plain"),
      help:
        "What the width of arcs says: what the evidence sends through (default with evidence), mutual information in the model, or nothing."
    ),
    .init("--focus", .one("X"), help: "Only X and what is near it."),
    .init("--depth", .one("N"), help: "How many arcs away from --focus (default 2)."),
    .init("--fold", help: "Draw as one what the evidence does not touch."),
    .init("--against", .one("FILE"), help: "Show what differs from this graph or model."),
    .init(
      "--against-observe", .many("X=s"),
      help: "The findings that the picture is compared with; those of --observe unless told."),
    .init("--title", .one("TEXT"), help: "The title; the graph's unless told."),
    .init("--date", .one("DATE"), help: "A date beneath the title; none unless told."),
    .init("--dpi", .one("N"), help: "Dots an inch of a PNG, 36 to 600 (default 144)."),
  ]

  /// Reads the options of a call for a picture of `graph`.
  ///
  /// - Throws: `UsageError`.
  static func read(
    _ arguments: ParsedArguments, _ loaded: ModelLoader.LoadedGraph, as format: PictureFormat?
  ) throws(UsageError) -> PictureOptions {
    var options = PictureOptions()
    options.layout = try choice("--layout", arguments) ?? .free
    options.arcWidth =
      try choice("--arcs", arguments) ?? (RenderCommand.hasEvidence(arguments) ? .evidence : .plain)
    options.title = arguments.value("--title")
    options.date = arguments.value("--date")
    options.digest = loaded.digest
    options.folds = arguments.has("--fold")
    options.focus = try focus(arguments, loaded.graph)
    options.resolution = try resolution(arguments, format)
    if options.folds, !RenderCommand.hasEvidence(arguments), !RenderCommand.isComparison(arguments)
    {
      throw UsageError(message: "--fold needs evidence; give --observe X=s")
    }
    return options
  }

  private static func choice<Choice: RawRepresentable & CaseIterable>(
    _ name: String, _ arguments: ParsedArguments
  ) throws(UsageError) -> Choice? where Choice.RawValue == String {
    guard let text = arguments.value(name) else { return nil }
    guard let choice = Choice(rawValue: text) else {
      let known = Choice.allCases.map(\.rawValue)
      throw UsageError(
        message:
          "\(name) is \(known.joined(separator: " or ")), not '\(text)'\(Spelling.suggestion(for: text, among: known))"
      )
    }
    return choice
  }

  private static func focus(
    _ arguments: ParsedArguments, _ graph: CausalGraph
  ) throws(UsageError) -> PictureOptions.Focus? {
    let depth: Int? = try arguments.number("--depth", "a number of arcs, 0 or more") { $0 >= 0 }
    guard let name = arguments.value("--focus") else {
      if depth != nil { throw UsageError(message: "--depth needs --focus X") }
      return nil
    }
    guard let index = graph.index(of: name) else {
      let known = graph.variables.map(\.name)
      throw UsageError(
        message:
          "--focus: there is no variable '\(name)'\(Spelling.suggestion(for: name, among: known))")
    }
    return .init(index, depth: depth ?? 2)
  }

  private static func resolution(
    _ arguments: ParsedArguments, _ format: PictureFormat?
  ) throws(UsageError) -> Double? {
    let dots: Double? = try arguments.number("--dpi", "a number from 36 to 600") {
      (36...600).contains($0)
    }
    if dots != nil, format != .png {
      throw UsageError(message: "--dpi is for .png; other pictures have no dots")
    }
    return dots
  }
}
