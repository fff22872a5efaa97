import GraphStructure
import Inference
import NetworkModel
import RootCause
import Testing
import _TestSupport

/// Candidates ranked by what is known.
@Suite struct DiagnosisTests {
  @Test func `prior, posterior and Bayes factor are those that a hand works out`() throws {
    let model = try GraphSamples.model(
      "digraph { oven [kind=step, prior=\"0.8 0.2\"]; crack [kind=defect, cpt=\"0.9 0.1; 0.4 0.6\"]; oven -> crack }"
    )
    let diagnosis = try Diagnostician(model).diagnose(
      Evidence(["crack": "present"], in: model.network))
    // P(crack) = 0.8 × 0.1 + 0.2 × 0.6 = 0.2; P(oven | crack) = 0.12 / 0.2 = 0.6; odds 1.5 after 0.25 before.
    let cause = try #require(diagnosis.causes.first)
    #expect((cause.variable, cause.state, cause.kind) == ("oven", "out_of_control", .step))
    #expect(cause.prior.isClose(to: 0.2, .exact))
    #expect(cause.posterior.isClose(to: 0.6, .exact))
    #expect(try #require(cause.bayesFactor).isClose(to: 6, .exact))
    #expect(diagnosis.logEvidence.isClose(to: logarithm(0.2), .exact))
    #expect(diagnosis.defects.map(\.posterior) == [1])
    #expect(diagnosis.defects.map(\.bayesFactor) == [nil])
  }

  @Test func `a certain state has no Bayes factor and an impossible one none or nothing`() throws {
    let model = try GraphSamples.model(
      """
      digraph {
        node [kind=step]; never [prior="1 0"]; always [prior="0 1"]; seen [prior="0.5 0.5"]; out [prior="0.5 0.5"];
      }
      """)
    let diagnosis = try Diagnostician(model).diagnose(
      Evidence(["seen": "out_of_control", "out": "in_control"], in: model.network))
    #expect(diagnosis.causes.map(\.variable) == ["always", "seen", "never", "out"])
    #expect(diagnosis.causes.map(\.bayesFactor) == [nil, nil, nil, 0])
  }

  @Test func `the Bayes factor of a near certainty keeps its digits`() throws {
    let model = try GraphSamples.model(
      "digraph { a [kind=lot, prior=\"1e-12 0.999999999999\"]; t [kind=test, cpt=\"0.5 0.5; 0.999999 0.000001\"]; a -> t }"
    )
    let diagnosis = try Diagnostician(model).diagnose(Evidence(["t": "pass"], in: model.network))
    // 0.999999 / 0.5, however near to 1 the probabilities are.
    #expect(
      try #require(diagnosis.causes[0].bayesFactor).isClose(to: 1.999998, Tolerance(relative: 1e-9))
    )
  }

  @Test func `kinds are ranked where they belong`() throws {
    let model = try GraphSamples.model(GraphSamples.line)
    let diagnosis = try Diagnostician(model).diagnose(Evidence())
    #expect(
      Set(diagnosis.causes.map { "\($0.variable)=\($0.state)" })
        == ["paste=bad", "reflow=cold", "reflow=hot", "camera=drifted"])
    #expect(
      Set(diagnosis.defects.map { "\($0.variable)=\($0.state)" }) == [
        "voids=present", "cracks=present",
      ])
    #expect(
      diagnosis.causes.allSatisfy {
        $0.posterior == $0.prior && $0.bayesFactor?.isClose(to: 1, .exact) == true
      })
  }

  @Test(arguments: UInt64(1)...60)
  func `the ranking is that of the enumerated posteriors`(seed: UInt64) throws {
    let model = try RandomModel.make(seed: seed)
    let diagnostician = try Diagnostician(model)
    var random = RandomNetwork(seed: seed)
    for _ in 0..<3 {
      let evidence = random.possibleEvidence(share: 0.4)
      let diagnosis = try diagnostician.diagnose(evidence)
      let (oracle, prior) = (
        JointOracle(model.network, evidence: evidence), JointOracle(model.network)
      )
      #expect(diagnosis.logEvidence.isLogarithmClose(to: oracle.logEvidence, .exact))
      for cause in diagnosis.causes + diagnosis.defects {
        let variable = try #require(model.graph.index(of: cause.variable))
        let state = try #require(model.network.variables[variable].state(cause.state))
        #expect(cause.posterior.isClose(to: oracle.posteriors[variable][state], .exact))
        #expect(cause.prior.isClose(to: prior.posteriors[variable][state], .exact))
      }
      for ranked in [diagnosis.causes, diagnosis.defects] {
        for (better, worse) in zip(ranked, ranked.dropFirst()) {
          #expect(worse.rank >= better.rank)
        }
      }
      #expect(diagnosis.causes.count == model.graph.offNominalStates { $0.isCandidate }.count)
    }
  }

  @Test(arguments: UInt64(1)...60)
  func `the ranking does not hang on the names or the order of the variables`(seed: UInt64) throws {
    let model = try RandomModel.make(seed: seed)
    var dice = Dice(seed: seed)
    let renaming = Renaming(model, &dice)
    let renamed = try renaming.model()
    var random = RandomNetwork(seed: seed)
    let evidence = random.possibleEvidence(share: 0.4)
    let before = try Diagnostician(model).diagnose(evidence)
    let after = try Diagnostician(renamed).diagnose(renaming.evidence(evidence))
    #expect(before.logEvidence.isLogarithmClose(to: after.logEvidence, .exact))
    for cause in before.causes {
      let name = renaming.name(of: cause.variable)
      let same = try #require(after.causes.first { $0.variable == name && $0.state == cause.state })
      #expect(same.posterior.isClose(to: cause.posterior, .exact))
      #expect(after.rank(of: name, cause.state) == before.rank(of: cause.variable, cause.state))
    }
  }

  @Test(arguments: UInt64(1)...20)
  func `alike causes share a rank and stand in the order of the graph`(seed: UInt64) throws {
    var dice = Dice(seed: seed)
    let count = 2 + dice.below(6)
    let (prior, strength) = (dice.unit(), dice.unit())
    let names = (0..<count).map { "c\($0)" }
    let model = try GraphSamples.model(
      """
      digraph {
        \(names.map { "\($0) [kind=lot, prior=\"\(1 - prior) \(prior)\"];" }.joined())
        node [kind=defect, cpd=noisy_max, leak=0.013]; edge [strength=\(strength)];
        v; w; {\(names.joined(separator: " "))} -> {v w};
      }
      """)
    let diagnosis = try Diagnostician(model).diagnose(
      Evidence(["v": "present", "w": "present"], in: model.network))
    #expect(diagnosis.causes.map(\.variable) == names)
    for name in names { #expect(diagnosis.rank(of: name, "bad") == 1) }
  }

  @Test func `a rank counts who stands above, and a stranger has none`() throws {
    let model = try GraphSamples.model(
      """
      digraph { node [kind=lot]; a [prior="0.9 0.1"]; b [prior="0.7 0.3"]; c [prior="0.9 0.1"]; d [prior="0.95 0.05"];
        e [kind=defect, prior="0.5 0.5"] }
      """)
    let diagnosis = try Diagnostician(model).diagnose(Evidence())
    #expect(diagnosis.causes.map(\.variable) == ["b", "a", "c", "d"])
    #expect(["b", "a", "c", "d"].map { diagnosis.rank(of: $0, "bad") } == [1, 2, 2, 4])
    #expect(diagnosis.rank(of: "a", "good") == nil)
    #expect(diagnosis.rank(of: "e", "present") == nil)
    #expect(diagnosis.rank(of: "x", "bad") == nil)
  }

  @Test func `of many units one that can't be fails alone`() throws {
    let model = try GraphSamples.model(
      "digraph { a [kind=lot, prior=\"0.5 0.5\"]; t [kind=test, cpt=\"1 0; 0.2 0.8\"]; a -> t }")
    let possible = try Evidence(["t": "fail"], in: model.network)
    let impossible = try Evidence(["a": "good", "t": "fail"], in: model.network)
    let diagnostician = try Diagnostician(model)
    let answers = diagnostician.diagnose([possible, impossible, Evidence(), possible])
    #expect(answers.map { (try? $0.get())?.causes[0].posterior ?? -1 } == [1, -1, 0.5, 1])
    #expect(throws: InferenceError.impossibleEvidence(contradiction: impossible)) {
      try answers[1].get()
    }
    #expect(try answers[0].get() == diagnostician.diagnose(possible))
  }

  @Test func `findings are taken as people write them`() throws {
    let model = try GraphSamples.model(GraphSamples.line)
    var evidence = Evidence()
    try evidence.observe("height", text: "12.5", in: model)
    try evidence.observe("gain", text: "-3e1", in: model)
    try evidence.observe("reflow", text: "hot", in: model)
    let indices = try ["height", "gain", "reflow"].map { try #require(model.graph.index(of: $0)) }
    #expect(
      evidence.items == [indices[0]: .state(1), indices[1]: .value(-30), indices[2]: .state(2)])
    for (name, text) in [
      ("height", "nan"), ("height", "tall"), ("gain", "inf"), ("reflow", "1"), ("none", "x"),
    ] {
      #expect(throws: EvidenceError.self) { try evidence.observe(name, text: text, in: model) }
    }
    #expect(throws: EvidenceError(.givenTwice(variable: "height"))) {
      try evidence.observe("height", text: "55", in: model)
    }
    try evidence.observe("height", text: "low", in: model)
  }
}

/// A model with its variables under other names and in another order.
private struct Renaming {
  private let original: CausalModel
  /// The variable of the original at each place.
  private let order: [Int]
  /// The place of each variable of the original.
  private let places: [Int: Int]

  init(_ model: CausalModel, _ dice: inout Dice) {
    original = model
    order = dice.shuffled(model.network.variables.indices)
    places = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })
  }

  func name(of variable: String) -> String { String("name of \(variable)".reversed()) }

  func evidence(_ evidence: Evidence) -> Evidence {
    Evidence(Dictionary(uniqueKeysWithValues: evidence.items.map { (places[$0, default: 0], $1) }))
  }

  func model() throws -> CausalModel {
    let variables = order.map { index in
      let variable = original.graph.variables[index]
      return CausalVariable(
        Variable(name(of: variable.name), domain: variable.variable.domain), kind: variable.kind,
        form: variable.form)
    }
    let parents = order.map { index in
      original.graph.structure.parents[index].map { places[$0, default: 0] }
    }
    return try CausalModel(
      graph: CausalGraph(variables: variables, structure: DirectedGraph(parents: parents)),
      cpds: order.map { original.network.cpds[$0] }, provenance: Provenance(graphDigest: ""))
  }
}
