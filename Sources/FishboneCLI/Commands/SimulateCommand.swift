import Fishbone

/// `fishbone simulate`: records drawn from a model.
enum SimulateCommand: Command {
  static let description = CommandDescription(
    name: "simulate", summary: "Draw records from a model.",
    arguments: ["MODEL"],
    options: [
      .init("--number", short: "-n", .one("N"), help: "How many units (default 1000)."),
      .init(
        "--missing", .one("P"), help: "The probability with which each cell is lost (default 0)."),
      .init(
        "--per-instance", .one("N"),
        help: "How many units share a lot or a run, on average (default 50)."),
      .init("--seed", .one("S"), help: "The seed of the random numbers (default 1)."),
      .init(
        "--output", short: "-o", .one("CSV"),
        help: "The file to write; standard output unless told."),
    ],
    discussion: """
      MODEL is a model (.json), or a graph (.gv) or network (.bif, .xmlbif, .xdsl,
      .net) that has numbers for every variable. Variables with a key are drawn once
      for each lot or run, which the key column names. Regressors of readings are
      normal, with the means and covariances that the model has of them.

        fishbone simulate Graphs/solder_line.gv -n 10000 --missing 0.2 -o line.csv
      """)

  static func run(_ arguments: ParsedArguments) throws -> ExitCode {
    let count: Int = try arguments.number("--number", "a whole number from 1") { $0 >= 1 } ?? 1000
    let missing =
      try arguments.number("--missing", "a probability below 1") { $0 >= 0 && $0 < 1 } ?? 0.0
    let perInstance: Int =
      try arguments.number("--per-instance", "a whole number from 1") { $0 >= 1 } ?? 50
    let seed = try arguments.number("--seed", "a whole number from 0") { (_: UInt64) in true } ?? 1
    try FileRoles.check(inputs: [arguments.positional[0]], outputs: [arguments.value("--output")])
    let model = try ModelLoader.model(at: arguments.positional[0])
    let simulation = Simulation(
      of: model, count: count, missing: missing, unitsPerInstance: perInstance, seed: seed)
    if let path = arguments.value("--output") {
      try AtomicFile.write(to: path) { (output) throws(FileError) in
        try RecordsWriter.write(simulation, graph: model.graph) { (bytes) throws(FileError) in
          try output.write(bytes)
        }
      }
    } else {
      RecordsWriter.write(simulation, graph: model.graph) { Terminal.show($0) }
    }
    return .done
  }
}
