import Foundation
import Interchange
import Learning
import NetworkModel
import RootCause
import Testing
import _TestSupport

/// Incidents as analysts meet them, on a small line.
@Suite struct IncidentTests {
  private static let graph = """
    digraph {
      lot   [kind=lot, key=lot_id, prior="0.95 0.05", weight=20];
      oven  [kind=step, key=day, persists=0.8, prior="0.9 0.1", weight=20];
      voids [kind=defect, cpd=noisy_max, leak=0.02];
      lot -> voids [strength=0.6]; oven -> voids [strength=0.5];
      xray  [kind=test, cpt="0.97 0.03; 0.1 0.9"]; voids -> xray;
    }
    """

  private static func model(_ text: String = graph) throws -> CausalModel {
    try GraphSamples.model(text)
  }

  private static func judge(_ csv: String, _ model: CausalModel) throws -> Incident {
    var options = RecordsReader.Options()
    options.keepsKeys = true
    options.keepsUnits = true
    let records = try RecordsReader(graph: model.graph, options: options).read(
      text: csv, file: "units.csv")
    return try IncidentAnalyst(model).judge(records.store, keys: records.keys)
  }

  /// Lot B fails on every day, lot A passes.
  private static let badLot = """
    unit,lot_id,day,xray
    u1,A,d1,pass
    u2,B,d1,fail
    u3,A,d2,pass
    u4,B,d2,fail
    u5,A,d3,pass
    u6,B,d3,fail
    u7,B,d3,
    u8,A,d3,
    """

  @Test func `the lot that failing units share leads`() throws {
    let incident = try Self.judge(Self.badLot, try Self.model())
    let leader = try #require(incident.instances.first)
    #expect((leader.variable, leader.key, leader.state, leader.rank) == ("lot", "B", "bad", 1))
    #expect(leader.posterior > 0.85)
    #expect((leader.units, leader.failing) == (4, 3))
    #expect(incident.method == .exact && incident.isExactForUnits)
    let posteriors = incident.instances.map(\.posterior)
    #expect(posteriors == posteriors.sorted(by: >))
  }

  @Test
  func `an untested unit of the bad lot is held back, and one that failed is not in the list`()
    throws
  {
    let incident = try Self.judge(Self.badLot, try Self.model())
    let containment = Containment(incident, .above(0.3))
    #expect(containment.rows.map { incident.unitNames[$0] } == ["u7"])
    #expect(incident.hasFailed == [false, true, false, true, false, true, false, false])
    let all = Containment(incident, .above(0))
    #expect(all.rows.count == 5)
    #expect(abs(all.expectedDefective - all.rows.reduce(0) { $0 + incident.carrying[$1] }) < 1e-12)
    #expect(all.expectedMissed == 0)
    let budget = Containment(incident, .falseAlarms(1.5))
    #expect(budget.expectedSound <= 1.5)
    #expect(budget.rows.count < all.rows.count)
  }

  @Test func `days that went wrong are told with start and end`() throws {
    let days = (1...12).flatMap { day in
      (1...6).map { "\(day),\((5...7).contains(day) && $0 % 2 == 0 ? "fail" : "pass")" }
    }
    let incident = try Self.judge("day,xray\n" + days.joined(separator: "\n"), try Self.model())
    let excursion = try #require(incident.excursions.first)
    #expect(incident.excursions.count == 1)
    #expect((excursion.variable, excursion.start, excursion.end) == ("oven", "5", "7"))
    #expect(excursion.rows.count == 18)
    for probability in [excursion.startProbability, excursion.endProbability] {
      #expect(probability >= excursion.probability && probability <= 1)
    }
    #expect(excursion.probability > 0.5)
  }

  @Test func `rows that can't be true together are named, and no others`() throws {
    let graph = Self.graph.replacing("0.97 0.03; 0.1 0.9", with: "1 0; 0 1").replacing(
      "leak=0.02", with: "leak=0")
    let csv = """
      lot_id,lot,voids,xray
      A,,,pass
      A,good,,
      B,,absent,pass
      B,,absent,fail
      """
    let error = #expect(throws: IncidentError.self) { try Self.judge(csv, try Self.model(graph)) }
    #expect(error == .impossible(rows: [3]))
    let two = "lot_id,lot,xray\nA,good,\nA,,pass\nA,bad,\nB,good,pass"
    let pair = #expect(throws: IncidentError.self) { try Self.judge(two, try Self.model(graph)) }
    #expect(pair == .impossible(rows: [0, 2]))
  }

  @Test func `what can't be shared is told`() throws {
    let unkeyed = Self.graph.replacing("key=lot_id, ", with: "").replacing(
      "key=day, persists=0.8, ", with: "")
    #expect(throws: IncidentError.nothingShared(keys: [])) {
      try Self.judge("xray\npass", try Self.model(unkeyed))
    }
    #expect(throws: IncidentError.nothingShared(keys: ["day", "lot_id"])) {
      try Self.judge("xray\npass", try Self.model())
    }
    let parent = """
      digraph {
        shift [kind=context, states="day,night", prior="0.5 0.5"];
        lot [kind=lot, key=lot_id, cpt="0.9 0.1; 0.8 0.2"]; shift -> lot;
        xray [kind=test, cpt="0.9 0.1; 0.2 0.8"]; lot -> xray;
      }
      """
    #expect(throws: IncidentError.sharing(.parentNotShared(variable: "lot", parent: "shift"))) {
      try Self.judge("lot_id,xray\nA,pass", try Self.model(parent))
    }
  }

  @Test
  func
    `a machine that went together with the bad lot is suspect to the test and not to the posterior`()
    throws
  {
    let graph = """
      digraph {
        lot [kind=lot, key=lot_id, prior="0.95 0.05"]; machine [kind=step, key=machine_id, prior="0.95 0.05"];
        voids [kind=defect, cpd=noisy_max, leak=0.01];
        lot -> voids [strength=0.8]; machine -> voids [strength=0.8];
        xray [kind=test, cpt="0.99 0.01; 0.05 0.95"]; voids -> xray;
      }
      """
    let model = try Self.model(graph)
    var rows: [String] = []
    for _ in 0..<12 { rows.append("B,M1,fail") }
    rows += ["B,M2,fail", "B,M2,fail", "B,M2,fail"]
    for _ in 0..<4 { rows.append("A,M1,pass") }
    for _ in 0..<20 { rows.append("A,M2,pass") }
    var options = RecordsReader.Options()
    options.keepsKeys = true
    let records = try RecordsReader(graph: model.graph, options: options).read(
      text: "lot_id,machine_id,xray\n" + rows.joined(separator: "\n"), file: "units.csv")
    let incident = try IncidentAnalyst(model).judge(records.store, keys: records.keys)
    #expect(incident.instances.first?.key == "B")
    let check = CommonalityCheck(
      incident, keys: records.keys, isFailing: model.outcomes(of: records.store))
    let disagreement = try #require(check.disagreements.first)
    #expect(disagreement.row.value == "M1")
    #expect(disagreement.reason == .confounded(key: "lot_id", value: "B", shared: 12))
  }

  /// Messages on a tree of factors are exact; so is what they decide.
  @Test func `where the tree does not fit the answer is approximate, says so, and is close`() throws
  {
    let model = try Self.model()
    var dice = Dice(seed: 3)
    var rows: [String] = []
    for _ in 0..<400 {
      let (lot, day) = (dice.below(6), dice.below(8))
      let isBad = lot == 2 && dice.unit() < 0.6 || dice.unit() < 0.02
      rows.append("L\(lot),\(day),\(isBad ? "fail" : "pass")")
    }
    let csv = "lot_id,day,xray\n" + rows.joined(separator: "\n")
    var options = RecordsReader.Options()
    options.keepsKeys = true
    let records = try RecordsReader(graph: model.graph, options: options).read(
      text: csv, file: "units.csv")
    let exact = try IncidentAnalyst(model).judge(records.store, keys: records.keys)
    var analyst = IncidentAnalyst(model)
    analyst.memoryLimit = 4096
    let rough = try analyst.judge(records.store, keys: records.keys)
    #expect(exact.method == .exact && rough.method != .exact)
    #expect(abs(exact.logEvidence - rough.logEvidence) < 0.05)
    for instance in exact.instances {
      let other = try #require(
        rough.instances.first { $0.variable == instance.variable && $0.key == instance.key })
      #expect(abs(other.posterior - instance.posterior) < 0.01)
    }
  }

  @Test(arguments: [1e300, 1e18, 0.25])
  func `a row may stand for any number of units`(count: Double) throws {
    let model = try Self.model()
    var options = RecordsReader.Options()
    options.keepsKeys = true
    let records = try RecordsReader(graph: model.graph, options: options).read(
      text: "lot_id,xray,count\nA,fail,\(count)\nB,pass,1", file: "units.csv")
    let incident = try IncidentAnalyst(model).judge(records.store, keys: records.keys)
    let check = CommonalityCheck(
      incident, keys: records.keys, isFailing: model.outcomes(of: records.store))
    #expect(check.commonality.rows.allSatisfy { (0...1).contains($0.pValue) })
    #expect(incident.instances.allSatisfy { (0...1).contains($0.posterior) })
  }

  @Test func `a unit that may have used any of too many instances is judged by itself`() throws {
    let model = try Self.model()
    var rows = (0..<40).flatMap { lot in (0..<40).map { "L\(lot),\($0),pass" } }
    let without = try Self.judge(
      "lot_id,day,xray\n" + rows.joined(separator: "\n"), model)
    rows.append(",,fail")
    let incident = try Self.judge(
      "lot_id,day,xray\n" + rows.joined(separator: "\n"), model)
    #expect(incident.unitsApart == 1 && !incident.isExact)
    // It has one instance of its own at the most, so that with 40 days and 40 lots one of the two is left to it.
    let voids = try #require(incident.posteriors.last?.first)
    #expect(voids > 0.3)
    // What the others say of each instance stays, but for what a fortieth of one unit can add.
    for instance in without.instances {
      let other = try #require(
        incident.instances.first { $0.variable == instance.variable && $0.key == instance.key })
      #expect(abs(other.posterior - instance.posterior) < 0.05)
    }
  }
}
