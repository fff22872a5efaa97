import Fishbone

/// `fishbone check`: what is wrong with a graph, or how large it is.
enum CheckCommand: Command {
  static let description = CommandDescription(
    name: "check", summary: "Say what is wrong with a graph, or its size and treewidth.",
    arguments: ["GRAPH"],
    options: [.init("--json", help: "Answer in JSON.")],
    discussion: """
      GRAPH is a causal graph (.gv), a network (.bif, .xmlbif, .xdsl, .net) or a
      model (.json). Every problem is named with its line; the exit code is then 1,
      and 65 when the file can't be read as a graph at all.

        fishbone check Graphs/solder_line.gv
      """)

  static func run(_ arguments: ParsedArguments) throws -> ExitCode {
    let path = arguments.positional[0]
    do {
      let loaded = try ModelLoader.graph(at: path)
      let report = CheckReport(path, loaded)
      Terminal.show(arguments.has("--json") ? try JSONText.page(report) : report.text)
      return .done
    } catch let error as FormatError where error.isAboutMeaning {
      if arguments.has("--json") { Terminal.show(try JSONText.page(ProblemReport(error))) }
      Terminal.complain("\(error)")
      return .expectationFailed
    }
  }
}

/// What there is to say of a graph without problems.
struct CheckReport: Encodable {
  var file: String
  var title: String?
  var variables: Int
  var arcs: Int
  var kinds: [String: Int]
  var hasGuessedKinds: Bool
  var withoutNumbers: [String]
  var rules: [String]
  var largestDeviation: Double
  var width: Int
  var cliques: Int
  var largestClique: [String]
  var largestCliqueCells: Double
  var totalCells: Double
  var bytes: Double

  init(_ path: String, _ loaded: ModelLoader.LoadedGraph) {
    let graph = loaded.graph
    let cardinalities = graph.variables.map(\.variable.cardinality)
    let size = TreeSize(of: graph.structure, cardinalities: cardinalities)
    file = path
    title = graph.title
    variables = graph.variables.count
    arcs = graph.structure.arcCount
    kinds = Dictionary(grouping: graph.variables, by: \.kind.rawValue).mapValues(\.count)
    hasGuessedKinds = graph.hasGuessedKinds
    withoutNumbers = graph.variablesWithoutNumbers.map { graph.variables[$0].name }
    rules = graph.rules.map(\.description)
    largestDeviation = loaded.largestDeviation
    width = size.width
    cliques = size.cliqueCount
    largestClique = size.largestClique.map { graph.variables[$0].name }
    // JSON has no infinity.
    largestCliqueCells = min(size.largestCliqueCells, .greatestFiniteMagnitude)
    totalCells = min(size.totalCells, .greatestFiniteMagnitude)
    bytes = min(size.bytes(lanes: 1), .greatestFiniteMagnitude)
  }

  /// The report for people.
  var text: String {
    let sorts = Kind.allCases.compactMap { kind in
      kinds[kind.rawValue].map { "\($0) \(kind.rawValue)\($0 == 1 || kind == .context ? "" : "s")" }
    }
    var lines = ["\(file): no problems", title.map { "  title            \($0)" }].compactMap(
      \.self)
    lines.append(
      "  variables        \(variables) (\(sorts.joined(separator: ", "))), \(Sizes.count(arcs, "arc"))"
    )
    if hasGuessedKinds {
      lines.append("  kinds            guessed from the arcs: the file has none")
    }
    lines.append("  expert numbers   \(numbers)")
    if !rules.isEmpty {
      lines.append("  rules            \(rules.joined(separator: "; "))")
    }
    if largestDeviation > 0 {
      lines.append(
        "  row sums         off by up to \(largestDeviation); each row was divided by its sum")
    }
    lines.append("  treewidth        \(width), in \(Sizes.count(cliques, "clique"))")
    lines.append(
      "  largest clique   \(Sizes.count(largestCliqueCells)) cells: \(largestClique.prefix(8).joined(separator: ", "))"
        + (largestClique.count > 8 ? ", …" : ""))
    lines.append("  all tables       \(Sizes.count(totalCells)) cells")
    lines.append("  memory           \(Sizes.bytes(bytes))")
    if bytes > Double(TreeSize.defaultMemoryLimit) {
      lines.append("  exact inference  does not fit: the limit is half of this machine's memory")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private var numbers: String {
    switch withoutNumbers.count {
    case 0: "complete; the graph serves as a model"
    case variables: "none"
    default:
      "missing for \(withoutNumbers.prefix(6).joined(separator: ", "))"
        + (withoutNumbers.count > 6 ? " and \(withoutNumbers.count - 6) more" : "")
    }
  }
}

/// The problems of a file.
struct ProblemReport: Encodable {
  struct Problem: Encodable {
    let line: Int?
    let column: Int?
    let message: String
  }

  let file: String
  let problems: [Problem]

  init(_ error: FormatError) {
    file = error.file
    problems = error.diagnostics.map {
      Problem(line: $0.position?.line, column: $0.position?.column, message: $0.message)
    }
  }
}
