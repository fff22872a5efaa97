import Inference
import NetworkModel

/// Finds what to do with units by the expected losses of a table.
public struct Disposer: Sendable {
  /// The table.
  public let table: LossTable
  private let model: CausalModel
  private let terms: LossTerms
  private let compiled: CompiledNetwork
  private let memoryLimit: Int

  /// Compiles `model`.
  ///
  /// - Returns: nil where the table has no choice, or speaks of variables or states that the model does not have.
  /// - Throws: `InferenceError.treeTooLarge`.
  public init?(
    _ model: CausalModel, _ table: LossTable, memoryLimit: Int = TreeSize.defaultMemoryLimit
  ) throws(InferenceError) {
    guard let terms = LossTerms(table, in: model.graph), !table.choices.isEmpty else { return nil }
    self.model = model
    self.table = table
    self.terms = terms
    self.memoryLimit = memoryLimit
    compiled = try CompiledNetwork(model.network, memoryLimit: memoryLimit)
  }

  private var expectation: ExpectedLosses { ExpectedLosses(compiled: compiled, terms: terms) }

  /// Returns what to do with one unit, and what would change it.
  ///
  /// - Throws: `InferenceError.impossibleEvidence` with the findings that contradict each other.
  public func dispose(_ evidence: Evidence) throws(InferenceError) -> Disposition {
    let posteriors = try compiled.posteriors(given: evidence)
    let losses = expectation.losses(given: [evidence])[0] ?? []
    return disposition(
      losses, critical: turns(losses, evidence, posteriors),
      valueOfPerfectInformation: try valueOfPerfectInformation(losses, evidence),
      tests: try worths(evidence))
  }

  /// Returns the expected losses of the choices for each of many units, in their order; nil for one that is impossible.
  public func losses(_ cases: [Evidence]) -> [[Double]?] { expectation.losses(given: cases) }

  /// Returns a smallest set of findings in `evidence` that contradict each other; nothing where they don't.
  public func contradiction(in evidence: Evidence) -> Evidence {
    compiled.contradiction(in: evidence)
  }

  /// What to do where these are the expected losses.
  public func disposition(of losses: [Double]) -> Disposition { disposition(losses) }

  private func disposition(
    _ losses: [Double], critical: [Disposition.Critical] = [],
    valueOfPerfectInformation: Double? = nil, tests: [Disposition.TestWorth] = []
  ) -> Disposition {
    let best = Self.best(losses)
    let others = losses.indices.filter { $0 != best }.map { losses[$0] }
    return Disposition(
      losses: zip(table.choices, losses).map {
        Disposition.ExpectedLoss(choice: $0.name, loss: $1)
      },
      bestIndex: best, margin: others.min().map { $0 - losses[best] } ?? 0, critical: critical,
      valueOfPerfectInformation: valueOfPerfectInformation, tests: tests)
  }

  private static func best(_ losses: [Double]) -> Int {
    losses.indices.min { losses[$0] < losses[$1] } ?? 0
  }

  // MARK: What would change it

  private func turns(
    _ losses: [Double], _ evidence: Evidence, _ posteriors: Posteriors
  ) -> [Disposition.Critical] {
    let states = terms.states.filter {
      (0.0..<1).contains(posteriors[$0.variable, $0.state]) && posteriors[$0.variable, $0.state] > 0
    }
    let pairs = states.flatMap { variable, state in
      let cardinality = model.network.variables[variable].cardinality
      return [
        evidence.setting(variable, to: state),
        evidence.excluding(state, of: variable, cardinality: cardinality) ?? evidence,
      ]
    }
    let found = expectation.losses(given: pairs)
    return states.enumerated().compactMap { place, item in
      guard let there = found[2 * place], let away = found[2 * place + 1] else { return nil }
      let posterior = posteriors[item.variable, item.state]
      let turns = turns(best: Self.best(losses), there, away)
      let variable = model.network.variables[item.variable]
      return Disposition.Critical(
        variable: variable.name, state: variable.states[item.state], posterior: posterior,
        below: turns.filter { $0.probability < posterior }.max { $0.probability < $1.probability },
        above: turns.filter { $0.probability > posterior }.min { $0.probability < $1.probability })
    }
  }

  /// Where the loss of the best choice, a line in the probability, meets that of another.
  private func turns(
    best: Int, _ there: [Double], _ away: [Double]
  ) -> [Disposition.Critical.Turn] {
    there.indices.filter { $0 != best }.compactMap { rival in
      let atOne = there[rival] - there[best]
      let atZero = away[rival] - away[best]
      guard atOne < 0 || atZero < 0, atOne != atZero else { return nil }
      let probability = atZero / (atZero - atOne)
      guard (0.0...1).contains(probability) else { return nil }
      return Disposition.Critical.Turn(
        probability: probability, choice: table.choices[rival].name)
    }
  }

  // MARK: What knowing more is worth

  /// The most joint states of what the losses depend on, and the most cells on the way to them.
  private static let jointLimit = 0x1p16
  private static let workLimit = 0x1p24

  private func valueOfPerfectInformation(
    _ losses: [Double], _ evidence: Evidence
  ) throws(InferenceError) -> Double? {
    let variables = terms.variables
    let jointStates = JointStates(
      cardinalities: variables.map { model.network.variables[$0].cardinality })
    guard Double(jointStates.count) <= Self.jointLimit,
      variables.isEmpty || compiled.jointCells(over: variables, given: evidence) <= Self.workLimit
    else { return nil }
    guard !variables.isEmpty else { return 0 }
    let joint = try compiled.joint(over: variables, given: evidence).probabilities
    var least = 0.0
    for (index, probability) in joint.enumerated() where probability > 0 {
      let states = Dictionary(uniqueKeysWithValues: zip(variables, jointStates[index]))
      least += probability * (terms.losses(in: states).min() ?? 0)
    }
    return max(0, (losses.min() ?? 0) - least)
  }

  private func worths(_ evidence: Evidence) throws(InferenceError) -> [Disposition.TestWorth] {
    // Readings as intervals, so that each test shows one of a few things.
    let cut = (try? IntervalModel(model, given: evidence).model) ?? model
    let network = try CompiledNetwork(cut.network, memoryLimit: memoryLimit)
    let expectation = ExpectedLosses(compiled: network, terms: terms)
    let posteriors = try network.posteriors(given: evidence)
    let now = expectation.losses(given: [evidence])[0]?.min() ?? 0
    let tests = cut.graph.openTests(given: evidence)
    let outcomes = tests.map { test in
      posteriors[test].indices.filter { posteriors[test, $0] > 0 }
    }
    let cases = zip(tests, outcomes).flatMap { test, states in
      states.map { evidence.setting(test, to: $0) }
    }
    let found = expectation.losses(given: cases)
    var place = 0
    return zip(tests, outcomes).map { test, states in
      var after = 0.0
      for state in states {
        after += posteriors[test, state] * (found[place]?.min() ?? now)
        place += 1
      }
      let variable = cut.graph.variables[test]
      return Disposition.TestWorth(
        variable: variable.name, cost: variable.cost, worth: max(0, now - after))
    }
    .enumerated().sorted { ($1.element.worth, $0.offset) < ($0.element.worth, $1.offset) }
    .map(\.element)
  }
}
