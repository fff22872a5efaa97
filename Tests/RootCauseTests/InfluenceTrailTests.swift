import GraphStructure
import Inference
import NetworkModel
import RootCause
import Testing
import _TestSupport

/// The ways on which findings speak to causes.
@Suite struct InfluenceTrailTests {
  @Test(arguments: UInt64(1)...150)
  func
    `a trail is active, as the d-separation of the graph has it, and its bits are relative entropies`(
      seed: UInt64
    ) throws
  {
    let model = try RandomModel.make(seed: seed)
    var random = RandomNetwork(seed: seed)
    let evidence = random.possibleEvidence(share: 0.4)
    let graph = model.network.graph
    let wide = model.network.variables.indices.filter {
      model.network.variables[$0].states.count > 1
    }
    guard let cause = wide.first(where: { evidence[$0] == nil }) else { return }
    let explanation = try Diagnostician(model).explain(cause, state: 1, given: evidence)
    let whole = JointOracle(model.network, evidence: evidence)
    for (finding, source) in zip(explanation.findings, evidence.variables) {
      let given = Set(evidence.variables.filter { $0 != source })
      guard let trail = finding.trail else {
        // What is d-connected may be independent by its numbers, but what is not connected has no trail.
        continue
      }
      #expect(!graph.areSeparated(source, cause, given: given))
      let vertices = [source] + trail.steps.compactMap { model.graph.index(of: $0.to) }
      #expect(vertices.last == cause && Set(vertices).count == vertices.count)
      let open = graph.ancestralSet(of: given)
      for (before, vertex, after) in triples(vertices) {
        let isCollider =
          graph.parents[vertex].contains(before) && graph.parents[vertex].contains(after)
        #expect(isCollider ? open[vertex] : !given.contains(vertex))
      }
      var rest = evidence
      rest[source] = nil
      let without = JointOracle(model.network, evidence: rest)
      for (step, vertex) in zip(trail.steps, vertices.dropFirst()) {
        guard let bits = step.bits else {
          #expect(given.contains(vertex))
          continue
        }
        let expected = zip(whole.posteriors[vertex], without.posteriors[vertex]).reduce(0.0) {
          $1.0 > 0 ? $0 + $1.0 * logarithm($1.0 / $1.1) / logarithm(2) : $0
        }
        #expect(bits.isClose(to: expected, Tolerance(relative: 1e-9, absolute: 1e-12)))
      }
    }
  }

  private func triples(_ vertices: [Int]) -> [(Int, Int, Int)] {
    zip(vertices, zip(vertices.dropFirst(), vertices.dropFirst(2))).map { ($0, $1.0, $1.1) }
  }

  @Test func `of two ways the stronger is taken`() throws {
    // A weak arc straight to the defect, and a strong way around.
    let model = try GraphSamples.model(
      """
      digraph { a [kind=step, prior="0.5 0.5"]; m [kind=defect, cpt="0.95 0.05; 0.05 0.95"];
        w [kind=defect, cpt="0.5 0.5; 0.48 0.52"]; t [kind=test, cpt="0.9 0.1; 0.88 0.12; 0.1 0.9; 0.08 0.92"];
        a -> m; a -> w; m -> t; w -> t }
      """)
    let explanation = try Diagnostician(model).explain(
      0, state: 1, given: Evidence(["t": "fail"], in: model.network))
    let trail = try #require(explanation.findings[0].trail)
    #expect(trail.steps.map(\.to) == ["m", "a"])
    #expect(trail.steps.map(\.isAgainstArc) == [true, true])
    let bits = trail.steps.compactMap(\.bits)
    #expect(bits.count == 2 && bits[0] > bits[1] && bits[1] > 0)
  }

  @Test func `causes explain each other away over what is observed`() throws {
    let model = try GraphSamples.model(
      """
      digraph { a [kind=step, prior="0.9 0.1"]; b [kind=step, prior="0.9 0.1"]; d [kind=defect, cpd=noisy_max, leak=0.01];
        a -> d [strength=0.8]; b -> d [strength=0.8] }
      """)
    let evidence = try Evidence(["b": "out_of_control", "d": "present"], in: model.network)
    let explanation = try Diagnostician(model).explain(0, state: 1, given: evidence)
    let other = explanation.findings[0]
    #expect(other.variable == "b" && other.leftOut < 0)
    let trail = try #require(other.trail)
    #expect(trail.steps.map(\.to) == ["d", "a"])
    #expect(trail.steps[0].bits == nil && trail.steps.map(\.isAgainstArc) == [false, true])
    let alone = try Diagnostician(model).explain(
      0, state: 1, given: Evidence(["b": "out_of_control"], in: model.network))
    #expect(alone.findings[0].trail == nil && alone.findings[0].shapley.isClose(to: 0, .manySteps))
  }

  @Test func `a finding about the cause has no way to go`() throws {
    let model = try GraphSamples.model(GraphSamples.line)
    let reflow = try #require(model.graph.index(of: "reflow"))
    var evidence = Evidence()
    try evidence.observe("reflow", likelihood: [0.2, 0.7, 0.1], in: model.network)
    let explanation = try Diagnostician(model).explain(reflow, state: 1, given: evidence)
    #expect(try #require(explanation.findings[0].trail).steps.isEmpty)
  }

  @Test func `no way leads over a common effect that nobody has seen`() throws {
    // Over d, of which x tells much, it would be one step less.
    let copy = "cpt=\"0.9 0.1; 0.1 0.9\""
    let model = try GraphSamples.model(
      """
      digraph { c [kind=step, prior="0.5 0.5"]; x [kind=step, prior="0.5 0.5"];
        w [kind=defect, \(copy)]; z [kind=defect, \(copy)]; y [kind=defect, \(copy)];
        c -> w; w -> z; z -> y;
        d [kind=defect, cpt="0.95 0.05; 0.94 0.06; 0.06 0.94; 0.05 0.95"]; x -> d; c -> d;
        t [kind=test, cpt="0.95 0.05; 0.3 0.7; 0.3 0.7; 0.05 0.95"]; x -> t; y -> t }
      """)
    func steps(_ found: [String: String]) throws -> [String]? {
      try Diagnostician(model).explain(0, state: 1, given: Evidence(found, in: model.network))
        .findings.first { $0.variable == "t" }?.trail?.steps.map(\.to)
    }
    #expect(try steps(["t": "fail"]) == ["y", "z", "w", "c"])
    #expect(try steps(["t": "fail", "d": "present", "w": "absent"]) == ["x", "d", "c"])
  }
}
