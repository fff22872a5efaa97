import Foundation
import Learning
import NetworkModel
import RootCause
import Testing
import _TestSupport

/// How often intervals hold what they are about, over simulated data sets.
///
/// `make coverage` runs 500 data sets; the suite runs fewer.
@Suite struct CoverageTests {
  private static let sets = ProcessInfo.processInfo.environment["COVERAGE_SETS"].flatMap(Int.init)

  @Test(arguments: [
    (missing: 0.0, units: 300), (missing: 0.2, units: 300), (missing: 0.2, units: 500),
  ])
  func `nine in ten intervals hold the true posterior`(missing: Double, units: Int) throws {
    let sets = Self.sets ?? 100
    var tally = Tally()
    for seed in 1...UInt64(sets) {
      try tally.add(DataSet(seed: seed, units: units, missing: missing))
    }
    if Self.sets != nil { print("missing \(missing), \(units) units, \(sets) sets: \(tally)") }
    // Over 500 data sets 85 to 95 %; fewer scatter more.
    let band = Self.sets == nil ? 0.81...0.98 : 0.85...0.95
    #expect(band.contains(tally.coverage), "\(tally)")
    #expect(abs(tally.expectedLeads - tally.leads) < 0.1 * tally.sets, "\(tally)")
  }

  /// A factory of random numbers, its records, and one unit that failed.
  private struct DataSet {
    let truth: CausalModel
    let learned: CausalModel
    let evidence: Evidence

    init(seed: UInt64, units: Int, missing: Double) throws {
      let graph = try GraphSamples.graph(
        """
        digraph {
          lot [kind=lot]; oven [kind=step]; camera [kind=station];
          crack [kind=defect]; xray [kind=test]; leak [kind=test];
          lot -> crack; oven -> crack; crack -> xray; camera -> xray; crack -> leak;
        }
        """)
      var dice = Dice(seed: seed)
      func row(_ low: Double, _ high: Double) -> [Double] {
        let p = low + (high - low) * dice.unit()
        return [1 - p, p]
      }
      let cpds = [
        row(0.1, 0.4), row(0.1, 0.4), row(0.1, 0.4),
        row(0.02, 0.15) + row(0.2, 0.7) + row(0.2, 0.7) + row(0.4, 0.9),
        row(0.02, 0.15) + row(0.1, 0.5) + row(0.6, 0.95) + row(0.4, 0.9),
        row(0.02, 0.2) + row(0.5, 0.95),
      ]
      truth = try CausalModel(
        graph: graph, cpds: cpds.map { .table(TabularCPD(cardinality: 2, values: $0)) },
        provenance: Provenance(graphDigest: ""))
      let simulation = Simulation(of: truth, count: units, missing: missing, seed: seed &+ 77)
      learned = try ModelLearner().learn(
        graph, from: CaseStore(simulation, of: truth), graphDigest: "", recordsDigest: ""
      ).model
      evidence = try Evidence(["xray": "fail", "leak": "fail"], in: truth.network)
    }
  }

  private struct Tally: CustomStringConvertible {
    var sets = 0.0
    var intervals = 0.0
    var holding = 0.0
    /// How often the candidate that is first in truth was said to be, and how often it should have been.
    var expectedLeads = 0.0
    var leads = 0.0

    var coverage: Double { holding / intervals }

    var description: String {
      "coverage \(coverage) of \(Int(intervals)); the first was said to be first with \(expectedLeads / sets), and was in \(leads / sets)"
    }

    mutating func add(_ data: DataSet) throws {
      let truth = try Diagnostician(data.truth).diagnose(data.evidence)
      let answer = try Diagnostician(data.learned).diagnose(data.evidence)
      for cause in answer.causes + answer.defects {
        let posterior = (truth.causes + truth.defects).first {
          $0.variable == cause.variable && $0.state == cause.state
        }
        let interval = try #require(cause.interval)
        intervals += 1
        if interval.contains(try #require(posterior).posterior) { holding += 1 }
      }
      sets += 1
      expectedLeads += try #require(answer.causes[0].probabilityOfRank1)
      if truth.rank(of: answer.causes[0].variable, answer.causes[0].state) == 1 { leads += 1 }
    }
  }
}
