import NetworkModel
import RootCause

/// A replay for a terminal: every event with the causes that led after it, then when the confirmed cause led and how long
/// that was before it was found in reality, then the expectations.
///
/// Times are the least that the dates allow; they are said to be so where a date is not known to the day. Text of the
/// scenario is shown without control characters.
public struct ReplayText {
  private let replay: Replay
  private let width: Int
  private let shown = 3
  /// The columns before a note: the number of an event and its date.
  private let indent = 17

  /// Creates the text of a replay.
  ///
  /// - Parameter width: The columns that notes may fill; at least 60.
  public init(_ replay: Replay, width: Int = 100) {
    self.replay = replay
    self.width = max(60, width)
  }

  /// The text, which ends with a line break.
  public var text: String {
    let title = DisplayText.lines(replay.scenario.title, width: width)
    let events = replay.steps.indices.map(event)
    let ends = [conclusion] + (replay.checks.isEmpty ? [] : [expectations])
    return (title + [""] + events + ends).joined(separator: "\n") + "\n"
  }
}

// Events.
extension ReplayText {
  private func event(_ index: Int) -> String {
    let event = replay.steps[index].event
    let number = padded("\(index + 1)", to: 3, isLeading: true)
    let margin = String(repeating: " ", count: indent)
    let body = lines(of: event) + ranking(after: replay.steps[index])
    let head = "\(number)  \(padded(event.on.description, to: indent - 5))"
    return body.enumerated().map { ($0 == 0 ? head : margin) + $1 + "\n" }.joined()
  }

  private func lines(of event: Scenario.Event) -> [String] {
    let entered = Self.observations(of: event, in: replay.scenario.model)
    let note =
      event.note.isEmpty ? [] : DisplayText.lines(event.note, width: width - indent, limit: 2000)
    guard !entered.isEmpty else { return note }
    return note
      + DisplayText.lines(
        "(" + entered.joined(separator: ", ") + ")", width: width - indent, limit: 2000)
  }

  /// What an event observed, as a person writes it.
  static func observations(of event: Scenario.Event, in model: CausalModel) -> [String] {
    let variables = model.network.variables
    return event.evidence.variables.compactMap { index -> String? in
      guard let item = event.evidence[index] else { return nil }
      if case .likelihood(let weights) = item {
        return "\(variables[index].name)~\(weights.map(Figures.factor).joined(separator: ":"))"
      }
      return item.statement(about: variables[index])
    }
  }

  /// The first causes, and the best confirmed one where it is not among them.
  private func ranking(after step: Replay.Step) -> [String] {
    let causes = step.diagnosis.causes
    var places = Array(causes.indices.prefix(shown))
    if !places.contains(where: { isConfirmed(causes[$0]) }),
      let confirmed = causes.firstIndex(where: isConfirmed)
    {
      places.append(confirmed)
    }
    let names = places.map { DiagnosisTable.name(of: causes[$0]) }
    let nameWidth = names.map(DisplayText.columns).max() ?? 0
    return zip(places, names).map { place, name in
      let cause = causes[place]
      let posterior = padded(Figures.probability(cause.posterior), to: 7, isLeading: true)
      let line =
        "\(padded("\(cause.rank).", to: 4, isLeading: true)) \(padded(name, to: nameWidth))  \(posterior)"
      return isConfirmed(cause) ? line + "  <- confirmed" : line
    }
  }

  private func isConfirmed(_ cause: RankedCause) -> Bool {
    replay.scenario.confirmed.contains {
      $0.variable == cause.variable && $0.state == cause.state
    }
  }

  private func padded(_ text: String, to count: Int, isLeading: Bool = false) -> String {
    let padding = String(repeating: " ", count: max(0, count - DisplayText.columns(of: text)))
    return isLeading ? padding + text : text + padding
  }
}

// The end.
extension ReplayText {
  private var conclusion: String {
    let names = replay.scenario.confirmed.map {
      DiagnosisTable.name(variable: $0.variable, state: $0.state)
    }
    let subject = "Confirmed: \(names.joined(separator: "; "))"
    let found = replay.scenario.discovered.map { ", found \($0)" } ?? ""
    return ([subject + found + "."] + Self.leads(of: replay)).flatMap {
      DisplayText.lines($0, width: width, limit: 2000)
    }
    .map { $0 + "\n" }.joined()
  }

  /// When the confirmed cause led, in sentences.
  static func leads(of replay: Replay) -> [String] {
    guard let first = replay.firstLead else { return ["It never led."] }
    guard let lasting = replay.lastingLead else {
      return [
        "It first led after event \(first)\(leadTime(of: replay, event: first)), but did not lead at the end."
      ]
    }
    guard lasting != first else {
      return ["It led from event \(first) on\(leadTime(of: replay, event: first))."]
    }
    return [
      "It first led after event \(first)\(leadTime(of: replay, event: first)).",
      "It led to the end from event \(lasting) on\(leadTime(of: replay, event: lasting)).",
    ]
  }

  /// How long before the discovery an event was; nothing where nobody knows.
  private static func leadTime(of replay: Replay, event: Int) -> String {
    guard let days = replay.daysBeforeDiscovery(event: event),
      let discovered = replay.scenario.discovered
    else { return "" }
    let on = replay.steps[event - 1].event.on
    let isExact = on.isExact && discovered.isExact
    if days < 0 {
      return isExact
        ? ", after it was found" : ", how long before it was found the dates do not tell"
    }
    let years = days >= 365 ? " (\(Figures.fixed(Double(days) / 365.2425, 1)) years)" : ""
    return
      ", \(isExact ? "" : "at least ")\(days) \(days == 1 ? "day" : "days")\(years) before it was found"
  }

  private var expectations: String {
    let rows = replay.checks.map { check in
      let expected = check.expectation
      let cause = expected.cause
      return [
        "\(expected.after)", DiagnosisTable.name(variable: cause.variable, state: cause.state),
        expected.rank == 1 ? "1" : "1 to \(expected.rank)",
        check.rank == .max ? "none" : "\(check.rank)", check.holds ? "held" : "FAILED",
      ]
    }
    return TextTable(
      [
        .numbers("after event"), .words("expected cause"), .numbers("at rank"), .numbers("is at"),
        .words(""),
      ], rows: rows
    ).text
  }
}
