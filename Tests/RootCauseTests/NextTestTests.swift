import Foundation
import Inference
import NetworkModel
import RootCause
import Testing
import _TestSupport

/// What tests that are not made yet are said to tell.
@Suite struct NextTestTests {
  private static func tests(_ model: CausalModel, _ evidence: Evidence) throws -> [NextTest] {
    let diagnostician = try Diagnostician(model)
    return try TestAdvisor(diagnostician).nextTests(after: try diagnostician.diagnose(evidence))
  }

  /// Evidence with likelihoods in it that a random model finds possible.
  private static func evidence(_ model: CausalModel, seed: UInt64) -> Evidence {
    var random = RandomNetwork(model.network, seed: seed)
    let drawn = random.evidence()
    return JointOracle(model.network, evidence: drawn).logEvidence > -.infinity ? drawn : Evidence()
  }

  @Test(arguments: UInt64(1)...80)
  func `information and leaders are those of the enumeration`(seed: UInt64) throws {
    let model = try RandomModel.make(seed: seed)
    let evidence = Self.evidence(model, seed: seed)
    let truth = CauseOracle(model, given: evidence)
    let tests = try Self.tests(model, evidence)
    let open = model.graph.openTests(given: evidence)
    #expect(
      Set(tests.map(\.variable))
        == Set(truth.causes.isEmpty ? [] : open.map { model.graph.variables[$0].name }))
    for test in tests {
      let index = try #require(model.graph.index(of: test.variable))
      #expect(!test.isLowerBound)
      if model.network.variables[index].isReading {
        let bits = truth.readingInformation(of: index)
        #expect(abs(test.information - bits) < 2e-5, "\(test) \(bits)")
        #expect(test.informationError < 1e-5)
      } else {
        let bits = truth.information(of: index)
        #expect(test.information.isClose(to: bits, Tolerance(relative: 1e-9, absolute: 1e-12)))
        try Self.expectForecast(test, index, truth)
      }
    }
    let merits = tests.map { $0.information > 0 ? $0.informationPerCost ?? .infinity : 0 }
    #expect(merits == merits.sorted(by: >))
  }

  private static func expectForecast(_ test: NextTest, _ index: Int, _ truth: CauseOracle) throws {
    let network = truth.model.network
    let now = truth.causes.map { truth.oracle.posteriors[$0.variable][$0.state] }
    let most = now.max() ?? 0
    let leaders = now.indices.filter { now[$0] >= most * (1 - 1e-9) }
    var (expected, changes) = (0.0, 0.0)
    var outcomes: [(String, Double, Double)] = []
    for state in 0..<network.variables[index].cardinality {
      let probability = truth.oracle.posteriors[index][state]
      guard probability > 0 else { continue }
      var evidence = truth.evidence
      evidence[index] = .state(state)
      let after = JointOracle(network, evidence: evidence)
      let values = truth.causes.map { after.posteriors[$0.variable][$0.state] }
      let best = values.max() ?? 0
      expected += probability * best
      if !leaders.contains(where: { values[$0] >= best * (1 - 1e-9) }) { changes += probability }
      outcomes.append((network.variables[index].states[state], probability, best))
    }
    #expect(test.expectedLeaderPosterior.isClose(to: expected, .manySteps))
    #expect(test.probabilityOfNewLeader.isClose(to: changes, .manySteps))
    #expect(test.outcomes.map(\.state) == outcomes.map(\.0))
    #expect(test.outcomes.map(\.probability).isClose(to: outcomes.map(\.1), .manySteps))
    #expect(test.outcomes.map(\.leader.posterior).isClose(to: outcomes.map(\.2), .manySteps))
  }

  @Test func `a reading of two means tells what the capacity of a binary channel is`() throws {
    let model = try GraphSamples.model(
      """
      digraph { a [kind=lot, prior="0.5 0.5"]; t [kind=test, reading=gaussian, cpt="-1 1; 1 1"]; a -> t }
      """)
    let test = try #require(try Self.tests(model, Evidence()).first)
    // The capacity at a signal-to-noise ratio of 1 is 0.4859 bits; the leader is right with Φ(1).
    #expect(abs(test.information - 0.4859) < 0.0001)
    #expect(abs(test.probabilityOfNewLeader) < 1e-9)
    // One cause alone: its posterior is expected to stay what it is.
    #expect(abs(test.expectedLeaderPosterior - 0.5) < 1e-5)
  }

  @Test(arguments: UInt64(1)...30)
  func `the leader after a reading is that of sums over a grid`(seed: UInt64) throws {
    var dice = Dice(seed: seed)
    let numbers = (0..<4).map { _ in "\(3 * dice.normal()) \(0.2 + dice.unit())" }
    let model = try GraphSamples.model(
      """
      digraph {
        a [kind=lot, prior="0.7 0.3"]; b [kind=step, prior="0.8 0.2"]; c [kind=station, prior="0.75 0.25"];
        t [kind=test, reading=gaussian, cpt="\(numbers.joined(separator: "; "))"];
        s [kind=test, cpt="0.9 0.1; 0.3 0.7; 0.2 0.8; 0.1 0.9"];
        a -> t; b -> t; b -> s; c -> s;
      }
      """)
    let evidence = try Evidence(["s": "fail"], in: model.network)
    let test = try #require(try Self.tests(model, evidence).first { $0.variable == "t" })
    let truth = CauseOracle(model, given: evidence)
    let now = truth.causes.map { truth.oracle.posteriors[$0.variable][$0.state] }
    let leader = now.firstIndex(of: now.max() ?? 0)
    var (expected, changes) = (0.0, 0.0)
    let step = 0.002
    for point in -6000...6000 {
      var known = evidence
      known[3] = .value(Double(point) * step)
      let after = JointOracle(model.network, evidence: known)
      let share = step * exp(after.logEvidence - truth.oracle.logEvidence)
      let values = truth.causes.map { after.posteriors[$0.variable][$0.state] }
      expected += share * (values.max() ?? 0)
      if values.firstIndex(of: values.max() ?? 0) != leader { changes += share }
    }
    #expect(abs(test.expectedLeaderPosterior - expected) < 1e-4)
    #expect(abs(test.probabilityOfNewLeader - changes) < 0.005)
  }

  @Test func `what can be looked at has a cost, and what is free goes first`() throws {
    let model = try GraphSamples.model(
      """
      digraph {
        a [kind=lot, prior="0.9 0.1", cost=50]; b [kind=lot, prior="0.9 0.1"];
        dear [kind=test, cost=10, cpt="0.9 0.1; 0.1 0.9"]; cheap [kind=test, cost=1, cpt="0.9 0.1; 0.1 0.9"];
        free [kind=test, cost=0, cpt="0.6 0.4; 0.4 0.6"]; idle [kind=test, cost=0, prior="0.5 0.5"];
        plain [kind=test, cpt="0.95 0.05; 0.05 0.95"];
        a -> dear; a -> cheap; a -> free; b -> plain;
      }
      """)
    let tests = try Self.tests(model, Evidence())
    #expect(tests.map(\.variable) == ["free", "plain", "cheap", "dear", "a", "idle"])
    #expect(tests.map(\.cost) == [0, nil, 1, 10, 50, 0])
    #expect(tests[0].informationPerCost == nil)
    #expect(tests[1].informationPerCost == tests[1].information)
    #expect(tests.last?.information == 0)
    // Looking at the lot itself tells all about it: H(0.1).
    #expect(tests[4].information.isClose(to: -(0.9 * log2(0.9) + 0.1 * log2(0.1)), .exact))
    #expect(try Self.tests(model, Evidence([0: .state(1)])).map(\.variable).first == "plain")
  }

  @Test func `of more candidates than fit together the most uncertain give a lower bound`() throws {
    func model(_ count: Int) throws -> CausalModel {
      let lots = (0..<count).map { "l\($0) [kind=lot, prior=\"0.9 0.1\"];" }
      let arcs = (0..<count).map { "l\($0) -> d [strength=0.\(1 + $0 % 8)];" }
      return try GraphSamples.model(
        """
        digraph {
          \(lots.joined(separator: " ")) d [kind=defect, cpd=noisy_max, leak=0.001];
          t [kind=test, cpt="0.95 0.05; 0.1 0.9"]; \(arcs.joined(separator: " ")) d -> t;
        }
        """)
    }
    let few = try #require(try Self.tests(try model(10), Evidence()).first)
    #expect(!few.isLowerBound)
    let many = try #require(try Self.tests(try model(24), Evidence()).first)
    #expect(many.isLowerBound)
    // Two sums of different networks can't be compared; the bound is above 0 and below the entropy of the outcome.
    #expect(many.information > 0 && many.information < 1)
  }

  @Test func `without candidates or tests there is no advice`() throws {
    let bare = try GraphSamples.model("digraph { t [kind=test, prior=\"0.5 0.5\"] }")
    #expect(try Self.tests(bare, Evidence()).isEmpty)
    let lone = try GraphSamples.model("digraph { a [kind=lot, prior=\"0.5 0.5\"] }")
    #expect(try Self.tests(lone, Evidence()).isEmpty)
  }
}
