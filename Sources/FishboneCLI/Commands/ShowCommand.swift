import Fishbone

/// `fishbone show`: what a model says of itself.
enum ShowCommand: Command {
  static let description = CommandDescription(
    name: "show",
    summary:
      "Show a model's numbers and what they rest on, how often its tests err, and what the records can't tell.",
    arguments: ["MODEL"],
    options: [
      .init("--json", help: "Answer in JSON.")
    ],
    discussion: """
      MODEL is a model (.json), or a graph (.gv) or network (.bif, .xmlbif, .xdsl,
      .net) that has numbers for every variable. A test errs when a sound unit fails
      (false fail) or a faulty one passes (false pass); a unit is faulty when a
      defect among the test's parents is there, or, where none are, when a step or
      lot is off nominal. A rate with several rows is their average by how probable
      the model takes them to be.

      Records are those expected in a row; prior, how many records its prior or the
      expert is worth; complete, the share of both that missing cells leave; worth,
      how many complete records a rate rests on.

      JSON: title, units, missingShare, prior, convergence; variables, each with
      name, kind, form, states, parents and rows {when, leak, values, intervals,
      records, prior, share}; tests, each with variable, falseFail and falsePass
      {rate, interval, records, effectiveRecords}; tradeOffs, each with rows
      {variable, when, leak}, dimensions, share and the candidates that it blurs.

        fishbone show lathe.json
      """)

  static func run(_ arguments: ParsedArguments) throws -> ExitCode {
    let model = try ModelLoader.model(at: arguments.positional[0])
    do {
      let summary = try ModelSummary(model)
      if arguments.has("--json") {
        Terminal.show(try JSONText.page(ModelSummaryRecord(summary)))
      } else {
        Terminal.show(ModelSummaryText(summary).text)
      }
      return .done
    } catch let error as InferenceError {
      throw Failure(error, model: model)
    }
  }
}
