import Inference
import NetworkModel
import Testing
import _TestSupport

/// Variations of a case, answered together.
@Suite struct VariationTests {
  @Test(arguments: UInt64(1)...80, [TreeChoice.leastWork, .whole, .cut])
  func `every variation is what enumeration finds, and an impossible one has no answer`(
    seed: UInt64, choice: TreeChoice
  ) throws {
    var random = RandomNetwork(seed: seed)
    var compiled = try CompiledNetwork(random.network)
    compiled.choice = choice
    let cases = [Evidence()] + (0..<11).map { _ in random.evidence() }
    let oracles = cases.map { JointOracle(random.network, evidence: $0) }
    let logs = compiled.logEvidences(of: cases)
    let found = compiled.variations(cases) { place, posteriors in (place, posteriors) }
    #expect(logs.count == cases.count && found.count == cases.count)
    #expect(logs[0] == 0)
    for (place, oracle) in oracles.enumerated() {
      #expect(logs[place].isLogarithmClose(to: oracle.logEvidence, .exact))
      guard oracle.logEvidence > -.infinity else {
        #expect(found[place] == nil)
        continue
      }
      let (own, posteriors) = try #require(found[place])
      #expect(own == place)
      #expect(posteriors.logEvidence.isLogarithmClose(to: oracle.logEvidence, .exact))
      for (variable, expected) in oracle.posteriors.enumerated() {
        #expect(posteriors[variable].isClose(to: expected, .exact))
      }
    }
  }
}
