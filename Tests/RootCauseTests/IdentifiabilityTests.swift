import Inference
import Learning
import NetworkModel
import RootCause
import Testing
import _TestSupport

/// What records can't tell apart.
@Suite struct IdentifiabilityTests {
  private static let twoCauses = """
    digraph {
      a [kind=lot, prior="0.7 0.3"]; b [kind=step, prior="0.6 0.4"];
      t [kind=test, cpt="0.95 0.05; 0.4 0.6; 0.3 0.7; 0.1 0.9"]; a -> t; b -> t;
      c [kind=station, prior="0.8 0.2"]; u [kind=test, cpt="0.9 0.1; 0.2 0.8"]; c -> u;
    }
    """

  /// The basis that `count` records of a model give, in which some variables are hidden.
  private static func basis(_ text: String, hiding hidden: Set<String>, count: Int = 1000) throws
    -> ParameterBasis
  {
    let model = try GraphSamples.model(text)
    let store = CaseStore(Simulation(of: model, count: count, seed: 3), of: model)
    let columns = store.columns.enumerated().map { index, column in
      hidden.contains(model.graph.variables[index].name) ? .unobserved : column
    }
    return try #require(
      try ModelLearner().learn(
        model.graph, from: CaseStore(columns: columns, count: count), graphDigest: "",
        recordsDigest: ""
      ).model.basis)
  }

  @Test func `two hidden causes of one effect trade off, and what is seen does not`() throws {
    let basis = try Self.basis(Self.twoCauses, hiding: ["a", "b"])
    let tradeOffs = try #require(basis.tradeOffs)
    // Of six numbers (two priors, four rows) the share of failures tells one.
    #expect(tradeOffs.map(\.dimensions).reduce(0, +) == 5)
    #expect(tradeOffs.allSatisfy { $0.share < 0.001 })
    #expect(Set(tradeOffs.flatMap(\.rows).map(\.variable)) == ["a", "b", "t"])
    let shares = try #require(basis.shares)
    #expect(shares[2].allSatisfy { $0 < 0.1 })
    #expect(shares[3] == [1] && shares[4] == [1, 1])
  }

  @Test func `complete records leave nothing open`() throws {
    let basis = try Self.basis(Self.twoCauses, hiding: [])
    #expect(basis.tradeOffs == [])
    #expect(basis.shares.map { $0.joined().allSatisfy { $0 == 1 } } == true)
  }

  @Test func `a hidden cause with three clear effects is found, at a price`() throws {
    let basis = try Self.basis(
      """
      digraph {
        a [kind=lot, prior="0.6 0.4"];
        t [kind=test, cpt="0.95 0.05; 0.1 0.9"]; u [kind=test, cpt="0.9 0.1; 0.15 0.85"];
        v [kind=test, cpt="0.9 0.1; 0.1 0.9"]; a -> t; a -> u; a -> v;
      }
      """, hiding: ["a"])
    #expect(basis.tradeOffs == [])
    #expect(try #require(basis.shares).joined().allSatisfy { $0 > 0.2 && $0 < 1 })
  }

  @Test func `with cells missing at random the share is about that of the cells that are there`()
    throws
  {
    let model = try GraphSamples.model("digraph { a [kind=lot, prior=\"0.5 0.5\"] }")
    let store = CaseStore(Simulation(of: model, count: 4000, missing: 0.3, seed: 5), of: model)
    let basis = try #require(
      try ModelLearner().learn(
        model.graph, from: store, graphDigest: "", recordsDigest: ""
      ).model.basis)
    #expect(try #require(basis.shares)[0][0].isClose(to: 0.7, Tolerance(absolute: 0.03)))
  }

  @Test func `of too many numbers each row is taken by itself`() throws {
    let model = try GraphSamples.model(
      "digraph { a [kind=lot, prior=\"0.5 0.5\"]; b [kind=lot, prior=\"0.3 0.7\"] }")
    let store = CaseStore(Simulation(of: model, count: 1000, missing: 0.3, seed: 5), of: model)
    let rows = ParameterRows(model.network)
    func information(sizeLimit: Int) throws -> ObservedInformation {
      ObservedInformation(
        try CompiledNetwork(model.network), store, rows, records: [1000, 1000], priors: [0, 0],
        sizeLimit: sizeLimit)
    }
    let (whole, parts) = (try information(sizeLimit: 4), try information(sizeLimit: 3))
    #expect(!whole.isTooLarge && parts.isTooLarge)
    #expect(whole.shares.isClose(to: parts.shares, Tolerance(absolute: 0.01)))
    #expect(parts.shares.allSatisfy { $0.isClose(to: 0.7, Tolerance(absolute: 0.06)) })
    #expect(parts.tradeOffs == [])
  }

  @Test func `it may be left away`() throws {
    let model = try GraphSamples.model(Self.twoCauses)
    var learner = ModelLearner()
    learner.measuresInformation = false
    let store = CaseStore(Simulation(of: model, count: 50), of: model)
    let basis = try #require(
      try learner.learn(
        model.graph, from: store, graphDigest: "", recordsDigest: ""
      ).model.basis)
    #expect(basis.shares == nil && basis.tradeOffs == nil)
    #expect(basis.priorCounts == [[10], [10], [10, 10, 10, 10], [10], [10, 10]])
  }
}
