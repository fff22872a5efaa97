import Learning
import NetworkModel
import Testing
import _TestSupport

/// New records added to what old ones left behind.
@Suite struct EarlierCountsTests {
  private static func sample(
    seed: UInt64, missing: Double, noisyMax: Bool
  ) -> (ExpectationMaximization.Problem, first: Records, second: Records) {
    var ingredients = RandomNetwork.Ingredients.everything
    ingredients.maximumVariables = 6
    ingredients.noisyMax = noisyMax
    var random = RandomNetwork(seed: seed, ingredients)
    var dice = Dice(seed: seed)
    let truth = random.network
    let all = Set(truth.variables.indices)
    let start = RandomCPDs.nearUniform(all, of: truth, ties: [:], seed: seed)
    return (
      .init(start: start, priors: truth.cpds.map { FamilyPrior(expected: $0, weight: 2) }),
      .drawn(40, from: &random, missing: missing, &dice),
      .drawn(60, from: &random, missing: missing, &dice)
    )
  }

  private static let close = Tolerance(relative: 1e-9, absolute: 1e-9)

  private func settings(tolerance: Double) -> ExpectationMaximization {
    var settings = ExpectationMaximization()
    settings.tolerance = tolerance
    return settings
  }

  private func counts(_ outcome: ExpectationMaximization.Outcome) -> [[Double]] {
    outcome.network.variables.indices.map { Array(outcome.counts[$0]) }
  }

  @Test(arguments: UInt64(1)...30)
  func `complete records in two halves are all records at once`(seed: UInt64) throws {
    var (problem, first, second) = Self.sample(seed: seed, missing: 0, noisyMax: false)
    let whole = Records(rows: first.rows + second.rows)
    let settings = settings(tolerance: 1e-12)
    let once = try settings.learn(problem, from: whole.store(for: problem.start))
    let half = try settings.learn(problem, from: first.store(for: problem.start))
    problem.earlier = EarlierCounts(counts(half), under: half.network.cpds)
    let both = try settings.learn(problem, from: second.store(for: problem.start))
    for variable in problem.start.variables.indices {
      #expect(both.network.cpds[variable].isClose(to: once.network.cpds[variable], Self.close))
      #expect(both.counts[variable].isClose(to: once.counts[variable], Self.close))
    }
  }

  @Test(arguments: UInt64(1)...30)
  func `the log-posterior of old and new together never falls`(seed: UInt64) throws {
    var (problem, first, second) = Self.sample(seed: seed, missing: 0.3, noisyMax: true)
    let half = try settings(tolerance: 1e-8).learn(problem, from: first.store(for: problem.start))
    problem.earlier = EarlierCounts(counts(half), under: half.network.cpds, share: 0.5)
    let both = try settings(tolerance: 0).learn(problem, from: second.store(for: problem.start))
    let posteriors = both.trace.entries.map(\.logPosterior)
    #expect(zip(posteriors, posteriors.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(both.trace.convergence != .fell)
  }

  @Test(arguments: UInt64(1)...20)
  func `what is retracted leaves the counts of the rest`(seed: UInt64) throws {
    let (problem, first, second) = Self.sample(seed: seed, missing: 0.3, noisyMax: true)
    let whole = Records(rows: first.rows + second.rows)
    let settings = settings(tolerance: 1e-8)
    let outcome = try settings.learn(problem, from: whole.store(for: problem.start))
    var earlier = EarlierCounts(counts(outcome), under: outcome.network.cpds)
    earlier.subtract(
      try settings.expectedCounts(of: second.store(for: problem.start), under: outcome.network))
    let rest = try settings.expectedCounts(
      of: first.store(for: problem.start), under: outcome.network)
    for variable in problem.start.variables.indices {
      #expect(earlier.counts[variable].isClose(to: rest[variable], Self.close))
    }
  }

  @Test func `what is forgotten counts less`() throws {
    let earlier = EarlierCounts(
      [[4, 2]], under: [.table(.uniform(cardinality: 2, rows: 1))], share: 0.25)
    #expect(earlier.counts == [[1, 0.5]])
  }
}
