import NetworkModel
import RootCause

/// For a terminal, how far the lead of a confirmed cause hangs on the numbers of its model.
public struct SensitivityText {
  private let sensitivity: Sensitivity
  private let top: Int

  /// Creates the text.
  ///
  /// - Parameter top: The most moves that are listed for an event.
  public init(_ sensitivity: Sensitivity, top: Int = 8) {
    self.sensitivity = sensitivity
    self.top = top
  }

  /// The text, which ends with a line break.
  public var text: String {
    let numbers = sensitivity.moves.count / 2
    let head =
      "Sensitivity: \(numbers) numbers of the model, each with its odds halved and doubled; then all moved\n"
      + "at random in \(sensitivity.trials) trials (log-normal, factor \(Figures.measured(Sensitivity.factor)), seed \(sensitivity.seed)).\n"
    return ([head + counts] + sensitivity.checkpoints.map(list)).joined(separator: "\n")
  }

  private var counts: String {
    let rows = sensitivity.checkpoints.map { checkpoint in
      [
        "\(checkpoint.event)", checkpoint.margin.isLed ? "leads" : "does not lead",
        "\(checkpoint.movesLed) of \(sensitivity.moves.count)",
        sensitivity.trials == 0 ? "—" : "\(checkpoint.trialsLed) of \(sensitivity.trials)",
      ]
    }
    return TextTable(
      [
        .numbers("after event"), .words("confirmed cause"), .numbers("leads after moves"),
        .numbers("leads in trials"),
      ], rows: rows
    ).text
  }

  private func list(_ checkpoint: Sensitivity.Checkpoint) -> String {
    let overturning = checkpoint.overturning
    let closest = checkpoint.closest.filter { checkpoint.moved[$0].logRatio.isFinite }
    let places = overturning.isEmpty ? closest.prefix(3) : overturning.prefix(top)
    let after = "After event \(checkpoint.event)"
    guard !places.isEmpty else { return "\(after) no single number changes it.\n" }
    let title =
      overturning.isEmpty
      ? "\(after) no single number changes it. Those that come closest:"
      : "\(after) these change it:"
    let rows = places.map { place in
      let move = sensitivity.moves[place]
      return [
        Self.name(of: move.number), Self.value(move.number, move.number.value),
        Self.value(move.number, move.value), Self.ratio(checkpoint.moved[place]),
      ]
    }
    let hidden = overturning.count - rows.count
    let table = TextTable(
      [.words("number"), .numbers("from"), .numbers("to"), .numbers("ahead by")], rows: rows
    ).text
    return title + "\n" + table + (hidden > 0 ? "and \(hidden) more\n" : "")
  }

  private static func value(_ number: ModelNumber, _ value: Double) -> String {
    number.state == nil ? Figures.measured(value) : Figures.probability(value)
  }

  /// The posterior of the confirmed cause over that of the best other.
  private static func ratio(_ margin: LeadMargin) -> String {
    let limit = 13.8
    if margin.logRatio > limit { return ">1000000" }
    return Figures.factor(exponential(max(margin.logRatio, -limit)))
  }

  /// What a number is: `X = s`, and after the bar when it is at work.
  static func name(of number: ModelNumber) -> String {
    let subject =
      number.state.map { DiagnosisTable.name(variable: number.variable, state: $0) }
      ?? "deviation of \(DisplayText.shortened(number.variable, to: 60))"
    switch number.condition {
    case .leak: return subject + " | leak"
    case .cause(let parent, let state):
      return subject + " | \(DiagnosisTable.name(variable: parent, state: state)) alone"
    case .parents(let states):
      let parents = zip(number.parents, states).map { DiagnosisTable.name(variable: $0, state: $1) }
      return parents.isEmpty ? subject : subject + " | " + parents.joined(separator: ", ")
    }
  }
}
