import Inference
import NetworkModel
import Testing
import _TestSupport

/// Large noisy-MAX, whose parents join in a chain, against the same written out as tables.
@Suite struct NoisyMaxChainTests {
  /// A network with one or two noisy-MAX over causes that depend on each other, each with an effect.
  private func network(_ dice: inout Dice) throws -> Network {
    let causes = 8
    let states = (0..<causes + 4).map { $0 < causes ? 2 + dice.below(2) : 2 + dice.below(3) }
    var parents: [[Int]] = []
    var cpds: [CPD] = []
    func table(_ own: Int, _ given: [Int]) -> CPD {
      let rows = given.reduce(1) { $0 * states[$1] }
      return .table(
        TabularCPD(
          cardinality: own,
          values: (0..<rows).flatMap { _ in dice.distribution(own, zeroShare: 0.1) }))
    }
    for cause in 0..<causes {
      let given = cause > 0 && dice.unit() < 0.6 ? [dice.below(cause)] : []
      parents.append(given)
      cpds.append(table(states[cause], given))
    }
    for effect in [causes, causes + 1] {
      let given = Array(dice.shuffled(0..<causes).prefix(7 + dice.below(2)))
      parents.append(given)
      cpds.append(
        .noisyMax(
          NoisyMaxCPD(
            cardinality: states[effect],
            strengths: given.map { parent in
              (1..<states[parent]).flatMap { _ in dice.distribution(states[effect], zeroShare: 0.2)
              }
            },
            leak: dice.distribution(states[effect], zeroShare: 0.3))))
    }
    for test in [causes + 2, causes + 3] {
      parents.append([test - 2])
      cpds.append(table(states[test], [test - 2]))
    }
    return try Network(
      variables: states.indices.map { index in
        Variable("v\(index)", states: (0..<states[index]).map { "s\($0)" })
      }, parents: parents, cpds: cpds)
  }

  @Test(arguments: UInt64(1)...60)
  func `all answers are those of the tables`(seed: UInt64) throws {
    var dice = Dice(seed: seed)
    let network = try network(&dice)
    var random = RandomNetwork(network, seed: seed)
    let tables = CompiledNetwork(network, tree: try JunctionTree(network))
    let cases = (0..<20).map { _ in random.evidence() } + [random.possibleEvidence(share: 0.3)]
    for choice in [TreeChoice.leastWork, .cut] {
      var compiled = try CompiledNetwork(network)
      compiled.choice = choice
      #expect(compiled.tree.size.totalCells < tables.tree.size.totalCells)
      for (evidence, answer) in zip(cases, compiled.posteriors(given: cases)) {
        let expected = Result { () throws(InferenceError) in try tables.posteriors(given: evidence)
        }
        let alone = Result { () throws(InferenceError) in try compiled.posteriors(given: evidence) }
        for answer in [answer, alone] { expect(answer, toBe: expected) }
      }
    }
  }

  private func expect(
    _ answer: Result<Posteriors, InferenceError>, toBe expected: Result<Posteriors, InferenceError>
  ) {
    switch (answer, expected) {
    case (.success(let found), .success(let expected)):
      #expect(found.logEvidence.isLogarithmClose(to: expected.logEvidence, .exact))
      #expect(found.starts == expected.starts)
      #expect(found.probabilities.isClose(to: expected.probabilities, .exact))
    case (.failure(let found), .failure(let expected)): #expect(found == expected)
    default: Issue.record("\(answer), and not \(expected)")
    }
  }

  @Test(arguments: UInt64(61)...80)
  func `explanations, joints, families and interventions are those of the tables`(seed: UInt64)
    throws
  {
    var dice = Dice(seed: seed)
    let network = try network(&dice)
    var random = RandomNetwork(network, seed: seed)
    let evidence = random.possibleEvidence(share: 0.3)
    let cut = network.intervening([8: 0])
    for network in [network, cut] {
      let tables = CompiledNetwork(network, tree: try JunctionTree(network))
      let compiled = try CompiledNetwork(network)
      guard tables.logEvidence(of: evidence) > -.infinity else { continue }
      #expect(
        try compiled.mostProbableExplanations(5, given: evidence)
          == tables.mostProbableExplanations(5, given: evidence))
      let joint = try compiled.joint(over: [9, 0, 8], given: evidence)
      #expect(
        joint.probabilities.isClose(
          to: try tables.joint(over: [9, 0, 8], given: evidence).probabilities, .exact))
      let families = [compiled, tables].map { compiled in
        compiled.families(given: [evidence]) { _, family in
          network.variables.indices.map(family)
        }
      }
      #expect(families[0] == families[1])
    }
  }

  /// A noisy-MAX of `count` independent causes with three states.
  private func star(causes count: Int, _ dice: inout Dice) throws -> Network {
    let cpd = NoisyMaxCPD(
      cardinality: 3, strengths: (0..<count).map { _ in dice.distribution(3) },
      leak: dice.distribution(3))
    return try Network(
      variables: (0..<count).map { Variable("c\($0)", states: ["good", "bad"]) }
        + [Variable("effect", states: ["none", "some", "all"])],
      parents: (0..<count).map { _ in [] } + [Array(0..<count)],
      cpds: (0..<count).map { _ in
        .table(TabularCPD(cardinality: 2, values: [0.98, 0.02]))
      } + [.noisyMax(cpd)])
  }

  @Test(arguments: [22, 100, 600])
  func `hundreds of parents are answered as the product of their distributions says`(count: Int)
    throws
  {
    var dice = Dice(seed: UInt64(count))
    let network = try star(causes: count, &dice)
    guard case .noisyMax(let cpd) = network.cpds[count] else { return }
    let compiled = try CompiledNetwork(network)
    #expect(compiled.tree.size.totalCells < 20 * Double(count))
    // P(X ≤ x) = ∏ P(Zᵢ ≤ x) over the leak and the causes.
    func atMost(_ state: Int, _ distribution: some Sequence<Double>) -> Double {
      distribution.prefix(state + 1).reduce(0, +)
    }
    func cumulative(_ state: Int, without left: Int? = nil) -> Double {
      (0..<count).reduce(atMost(state, cpd.leak)) {
        $1 == left ? $0 : $0 * (0.98 + 0.02 * atMost(state, cpd.strengths[$1]))
      }
    }
    let loose = Tolerance(relative: 1e-10, absolute: 1e-14)
    let prior = try compiled.posteriors()
    let distribution = (0..<3).map { cumulative($0) - ($0 > 0 ? cumulative($0 - 1) : 0) }
    #expect(prior[count].isClose(to: distribution, loose))
    let found = try compiled.posteriors(given: Evidence([count: .state(1)]))
    #expect(exponential(found.logEvidence).isClose(to: distribution[1], loose))
    for cause in [0, count / 2, count - 1] {
      func joint(_ state: Int) -> Double {
        cumulative(state, without: cause) * 0.02 * atMost(state, cpd.strengths[cause])
      }
      #expect(found[cause, 1].isClose(to: (joint(1) - joint(0)) / distribution[1], loose))
    }
  }

  @Test func `the most probable joint state of a noisy-MAX too large for a table is refused`()
    throws
  {
    var dice = Dice(seed: 1)
    let network = try star(causes: 100, &dice)
    let compiled = try CompiledNetwork(network)
    do throws(InferenceError) {
      _ = try compiled.mostProbableExplanations(given: Evidence([100: .state(1)]))
      Issue.record("a table of a hundred parents was made")
    } catch {
      guard case .treeTooLarge(let size, _) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(size.largestClique == Array(0...100))
    }
  }

  @Test func `findings that contradict each other are found along a chain`() throws {
    var dice = Dice(seed: 2)
    let network = try star(causes: 60, &dice)
    var cpds = network.cpds
    // Cause 7 brings about the last state, for certain.
    guard case .noisyMax(var cpd) = cpds[60] else { return }
    cpd.strengths[7] = [0, 0, 1]
    cpds[60] = .noisyMax(cpd)
    let changed = try Network(variables: network.variables, graph: network.graph, cpds: cpds)
    let pair = Evidence([7: .state(1), 60: .excluded([2])])
    var evidence = pair
    for cause in [3, 30] { evidence[cause] = .state(1) }
    #expect(throws: InferenceError.impossibleEvidence(contradiction: pair)) {
      try CompiledNetwork(changed).posteriors(given: evidence)
    }
  }
}
