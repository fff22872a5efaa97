import Fishbone

/// `fishbone convert`: a network in another format.
enum ConvertCommand: Command {
  static let description = CommandDescription(
    name: "convert", summary: "Write a network in another format.",
    arguments: ["IN", "OUT"], options: [],
    discussion: """
      The endings tell the formats: .gv (graph), .bif, .xmlbif or .xml (XMLBIF), .xdsl
      (GeNIe), .net (HUGIN) and .json (model). Tables are kept to the last bit; a
      noisy-MAX becomes its table where the format has none. What else the format
      has no place for is told on standard error. Rows that sum to 1 within 1e-6
      are divided by their sum.

        fishbone convert asia.bif asia.xdsl
        fishbone convert Graphs/primary_mirror.gv mirror.net
      """)

  static func run(_ arguments: ParsedArguments) throws -> ExitCode {
    let (input, output) = (arguments.positional[0], arguments.positional[1])
    guard let format = NetworkFormat(path: output) else {
      let endings = NetworkFormat.allCases.map { ".\($0.endings[0])" }.joined(separator: ", ")
      throw UsageError(message: "OUT ends in one of \(endings), not '\(output)'")
    }
    try FileRoles.check(inputs: [input], outputs: [output])
    let conversion: NetworkConverter.Conversion
    do {
      conversion = try NetworkConverter.convert(input, to: format)
    } catch let error as UnwritableNetwork {
      let lines = "\(error)".split(separator: "\n").map { "\(input): error: \($0)" }
      throw Failure(lines.joined(separator: "\n"), .badData)
    }
    try AtomicFile.write(conversion.text, to: output)
    if conversion.largestDeviation > 0 {
      Terminal.complain(
        "note: row sums were off by up to \(conversion.largestDeviation); each row was divided by its sum"
      )
    }
    for loss in conversion.losses { Terminal.complain("note: \(loss.text(format))") }
    return .done
  }
}

extension Loss {
  /// What is lost, in words.
  fileprivate func text(_ format: NetworkFormat) -> String {
    let names = variables.prefix(8).joined(separator: ", ") + (variables.count > 8 ? ", …" : "")
    let of = variables.isEmpty ? "" : " of \(names)"
    return switch meaning {
    case .noisyMax: "\(names): a noisy-MAX is written as its table"
    case .guesses: "the kinds are guesses from the arcs; the file states them as if they were known"
    case .learning: "the numbers are the learned ones; what they rest on is left out"
    default: "\(format.title) has no place for the \(words)\(of); left out"
    }
  }

  private var words: String {
    switch meaning {
    case .title: "title"
    case .kinds: "kinds"
    case .labels: "labels"
    case .keys: "keys"
    case .columns: "columns"
    case .bins: "bins"
    case .costs: "costs"
    case .ties: "ties"
    case .priorGroups: "groups of priors"
    case .weights: "weights of expert numbers"
    case .ignoredColumns: "columns to ignore"
    case .rules: "rules for records"
    case .covariances: "covariances of the regressors"
    case .losses: "losses of choices"
    case .appearance: "attributes of the picture"
    case .noisyMax, .guesses, .learning: meaning.rawValue
    }
  }
}
