import Interchange
import Learning
import NetworkModel
import RootCause
import Testing
import _TestSupport

/// Readings that move with regressors, from the graph to the model.
@Suite struct RegressorTests {
  private func gaussian(_ model: CausalModel) throws -> GaussianCPD {
    let index = try #require(model.graph.index(of: "torque"))
    guard case .gaussian(let gaussian) = model.network.cpds[index] else {
      throw NoReading()
    }
    return gaussian
  }

  private struct NoReading: Error {}

  @Test(arguments: UInt64(1)...4)
  func `regressors are drawn with the moments of the model`(seed: UInt64) throws {
    var model = try GraphSamples.model(GraphSamples.press)
    var cpds = model.network.cpds
    guard case .gaussian(var gaussian) = cpds[2] else { return }
    gaussian.regressors = RegressorMoments(means: [22, 1.5], covariances: [25, 1.2, 1.2, 0.09])
    cpds[2] = .gaussian(gaussian)
    model = try CausalModel(
      graph: model.graph, cpds: cpds, provenance: Provenance(graphDigest: ""))
    let count = 20_000
    let units = Simulation(of: model, count: count, seed: seed).units
    let column = CaseStore(Simulation(of: model, count: count, seed: seed), of: model).columns[2]
    #expect(units.allSatisfy { $0.regressors.count == 2 })
    let found = ReadingRegression(column, counts: nil).regressors
    for (place, deviation) in [5, 0.3].enumerated() {
      let error = deviation / Double(count).squareRoot()
      #expect(
        found.means[place].isClose(
          to: gaussian.regressors.means[place], .standardErrors(5, of: error)))
    }
    // A correlation of 0.8 has a standard error of (1 - 0.64) / √n.
    let correlation = found[0, 1] / (found[0, 0] * found[1, 1]).squareRoot()
    #expect(
      correlation.isClose(
        to: 0.8, .standardErrors(5, of: 0.36 / Double(count).squareRoot())))
  }

  @Test func `a number that two readings move with is drawn once`() throws {
    let model = try GraphSamples.model(
      """
      digraph {
        a [kind=test, reading=gaussian, regressors="x, y", typical="5 2; 1 1", prior="0 1 1 1"];
        b [kind=test, reading=gaussian, regressors="z, y", typical="3 0; 1 1", prior="0 1 1 1"];
      }
      """)
    let units = Simulation(of: model, count: 50, seed: 1).units
    #expect(units.allSatisfy { $0.regressors.keys.sorted() == ["x", "y", "z"] })
    #expect(units.allSatisfy { $0.regressors["z"] == 3 })
  }

  @Test func `a model that is learned says what it rests on`() throws {
    let truth = try GraphSamples.model(GraphSamples.press)
    let store = CaseStore(
      Simulation(of: truth, count: 3000, missing: 0.1, seed: 2), of: truth)
    var learner = ModelLearner()
    let (model, _) = try learner.learn(
      truth.graph, from: store, graphDigest: "", recordsDigest: "")
    let found = try gaussian(model)
    #expect(found.regressors == ReadingRegression(store.columns[2], counts: nil).regressors)
    #expect(model.provenance.learning?.openSlopes == nil)
    let family = try ModelSummary(model).families[2]
    #expect(family.rows.map(\.values.count) == [4, 4])
    // New records change the numbers, and leave the regressors where the first ones had them.
    learner.update = ModelUpdate(model)
    let more = CaseStore(Simulation(of: truth, count: 500, seed: 3), of: truth)
    let (updated, trace) = try learner.learn(
      truth.graph, from: more, graphDigest: "", recordsDigest: "")
    #expect(try gaussian(updated).regressors == found.regressors)
    #expect(trace.convergence == .converged)
  }

  @Test func `an update from complete records is learning from all of them`() throws {
    let truth = try GraphSamples.model(GraphSamples.press)
    let units = Simulation(of: truth, count: 900, seed: 4)
    let whole = CaseStore(units, of: truth)
    func part(_ rows: Range<Int>) -> CaseStore {
      CaseStore(
        columns: whole.columns.map { column in
          switch column {
          case .states8(let codes): .states8(Array(codes[rows]))
          case .values(let values, let at):
            .values(Array(values[rows]), regressors: at.map { Array($0[rows]) })
          default: column
          }
        }, count: rows.count)
    }
    var learner = ModelLearner()
    learner.settings.tolerance = 1e-12
    learner.prior = .none
    let once = try learner.learn(truth.graph, from: whole, graphDigest: "", recordsDigest: "").model
    let half = try learner.learn(
      truth.graph, from: part(0..<400), graphDigest: "", recordsDigest: ""
    ).model
    learner.update = ModelUpdate(half)
    let both = try learner.learn(
      truth.graph, from: part(400..<900), graphDigest: "", recordsDigest: ""
    ).model
    let (a, b) = (try gaussian(once), try gaussian(both))
    let close = Tolerance(relative: 1e-7, absolute: 1e-8)
    #expect(a.means.isClose(to: b.means, close))
    #expect(a.slopes.isClose(to: b.slopes, close))
    #expect(a.standardDeviations.isClose(to: b.standardDeviations, close))
  }

  @Test func `a slope that the records don't tell is named`() throws {
    let truth = try GraphSamples.model(GraphSamples.press)
    let store = CaseStore(Simulation(of: truth, count: 300, seed: 2), of: truth)
    let columns = store.columns.map { column -> CaseStore.Column in
      guard case .values(let values, let at) = column else { return column }
      return .values(values, regressors: [at[0], at[1].map { _ in 1.5 }])
    }
    let (model, _) = try ModelLearner().learn(
      truth.graph, from: CaseStore(columns: columns, count: 300), graphDigest: "",
      recordsDigest: "")
    #expect(
      model.provenance.learning?.openSlopes
        == [.init(variable: "torque", regressor: "speed", rows: 2)])
    let found = try gaussian(model)
    #expect(found.slopes.allSatisfy { $0.isFinite })
    // Where the expert has his records too, his slopes stay.
    #expect(found.slopes[1].isClose(to: 0.1, Tolerance(absolute: 0.02)))
    #expect(found.slopes[3].isClose(to: 0.5, Tolerance(absolute: 0.1)))
    _ = try Diagnostician(model).diagnose(
      Evidence([2: .value(4, regressors: [20, 1.5])])
    ).causes.map(\.interval)
  }
}
