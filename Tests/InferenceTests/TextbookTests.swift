import Inference
import NetworkModel
import Testing
import _TestSupport

/// Figures that are printed in the literature, each to half a unit of its last digit, and by enumeration to the last.
@Suite struct TextbookTests {
  private func expect(
    _ network: Network, _ variable: String, _ state: String, given states: [String: String],
    is printed: Double, decimals: Int, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let index = try #require(network.index(of: variable))
    let place = try #require(network.variables[index].state(state))
    let evidence = try Evidence(states, in: network)
    let found = try CompiledNetwork(network).posteriors(given: evidence)[index][place]
    #expect(
      found.isClose(to: printed, .printed(decimals: decimals)), sourceLocation: sourceLocation)
    let oracle = JointOracle(network, evidence: evidence).posteriors[index][place]
    #expect(found.isClose(to: oracle, .exact), sourceLocation: sourceLocation)
  }

  /// Russell and Norvig, *Artificial Intelligence*, 3rd edition (2010), section 14.4.1, page 523.
  @Test func `a burglary when both neighbours call`() throws {
    try expect(
      Textbooks.burglary, "burglary", "yes", given: ["john": "yes", "mary": "yes"], is: 0.284,
      decimals: 3)
  }

  /// Russell and Norvig, *Artificial Intelligence*, 3rd edition (2010), section 14.5.1: the true answer there is ⟨0.3, 0.7⟩.
  @Test func `rain when the sprinkler is on`() throws {
    try expect(
      Textbooks.sprinkler, "rain", "yes", given: ["sprinkler": "yes"], is: 0.3, decimals: 1)
  }

  /// Koller and Friedman, *Probabilistic Graphical Models* (2009), section 3.2.1.2, pages 54 and 55.
  @Test func `the student's letter, grade and intelligence`() throws {
    let student = Textbooks.student
    try expect(student, "letter", "l1", given: [:], is: 0.502, decimals: 3)
    try expect(student, "letter", "l1", given: ["intelligence": "i0"], is: 0.389, decimals: 3)
    try expect(
      student, "letter", "l1", given: ["intelligence": "i0", "difficulty": "d0"], is: 0.513,
      decimals: 3)
    try expect(student, "intelligence", "i1", given: ["grade": "g3"], is: 0.079, decimals: 3)
    try expect(student, "difficulty", "d1", given: ["grade": "g3"], is: 0.629, decimals: 3)
    try expect(student, "intelligence", "i1", given: ["letter": "l0"], is: 0.14, decimals: 2)
    try expect(
      student, "intelligence", "i1", given: ["letter": "l0", "grade": "g3"], is: 0.079, decimals: 3)
    try expect(
      student, "intelligence", "i1", given: ["grade": "g3", "sat": "s1"], is: 0.578, decimals: 3)
    try expect(student, "intelligence", "i1", given: ["grade": "g2"], is: 0.175, decimals: 3)
    try expect(
      student, "intelligence", "i1", given: ["grade": "g2", "difficulty": "d1"], is: 0.34,
      decimals: 2)
  }

  /// The network is printed, the figures are by enumeration.
  @Test func `the chest clinic`() throws {
    let asia = Textbooks.asia
    try expect(asia, "lung", "yes", given: ["xray": "yes"], is: 0.4887, decimals: 4)
    try expect(asia, "tuberculosis", "yes", given: [:], is: 0.0104, decimals: 4)
    try expect(asia, "lung", "yes", given: [:], is: 0.055, decimals: 3)
    try expect(asia, "bronchitis", "yes", given: [:], is: 0.45, decimals: 2)
    try expect(asia, "dyspnoea", "yes", given: [:], is: 0.436, decimals: 3)
  }
}
