import Inference
import NetworkModel
import RootCause
import Testing
import _TestSupport

/// Candidates judged together, against enumeration.
@Suite struct JointCausesTests {
  private static func candidates(of model: CausalModel) -> [Int] {
    model.network.variables.indices.filter {
      model.graph.variables[$0].kind.isCandidate && model.network.variables[$0].states.count > 1
    }
  }

  @Test(arguments: UInt64(1)...200)
  func `explanations and numbers of causes are those of the enumerated joint`(seed: UInt64) throws {
    let model = try RandomModel.make(seed: seed)
    let candidates = Self.candidates(of: model)
    let diagnostician = try Diagnostician(model)
    var random = RandomNetwork(seed: seed)
    var evidence = random.evidence()
    if JointOracle(model.network, evidence: evidence).logEvidence == -.infinity {
      evidence = random.possibleEvidence(share: 0.4)
    }
    let diagnosis = try diagnostician.diagnose(evidence)
    guard !candidates.isEmpty else {
      #expect(diagnostician.jointCauses(of: diagnosis) == nil)
      return
    }
    let joint = try #require(diagnostician.jointCauses(of: diagnosis, explanations: 5))
    let oracle = JointOracle(model.network, evidence: evidence)
    let states = JointStates(
      cardinalities: candidates.map { model.network.variables[$0].cardinality })
    let table = zip(states, oracle.joint(over: candidates)).map { (states: $0, p: $1) }
    func share(_ isCounted: (Int) -> Bool) -> Double {
      table.filter { isCounted($0.states.count { $0 > 0 }) }.reduce(0) { $0 + $1.p }
    }
    let tolerance = Tolerance(relative: 1e-10, absolute: 1e-12)
    #expect(joint.count.none.isClose(to: share { $0 == 0 }, tolerance))
    #expect(joint.count.one.isClose(to: share { $0 == 1 }, tolerance))
    #expect(joint.count.more.isClose(to: share { $0 > 1 }, tolerance))
    let sorted = table.map(\.p).filter { $0 > 0 }.sorted(by: >)
    #expect(joint.isExact)
    #expect(
      joint.explanations.map(\.probability).isClose(to: sorted.prefix(5), tolerance))
    #expect(joint.boundOfOthers >= (sorted.dropFirst(5).first ?? 0) * (1 - 1e-9))
    var seen: [[Int]] = []
    for explanation in joint.explanations {
      let found = candidates.map { candidate -> Int in
        let variable = model.network.variables[candidate]
        return explanation.causes.first { $0.variable == variable.name }
          .flatMap { variable.state($0.state) } ?? 0
      }
      #expect(!seen.contains(found))
      seen.append(found)
      let row = try #require(table.first { $0.states == found })
      #expect(explanation.probability.isClose(to: row.p, tolerance))
    }
  }

  @Test func `no explanations are looked for where none is asked for`() throws {
    let model = try GraphSamples.model(GraphSamples.line)
    let diagnostician = try Diagnostician(model)
    let joint = try #require(
      diagnostician.jointCauses(of: diagnostician.diagnose(Evidence()), explanations: 0))
    #expect(joint.explanations.isEmpty && joint.isExact && joint.boundOfOthers == 1)
    // 0.95 · 0.9 · 0.97
    #expect(joint.count.none.isClose(to: 0.82935, .manySteps))
  }

  @Test func `with forty candidates the search is exact, or says how far it may be off`() throws {
    let names = (0..<40).map { "c\($0)" }
    let arcs = (0..<10).map { defect in
      "d\(defect); {\(names[defect * 4..<defect * 4 + 4].joined(separator: " "))} -> d\(defect);"
    }
    let model = try GraphSamples.model(
      """
      digraph { \(names.map { "\($0) [kind=lot, prior=\"0.97 0.03\"]" }.joined(separator: "; "));
        node [kind=defect, cpd=noisy_max, leak=0.01]; edge [strength=0.6];
        \(arcs.joined(separator: "\n"))
      }
      """)
    let diagnostician = try Diagnostician(model)
    let diagnosis = try diagnostician.diagnose(
      Evidence(["d0": "present", "d3": "present", "d7": "absent"], in: model.network))
    let joint = try #require(diagnostician.jointCauses(of: diagnosis, explanations: 4))
    // P(d present | k bad) and the prior of each cause are known; the best explanations have one cause for each defect, or none.
    #expect(joint.count.none + joint.count.one + joint.count.more <= 1 + 1e-12)
    for (better, worse) in zip(joint.explanations, joint.explanations.dropFirst()) {
      #expect(better.probability >= worse.probability * (1 - 1e-12))
    }
    let compiled = try CompiledNetwork(model.network)
    for explanation in joint.explanations {
      var evidence = diagnosis.evidence
      for name in names {
        let isBad = explanation.causes.contains { $0.variable == name }
        evidence[try #require(model.graph.index(of: name))] = .state(isBad ? 1 : 0)
      }
      let log = compiled.logEvidence(of: evidence) - diagnosis.logEvidence
      #expect(explanation.probability.isClose(to: exponential(log), .manySteps))
    }
    // All else equal, one cause of each defect: the same probability for each of the sixteen pairs.
    #expect(joint.explanations[0].causes.count == 2)
    if joint.isExact {
      #expect(joint.boundOfOthers <= joint.explanations[3].probability * (1 + 1e-9))
    }
  }
}
