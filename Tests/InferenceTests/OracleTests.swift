import GraphStructure
import Inference
import NetworkModel
import Testing
import _TestSupport

/// The junction tree against enumeration of all joint states.
@Suite struct OracleTests {
  @Test(arguments: UInt64(1)...500, [TreeChoice.whole, .cut])
  func `posteriors and the probability of the evidence are what enumeration finds`(
    seed: UInt64, choice: TreeChoice
  ) throws {
    var random = RandomNetwork(seed: seed)
    try expectAgreement(&random, choice)
  }

  @Test(arguments: UInt64(501)...600, [TreeChoice.whole, .cut])
  func `variables may have many states`(seed: UInt64, choice: TreeChoice) throws {
    var ingredients = RandomNetwork.Ingredients.everything
    ingredients.manyStates = 24
    ingredients.noisyMax = false
    var random = RandomNetwork(seed: seed, ingredients)
    try expectAgreement(&random, choice)
  }

  private func expectAgreement(_ random: inout RandomNetwork, _ choice: TreeChoice) throws {
    var compiled = try CompiledNetwork(random.network)
    compiled.choice = choice
    for _ in 0..<3 {
      let evidence = random.evidence()
      let oracle = JointOracle(random.network, evidence: evidence)
      guard oracle.logEvidence > -.infinity else {
        #expect(compiled.logEvidence(of: evidence) == -.infinity)
        #expect(throws: InferenceError.self) { try compiled.posteriors(given: evidence) }
        continue
      }
      let posteriors = try compiled.posteriors(given: evidence)
      #expect(posteriors.logEvidence == compiled.logEvidence(of: evidence))
      expectAgreement(of: posteriors, with: oracle)
    }
  }

  @Test(arguments: UInt64(201)...260)
  func `what can be observed together is answered too`(seed: UInt64) throws {
    var random = RandomNetwork(seed: seed)
    let compiled = try CompiledNetwork(random.network)
    for share in [0.2, 0.6, 1] {
      let evidence = random.possibleEvidence(share: share)
      let oracle = JointOracle(random.network, evidence: evidence)
      expectAgreement(of: try compiled.posteriors(given: evidence), with: oracle)
    }
  }

  @Test(arguments: UInt64(1)...80)
  func `the joint of each family is what enumeration finds`(seed: UInt64) throws {
    var random = RandomNetwork(seed: seed)
    let network = random.network
    let evidence = random.possibleEvidence(share: 0.4)
    let oracle = JointOracle(network, evidence: evidence)
    let compiled = try CompiledNetwork(network)
    let workspace = Propagation(tree: compiled.tree, lanes: 1, reading: .families)
    workspace.run(compiled, [evidence])
    let logarithms = Propagation(
      tree: compiled.tree, lanes: 1, reading: .families, arithmetic: .logarithms)
    logarithms.run(compiled, [evidence])
    for variable in network.variables.indices {
      let expected = oracle.families[variable]
      #expect(workspace.family(of: variable, lane: 0).isClose(to: expected, .exact))
      #expect(logarithms.family(of: variable, lane: 0).isClose(to: expected, .exact))
      var totals = [Double](repeating: 1, count: expected.count)
      totals.withUnsafeMutableBufferPointer {
        guard let base = $0.baseAddress else { return }
        workspace.addFamily(of: variable, weights: [2.5], to: base)
      }
      #expect(totals.isClose(to: expected.map { 1 + 2.5 * $0 }, .exact))
    }
  }

  @Test(arguments: UInt64(1)...80)
  func `a propagation of logarithms finds the same`(seed: UInt64) throws {
    var random = RandomNetwork(seed: seed)
    let compiled = try CompiledNetwork(random.network)
    let evidence = random.evidence()
    let oracle = JointOracle(random.network, evidence: evidence)
    let logarithms = Propagation(tree: compiled.tree, lanes: 1, arithmetic: .logarithms)
    logarithms.run(compiled, [evidence])
    #expect(logarithms.logEvidence(lane: 0).isLogarithmClose(to: oracle.logEvidence, .exact))
    guard oracle.logEvidence > -.infinity else { return }
    for variable in random.network.variables.indices {
      guard random.network.variables[variable].cardinality > 1 else { continue }
      let posterior = logarithms.posterior(of: variable, lane: 0) ?? []
      #expect(posterior.isClose(to: oracle.posteriors[variable], .exact))
    }
  }

  @Test(arguments: UInt64(1)...40, EliminationHeuristic.allCases)
  func `every order of elimination gives the same answer`(
    seed: UInt64, heuristic: EliminationHeuristic
  ) throws {
    var random = RandomNetwork(seed: seed)
    let network = random.network
    let evidence = random.possibleEvidence(share: 0.4)
    let ordering = EliminationOrdering(
      network.graph, cardinalities: network.cardinalities, heuristic: heuristic)
    let tree = try JunctionTree(network, CliqueTree(ordering))
    let compiled = CompiledNetwork(network, tree: tree)
    expectAgreement(
      of: try compiled.posteriors(given: evidence), with: JointOracle(network, evidence: evidence))
  }

  private func expectAgreement(of posteriors: Posteriors, with oracle: JointOracle) {
    #expect(posteriors.logEvidence.isLogarithmClose(to: oracle.logEvidence, .exact))
    for (variable, expected) in oracle.posteriors.enumerated() {
      #expect(posteriors[variable].isClose(to: expected, .exact))
    }
  }
}

extension Propagation {
  /// Sends the evidence of `cases`, a lane each, through the tree of the whole network and back.
  func run(_ compiled: CompiledNetwork, _ cases: [Evidence]) {
    compiled.begin(self)
    for (lane, evidence) in cases.enumerated() {
      for variable in evidence.variables {
        guard let item = evidence[variable] else { continue }
        compiled.enter(item, about: variable, lane: lane, in: self)
      }
    }
    collect()
    distribute()
  }
}
