import Inference
import NetworkModel
import Testing
import _TestSupport

@Suite struct ImpossibleEvidenceTests {
  @Test(arguments: UInt64(1)...200, [TreeChoice.whole, .cut])
  func `the contradiction is impossible, and nothing short of it is`(
    seed: UInt64, choice: TreeChoice
  ) throws {
    var random = RandomNetwork(seed: seed)
    let network = random.network
    var compiled = try CompiledNetwork(network)
    compiled.choice = choice
    for _ in 0..<5 {
      let evidence = random.evidence()
      guard JointOracle(network, evidence: evidence).logEvidence == -.infinity else { continue }
      do throws(InferenceError) {
        _ = try compiled.posteriors(given: evidence)
        Issue.record("seed \(seed): impossible evidence has posteriors")
      } catch {
        guard case .impossibleEvidence(let contradiction) = error else {
          Issue.record("seed \(seed): \(error)")
          continue
        }
        #expect(!contradiction.isEmpty)
        #expect(contradiction.items.allSatisfy { evidence[$0.key] == $0.value })
        #expect(JointOracle(network, evidence: contradiction).logEvidence == -.infinity)
        for variable in contradiction.variables {
          var less = contradiction
          less[variable] = nil
          #expect(JointOracle(network, evidence: less).logEvidence > -.infinity)
        }
      }
    }
  }

  @Test func `findings that have no part in it are not named`() throws {
    let asia = Textbooks.asia
    let evidence = try Evidence(
      [
        "asia": "yes", "smoking": "no", "tuberculosis": "yes", "lung": "no", "either": "no",
        "xray": "yes",
      ], in: asia)
    let contradiction = try Evidence(["tuberculosis": "yes", "either": "no"], in: asia)
    #expect(throws: InferenceError.impossibleEvidence(contradiction: contradiction)) {
      try CompiledNetwork(asia).posteriors(given: evidence)
    }
    #expect(try CompiledNetwork(asia).logEvidence(of: evidence) == -.infinity)
  }

  @Test func `a state that never happens contradicts by itself`() throws {
    let network = Textbooks.network([
      Textbooks.Node("a", yes: [0]), Textbooks.Node("b", ["a"], yes: [0.5, 0.5]),
    ])
    let evidence = Evidence([0: .state(1), 1: .state(1)])
    #expect(
      throws: InferenceError.impossibleEvidence(contradiction: Evidence([0: .state(1)]))
    ) {
      try CompiledNetwork(network).posteriors(given: evidence)
    }
  }

  @Test func `a likelihood of nothing is impossible`() throws {
    let evidence = Evidence([0: .likelihood([0, 0])])
    #expect(throws: InferenceError.impossibleEvidence(contradiction: evidence)) {
      try CompiledNetwork(Textbooks.asia).posteriors(given: evidence)
    }
  }
}
