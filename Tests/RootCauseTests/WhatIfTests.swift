import GraphStructure
import Inference
import NetworkModel
import RootCause
import Testing
import _TestSupport

/// Interventions and counterfactuals, against enumeration.
@Suite struct WhatIfTests {
  /// A model of a network in which nothing has a meaning.
  private static func model(_ network: Network, kinds: [Kind] = []) throws -> CausalModel {
    let variables = network.variables.enumerated().map { index, variable in
      CausalVariable(variable, kind: index < kinds.count ? kinds[index] : .context)
    }
    return try CausalModel(
      graph: CausalGraph(variables: variables, structure: network.graph), cpds: network.cpds,
      provenance: Provenance(graphDigest: ""))
  }

  /// An intervention, a target and findings of a random sort.
  private static func draw(
    _ structure: StructuralModel, _ dice: inout Dice
  ) -> (interventions: [Int: Int], target: WhatIfTarget, evidence: Evidence) {
    let network = structure.network
    let counts = network.cardinalities
    let cause = dice.below(network.count - 1)
    var interventions = [cause: dice.unit() < 0.7 ? 0 : dice.below(counts[cause])]
    if dice.unit() < 0.2 {
      let other = dice.below(network.count)
      interventions[other] = dice.below(counts[other])
    }
    let goal = dice.unit() < 0.9 ? cause + 1 + dice.below(network.count - cause - 1) : cause
    let target = WhatIfTarget(
      goal, state: dice.unit() < 0.5 ? dice.below(counts[goal]) : nil, in: network)
    var evidence = Evidence()
    for variable in network.variables.indices where dice.unit() < 0.35 {
      let sort = dice.unit()
      let state = dice.below(counts[variable])
      if sort < 0.6 {
        evidence[variable] = .state(state)
      } else if sort < 0.8 {
        evidence[variable] = .excluded([state])
      } else {
        evidence[variable] = .likelihood((0..<counts[variable]).map { _ in dice.unit() })
      }
    }
    return (interventions, target, evidence)
  }

  @Test(arguments: UInt64(1)...200)
  func `over noisy-OR and functions without noise counterfactuals are exact`(seed: UInt64) throws {
    let structure = try StructuralModel.random(
      seed: seed, forms: [.noisyMax, .noisyMax, .deterministic], states: 2)
    let question = try WhatIf(Self.model(structure.network))
    var dice = Dice(seed: seed &+ 17)
    for _ in 0..<3 {
      let (interventions, target, evidence) = Self.draw(structure, &dice)
      guard
        let truth = structure.truth(evidence, interventions, of: target.variable, target.states)
      else { continue }
      let effect = try question.preventions(by: interventions, of: [target], in: [evidence])[0]
        .get().targets[0]
      #expect(effect.isExact && effect.prevented.lowerBound == effect.prevented.upperBound)
      #expect(effect.posterior.isClose(to: truth.posterior, .counterfactual))
      #expect(effect.prevented.lowerBound.isClose(to: truth.prevented, .counterfactual))
      if truth.open > 1e-6 {
        let necessity = try #require(effect.necessity)
        #expect(necessity.lowerBound.isClose(to: truth.prevented / truth.open, .ratio))
      }
    }
  }

  @Test(arguments: UInt64(1)...100)
  func `a noisy-MAX of many states is exact where its causes are held nominal`(seed: UInt64) throws
  {
    let structure = try StructuralModel.random(seed: seed, forms: [.noisyMax], states: 3)
    let question = try WhatIf(Self.model(structure.network))
    var dice = Dice(seed: seed &+ 29)
    for target in structure.network.variables.indices {
      for cause in structure.network.graph.parents[target] {
        // A parent that is changed and not set may go from one off-nominal state to another.
        let others = structure.network.graph.parents[target].filter { $0 != cause }
        let isDirect = !structure.network.graph.ancestralSet(of: others)[cause]
        guard isDirect else { continue }
        let evidence = Self.draw(structure, &dice).evidence
        let goal = WhatIfTarget(target, in: structure.network)
        guard let truth = structure.truth(evidence, [cause: 0], of: target, goal.states) else {
          continue
        }
        let effect = try question.preventions(by: [cause: 0], of: [goal], in: [evidence])[0].get()
          .targets[0]
        #expect(effect.isExact)
        #expect(effect.prevented.lowerBound.isClose(to: truth.prevented, .counterfactual))
      }
    }
  }

  @Test(arguments: UInt64(1)...300)
  func `bounds contain what is true of every structural model`(seed: UInt64) throws {
    let structure = try StructuralModel.random(
      seed: seed, forms: StructuralModel.Form.allCases, states: 2 + Int(seed % 2))
    let question = try WhatIf(Self.model(structure.network))
    var dice = Dice(seed: seed &+ 43)
    for _ in 0..<3 {
      let (interventions, target, evidence) = Self.draw(structure, &dice)
      guard
        let truth = structure.truth(evidence, interventions, of: target.variable, target.states)
      else { continue }
      let effect = try question.preventions(by: interventions, of: [target], in: [evidence])[0]
        .get().targets[0]
      #expect(effect.prevented.lowerBound <= truth.prevented + 1e-10)
      #expect(effect.prevented.upperBound >= truth.prevented - 1e-10)
      if effect.isExact {
        #expect(effect.prevented.lowerBound.isClose(to: truth.prevented, .counterfactual))
      }
      guard truth.open > 1e-6 else { continue }
      let necessity = try #require(effect.necessity)
      #expect(necessity.lowerBound <= truth.prevented / truth.open + 1e-9)
      #expect(necessity.upperBound >= truth.prevented / truth.open - 1e-9)
    }
  }

  /// A cause, its defect with the responses that `isOpposed` couples one way or the other, and a test of the defect.
  private static func coupled(
    _ present: [Double], isOpposed: Bool
  ) throws -> StructuralModel {
    // The noise is a number between 0 and 1; the defect is there below a threshold, or for a bad cause above one.
    let cuts = ([0, present[0], isOpposed ? 1 - present[1] : present[1]] + [1]).sorted()
    let responses = zip(cuts, cuts.dropFirst()).filter { $1 > $0 }.map { low, high in
      let middle = (low + high) / 2
      let bad = isOpposed ? middle > 1 - present[1] : middle < present[1]
      return StructuralModel.Response(
        probability: high - low, states: [middle < present[0] ? 1 : 0, bad ? 1 : 0])
    }
    let test = [(0.7, [0, 1]), (0.2, [0, 0]), (0.1, [1, 1])].map {
      StructuralModel.Response(probability: $0.0, states: $0.1)
    }
    return try StructuralModel(
      variables: ["cause", "defect", "test"].map { Variable($0, states: ["no", "yes"]) },
      parents: [[], [0], [1]],
      responses: [
        [.init(probability: 0.8, states: [0]), .init(probability: 0.2, states: [1])], responses,
        test,
      ])
  }

  @Test(arguments: [[0.1, 0.7], [0.4, 0.5], [0.6, 0.9], [0.5, 0.3]])
  func `bounds are attained`(present: [Double]) throws {
    let target = try WhatIfTarget(1, in: Self.coupled(present, isOpposed: false).network)
    for evidence in [
      Evidence([1: .state(1)]), Evidence([2: .state(1)]), Evidence([0: .state(1), 2: .state(1)]),
      Evidence(),
    ] {
      let pairs = try [false, true].map { isOpposed in
        let structure = try Self.coupled(present, isOpposed: isOpposed)
        let effect = try WhatIf(Self.model(structure.network))
          .preventions(by: [0: 0], of: [target], in: [evidence])[0].get().targets[0]
        return (effect, try #require(structure.truth(evidence, [0: 0], of: 1, [1])))
      }
      // Both have the same probabilities, and so the same bounds.
      #expect(pairs[0].0.prevented.lowerBound.isClose(to: pairs[1].0.prevented.lowerBound, .ratio))
      #expect(!pairs[0].0.isExact)
      #expect(pairs[0].0.prevented.lowerBound.isClose(to: pairs[0].1.prevented, .counterfactual))
      #expect(pairs[1].0.prevented.upperBound.isClose(to: pairs[1].1.prevented, .counterfactual))
    }
  }

  @Test func `the drug of the textbook was the cause for certain`() throws {
    // Pearl, Causality, second edition, section 9.3.4, table 9.2: of those given the drug in a trial 16 in 1000 die, of those
    // not given it 14; of those who choose it 2 in 1000, of those who do not 28. The death of one who chose it is due to it: PN = 1.
    let names = ["choice", "drug", "death"]
    let network = try Network(
      variables: names.map { Variable($0, states: ["no", "yes"]) }, parents: [[], [0], [1, 0]],
      cpds: [[0.5, 0.5], [1, 0, 0, 1], [0.972, 0.028, 1, 0, 0.97, 0.03, 0.998, 0.002]].map {
        .table(TabularCPD(cardinality: 2, values: $0))
      })
    let model = try Self.model(network)
    let question = try WhatIf(model)
    let target = WhatIfTarget(2, in: network)
    let effects = try question.effects(of: [[1: 1], [1: 0]], on: [target])
    #expect(effects[0].targets[0].after.isClose(to: 0.016, .ratio))
    #expect(effects[1].targets[0].after.isClose(to: 0.014, .ratio))
    let evidence = Evidence([1: .state(1), 2: .state(1)])
    let effect = try question.preventions(by: [1: 0], of: [target], in: [evidence])[0].get()
      .targets[0]
    let necessity = try #require(effect.necessity)
    #expect(necessity.lowerBound.isClose(to: 1, .ratio) && necessity.upperBound == 1)
  }

  @Test func `one cause of a noisy-OR is necessary as its formula says`() throws {
    let model = try GraphSamples.model(
      """
      digraph { a [kind=step, prior="0.9 0.1"]; b [kind=step, prior="0.8 0.2"];
        d [kind=defect, cpd=noisy_max, leak=0.05]; a -> d [strength=0.6]; b -> d [strength=0.3] }
      """)
    let evidence = try Evidence(
      ["a": "out_of_control", "b": "in_control", "d": "present"], in: model.network)
    let target = WhatIfTarget(2, in: model.network)
    let effect = try WhatIf(model).preventions(by: [0: 0], of: [target], in: [evidence])[0].get()
      .targets[0]
    // 0.6 · 0.95 of 1 − 0.4 · 0.95: the cause acted, and the leak did not.
    #expect(try #require(effect.necessity).lowerBound.isClose(to: 0.57 / 0.62, .ratio))
    #expect(effect.isExact)
  }

  @Test(arguments: UInt64(1)...100)
  func `effects on targets, on any defect and on escapes are those of the enumerated intervention`(
    seed: UInt64
  ) throws {
    let model = try RandomModel.make(seed: seed)
    let network = model.network
    let targets = WhatIfTarget.all(of: model)
    let question = try WhatIf(model)
    var random = RandomNetwork(seed: seed)
    for interventions in question.nominalCandidates {
      let evidence = random.possibleEvidence(share: 0.3)
      let context = Evidence(
        evidence.items.filter {
          question.isContext(Evidence([$0.key: $0.value]), of: interventions)
        })
      let effect = try question.effects(
        of: [interventions], on: targets, context: context)[0]
      let before = JointOracle(network, evidence: context)
      let after = JointOracle(network.intervening(interventions), evidence: context)
      for (target, size) in zip(targets, effect.targets) {
        #expect(
          size.before.isClose(to: 1 - before.posteriors[target.variable][0], .counterfactual))
        #expect(size.after.isClose(to: 1 - after.posteriors[target.variable][0], .counterfactual))
      }
      func variables(_ kind: Kind) -> [Int] {
        network.variables.indices.filter {
          model.graph.variables[$0].kind == kind && network.variables[$0].states.count > 1
        }
      }
      let (defects, tests) = (variables(.defect), variables(.test))
      func share(_ oracle: JointOracle, _ isCounted: ([Int]) -> Bool) -> Double {
        oracle.jointStates.filter { isCounted($0.states) }
          .reduce(0) { $0 + exponential($1.logarithm - oracle.logEvidence) }
      }
      func isBad(_ states: [Int]) -> Bool { defects.contains { states[$0] > 0 } }
      func isEscape(_ states: [Int]) -> Bool {
        isBad(states) && tests.allSatisfy { states[$0] == 0 }
      }
      #expect((effect.anyDefect == nil) == defects.isEmpty)
      #expect((effect.escape == nil) == (defects.isEmpty || tests.isEmpty))
      if let size = effect.anyDefect {
        #expect(size.before.isClose(to: share(before, isBad), .counterfactual))
        #expect(size.after.isClose(to: share(after, isBad), .counterfactual))
      }
      if let size = effect.escape {
        #expect(size.before.isClose(to: share(before, isEscape), .counterfactual))
        #expect(size.after.isClose(to: share(after, isEscape), .counterfactual))
      }
    }
  }

  @Test(arguments: UInt64(1)...60)
  func
    `what is prevented on average is what the intervention takes away, where nothing is brought on`(
      seed: UInt64
    ) throws
  {
    // A noisy-OR never gains from a cause that is taken away.
    let structure = try StructuralModel.random(seed: seed, forms: [.noisyMax], states: 2)
    let question = try WhatIf(Self.model(structure.network))
    let targets = structure.network.variables.indices.dropFirst().map {
      WhatIfTarget($0, in: structure.network)
    }
    let effect = try question.effects(of: [[0: 0]], on: targets)[0]
    let prevention = try question.preventions(by: [0: 0], of: targets, in: [Evidence()])[0].get()
    for (size, unit) in zip(effect.targets, prevention.targets) {
      #expect(unit.prevented.lowerBound.isClose(to: size.before - size.after, .counterfactual))
    }
  }

  @Test func `many units are summed, and one that can't be fails alone`() throws {
    let model = try GraphSamples.model(
      """
      digraph { a [kind=lot, prior="0.9 0.1"]; d [kind=defect, cpd=noisy_max, leak=0.05]; a -> d [strength=0.6];
        t [kind=test, cpt="1 0; 0.2 0.8"]; d -> t }
      """)
    let units = try [["t": "fail"], ["d": "absent", "t": "fail"], [:], ["d": "present"]].map {
      try Evidence($0, in: model.network)
    }
    let targets = WhatIfTarget.all(of: model)
    let answers = try WhatIf(model).preventions(by: [0: 0], of: targets, in: units)
    #expect(answers[1] == .failure(.impossibleEvidence(contradiction: units[1])))
    var total = PreventionTotal(of: [0: 0], targetCount: targets.count)
    for (place, answer) in answers.enumerated() where place != 1 {
      total.add(try answer.get(), count: place == 3 ? 2.5 : 1)
    }
    let effects = try [0, 2, 3].map { try answers[$0].get().targets[0] }
    let expected = effects[0].posterior + effects[1].posterior + 2.5 * effects[2].posterior
    #expect(total.targets[0].expected.isClose(to: expected, .manySteps))
    let prevented =
      effects[0].prevented.lowerBound + effects[1].prevented.lowerBound + 2.5
      * effects[2].prevented.lowerBound
    #expect(total.targets[0].prevented.lowerBound.isClose(to: prevented, .manySteps))
    #expect(total.targets[0].isExact && !total.targets[1].isExact)
    #expect(
      try #require(total.targets[0].share).lowerBound.isClose(to: prevented / expected, .ratio))
  }

  @Test func `what is found of a unit is no context`() throws {
    let model = try GraphSamples.model(GraphSamples.line)
    let question = try WhatIf(model)
    let (reflow, shift) = (
      try #require(model.graph.index(of: "reflow")), try #require(model.graph.index(of: "shift"))
    )
    #expect(question.isContext(Evidence([shift: .state(1)]), of: [reflow: 0]))
    #expect(!question.isContext(Evidence([reflow: .state(1)]), of: [reflow: 0]))
    let xray = try #require(model.graph.index(of: "xray"))
    #expect(!question.isContext(Evidence([xray: .state(1)]), of: [reflow: 0]))
  }
}

extension Tolerance {
  /// Probabilities that are differences of others.
  fileprivate static let counterfactual = Tolerance(relative: 1e-10, absolute: 1e-10)
  /// Quotients of these.
  fileprivate static let ratio = Tolerance(relative: 1e-8, absolute: 1e-9)
}
