import GraphStructure
import Inference
import NetworkModel
import RootCause
import Testing
import _TestSupport

/// What arcs carry, against enumeration and what a hand works out.
@Suite struct ArcInfluenceTests {
  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func `mutual information is that of the enumerated joint`(seed: UInt64) throws {
    let model = try RandomModel.make(seed: seed)
    let oracle = JointOracle(model.network)
    let diagnostician = try Diagnostician(model)
    let influence = diagnostician.influence(in: try diagnostician.diagnose(Evidence()))
    for (child, parents) in model.graph.structure.parents.enumerated() {
      for (place, parent) in parents.enumerated()
      where !model.network.variables[child].isReading {
        let joint = oracle.joint(over: [parent, child])
        let (p, c) = (oracle.posteriors[parent], oracle.posteriors[child])
        let bits = joint.indices.reduce(0.0) { sum, cell in
          guard joint[cell] > 0 else { return sum }
          let independent = p[cell / c.count] * c[cell % c.count]
          return sum + joint[cell] * logarithm(joint[cell] / independent) / logarithm(2)
        }
        #expect(abs(influence.mutualInformation[child][place] - bits) < 1e-9)
      }
    }
  }

  @Test func `a reading that tells its parent for sure tells all of it`() throws {
    let (diagnostician, influence) = try influence(
      "digraph { a [kind=step, prior=\"0.5 0.5\"]; r [kind=test, reading=gaussian, cpt=\"0 1; 100 2\"]; a -> r }",
      [:])
    #expect(abs(influence.mutualInformation[1][0] - 1) < 1e-6)
    #expect(diagnostician.priors[0] == [0.5, 0.5])
  }

  @Test func `evidence tells a finding's surprise, and no more about what lies behind it`() throws {
    let (_, influence) = try influence(
      """
      digraph {
        a [kind=step, prior="0.75 0.25"]; b [kind=defect, cpt="1 0; 0 1"]; c [kind=test, cpt="0.9 0.1; 0.3 0.7"];
        a -> b -> c
      }
      """, ["c": "fail"])
    // P(fail) = 0.75 × 0.1 + 0.25 × 0.7 = 0.25, two bits.
    #expect(abs(influence.told[2] - 2) < 1e-12)
    #expect(abs(influence.told[0] - influence.told[1]) < 1e-12)
    #expect(influence.told[1] < influence.told[2])
    #expect(influence.sent(from: 1, to: 2) == influence.told[1])
    #expect(influence.path == [.init(parent: 0, child: 1), .init(parent: 1, child: 2)])
  }

  @Test func `of two ways to a finding the path takes the one that the evidence moved`() throws {
    let (_, influence) = try influence(
      """
      digraph {
        a [kind=step, prior="0.9 0.1"];
        strong [kind=defect, cpt="0.99 0.01; 0.1 0.9"]; weak [kind=defect, cpt="0.99 0.01; 0.98 0.02"];
        t [kind=test, cpt="0.99 0.01; 0.9 0.1; 0.1 0.9; 0.05 0.95"];
        a -> strong; a -> weak; strong -> t; weak -> t
      }
      """, ["t": "fail"])
    #expect(influence.path == [.init(parent: 0, child: 1), .init(parent: 1, child: 3)])
  }

  @Test func `no path leads to a finding that all is well`() throws {
    let (_, influence) = try influence(
      """
      digraph {
        a [kind=step, prior="0.9 0.1"]; t [kind=test, cpt="0.9 0.1; 0.2 0.8"]; u [kind=test, cpt="0.9 0.1; 0.2 0.8"];
        a -> t; a -> u
      }
      """, ["t": "fail", "u": "pass"])
    #expect(influence.path == [.init(parent: 0, child: 1)])
  }

  @Test func `without evidence nothing is told and there is no path`() throws {
    let (_, influence) = try influence(
      "digraph { a [kind=step, prior=\"0.9 0.1\"]; t [kind=test, cpt=\"0.9 0.1; 0.2 0.8\"]; a -> t }",
      [:])
    #expect(influence.told == [0, 0])
    #expect(influence.path.isEmpty)
  }

  private func influence(_ graph: String, _ findings: [String: String]) throws -> (
    Diagnostician, ArcInfluence
  ) {
    let model = try GraphSamples.model(graph)
    let diagnostician = try Diagnostician(model)
    let diagnosis = try diagnostician.diagnose(Evidence(findings, in: model.network))
    return (diagnostician, diagnostician.influence(in: diagnosis))
  }
}
