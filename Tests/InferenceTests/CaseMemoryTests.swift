import GraphStructure
import Inference
import NetworkModel
import Testing
import _TestSupport

/// Whether the memory is enough is decided on what a case needs.
@Suite struct CaseMemoryTests {
  /// A grid of binary variables: wide as a whole, narrow at its corner and where a line of it is known.
  private func grid(side: Int, _ dice: inout Dice) throws -> Network {
    let graph = DirectedGraph.grid(side: side)
    return try Network(
      variables: (0..<graph.count).map { Variable("v\($0)", states: ["no", "yes"]) }, graph: graph,
      cpds: graph.parents.map { parents in
        .table(
          TabularCPD(
            cardinality: 2,
            values: (0..<1 << parents.count).flatMap { _ in dice.distribution(2) }))
      })
  }

  private let side = 9
  /// Too little for the whole grid.
  private let limit = 60_000

  @Test(arguments: UInt64(1)...10)
  func `a corner is answered where the whole does not fit`(seed: UInt64) throws {
    var dice = Dice(seed: seed)
    let network = try grid(side: side, &dice)
    let full = try CompiledNetwork(network)
    #expect(throws: InferenceError.self) { try CompiledNetwork(network, memoryLimit: limit) }
    let parts = CompiledNetwork(partsOf: network, memoryLimit: limit)
    #expect(!parts.fits)
    // The ancestors of the corner's variables are a small part.
    let asked = [0, 1, side + 1, 2 * side + 1]
    let evidence = Evidence([2 * side: .state(1), side + 1: .likelihood([0.2, 0.9])])
    let found = try parts.posteriors(given: evidence, of: asked)
    let expected = try full.posteriors(given: evidence)
    for variable in asked { #expect(found[variable].isClose(to: expected[variable], .exact)) }
    #expect(found.logEvidence.isLogarithmClose(to: expected.logEvidence, .exact))
    #expect(found[side * side - 1] == [])
    let joint = try parts.joint(over: [side + 1, 0], given: evidence)
    #expect(
      joint.probabilities.isClose(
        to: try full.joint(over: [side + 1, 0], given: evidence).probabilities, .exact))
    #expect(throws: InferenceError.self) { try parts.posteriors(given: evidence) }
  }

  @Test(arguments: UInt64(11)...20)
  func `findings that cut the network small are enough`(seed: UInt64) throws {
    var dice = Dice(seed: seed)
    let network = try grid(side: side, &dice)
    var random = RandomNetwork(network, seed: seed)
    let states = random.sample()
    // Every third line is known.
    var evidence = Evidence()
    for variable in network.variables.indices where variable / side % 3 == 1 {
      evidence[variable] = states[variable]
    }
    let full = try CompiledNetwork(network)
    let parts = CompiledNetwork(partsOf: network, memoryLimit: limit)
    let found = try parts.posteriors(given: evidence)
    let expected = try full.posteriors(given: evidence)
    #expect(found.probabilities.isClose(to: expected.probabilities, .exact))
    #expect(found.logEvidence.isLogarithmClose(to: expected.logEvidence, .exact))
    #expect(
      try parts.mostProbableExplanations(3, given: evidence)
        == full.mostProbableExplanations(3, given: evidence))
  }

  @Test func `a case that does not fit fails alone`() throws {
    var dice = Dice(seed: 21)
    let network = try grid(side: side, &dice)
    var session = QuerySession(network, memoryLimit: limit)
    let small = QueryCase(question: .posteriors(of: [side]))
    let large = QueryCase()
    let answers = session.answers(to: [small, large, small])
    #expect(answers.count == 3 && answers[0] == answers[2])
    guard case .success(.posteriors) = answers[0], case .failure(.treeTooLarge) = answers[1] else {
      Issue.record("\(answers)")
      return
    }
    var estimating = QuerySession(network, memoryLimit: limit, approximation: Approximation())
    let estimates = estimating.answers(to: [small, large])
    guard case .success(.posteriors) = estimates[0], case .success(.approximate) = estimates[1]
    else {
      Issue.record("\(estimates)")
      return
    }
  }

  @Test func `an intervention may cut the network small`() throws {
    var dice = Dice(seed: 22)
    let network = try grid(side: side, &dice)
    let variables = network.variables.indices.filter { $0 / side % 3 == 1 }
    let states = Dictionary(uniqueKeysWithValues: variables.map { ($0, 1) })
    let evidence = Evidence(states.mapValues { .state($0) })
    var session = QuerySession(network, memoryLimit: limit)
    let query = QueryCase(evidence: evidence, interventions: states)
    let expected = try CompiledNetwork(network.intervening(states)).posteriors(given: evidence)
    guard case .posteriors(let found) = try session.answer(to: query) else { return }
    #expect(found.probabilities.isClose(to: expected.probabilities, .exact))
  }

  @Test(arguments: UInt64(23)...40)
  func `a contradiction is found where the whole does not fit`(seed: UInt64) throws {
    var dice = Dice(seed: seed)
    let network = try grid(side: side, &dice)
    var cpds = network.cpds
    cpds[0] = .table(TabularCPD(cardinality: 2, values: [1, 0]))
    let changed = try Network(variables: network.variables, graph: network.graph, cpds: cpds)
    let parts = CompiledNetwork(partsOf: changed, memoryLimit: limit)
    let wrong = Evidence([0: .state(1)])
    let evidence = Evidence([0: .state(1), 1: .state(0), side: .state(1)])
    #expect(throws: InferenceError.impossibleEvidence(contradiction: wrong)) {
      try parts.posteriors(given: evidence, of: [1])
    }
  }

  @Test(arguments: UInt64(1)...100)
  func `what a question does not need changes nothing`(seed: UInt64) throws {
    var random = RandomNetwork(seed: seed)
    let network = random.network
    // No memory but what a part of few cells takes.
    let parts = CompiledNetwork(partsOf: network, memoryLimit: 3000)
    for _ in 0..<5 {
      let evidence = random.evidence()
      let oracle = JointOracle(network, evidence: evidence)
      for variable in network.variables.indices where !network.variables[variable].isReading {
        do throws(InferenceError) {
          let found = try parts.posteriors(given: evidence, of: [variable])
          #expect(found[variable].isClose(to: oracle.posteriors[variable], .exact))
          #expect(found.logEvidence.isLogarithmClose(to: oracle.logEvidence, .exact))
        } catch {
          if case .treeTooLarge(let size, _) = error { #expect(size.bytes(lanes: 1) > 3000) }
          if case .impossibleEvidence = error { #expect(oracle.logEvidence == -.infinity) }
        }
      }
    }
  }
}
