import GraphStructure
import Inference
import NetworkModel
import Testing
import _TestSupport

@Suite struct LoopyBeliefPropagationTests {
  private static let thorough = LoopyBeliefPropagation(damping: 0, tolerance: 1e-14)

  // MARK: Polytrees

  @Test(arguments: UInt64(1)...150)
  func `it is exact on a polytree`(seed: UInt64) throws {
    let graph = DirectedGraph.randomPolytree(
      count: 3 + Int(seed % 7), components: 1 + Int(seed % 2), seed: seed)
    var random = RandomNetwork(over: graph, seed: seed)
    for share in [0, 0.3, 0.6] {
      let evidence = random.possibleEvidence(share: share)
      try expectExact(random.network, evidence, Self.thorough)
    }
  }

  @Test(arguments: UInt64(1)...60)
  func `likelihoods and whatever else may be known enter exactly`(seed: UInt64) throws {
    let graph = DirectedGraph.randomPolytree(count: 8, seed: seed)
    var random = RandomNetwork(over: graph, seed: seed)
    for _ in 0..<4 {
      let evidence = random.evidence()
      guard JointOracle(random.network, evidence: evidence).logEvidence > -.infinity else {
        continue
      }
      try expectExact(random.network, evidence, Self.thorough)
    }
  }

  @Test(arguments: UInt64(1)...20)
  func `damping changes the way and not the end`(seed: UInt64) throws {
    let graph = DirectedGraph.randomPolytree(count: 9, seed: seed)
    var random = RandomNetwork(over: graph, seed: seed)
    let evidence = random.possibleEvidence(share: 0.4)
    try expectExact(
      random.network, evidence, LoopyBeliefPropagation(damping: 0.5, tolerance: 1e-14))
  }

  @Test func `a chain of findings that could hardly be is answered`() throws {
    let count = 1200
    let jump = 0x1p-30
    let network = Textbooks.network(
      (0..<count).map { place in
        place == 0
          ? Textbooks.Node("x0", yes: [0.5])
          : Textbooks.Node("x\(place)", ["x\(place - 1)"], yes: [jump, 1 - jump])
      })
    var evidence = Evidence()
    for place in stride(from: 0, to: count, by: 2) { evidence[place] = .state(place / 2 % 2) }
    let loopy = try Self.thorough.marginals(of: network, given: evidence)
    let exact = try CompiledNetwork(network).posteriors(given: evidence)
    #expect(loopy.betheLogEvidence.isLogarithmClose(to: exact.logEvidence, .manySteps))
    #expect(loopy.distributions[601].isClose(to: [0.5, 0.5], .manySteps))
  }

  private func expectExact(
    _ network: Network, _ evidence: Evidence, _ method: LoopyBeliefPropagation
  ) throws {
    let loopy = try method.marginals(of: network, given: evidence)
    let oracle = JointOracle(network, evidence: evidence)
    guard case .converged = loopy.convergence else {
      Issue.record("\(loopy.convergence)")
      return
    }
    #expect(loopy.betheLogEvidence.isLogarithmClose(to: oracle.logEvidence, .manySteps))
    for (belief, expected) in zip(loopy.distributions, oracle.posteriors) {
      #expect(belief.isClose(to: expected, .manySteps))
    }
  }

  // MARK: Noisy-MAX

  /// Independent causes of three or two states each, and their effect, as a noisy-MAX.
  private func noisyMax(causes: Int, states: Int, zeroShare: Double = 0, seed: UInt64) throws
    -> Network
  {
    var dice = Dice(seed: seed)
    let names = (0..<states).map { "s\($0)" }
    let variables = (0..<causes).map { Variable("c\($0)", states: names) }
    let strengths = (0..<causes).map { _ in
      (1..<states).flatMap { _ in dice.distribution(states, zeroShare: zeroShare) }
    }
    let leak = dice.distribution(states, zeroShare: zeroShare)
    return try Network(
      variables: variables + [Variable("effect", states: names)],
      parents: variables.map { _ in [] } + [Array(0..<causes)],
      cpds: variables.map { _ in
        .table(TabularCPD(cardinality: states, values: dice.distribution(states)))
      } + [.noisyMax(NoisyMaxCPD(cardinality: states, strengths: strengths, leak: leak))])
  }

  @Test(arguments: UInt64(1)...20, [(11, 2), (7, 3)])
  func `a noisy-MAX is passed by its causes, not by its table`(seed: UInt64, size: (Int, Int))
    throws
  {
    let network = try noisyMax(
      causes: size.0, states: size.1, zeroShare: seed % 2 == 0 ? 0.4 : 0, seed: seed)
    var random = RandomNetwork(network, seed: seed)
    for share in [0, 0.4] {
      try expectExact(network, random.possibleEvidence(share: share), Self.thorough)
      let evidence = Evidence([network.count - 1: .state(size.1 - 1)])
      if JointOracle(network, evidence: evidence).logEvidence > -.infinity {
        try expectExact(network, evidence, Self.thorough)
      }
    }
  }

  @Test func `a noisy-OR of a thousand causes is answered`() throws {
    let causes = 1000
    let (prior, strength, leak) = (0.001, 0.6, 0.01)
    let network = try Network(
      variables: (0...causes).map { Variable("v\($0)", states: ["no", "yes"]) },
      parents: (0..<causes).map { _ in [] } + [Array(0..<causes)],
      cpds: (0..<causes).map { _ in
        .table(TabularCPD(cardinality: 2, values: [1 - prior, prior]))
      } + [
        .noisyMax(
          NoisyMaxCPD(
            cardinality: 2,
            strengths: [[Double]](repeating: [1 - strength, strength], count: causes),
            leak: [1 - leak, leak]))
      ])
    let loopy = try Self.thorough.marginals(of: network, given: Evidence([causes: .state(1)]))
    // Without the cause, or with it when it does nothing, the effect stays away as often as the others and the leak let it.
    let othersFail = exponential(Double(causes - 1) * logarithm(1 - prior * strength)) * (1 - leak)
    let with = prior * (1 - (1 - strength) * othersFail)
    let without = (1 - prior) * (1 - othersFail)
    #expect(loopy.distributions[0][1].isClose(to: with / (with + without), .manySteps))
    #expect(loopy.betheLogEvidence.isLogarithmClose(to: logarithm(with + without), .manySteps))
  }

  // MARK: Loops

  @Test func `iterations that were not enough are told`() throws {
    let evidence = try Evidence(["xray": "yes", "dyspnoea": "yes"], in: Textbooks.asia)
    let hasty = LoopyBeliefPropagation(maximumIterations: 1)
    let marginals = try hasty.marginals(of: Textbooks.asia, given: evidence)
    guard case .stopped(let residual) = marginals.convergence else {
      Issue.record("\(marginals.convergence)")
      return
    }
    #expect(residual > 0.01 && residual <= 1)
  }

  @Test func `a network with a loop is answered nearly`() throws {
    let evidence = try Evidence(["xray": "yes", "dyspnoea": "yes"], in: Textbooks.asia)
    let loopy = try LoopyBeliefPropagation().marginals(of: Textbooks.asia, given: evidence)
    let exact = try CompiledNetwork(Textbooks.asia).posteriors(given: evidence)
    for (belief, expected) in zip(loopy.distributions, exact.distributions) {
      #expect(belief.isClose(to: expected, Tolerance(absolute: 0.1)))
    }
  }

  @Test(arguments: UInt64(1)...200)
  func `beliefs are distributions, and what is ruled out is impossible`(seed: UInt64) throws {
    var random = RandomNetwork(seed: seed)
    for _ in 0..<4 {
      let evidence = random.evidence()
      let oracle = JointOracle(random.network, evidence: evidence)
      do throws(ApproximationError) {
        let loopy = try LoopyBeliefPropagation().marginals(of: random.network, given: evidence)
        #expect(loopy.betheLogEvidence.isFinite)
        for (belief, expected) in zip(loopy.distributions, oracle.posteriors) {
          #expect(belief.reduce(0, +).isClose(to: 1, .exact))
          #expect(belief.allSatisfy { $0 >= 0 })
          if oracle.logEvidence > -.infinity {
            #expect(zip(belief, expected).allSatisfy { $0 > 0 || $1 == 0 })
          }
        }
      } catch {
        guard case .impossibleEvidence(let contradiction) = error else {
          Issue.record("seed \(seed): \(error)")
          continue
        }
        #expect(contradiction.items.allSatisfy { evidence[$0.key] == $0.value })
        #expect(JointOracle(random.network, evidence: contradiction).logEvidence == -.infinity)
      }
    }
  }

  // MARK: Contradictions

  @Test func `findings that have no part in a contradiction are not named`() throws {
    let asia = Textbooks.asia
    let evidence = try Evidence(
      ["asia": "yes", "smoking": "no", "tuberculosis": "yes", "either": "no", "xray": "yes"],
      in: asia)
    let contradiction = try Evidence(["tuberculosis": "yes", "either": "no"], in: asia)
    #expect(throws: ApproximationError.impossibleEvidence(contradiction: contradiction)) {
      try LoopyBeliefPropagation().marginals(of: asia, given: evidence)
    }
  }

  @Test func `a likelihood of nothing is impossible`() throws {
    let evidence = Evidence([0: .likelihood([0, 0])])
    #expect(throws: ApproximationError.impossibleEvidence(contradiction: evidence)) {
      try LoopyBeliefPropagation().marginals(of: Textbooks.asia, given: evidence)
    }
  }

  @Test func `probabilities whose product no Double holds are not taken for zero`() throws {
    let network = Textbooks.network([
      Textbooks.Node("a", yes: [1e-200]), Textbooks.Node("b", ["a"], yes: [0, 1e-200]),
    ])
    let loopy = try Self.thorough.marginals(of: network, given: Evidence([1: .state(1)]))
    #expect(loopy.distributions[0] == [0, 1])
    #expect(loopy.betheLogEvidence.isLogarithmClose(to: 2 * logarithm(1e-200), .exact))
  }

  @Test func `a network of no variables has nothing to say`() throws {
    let empty = try Network(variables: [], parents: [], cpds: [])
    let loopy = try LoopyBeliefPropagation().marginals(of: empty)
    #expect(loopy.distributions.isEmpty)
    #expect(loopy.betheLogEvidence == 0)
    #expect(loopy.convergence == .converged(iterations: 1))
  }
}
