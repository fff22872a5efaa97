import Fishbone

/// What `fishbone learn` starts from: a graph, or a model to which records are added.
struct LearnSource {
  /// The file.
  let path: String
  /// Where the model goes.
  let output: String
  /// The records.
  let records: String
  private let isUpdate: Bool

  /// Finds the files of a call, and checks that none is overwritten.
  init(_ arguments: ParsedArguments) throws {
    try Self.checkUse(of: arguments)
    let updated = arguments.value("--update")
    isUpdate = updated != nil
    records = try arguments.required("--records")
    path = updated ?? arguments.positional[0]
    output = try updated.map { arguments.value("--output") ?? $0 } ?? arguments.required("--output")
    guard output.lowercased().hasSuffix(".json") else {
      throw UsageError(message: "--output is a model and ends in .json, not '\(output)'")
    }
    // Without an output a model is updated in its place.
    let read = isUpdate && !arguments.has("--output") ? [] : [path]
    try FileRoles.check(
      inputs: read + [records]
        + [arguments.value("--resume"), arguments.value("--retract")].compactMap(\.self)
        + arguments.all("--rules"),
      outputs: [output, arguments.value("--trace"), arguments.value("--quarantine")])
  }

  private static func checkUse(of arguments: ParsedArguments) throws(UsageError) {
    if !arguments.has("--update") {
      guard !arguments.positional.isEmpty else { throw UsageError(message: "GRAPH is missing") }
      for option in ["--forget", "--retract"] where arguments.has(option) {
        throw UsageError(message: "\(option) goes with --update")
      }
    } else if let graph = arguments.positional.first {
      throw UsageError(message: "--update takes the graph of its model, and '\(graph)' is too much")
    }
    let starts = ["--update", "--resume", "--start"].filter { arguments.has($0) }
    if starts.count > 1 {
      throw UsageError(message: "\(starts[0]) and \(starts[1]) both say where to start")
    }
  }

  /// Reads the file, and tells `learner` what it says of the start and of earlier records.
  func load(
    for learner: inout ModelLearner, _ arguments: ParsedArguments
  ) throws -> ModelLoader.LoadedGraph {
    var loaded = try ModelLoader.graph(at: path)
    learner.fileNumbers = loaded.learned
    if let path = arguments.value("--resume") {
      learner.fileNumbers = try numbers(of: path, for: loaded.graph)
      learner.start = .network
    }
    if isUpdate {
      guard let model = loaded.model else {
        throw Failure("\(path): error: only a model (.json) can be updated", .badData)
      }
      learner.update = try update(of: model, arguments)
      if !arguments.has("--prior"), let text = model.provenance.learning?.prior {
        learner.prior = ModelLearner.Prior(text) ?? learner.prior
      }
      loaded.digest = model.provenance.graphDigest
    }
    return loaded
  }

  private func update(
    of model: CausalModel, _ arguments: ParsedArguments
  ) throws -> ModelUpdate {
    let forget =
      try arguments.number("--forget", "a number from 0 to 1") { (0.0...1.0).contains($0) } ?? 0.0
    guard let path = arguments.value("--retract") else {
      return ModelUpdate(model, forget: forget)
    }
    var options = RecordsReader.Options()
    options.ignoredColumns = arguments.all("--ignore")
    let retracted = try RecordsReader(graph: model.graph, options: options).read(path)
    return ModelUpdate(model, forget: forget, retracted: retracted.store)
  }

  /// The numbers of the model at `path`, which has to have the variables and arcs of `graph`.
  private func numbers(of path: String, for graph: CausalGraph) throws -> [CPD] {
    let model = try ModelLoader.model(at: path)
    guard model.graph.variables.map(\.variable) == graph.variables.map(\.variable),
      model.graph.variables.map(\.form) == graph.variables.map(\.form),
      model.graph.structure == graph.structure
    else {
      throw Failure(
        "\(path): error: its variables, states and arcs are not those of '\(self.path)'", .badData)
    }
    return model.network.cpds
  }
}
