import GraphStructure
import Inference
import NetworkModel
import Testing
import _TestSupport

/// Trees of what findings leave of a network, where enumeration can't follow.
@Suite struct EvidenceTreeTests {
  /// A grid of variables, each with the one above and the one to the left as parents.
  private static func grid(side: Int, states: Int, seed: UInt64) throws -> Network {
    var dice = Dice(seed: seed)
    let places = 0..<side * side
    let names = (0..<states).map { "s\($0)" }
    let parents = places.map { place in
      (place >= side ? [place - side] : []) + (place % side > 0 ? [place - 1] : [])
    }
    return try Network(
      variables: places.map { Variable("x\($0)", states: names) }, parents: parents,
      cpds: parents.map { list in
        let rows = list.reduce(1) { product, _ in product * states }
        return .table(
          TabularCPD(
            cardinality: states, values: (0..<rows).flatMap { _ in dice.distribution(states) }))
      })
  }

  @Test(arguments: UInt64(1)...4, [2, 3])
  func `findings cut away and findings weighed in say the same`(seed: UInt64, states: Int) throws {
    let network = try Self.grid(side: 8, states: states, seed: seed)
    var compiled = try CompiledNetwork(network)
    var random = RandomNetwork(network, seed: seed)
    for share in [0, 0.1, 0.3, 0.7, 1] {
      let evidence = random.possibleEvidence(share: share)
      compiled.choice = .whole
      let whole = try compiled.posteriors(given: evidence)
      compiled.choice = .cut
      let cut = try compiled.posteriors(given: evidence)
      #expect(cut.logEvidence.isLogarithmClose(to: whole.logEvidence, .manySteps))
      #expect(cut.probabilities.isClose(to: whole.probabilities, .manySteps))
    }
  }

  @Test func `cases with the same findings move through a cut tree together`() throws {
    let network = try Self.grid(side: 8, states: 3, seed: 9)
    var compiled = try CompiledNetwork(network)
    compiled.choice = .cut
    var random = RandomNetwork(network, seed: 9)
    let observed = Set(stride(from: 0, to: 64, by: 3))
    let cases = (0..<20).map { _ in
      Evidence(
        Dictionary(
          uniqueKeysWithValues: random.sample().enumerated().filter { observed.contains($0.offset) }
            .map { ($0.offset, $0.element) }))
    }
    for (evidence, answer) in zip(cases, compiled.posteriors(given: cases)) {
      let alone = try compiled.posteriors(given: evidence)
      #expect(try answer.get().probabilities.isClose(to: alone.probabilities, .manySteps))
    }
  }

  @Test func `two orders of elimination agree where tables are large`() throws {
    let network = try Self.grid(side: 9, states: 3, seed: 3)
    let evidence = Evidence([0: .state(1), 40: .likelihood([0.2, 0.5, 0.1]), 80: .state(2)])
    let answers = try [EliminationHeuristic.minFill, .minWeight].map { heuristic in
      let search = TriangulationSearch(heuristics: [heuristic], seed: 5, effort: 0)
      return try CompiledNetwork(network, tree: JunctionTree(network, search: search))
        .posteriors(given: evidence)
    }
    #expect(answers[0].probabilities.isClose(to: answers[1].probabilities, .manySteps))
  }
}
