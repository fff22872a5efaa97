import Foundation
import Inference
import NetworkModel
import RootCause
import Testing
import _TestSupport

/// What to do with a unit, by expected loss.
@Suite struct DispositionTests {
  /// A table of losses about a random model.
  private static func table(_ model: CausalModel, seed: UInt64) -> LossTable {
    var dice = Dice(seed: seed)
    let open = model.graph.variables.filter { $0.variable.cardinality > 1 }
    let choices = (0..<4).map { place in
      var choice = LossTable.Choice(
        name: "choice_\(place)", base: dice.unit() < 0.5 ? 0 : 10 * dice.unit(),
        none: dice.unit() < 0.5 ? 0 : 20 * dice.unit() - 10)
      for variable in open where dice.unit() < 0.5 {
        let state = dice.unit() < 0.3 ? nil : variable.variable.states.last
        choice.entries.append(
          LossTable.Entry(variable: variable.name, state: state, loss: 60 * dice.unit() - 10))
      }
      return choice
    }
    return LossTable(choices: choices, several: seed % 2 == 0 ? .sum : .worst)
  }

  /// The loss of a choice in a unit, by the words of the contract.
  private static func loss(
    _ choice: LossTable.Choice, _ several: LossTable.Several, _ states: [Int], _ model: CausalModel
  ) throws -> Double {
    let graph = model.graph
    var fitting: [Double] = []
    for entry in choice.entries {
      let index = try #require(graph.index(of: entry.variable))
      let name = graph.variables[index].variable.states[states[index]]
      if entry.state.map({ $0 == name }) ?? (states[index] != 0) { fitting.append(entry.loss) }
    }
    let isSound = graph.faults.allSatisfy { states[$0] == 0 }
    let added = several == .sum ? fitting.reduce(0, +) : fitting.max() ?? 0
    return choice.base + (isSound ? choice.none : 0) + added
  }

  private static func expected(
    _ table: LossTable, _ model: CausalModel, _ oracle: JointOracle
  ) throws -> (losses: [Double], least: Double) {
    var losses = table.choices.map { _ in 0.0 }
    var least = 0.0
    for (states, logarithm) in oracle.jointStates {
      let weight = exp(logarithm - oracle.logEvidence)
      let own = try table.choices.map { try loss($0, table.several, states, model) }
      for (place, loss) in own.enumerated() { losses[place] += weight * loss }
      least += weight * (own.min() ?? 0)
    }
    return (losses, least)
  }

  private static let close = Tolerance(relative: 1e-9, absolute: 1e-9)

  @Test(arguments: UInt64(1)...80)
  func `losses, the best choice and the worth of knowing are those of all joint states`(
    seed: UInt64
  ) throws {
    var ingredients = RandomNetwork.Ingredients.everything
    ingredients.maximumJointStates = 3000
    let model = try RandomModel.make(seed: seed, ingredients)
    var random = RandomNetwork(model.network, seed: seed)
    let drawn = random.evidence()
    let isPossible = JointOracle(model.network, evidence: drawn).logEvidence > -.infinity
    let evidence = isPossible ? drawn : Evidence()
    let oracle = JointOracle(model.network, evidence: evidence)
    let table = Self.table(model, seed: seed)
    let disposer = try #require(try Disposer(model, table))
    let found = try disposer.dispose(evidence)
    let truth = try Self.expected(table, model, oracle)
    #expect(found.losses.map(\.loss).isClose(to: truth.losses, Self.close))
    #expect(disposer.losses([evidence])[0]?.isClose(to: truth.losses, Self.close) == true)
    let sorted = truth.losses.sorted()
    #expect(found.best.loss.isClose(to: sorted[0], Self.close))
    #expect(found.margin.isClose(to: sorted[1] - sorted[0], Self.close))
    let worth = try #require(found.valueOfPerfectInformation)
    #expect(worth.isClose(to: sorted[0] - truth.least, Tolerance(absolute: 1e-8)))
    for test in found.tests {
      #expect(test.worth <= worth + 1e-8)
      let index = try #require(model.graph.index(of: test.variable))
      guard !model.network.variables[index].isReading else { continue }
      var after = 0.0
      for (state, probability) in oracle.posteriors[index].enumerated() where probability > 0 {
        var known = evidence
        known[index] = .state(state)
        let losses = try Self.expected(table, model, JointOracle(model.network, evidence: known))
        after += probability * (losses.losses.min() ?? 0)
      }
      #expect(test.worth.isClose(to: sorted[0] - after, Tolerance(absolute: 1e-8)))
    }
    try expectTurns(found, table, model, evidence, oracle)
  }

  /// As the probability of a state moves and all else given it stays, the best choice turns at the nearest critical ones, and not before.
  private func expectTurns(
    _ found: Disposition, _ table: LossTable, _ model: CausalModel, _ evidence: Evidence,
    _ oracle: JointOracle
  ) throws {
    for item in found.critical {
      let index = try #require(model.graph.index(of: item.variable))
      let state = try #require(model.network.variables[index].state(item.state))
      let posterior = oracle.posteriors[index][state]
      #expect(item.posterior.isClose(to: posterior, .manySteps))
      var (there, away) = (table.choices.map { _ in 0.0 }, table.choices.map { _ in 0.0 })
      for (states, logarithm) in oracle.jointStates {
        let weight = exp(logarithm - oracle.logEvidence)
        for (place, choice) in table.choices.enumerated() {
          let loss = try Self.loss(choice, table.several, states, model)
          if states[index] == state {
            there[place] += weight * loss / posterior
          } else {
            away[place] += weight * loss / (1 - posterior)
          }
        }
      }
      func excess(at probability: Double) -> Double {
        let losses = zip(there, away).map { probability * $0 + (1 - probability) * $1 }
        return losses[found.bestIndex] - (losses.min() ?? 0)
      }
      let (low, high) = (item.below?.probability ?? 0, item.above?.probability ?? 1)
      for step in 1..<20 {
        #expect(excess(at: low + (high - low) * Double(step) / 20) < 1e-7)
      }
      if item.below != nil, low > 1e-3 { #expect(excess(at: 0) > 0) }
      if item.above != nil, high < 1 - 1e-3 { #expect(excess(at: 1) > 0) }
      for turn in [item.below, item.above].compactMap(\.self) {
        let losses = zip(there, away).map { turn.probability * $0 + (1 - turn.probability) * $1 }
        let rival = try #require(table.choices.firstIndex { $0.name == turn.choice })
        #expect(losses[rival].isClose(to: losses[found.bestIndex], Tolerance(absolute: 1e-6)))
      }
    }
  }

  @Test func `the critical probability of one defect is what a hand works out`() throws {
    let model = try GraphSamples.model(
      "digraph { d [kind=defect, prior=\"0.9 0.1\"]; t [kind=test, cost=3, cpt=\"0.9 0.1; 0.2 0.8\"]; d -> t }"
    )
    let table = LossTable(choices: [
      .init(name: "use", entries: [.init(variable: "d", state: "present", loss: 1000)]),
      .init(name: "scrap", base: 80), .init(name: "rework", base: 90, none: -20),
    ])
    let found = try #require(try Disposer(model, table)).dispose(Evidence())
    // Use 100; scrap 80; rework 90 − 18 = 72. Rework beats scrap while 90 − 20 (1 − q) < 80, and use beats rework below q with 1000 q = 70 + 20 q.
    #expect(found.losses.map(\.loss).isClose(to: [100, 80, 72], .manySteps))
    #expect(found.best.choice == "rework")
    let item = try #require(found.critical.first)
    #expect(item.below?.choice == "use" && item.above?.choice == "scrap")
    #expect(item.below?.probability.isClose(to: 70 / 980, .manySteps) == true)
    #expect(item.above?.probability.isClose(to: 0.5, .manySteps) == true)
    // Known to be sound it would be used for nothing, known to be bad scrapped: 8 on average.
    #expect(found.valueOfPerfectInformation?.isClose(to: 64, .manySteps) == true)
  }

  @Test func `a table has to speak of the model, and impossible evidence is named`() throws {
    let model = try GraphSamples.model(
      "digraph { d [kind=defect, prior=\"1 0\"]; t [kind=test, cpt=\"1 0; 0 1\"]; d -> t }")
    let unknown = LossTable(choices: [
      .init(name: "a", entries: [.init(variable: "x", state: nil, loss: 1)])
    ])
    #expect(try Disposer(model, unknown) == nil)
    #expect(try Disposer(model, LossTable(choices: [])) == nil)
    let disposer = try #require(
      try Disposer(model, LossTable(choices: [.init(name: "a", base: 1)])))
    let impossible = Evidence([1: .state(1)])
    #expect(throws: InferenceError.impossibleEvidence(contradiction: impossible)) {
      try disposer.dispose(impossible)
    }
    #expect(disposer.losses([impossible, Evidence()]) == [nil, [1]])
  }

  @Test func `groups add up their units`() {
    var groups = GroupLosses()
    groups.add([1, 5], to: "a")
    groups.add([4, 2], units: 3, to: "b")
    groups.add([7, 3], units: 2, to: "a")
    #expect(groups.groups.map(\.name) == ["a", "b"])
    #expect(groups.groups.map(\.units) == [3, 3])
    #expect(groups.groups.map(\.losses) == [[15, 11], [12, 6]])
    #expect(groups.groups.map(\.unitwise) == [7, 6])
  }
}
