import Inference
import NetworkModel
import Testing
import _TestSupport

/// Cases of all sorts against enumeration.
@Suite struct QuerySessionTests {
  @Test(arguments: UInt64(1)...60)
  func `cases are answered in their order, together or one by one`(seed: UInt64) throws {
    var random = RandomNetwork(seed: seed)
    let network = random.network
    let queries = (0..<24).map { query($0, &random) }
    var session = QuerySession(network)
    let together = session.answers(to: queries)
    #expect(together.count == queries.count)
    for (query, answer) in zip(queries, together) {
      let oracle = JointOracle(
        network.intervening(query.interventions), evidence: query.evidence)
      let alone = Result { () throws(InferenceError) in try session.answer(to: query) }
      for answer in [answer, alone] { expect(answer, toBe: oracle, query.question) }
    }
  }

  private func query(_ number: Int, _ random: inout RandomNetwork) -> QueryCase {
    var query = QueryCase(
      evidence: number % 5 == 0 ? random.evidence() : random.possibleEvidence(share: 0.3))
    let states = random.sample()
    let discrete = states.indices.filter { if case .state = states[$0] { true } else { false } }
    if number % 3 > 0, let variable = discrete.dropFirst(number % 2).first,
      case .state(let state) = states[variable]
    {
      query.interventions = [variable: state]
    }
    switch number % 4 {
    case 1 where number < 12: query.question = .explanation
    case 2 where !discrete.isEmpty: query.question = .joint([discrete[0]])
    default: break
    }
    return query
  }

  private func expect(
    _ answer: Result<QueryAnswer, InferenceError>, toBe oracle: JointOracle,
    _ question: QueryCase.Question
  ) {
    switch answer {
    case .success(.posteriors(let found)):
      #expect(found.logEvidence.isLogarithmClose(to: oracle.logEvidence, .exact))
      for (variable, expected) in oracle.posteriors.enumerated() {
        #expect(found[variable].isClose(to: expected, .exact))
      }
    case .success(.explanations(let found)):
      #expect(found.count == 1)
      #expect(
        found[0].logProbability.isLogarithmClose(
          to: oracle.jointStates.first?.logarithm ?? 0, .exact))
    case .success(.joint(let found)):
      #expect(found.probabilities.isClose(to: oracle.posteriors[found.variables[0]], .exact))
    case .success(.approximate(let found)): Issue.record("nobody asked for estimates: \(found)")
    case .failure: #expect(oracle.logEvidence == -.infinity)
    }
  }

  @Test func `evidence that disagrees with an intervention is impossible`() throws {
    let asia = Textbooks.asia
    let lung = try #require(asia.index(of: "lung"))
    let evidence = try Evidence(["lung": "no", "xray": "yes"], in: asia)
    let state = try #require(asia.variables[lung].state("yes"))
    var session = QuerySession(asia)
    let own = Evidence([lung: try #require(evidence[lung])])
    #expect(throws: InferenceError.impossibleEvidence(contradiction: own)) {
      try session.answer(to: QueryCase(evidence: evidence, interventions: [lung: state]))
    }
  }
}
