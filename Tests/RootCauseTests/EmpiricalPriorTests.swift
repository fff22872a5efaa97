import Learning
import NetworkModel
import RootCause
import Testing
import _TestSupport

/// Rows with few records start from what their siblings showed.
@Suite struct EmpiricalPriorTests {
  private func learn(
    _ text: String, _ records: CaseStore, prior: ModelLearner.Prior = .empirical
  ) throws -> CausalModel {
    var learner = ModelLearner()
    learner.prior = prior
    return try learner.learn(
      GraphSamples.graph(text), from: records, graphDigest: "g", recordsDigest: "r"
    ).model
  }

  /// Eleven suppliers: ten with 200 parts each, of which about one in ten is bad, and one with three good parts.
  private var suppliers: (text: String, records: CaseStore) {
    let bad = [14, 22, 18, 27, 16, 20, 24, 12, 19, 28]
    var (who, what, counts): ([UInt8], [UInt8], [Double]) = ([], [], [])
    for (supplier, bad) in bad.enumerated() {
      who += [UInt8(supplier), UInt8(supplier)]
      what += [0, 1]
      counts += [Double(200 - bad), Double(bad)]
    }
    let names = (1...11).map { "s\($0)" }.joined(separator: ",")
    return (
      "digraph { supplier [kind=context, states=\"\(names)\"]; crack [kind=defect]; supplier -> crack }",
      CaseStore(
        columns: [.states8(who + [10]), .states8(what + [0])], counts: counts + [3],
        count: who.count + 1)
    )
  }

  @Test func `a supplier with three parts starts from the others`() throws {
    let (text, records) = suppliers
    let model = try learn(text, records)
    let crack = model.network.cpds[1].table
    #expect((0.08...0.11).contains(crack[row: 10].last ?? 0))
    // By itself, with one record spread evenly, it would be at (0 + ½) / (3 + 1).
    let alone = try learn(text, records, prior: .expert).network.cpds[1].table
    #expect(alone[row: 10].last?.isClose(to: 0.125, .exact) == true)
    // Those with many parts lie between their own share and that of all.
    #expect((0.07...0.10).contains(crack[row: 0].last ?? 0))
    let strengths = try #require(model.provenance.learning?.strengths)
    #expect(strengths.map(\.group) == ["context", "defect"])
    #expect((strengths[1].rows, strengths[1].families, strengths[1].ending) == (11, 1, .settled))
    #expect((50...2000).contains(strengths[1].strength ?? 0))
    // The supplier has no sibling, no other row and no expert's word.
    #expect((strengths[0].ending, strengths[0].strength) == (.noData, nil))
    #expect(model.provenance.learning?.prior == "empirical")
  }

  @Test func `the prior under which EM ends is the one that fits what it expects`() throws {
    let (text, records) = suppliers
    let model = try learn(text, records)
    let counts = try #require(model.counts?[1])
    let rows = stride(from: 0, to: counts.count, by: 2).map { Array(counts[$0..<$0 + 2]) }
    let fit = StrengthFit([StrengthFit.Pool(mean: [0.5, 0.5], isFixed: false, rows: rows)])
    let strength = try #require(model.provenance.learning?.strengths?[1].strength)
    #expect(fit.strength.isClose(to: strength, Tolerance(relative: 2e-4)))
    let expected = rows.flatMap { row in
      zip(row, fit.pools[0].mean).map {
        ($0 + strength * $1) / (row.reduce(0, +) + strength)
      }
    }
    #expect(model.network.cpds[1].table.values.isClose(to: expected, Tolerance(absolute: 1e-4)))
  }

  @Test func `parts that nobody looked at are no witnesses`() throws {
    let (text, records) = suppliers
    let complete = try learn(text, records)
    // Half as many parts again of each supplier, of which nothing is known.
    guard case .states8(let who) = records.columns[0], case .states8(let what) = records.columns[1],
      let counts = records.counts
    else { return }
    let more = CaseStore(
      columns: [
        .states8(who + who), .states8(what + what.map { _ in CaseStore.missing8 }),
      ], counts: counts + counts.map { $0 / 2 }, count: 2 * records.count)
    let model = try learn(text, more)
    let strengths = try [complete, model].map {
      try #require($0.provenance.learning?.strengths?[1].strength)
    }
    #expect(strengths[1].isClose(to: strengths[0], Tolerance(relative: 0.01)))
    #expect(
      model.network.cpds[1].table.values.isClose(
        to: complete.network.cpds[1].table.values, Tolerance(absolute: 1e-3)))
  }

  @Test func `groups by name have strengths of their own, and siblings share their means`() throws {
    let text = """
      digraph {
        a [kind=lot, prior="0.5 0.5"];
        x [kind=test, prior_group=alike]; y [kind=test, prior_group=alike];
        z [kind=test, cpt="0.9 0.1; 0.2 0.8"]; a -> { x y z }
      }
      """
    // x is known for both lots, y for good ones alone.
    let cells: [(UInt8, UInt8, UInt8, UInt8, Double)] = [
      (0, 0, 0, 0, 90), (0, 1, 1, 1, 10), (1, 1, 255, 1, 40), (1, 0, 255, 0, 10),
    ]
    let records = CaseStore(
      columns: [
        .states8(cells.map(\.0)), .states8(cells.map(\.1)), .states8(cells.map(\.2)),
        .states8(cells.map(\.3)),
      ], counts: cells.map(\.4), count: cells.count)
    let model = try learn(text, records)
    let strengths = try #require(model.provenance.learning?.strengths)
    #expect(strengths.map(\.group) == ["alike", "lot", "test"])
    #expect(strengths.map(\.families) == [2, 1, 1])
    // Of bad lots y is never tested: it starts from what x showed, 40 of 50.
    let y = model.network.cpds[2].table
    #expect((0.7...0.85).contains(y[row: 1].last ?? 0))
  }

  @Test func `tied families count as one, and a noisy-MAX has rows too`() throws {
    let text = """
      digraph {
        a [kind=lot, prior="0.5 0.5"]; b [kind=lot, prior="0.5 0.5"];
        x [kind=defect, tie=d, cpd=noisy_max, leak=0.1]; y [kind=defect, tie=d, cpd=noisy_max, leak=0.1];
        a -> x [strength=0.6]; b -> y [strength=0.6];
      }
      """
    let model = try GraphSamples.model(text)
    let simulated = Simulation(of: model, count: 3000, missing: 0.1, seed: 5)
    let learned = try learn(text, CaseStore(simulated, of: model))
    let strengths = try #require(learned.provenance.learning?.strengths)
    #expect(strengths.map(\.group) == ["defect", "lot"])
    #expect((strengths[0].families, strengths[0].rows) == (1, 2))
    #expect(learned.network.cpds[2] == learned.network.cpds[3])
    let share = learned.network.cpds[2].table
    #expect(share.values.isClose(to: model.network.cpds[2].table.values, Tolerance(absolute: 0.05)))
  }

  @Test func `records of nothing that a group has leave the default prior`() throws {
    let text = "digraph { a [kind=lot]; x [kind=defect]; t [kind=test]; a -> x; x -> t }"
    let records = CaseStore(
      columns: [.states8([0, 1, 0]), .unobserved, .unobserved], count: 3)
    let model = try learn(text, records)
    let strengths = try #require(model.provenance.learning?.strengths)
    #expect(strengths.map(\.ending) == [.noData, .noData, .noData])
    #expect(model.network.cpds == (try learn(text, records, prior: .expert)).network.cpds)
  }

  @Test func `BDeu spreads its records over the cells of each table`() throws {
    let text = "digraph { a [kind=lot]; x [kind=defect]; a -> x }"
    let records = CaseStore(columns: [.states8([0, 0, 1]), .states8([0, 1, 1])], count: 3)
    let model = try learn(text, records, prior: .bdeu(2))
    #expect(model.network.cpds[0].table.values.isClose(to: [0.6, 0.4], .exact))
    #expect(
      model.network.cpds[1].table.values.isClose(to: [0.5, 0.5, 0.25, 0.75], .exact))
  }
}
