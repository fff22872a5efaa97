import Inference
import Learning
import NetworkModel
import RootCause
import Testing
import _TestSupport

/// From a graph with what experts say and records to a model.
@Suite struct ModelLearnerTests {
  /// Three good lots and one bad; of the units of good lots one in three is defective, that of the bad one is.
  private let records = CaseStore(
    columns: [.states8([0, 0, 0, 1]), .states8([0, 1, 0, 1])], count: 4)

  private func learn(
    _ attributes: String, prior: ModelLearner.Prior, from records: CaseStore? = nil
  ) throws -> CausalModel {
    let graph = try GraphSamples.graph(
      "digraph { a [kind=lot \(attributes)]; b [kind=defect]; a -> b }")
    var learner = ModelLearner()
    learner.prior = prior
    return try learner.learn(
      graph, from: records ?? self.records, graphDigest: "g", recordsDigest: "r"
    ).model
  }

  private func values(_ model: CausalModel, _ variable: Int) -> [Double] {
    model.network.cpds[variable].table.values
  }

  @Test func `without a prior complete records are counted`() throws {
    let model = try learn("", prior: .none)
    #expect(values(model, 0).isClose(to: [0.75, 0.25], .exact))
    let third = 1.0 / 3
    #expect(values(model, 1).isClose(to: [1 - third, third, 0, 1], .exact))
    #expect(model.counts?[0].isClose(to: [3, 1], .exact) == true)
    #expect(model.counts?[1].isClose(to: [2, 1, 0, 1], .exact) == true)
  }

  @Test func `expert numbers count as many records as their weight`() throws {
    let model = try learn(", prior=\"0.9 0.1\", weight=6", prior: .expert)
    #expect(values(model, 0).isClose(to: [0.84, 0.16], .exact))
  }

  @Test func `expert numbers without a weight count ten records, and rows without numbers one`()
    throws
  {
    let model = try learn(", prior=\"0.9 0.1\"", prior: .expert)
    let twoOfFourteen = 2.0 / 14
    #expect(values(model, 0).isClose(to: [1 - twoOfFourteen, twoOfFourteen], .exact))
    #expect(values(model, 1).isClose(to: [0.625, 0.375, 0.25, 0.75], .exact))
  }

  @Test func `a uniform prior adds to every cell and takes no expert's word`() throws {
    let model = try learn(", prior=\"0.9 0.1\"", prior: .uniform(2))
    #expect(values(model, 0).isClose(to: [0.625, 0.375], .exact))
    let fourOfSeven = 4.0 / 7
    #expect(values(model, 1).isClose(to: [fourOfSeven, 1 - fourOfSeven, 0.4, 0.6], .exact))
  }

  @Test func `a row that no record reaches keeps the number that it started from`() throws {
    let good = CaseStore(columns: [.states8([0, 0]), .states8([0, 1])], count: 2)
    let graph = try GraphSamples.graph(
      "digraph { a [kind=lot, prior=\"0.5 0.5\"]; b [kind=defect, cpt=\"0.5 0.5; 0.125 0.875\"]; a -> b }"
    )
    var learner = ModelLearner()
    learner.prior = .none
    learner.start = .network
    let model = try learner.learn(graph, from: good, graphDigest: "", recordsDigest: "").model
    #expect(values(model, 0).isClose(to: [1, 0], .exact))
    #expect(values(model, 1).isClose(to: [0.5, 0.5, 0.125, 0.875], .exact))
  }

  @Test func `units that a row stands for count each`() throws {
    let counted = CaseStore(columns: [.states8([0, 1]), .unobserved], counts: [3, 1], count: 2)
    let model = try learn("", prior: .none, from: counted)
    #expect(values(model, 0).isClose(to: [0.75, 0.25], .exact))
    #expect(model.provenance.learning?.units == 4)
  }

  @Test func `tied families are learned as one`() throws {
    let graph = try GraphSamples.graph(
      "digraph { node [kind=lot, tie=t]; a; b [prior=\"0.5 0.5\", weight=2] }")
    let model = try ModelLearner().learn(graph, from: records, graphDigest: "", recordsDigest: "")
      .model
    #expect(values(model, 0) == values(model, 1))
    #expect(values(model, 0).isClose(to: [0.6, 0.4], .exact))
  }

  @Test func `a reading takes the mean and the spread of its records`() throws {
    let graph = try GraphSamples.graph(
      "digraph { a [kind=lot]; g [kind=test, reading=gaussian]; a -> g }")
    let records = CaseStore(
      columns: [.states8([0, 0, 0, 1, 1, 255]), .values([1, 2, 3, 10, 14, .nan])], count: 6)
    var learner = ModelLearner()
    learner.prior = .none
    let model = try learner.learn(graph, from: records, graphDigest: "", recordsDigest: "").model
    guard case .gaussian(let gaussian) = model.network.cpds[1] else {
      Issue.record("the CPD is no reading's")
      return
    }
    let spread = (2.0 / 3).squareRoot()
    #expect(gaussian.means.isClose(to: [2, 12], .manySteps))
    #expect(gaussian.standardDeviations.isClose(to: [spread, 2], .manySteps))
  }

  @Test func `to start from the network takes numbers for every variable`() throws {
    let graph = try GraphSamples.graph("digraph { node [kind=lot]; a; b [prior=\"0.5 0.5\"]; c }")
    var learner = ModelLearner()
    learner.start = .network
    #expect(throws: LearnerError.model(.numbersMissing(["a", "c"]))) {
      try learner.learn(graph, from: records, graphDigest: "", recordsDigest: "")
    }
  }

  @Test func `there is nothing to learn from no records`() throws {
    #expect(throws: LearnerError.learning(.noRecords)) {
      try learn("", prior: .expert, from: CaseStore(columns: [.unobserved, .unobserved], count: 0))
    }
  }

  @Test func `a record that the numbers rule out is named`() throws {
    let graph = try GraphSamples.graph(
      "digraph { a [kind=lot, prior=\"0.5 0.5\"]; b [kind=defect, cpt=\"1 0; 0.5 0.5\"]; a -> b }")
    let contradiction = Evidence([0: .state(0), 1: .state(1)])
    var learner = ModelLearner()
    learner.start = .network
    learner.prior = .none
    #expect(throws: LearnerError.learning(.impossibleRecord(row: 1, contradiction: contradiction)))
    {
      try learner.learn(graph, from: records, graphDigest: "", recordsDigest: "")
    }
  }

  @Test(arguments: [30, 62, 70, 200])
  func `a family beyond all memory is refused before its table is made`(parents: Int) throws {
    let names = (0..<parents).map { "p\($0)" }.joined(separator: " ")
    let graph = try GraphSamples.graph("digraph { node [kind=step]; \(names); v; {\(names)} -> v }")
    let records = CaseStore(
      columns: [CaseStore.Column](repeating: .unobserved, count: parents) + [.states8([0])],
      count: 1)
    var learner = ModelLearner()
    learner.settings.memoryLimit = 1 << 30
    let error = try #require(throws: LearnerError.self) {
      try learner.learn(graph, from: records, graphDigest: "", recordsDigest: "")
    }
    guard case .learning(.inference(.treeTooLarge)) = error else {
      Issue.record("\(error)")
      return
    }
  }

  @Test func `the model tells where it came from`() throws {
    let model = try GraphSamples.model(GraphSamples.line)
    let records = CaseStore(Simulation(of: model, count: 300, missing: 0.25, seed: 4), of: model)
    var learner = ModelLearner()
    learner.settings.seed = 42
    learner.settings.restarts = 2
    learner.settings.maximumIterations = 3
    var seen: [Int] = []
    let (learned, trace) = try learner.learn(
      model.graph, from: records, graphDigest: "graph", recordsDigest: "records"
    ) { run, _ in
      seen.append(run)
      return true
    }
    let run = try #require(learned.provenance.learning)
    #expect(
      (learned.provenance.version, learned.provenance.graphDigest) == (fishboneVersion, "graph"))
    #expect(
      (run.recordsDigest, run.units, run.seed, run.maximumIterations) == ("records", 300, 42, 3))
    #expect(run.missingShare == records.missingShare)
    #expect((run.prior, run.start, run.runEnds.count) == ("expert", "prior", 3))
    #expect(run.logPosterior == trace.entries.map(\.logPosterior))
    #expect(run.logLikelihood == trace.entries.map(\.logLikelihood))
    #expect(run.convergence == trace.convergence)
    #expect(Set(seen) == [0, 1, 2])
    #expect(learned.graph == model.graph)
  }

  @Test(arguments: UInt64(1)...4)
  func `what is learned from many records is near to what they were drawn from`(seed: UInt64) throws
  {
    let model = try GraphSamples.model(GraphSamples.line)
    let records = CaseStore(
      Simulation(of: model, count: 20_000, missing: 0.1, unitsPerInstance: 1, seed: seed), of: model
    )
    var learner = ModelLearner()
    learner.start = .network
    learner.prior = .uniform(0.1)
    let learned = try learner.learn(model.graph, from: records, graphDigest: "", recordsDigest: "")
      .model
    for (variable, cpd) in model.network.cpds.enumerated() {
      guard case .table(let table) = cpd, case .table(let found) = learned.network.cpds[variable]
      else { continue }
      for (place, probability) in table.values.enumerated() {
        let count = try #require(learned.counts)[variable].chunks(of: table.cardinality)[
          place / table.cardinality
        ]
        .reduce(0, +)
        let error =
          (0.1 + probability * (1 - probability)).squareRoot() / max(count, 1).squareRoot()
        #expect(found.values[place].isClose(to: probability, .standardErrors(5, of: error)))
      }
    }
  }

  @Test(arguments: [
    ("none", ModelLearner.Prior.none), ("expert", .expert), ("uniform:0.5", .uniform(0.5)),
  ])
  func `a prior is read and written as the command takes it`(
    text: String, prior: ModelLearner.Prior
  ) {
    #expect(ModelLearner.Prior(text) == prior)
    #expect(prior.description == text)
  }

  @Test(arguments: [
    "", "None", "uniform", "uniform:", "uniform:-1", "uniform:nan", "uniform:inf", "uniform:1e999",
    "flat",
  ])
  func `anything else is no prior`(text: String) {
    #expect(ModelLearner.Prior(text) == nil)
  }
}

extension [Double] {
  fileprivate func chunks(of length: Int) -> [ArraySlice<Double>] {
    stride(from: 0, to: count, by: length).map { self[$0..<$0 + length] }
  }
}
