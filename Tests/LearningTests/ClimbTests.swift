import GraphStructure
import Inference
import Learning
import NetworkModel
import Testing
import _TestSupport

/// How a climb goes and ends.
@Suite struct ClimbTests {
  /// A problem with missing cells and a hidden variable.
  private static func problem(
    seed: UInt64, records count: Int = 60
  ) -> (ExpectationMaximization.Problem, CaseStore) {
    var ingredients = RandomNetwork.Ingredients.everything
    ingredients.maximumVariables = 8
    var random = RandomNetwork(seed: seed, ingredients)
    var dice = Dice(seed: seed)
    let truth = random.network
    let all = Set(truth.variables.indices)
    let start = RandomCPDs.nearUniform(all, of: truth, ties: [:], seed: seed)
    let records = Records.drawn(
      count, from: &random, missing: 0.2, hidden: [dice.below(truth.count)], &dice)
    let priors = truth.cpds.map { cpd -> FamilyPrior in
      switch seed % 3 {
      case 0: .none
      case 1: .uniform(pseudocount: 1, like: cpd)
      default: FamilyPrior(expected: cpd, weight: 2)
      }
    }
    return (.init(start: start, priors: priors, restartable: all), records.store(for: truth))
  }

  /// Two classes that nobody sees, and three tests: a likelihood with more than one peak.
  private static let classes: (ExpectationMaximization.Problem, CaseStore) = {
    var dice = Dice(seed: 3)
    let network = Textbooks.network([
      Textbooks.Node("class", yes: [0.5]),
      Textbooks.Node("t1", ["class"], yes: [0.2, 0.9]),
      Textbooks.Node("t2", ["class"], yes: [0.3, 0.8]),
      Textbooks.Node("t3", ["class"], yes: [0.1, 0.6]),
    ])
    let rows = (0..<300).map { _ -> [Evidence.Item?] in
      let isYes = dice.unit() < 0.4
      return [nil]
        + [(0.2, 0.9), (0.3, 0.8), (0.1, 0.6)].map {
          .state(dice.unit() < (isYes ? $0.1 : $0.0) ? 1 : 0)
        }
    }
    let all = Set(network.variables.indices)
    let start = RandomCPDs.nearUniform(all, of: network, ties: [:], seed: 1)
    return (
      .init(
        start: start, priors: start.cpds.map { .uniform(pseudocount: 0.1, like: $0) },
        restartable: all), Records(rows: rows).store(for: network)
    )
  }()

  @Test(arguments: UInt64(1)...60)
  func `the log-posterior never falls, and a climb ends where nothing pulls`(seed: UInt64) throws {
    let (problem, store) = Self.problem(seed: seed)
    var settings = ExpectationMaximization()
    settings.tolerance = 0
    settings.maximumIterations = 400
    let outcome = try settings.learn(problem, from: store)
    let posteriors = outcome.trace.entries.map(\.logPosterior)
    #expect(zip(posteriors, posteriors.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(outcome.trace.entries.map(\.iteration) == Array(posteriors.indices))
    #expect(outcome.ends == [posteriors.last])
    #expect(outcome.counts.logLikelihood == outcome.trace.entries.last?.logLikelihood)
    #expect(outcome.trace.convergence != .fell)
    // The next M-step would move next to nothing: it is no fall that ended the climb.
    for (variable, cpd) in outcome.network.cpds.enumerated() {
      guard case .table(let table) = cpd else { continue }
      var pseudo = [Double](repeating: 0, count: table.values.count)
      if case .table(let counts) = problem.priors[variable] { pseudo = counts }
      let totals = zip(outcome.counts[variable], pseudo).map(+)
      for row in 0..<table.rowCount {
        let range = table.range(ofRow: row)
        let sum = totals[range].reduce(0, +)
        guard sum > 0.1 else { continue }
        #expect(totals[range].map { $0 / sum }.isClose(to: table.values[range], Self.nearlyStill))
      }
    }
  }

  private static let nearlyStill = Tolerance(absolute: 1e-3)

  @Test(arguments: UInt64(1)...12)
  func `one thread and several give the same numbers, to the last bit`(seed: UInt64) throws {
    let (problem, store) = Self.problem(seed: seed, records: 200)
    var settings = ExpectationMaximization()
    settings.maximumIterations = 20
    settings.restarts = 1
    let alone = try settings.learn(problem, from: store)
    for threads in [2, 3, 40] {
      settings.threads = threads
      let together = try settings.learn(problem, from: store)
      #expect(together.network == alone.network)
      #expect(together.counts == alone.counts)
      #expect(together.ends == alone.ends)
      #expect(together.trace.entries.map(\.logPosterior) == alone.trace.entries.map(\.logPosterior))
    }
  }

  @Test func `little memory costs threads, not digits`() throws {
    let (problem, store) = Self.problem(seed: 4, records: 200)
    let tree = try JunctionTree(problem.start.graph, cardinalities: problem.start.cardinalities)
    var settings = ExpectationMaximization()
    settings.maximumIterations = 5
    settings.memoryLimit = Int(tree.size.bytes(lanes: 8)) + 1
    let alone = try settings.learn(problem, from: store)
    settings.threads = 2
    #expect(try settings.learn(problem, from: store).network == alone.network)
  }

  // MARK: Ends

  @Test func `without tolerance a climb goes on while it rises`() throws {
    let (problem, store) = Self.classes
    var settings = ExpectationMaximization()
    settings.tolerance = 0
    settings.acceleration = .none
    settings.maximumIterations = 50
    let outcome = try settings.learn(problem, from: store)
    #expect(outcome.trace.entries.count == 51)
    #expect(outcome.trace.convergence == .iterationsUsedUp)
    settings.maximumIterations = 100_000
    let end = try settings.learn(problem, from: store)
    #expect(end.trace.convergence == .converged)
    #expect(end.trace.entries.count < 100_000)
    let posteriors = end.trace.entries.map(\.logPosterior)
    #expect(zip(posteriors, posteriors.dropFirst()).allSatisfy { $0 <= $1 })
  }

  @Test func `no iteration leaves the start as it is`() throws {
    let (problem, store) = Self.classes
    var settings = ExpectationMaximization()
    settings.maximumIterations = 0
    let outcome = try settings.learn(problem, from: store)
    #expect(outcome.network == problem.start)
    #expect(outcome.trace.entries.count == 1)
    #expect(outcome.trace.convergence == .iterationsUsedUp)
  }

  @Test func `a climb converges within its tolerance`() throws {
    let (problem, store) = Self.classes
    var settings = ExpectationMaximization()
    settings.tolerance = 1e-6
    let outcome = try settings.learn(problem, from: store)
    let ends = outcome.trace.entries.map(\.logPosterior).suffix(2)
    #expect(outcome.trace.convergence == .converged)
    let (before, after) = try (#require(ends.first), #require(ends.last))
    #expect(after - before <= 1e-6 * abs(before))
  }

  @Test func `a climb stops when it is told to`() throws {
    let (problem, store) = Self.classes
    var settings = ExpectationMaximization()
    settings.tolerance = 0
    settings.restarts = 2
    var seen: [Int] = []
    let outcome = try settings.learn(problem, from: store) { run, entry in
      seen.append(entry.iteration)
      return run == 0 && entry.iteration < 3
    }
    #expect(seen == [0, 1, 2, 3])
    #expect(outcome.trace.convergence == .interrupted)
    #expect(outcome.trace.entries.count == 4)
    #expect(outcome.ends.count == 1)
  }

  @Test func `a stop in a later run keeps the best so far`() throws {
    let (problem, store) = Self.classes
    var settings = ExpectationMaximization()
    settings.restarts = 5
    let whole = try ExpectationMaximization().learn(problem, from: store)
    let outcome = try settings.learn(problem, from: store) { run, _ in run == 0 }
    #expect(outcome.ends.count == 2)
    #expect(outcome.trace.convergence == .interrupted)
    #expect(outcome.ends[0] == whole.ends[0])
    #expect(outcome.trace.entries.last?.logPosterior == outcome.ends.max())
  }

  // MARK: Restarts

  @Test func `the highest of all runs is kept`() throws {
    let (problem, store) = Self.classes
    var settings = ExpectationMaximization()
    settings.restarts = 6
    var runs = Set<Int>()
    let outcome = try settings.learn(problem, from: store) { run, _ in
      runs.insert(run)
      return true
    }
    #expect(runs == Set(0...6))
    #expect(outcome.ends.count == 7)
    #expect(outcome.trace.entries.last?.logPosterior == outcome.ends.max())
    #expect(try settings.learn(problem, from: store).ends == outcome.ends)
    settings.seed = 2
    #expect(try settings.learn(problem, from: store).ends != outcome.ends)
  }

  @Test func `a restart moves only what may be restarted`() throws {
    var (problem, store) = Self.classes
    problem.restartable = []
    var settings = ExpectationMaximization()
    settings.restarts = 2
    let outcome = try settings.learn(problem, from: store)
    #expect(Set(outcome.ends).count == 1)
  }

  @Test(arguments: UInt64(1)...20)
  func `random numbers to start from are distributions, tied families alike`(seed: UInt64) throws {
    let network = RandomNetwork(seed: seed).network
    let some = Set(network.variables.indices.filter { $0.isMultiple(of: 2) })
    let moved = RandomCPDs.nearUniform(some, of: network, ties: [:], seed: seed)
    #expect(moved == RandomCPDs.nearUniform(some, of: network, ties: ["none": []], seed: seed))
    // A network checks its rows.
    _ = try Network(variables: moved.variables, graph: moved.graph, cpds: moved.cpds)
    for variable in network.variables.indices {
      #expect(some.contains(variable) || moved.cpds[variable] == network.cpds[variable])
      guard some.contains(variable), case .table(let table) = moved.cpds[variable] else { continue }
      let even = 1 / Double(table.cardinality)
      #expect(table.values.allSatisfy { $0 >= 0.6 * even && $0 <= 5 / 3 * even })
    }
    let testers = Self.classes.0.start
    let tied = RandomCPDs.nearUniform([1, 2, 3], of: testers, ties: ["t": [3, 1]], seed: seed)
    #expect(tied.cpds[1] == tied.cpds[3])
    #expect(tied.cpds[1] != tied.cpds[2])
  }

  // MARK: Errors

  @Test func `records that can't happen are named, the first in the order of the rows`() throws {
    let network = Textbooks.asia
    let names = ["asia": "yes", "lung": "yes", "either": "no", "xray": "no"]
    let impossible = try Evidence(names, in: network)
    let rows = (0..<40).map { row in
      network.variables.indices.map { variable in
        row == 17 || row == 30 ? impossible[variable] : variable == 0 ? Evidence.Item.state(0) : nil
      }
    }
    let problem = ExpectationMaximization.Problem(
      start: network, priors: network.cpds.map { _ in .none })
    let contradiction = try Evidence(["lung": "yes", "either": "no"], in: network)
    for threads in [1, 2] {
      var settings = ExpectationMaximization()
      settings.threads = threads
      #expect(throws: LearningError.impossibleRecord(row: 17, contradiction: contradiction)) {
        try settings.learn(problem, from: Records(rows: rows).store(for: network))
      }
    }
  }

  @Test func `no record, or none that counts, is nothing to learn from`() {
    let network = Textbooks.asia
    let problem = ExpectationMaximization.Problem(
      start: network, priors: network.cpds.map { _ in .none })
    #expect(throws: LearningError.noRecords) {
      try ExpectationMaximization().learn(problem, from: Records(rows: []).store(for: network))
    }
    let rows = [[Evidence.Item?]](repeating: network.variables.map { _ in .state(0) }, count: 2)
    #expect(throws: LearningError.noRecords) {
      try ExpectationMaximization().learn(
        problem, from: Records(rows: rows, counts: [0, 0]).store(for: network))
    }
  }

  @Test func `ties of unlike families are an error`() {
    let network = Textbooks.asia
    let problem = ExpectationMaximization.Problem(
      start: network, priors: network.cpds.map { _ in .none },
      ties: ["good": [3, 4], "bad": [6, 7], "single": [0]])
    #expect(throws: LearningError.unlikeTies(name: "bad", variables: ["xray", "dyspnoea"])) {
      try ExpectationMaximization().learn(
        problem, from: Records(rows: [network.variables.map { _ in .state(0) }]).store(for: network)
      )
    }
  }

  @Test func `a tree that is too large is an error before it takes memory`() {
    let network = Textbooks.asia
    let problem = ExpectationMaximization.Problem(
      start: network, priors: network.cpds.map { _ in .none })
    var settings = ExpectationMaximization()
    settings.memoryLimit = 100
    #expect {
      try settings.learn(
        problem, from: Records(rows: [network.variables.map { _ in .state(0) }]).store(for: network)
      )
    } throws: { error in
      guard case .inference(.treeTooLarge) = error as? LearningError else { return false }
      return true
    }
  }
}
