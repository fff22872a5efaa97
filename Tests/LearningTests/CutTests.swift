import Inference
import Learning
import NetworkModel
import Testing
import _TestSupport

/// Records taken apart, against the tree of the whole network.
@Suite struct CutTests {
  private static func problem(
    seed: UInt64, records count: Int, missing: Double
  ) -> (ExpectationMaximization.Problem, CaseStore) {
    var ingredients = RandomNetwork.Ingredients.everything
    ingredients.readings = false
    var random = RandomNetwork(seed: seed, ingredients)
    var dice = Dice(seed: seed)
    let truth = random.network
    let hidden: Set<Int> = seed.isMultiple(of: 3) ? [dice.below(truth.count)] : []
    var records = Records.drawn(count, from: &random, missing: missing, hidden: hidden, &dice)
    records.counts = records.rows.map { _ in Double(dice.below(5)) / 2 }
    return (
      .init(start: truth, priors: truth.cpds.map { .uniform(pseudocount: 1, like: $0) }),
      records.store(for: truth)
    )
  }

  private func outcome(
    _ problem: ExpectationMaximization.Problem, _ store: CaseStore, isCut: Bool, iterations: Int
  ) throws -> ExpectationMaximization.Outcome {
    var settings = ExpectationMaximization()
    settings.maximumIterations = iterations
    settings.tolerance = 0
    settings.isCut = isCut
    settings.acceleration = .none
    return try settings.learn(problem, from: store)
  }

  @Test(arguments: UInt64(1)...60, [0.1, 0.4, 0.8])
  func `both count the same`(seed: UInt64, missing: Double) throws {
    let (problem, store) = Self.problem(seed: seed, records: 60, missing: missing)
    let cut = try outcome(problem, store, isCut: true, iterations: 0)
    let whole = try outcome(problem, store, isCut: false, iterations: 0)
    #expect(cut.counts.logLikelihood.isLogarithmClose(to: whole.counts.logLikelihood, .exact))
    for variable in problem.start.variables.indices {
      #expect(cut.counts[variable].isClose(to: whole.counts[variable], Self.ofCounts))
    }
  }

  /// Counts are sums of up to some hundred shares.
  private static let ofCounts = Tolerance(relative: 1e-12, absolute: 1e-13)

  @Test(arguments: UInt64(1)...20)
  func `both climb the same way`(seed: UInt64) throws {
    let (problem, store) = Self.problem(seed: seed, records: 100, missing: 0.3)
    let cut = try outcome(problem, store, isCut: true, iterations: 10)
    let whole = try outcome(problem, store, isCut: false, iterations: 10)
    for (a, b) in zip(cut.trace.entries, whole.trace.entries) {
      #expect(a.logPosterior.isClose(to: b.logPosterior, .manySteps))
    }
  }

  @Test(arguments: UInt64(1)...10)
  func `threads do not change a bit`(seed: UInt64) throws {
    let (problem, store) = Self.problem(seed: seed, records: 300, missing: 0.3)
    var settings = ExpectationMaximization()
    settings.maximumIterations = 8
    let alone = try settings.learn(problem, from: store)
    for threads in [2, 5] {
      settings.threads = threads
      let together = try settings.learn(problem, from: store)
      #expect(together.counts == alone.counts)
      #expect(together.network == alone.network)
    }
  }

  @Test(arguments: UInt64(1)...10)
  func `rows that do not fit the memory go through the whole tree`(seed: UInt64) throws {
    let (problem, store) = Self.problem(seed: seed, records: 60, missing: 0.4)
    var settings = ExpectationMaximization()
    settings.maximumIterations = 3
    settings.acceleration = .none
    let all = try settings.learn(problem, from: store)
    let tree = try JunctionTree(problem.start.graph, cardinalities: problem.start.cardinalities)
    settings.memoryLimit = Int(tree.size.bytes(lanes: 8)) + 1
    let some = try settings.learn(problem, from: store)
    for variable in problem.start.variables.indices {
      #expect(some.counts[variable].isClose(to: all.counts[variable], .manySteps))
    }
  }

  @Test func `a record that can't happen is named, complete or not`() throws {
    let network = Textbooks.network([
      Textbooks.Node("a", yes: [0.5]), Textbooks.Node("b", ["a"], yes: [0, 1]),
      Textbooks.Node("c", ["b"], yes: [0, 1]),
    ])
    let problem = ExpectationMaximization.Problem(
      start: network, priors: network.cpds.map { _ in .none })
    let possible: [Evidence.Item?] = [.state(0), .state(0), .state(0)]
    for row: [Evidence.Item?] in [[.state(0), .state(1), .state(1)], [.state(0), nil, .state(1)]] {
      let store = Records(rows: [possible, row, possible, row]).store(for: network)
      let error = #expect(throws: LearningError.self) {
        try ExpectationMaximization().learn(problem, from: store)
      }
      guard case .impossibleRecord(row: 1, _) = error else {
        Issue.record("the error is \(String(describing: error))")
        continue
      }
    }
  }
}
