import NetworkModel
import RootCause

/// Looks up the names of a scenario file in its model.
struct ScenarioAssembler {
  let source: SourceText
  let outline: ScenarioOutline
  let model: CausalModel

  /// Returns the scenario.
  ///
  /// - Throws: `FormatError` with every name that the model does not have, and every event out of order.
  func scenario() throws(FormatError) -> Scenario {
    var diagnostics = outline.diagnostics
    checkOrder(&diagnostics)
    let confirmed = outline.confirmed.compactMap { candidate($0.variable, $0.state, &diagnostics) }
    let events = outline.events.map { event($0, &diagnostics) }
    let expectations = outline.expectations.compactMap { expectation($0, &diagnostics) }
    guard diagnostics.isEmpty else { throw FormatError(file: source.file, diagnostics) }
    return Scenario(
      title: outline.title, sources: outline.sources, model: model, confirmed: confirmed,
      discovered: outline.discovered, events: events, expectations: expectations)
  }

  private func checkOrder(_ diagnostics: inout [Diagnostic]) {
    guard var latest = outline.events.first else { return }
    for event in outline.events.dropFirst() {
      if event.on.latestDay < latest.on.earliestDay {
        let message =
          "this event, \(event.on), stands after one of \(latest.on); events go in the order of time"
        diagnostics.append(source.diagnostic(message, at: event.position))
      }
      if event.on.earliestDay > latest.on.earliestDay { latest = event }
    }
  }

  private func event(
    _ event: ScenarioOutline.Event, _ diagnostics: inout [Diagnostic]
  ) -> Scenario.Event {
    var evidence = Evidence()
    let regressors = model.network.regressors
    // The numbers that readings move with first.
    let observed =
      event.observe.filter { regressors.contains($0.variable.value) }
      + event.observe.filter { !regressors.contains($0.variable.value) }
    for (variable, state) in observed {
      var single = evidence.regressorsAlone
      do throws(EvidenceError) {
        try single.observe(variable.value, text: state.value, in: model)
        try single.checkRegressors(in: model.network)
        evidence.takeRegressors(of: single)
      } catch {
        add(error, variable.position, state.position, &diagnostics)
        continue
      }
      for (index, item) in single.items {
        if event.trust ?? 1 < 1, let reason = Self.untrustable(item) {
          diagnostics.append(
            source.diagnostic(
              "'\(shown(variable.value))' \(reason)", at: state.position))
        }
        evidence[index] = trusted(item, index, event.trust)
      }
    }
    return Scenario.Event(on: event.on, note: event.note, evidence: evidence)
  }

  /// Why an item can't be trusted only so far; nil when it can.
  private static func untrustable(_ item: Evidence.Item) -> String? {
    switch item {
    case .value: "is a reading; trust is for states"
    case .excluded: "was not found in a state here; trust is for a state that was found"
    case .state, .likelihood: nil
    }
  }

  private func trusted(
    _ item: Evidence.Item, _ variable: Variable.Index, _ trust: Double?
  ) -> Evidence.Item {
    guard let trust, case .state(let state) = item else { return item }
    let count = model.network.variables[variable].cardinality
    return .finding(state, of: count, trust: trust)
  }

  private func expectation(
    _ expectation: ScenarioOutline.Expectation, _ diagnostics: inout [Diagnostic]
  ) -> Scenario.Expectation? {
    if expectation.after > outline.eventCount {
      diagnostics.append(
        source.diagnostic(
          "after is the number of an event, 1 to \(outline.eventCount), not \(expectation.after)",
          at: expectation.afterPosition))
    }
    let state = expectation.state ?? impliedState(of: expectation)
    guard let cause = candidate(expectation.cause, state, &diagnostics) else { return nil }
    return Scenario.Expectation(after: expectation.after, cause: cause, rank: expectation.rank)
  }

  /// The state that is meant where none is named: the confirmed one, else the only off-nominal one.
  private func impliedState(of expectation: ScenarioOutline.Expectation) -> ScenarioOutline.Text? {
    let name = expectation.cause.value
    if let confirmed = outline.confirmed.first(where: { $0.variable.value == name }) {
      return confirmed.state
    }
    let states = model.graph.index(of: name).map { model.network.variables[$0].states } ?? []
    return states.count == 2 ? (states[1], expectation.cause.position) : nil
  }

  private func candidate(
    _ name: ScenarioOutline.Text, _ state: ScenarioOutline.Text?,
    _ diagnostics: inout [Diagnostic]
  ) -> Scenario.Cause? {
    guard let index = model.graph.index(of: name.value) else {
      let known = model.network.variables.map(\.name)
      add(
        EvidenceError(.unknownVariable(name.value, known: known)), name.position, name.position,
        &diagnostics)
      return nil
    }
    let variable = model.graph.variables[index]
    guard variable.kind.isCandidate else {
      diagnostics.append(
        source.diagnostic(
          "'\(shown(name.value))' is a \(variable.kind.rawValue); a cause is a step, a lot or a station",
          at: name.position))
      return nil
    }
    let states = variable.variable.states
    guard let state, let place = states.firstIndex(of: state.value), place > 0 else {
      let wanted = shownList(Array(states.dropFirst()))
      diagnostics.append(
        source.diagnostic(
          "the cause '\(shown(name.value))' is in one of its off-nominal states: \(wanted)",
          at: state?.position ?? name.position))
      return nil
    }
    return Scenario.Cause(variable: name.value, state: state.value)
  }

  private func add(
    _ error: EvidenceError, _ variable: SourcePosition, _ state: SourcePosition,
    _ diagnostics: inout [Diagnostic]
  ) {
    for problem in error.problems {
      let position = if case .unknownVariable = problem { variable } else { state }
      diagnostics.append(source.diagnostic(problem.description, at: position))
    }
  }
}
