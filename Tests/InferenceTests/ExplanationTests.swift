import Foundation
import Inference
import NetworkModel
import Testing
import _TestSupport

/// Most probable explanations and joints against enumeration of all joint states.
@Suite struct ExplanationTests {
  @Test(arguments: UInt64(1)...200, [TreeChoice.whole, .cut])
  func `the most probable explanation is what enumeration finds`(
    seed: UInt64, choice: TreeChoice
  ) throws {
    var random = RandomNetwork(seed: seed)
    var compiled = try CompiledNetwork(random.network)
    compiled.choice = choice
    for evidence in [random.evidence(), random.possibleEvidence(share: 0.3)] {
      let oracle = JointOracle(random.network, evidence: evidence)
      guard let best = oracle.jointStates.first else {
        #expect(throws: InferenceError.self) {
          try compiled.mostProbableExplanations(given: evidence)
        }
        continue
      }
      let found = try compiled.mostProbableExplanations(given: evidence)
      #expect(found.count == 1)
      let explanation = try #require(found.first)
      #expect(explanation.logProbability.isLogarithmClose(to: best.logarithm, .exact))
      expectExplained(explanation, oracle)
    }
  }

  @Test(arguments: UInt64(1)...200, [TreeChoice.whole, .cut])
  func `so are the next ones, each once`(seed: UInt64, choice: TreeChoice) throws {
    var ingredients = RandomNetwork.Ingredients.everything
    ingredients.maximumVariables = 7
    ingredients.maximumJointStates = 300
    var random = RandomNetwork(seed: seed, ingredients)
    let evidence = random.possibleEvidence(share: 0.2)
    var compiled = try CompiledNetwork(random.network)
    compiled.choice = choice
    let oracle = JointOracle(random.network, evidence: evidence)
    let found = try compiled.mostProbableExplanations(12, given: evidence)
    let expected = oracle.jointStates.prefix(12)
    #expect(found.count == expected.count)
    #expect(Set(found.map(\.states)).count == found.count)
    for (explanation, best) in zip(found, expected) {
      #expect(explanation.logProbability.isLogarithmClose(to: best.logarithm, .exact))
      expectExplained(explanation, oracle)
    }
    #expect(try compiled.mostProbableExplanations(12, given: evidence) == found)
  }

  /// The states have the probability that is said to be theirs.
  private func expectExplained(_ explanation: MostProbableExplanation, _ oracle: JointOracle) {
    let own = oracle.jointStates.first { $0.states == explanation.states }
    #expect(
      own?.logarithm.isLogarithmClose(to: explanation.logProbability, .exact) == true,
      "\(explanation)")
  }

  @Test func `explanations of the same probability come in a fixed order, and all of them`() throws
  {
    let coins = try Network(
      variables: (0..<3).map { Variable("coin\($0)", states: ["heads", "tails"]) },
      parents: [[], [], []],
      cpds: (0..<3).map { _ in .table(.uniform(cardinality: 2, rows: 1)) })
    let found = try CompiledNetwork(coins).mostProbableExplanations(100)
    #expect(found.map(\.states) == Array(JointStates(cardinalities: [2, 2, 2])))
  }

  @Test(arguments: UInt64(1)...200)
  func `the joint of variables anywhere is what enumeration finds`(seed: UInt64) throws {
    var random = RandomNetwork(seed: seed)
    let network = random.network
    let compiled = try CompiledNetwork(network)
    var dice = Dice(seed: seed)
    let discrete = network.variables.indices.filter { !network.variables[$0].isReading }
    for evidence in [random.evidence(), random.possibleEvidence(share: 0.3)] {
      let variables = Array(dice.shuffled(discrete).prefix(1 + dice.below(3)))
      let oracle = JointOracle(network, evidence: evidence)
      guard oracle.logEvidence > -.infinity else {
        #expect(throws: InferenceError.self) {
          try compiled.joint(over: variables, given: evidence)
        }
        continue
      }
      let joint = try compiled.joint(over: variables, given: evidence)
      #expect(joint.variables == variables)
      #expect(joint.logEvidence.isLogarithmClose(to: oracle.logEvidence, .exact))
      #expect(joint.probabilities.isClose(to: oracle.joint(over: variables), .exact))
    }
  }
}
