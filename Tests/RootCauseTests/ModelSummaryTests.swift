import Learning
import NetworkModel
import RootCause
import Testing
import _TestSupport

/// What a model says of itself.
@Suite struct ModelSummaryTests {
  @Test func `error rates are averages over what the model says of the parents`() throws {
    let summary = try ModelSummary(GraphSamples.model(GraphSamples.line))
    // Of height nothing but a step can be wrong; gain is a reading.
    #expect(summary.tests.map(\.variable) == ["xray", "height"])
    let xray = try #require(summary.tests.first)
    // The camera drifts in 0.03, whatever the voids: rows 0.97 0.03; 0.8 0.2; 0.1 0.9; 0.4 0.6.
    let falseFail = try #require(xray.falseFail)
    let falsePass = try #require(xray.falsePass)
    #expect(falseFail.value.isClose(to: 0.97 * 0.03 + 0.03 * 0.2, .exact))
    #expect(falsePass.value.isClose(to: 0.97 * 0.1 + 0.03 * 0.4, .exact))
    for rate in [falseFail, falsePass] {
      #expect(try #require(rate.interval).contains(rate.value))
      #expect(rate.records == 0)
    }
  }

  @Test func `a rate of one row has the interval of its beta distribution`() throws {
    let model = try GraphSamples.model(
      """
      digraph { crack [kind=defect, prior="0.9 0.1", weight=5];
        t [kind=test, cpt="0.96 0.04; 0.25 0.75", weight=200]; crack -> t }
      """)
    let rates = try #require(try ModelSummary(model).tests.first)
    let interval = try #require(rates.falsePass?.interval)
    // SciPy 1.17.1: scipy.stats.beta.ppf([0.05, 0.95], 50, 150).
    #expect(
      [interval.lowerBound, interval.upperBound].isClose(
        to: [0.20120887276755958, 0.30164029338037635], Tolerance(relative: 1e-9)))
    #expect(try #require(rates.falsePass?.effectiveRecords).isClose(to: 200, .manySteps))
  }

  @Test func `rates are recovered when later tests are skipped and only failures are opened`()
    throws
  {
    var (intervals, holding) = (0, 0)
    var sums = [Double](repeating: 0, count: 4)
    let truth = [0.05, 0.2, 0.03, 0.1]
    let seeds = UInt64(1)...25
    for seed in seeds {
      let tests = try Self.learned(seed: seed).tests
      let rates = tests.flatMap { [$0.falseFail, $0.falsePass] }
      for (place, rate) in rates.enumerated() {
        let rate = try #require(rate)
        intervals += 1
        if try #require(rate.interval).contains(truth[place]) { holding += 1 }
        sums[place] += rate.value / Double(seeds.count)
      }
    }
    #expect(sums.isClose(to: truth, Tolerance(absolute: 0.015)), "\(sums)")
    #expect((82...98).contains(holding * 100 / intervals), "\(holding) of \(intervals)")
  }

  /// A line whose second test is skipped after a failure of the first, and whose units are opened after a failure, or one in four.
  private static func learned(seed: UInt64) throws -> ModelSummary {
    let model = try GraphSamples.model(
      """
      digraph { crack [kind=defect, prior="0.8 0.2"];
        ict [kind=test, cpt="0.95 0.05; 0.2 0.8"]; fct [kind=test, cpt="0.97 0.03; 0.1 0.9"];
        crack -> ict; crack -> fct }
      """)
    let store = CaseStore(Simulation(of: model, count: 3000, seed: seed), of: model)
    guard case .states8(var crack) = store.columns[0], case .states8(let ict) = store.columns[1],
      case .states8(var fct) = store.columns[2]
    else { preconditionFailure("the columns have states of one byte") }
    for row in crack.indices {
      if ict[row] == 1 { fct[row] = CaseStore.missing8 }
      if ict[row] == 0, fct[row] == 0, row % 4 != 0 { crack[row] = CaseStore.missing8 }
    }
    let records = CaseStore(
      columns: [.states8(crack), .states8(ict), .states8(fct)], count: store.count)
    var learner = ModelLearner()
    learner.prior = .uniform(0.5)
    return try ModelSummary(
      learner.learn(model.graph, from: records, graphDigest: "", recordsDigest: "").model)
  }

  @Test func `rows that no record reached are named, and candidates that a trade-off blurs`() throws
  {
    let model = try GraphSamples.model(
      """
      digraph { a [kind=lot, prior="0.7 0.3"]; b [kind=step, prior="0.6 0.4"];
        c [kind=context, states="x,y", prior="1 0"];
        t [kind=test, cpt="0.95 0.05; 0.4 0.6; 0.3 0.7; 0.1 0.9"]; a -> t; b -> t;
        u [kind=test, cpt="0.9 0.1; 0.5 0.5"]; c -> u; }
      """)
    let store = CaseStore(Simulation(of: model, count: 400), of: model)
    let hidden = CaseStore(
      columns: [.unobserved, .unobserved] + store.columns.dropFirst(2), count: store.count)
    let summary = try ModelSummary(
      ModelLearner().learn(model.graph, from: hidden, graphDigest: "", recordsDigest: "").model)
    #expect(summary.unreached.map { $0.family.variable.name } == ["u"])
    #expect(summary.unreached.map(\.rows) == [[1]])
    let tradeOffs = try #require(summary.tradeOffs)
    #expect(!tradeOffs.isEmpty)
    #expect(Set(tradeOffs.flatMap(\.candidates)) == ["a", "b"])
    // Neither a step nor a defect: nothing makes a unit of u faulty.
    #expect(summary.tests.map(\.variable) == ["t"])
  }
}
