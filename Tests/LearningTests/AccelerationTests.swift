import Learning
import NetworkModel
import Testing
import _TestSupport

/// Leaps make a climb shorter and never lower.
@Suite struct AccelerationTests {
  /// Problems with hidden variables, of all kinds of CPD, with and without priors.
  private static func problem(seed: UInt64) -> (ExpectationMaximization.Problem, CaseStore) {
    var ingredients = RandomNetwork.Ingredients.everything
    ingredients.maximumVariables = 7
    var random = RandomNetwork(seed: seed, ingredients)
    var dice = Dice(seed: seed)
    let truth = random.network
    let all = Set(truth.variables.indices)
    let start = RandomCPDs.nearUniform(all, of: truth, ties: [:], seed: seed)
    let hidden = Set([dice.below(truth.count), dice.below(truth.count)])
    let records = Records.drawn(40, from: &random, missing: 0.2, hidden: hidden, &dice)
    let priors = truth.cpds.map { cpd -> FamilyPrior in
      switch seed % 3 {
      case 0: .none
      case 1: .uniform(pseudocount: 0.5, like: cpd)
      default: FamilyPrior(expected: cpd, weight: 1)
      }
    }
    return (.init(start: start, priors: priors), records.store(for: truth))
  }

  @Test(arguments: UInt64(1)...100)
  func `the log-posterior never falls, and ends no lower than where EM stands still`(
    seed: UInt64
  ) throws {
    let (problem, store) = Self.problem(seed: seed)
    var settings = ExpectationMaximization()
    settings.tolerance = 1e-10
    let outcome = try settings.learn(problem, from: store)
    let posteriors = outcome.trace.entries.map(\.logPosterior)
    #expect(zip(posteriors, posteriors.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(outcome.trace.convergence != .fell)
    #expect(outcome.trace.evaluations >= outcome.trace.entries.count - 1)
    // EM has nothing to add.
    var after = problem
    after.start = outcome.network
    settings.acceleration = .none
    settings.maximumIterations = 1
    let next = try settings.learn(after, from: store).trace.entries
    let (before, last) = try (#require(next.first), #require(next.last))
    let scale = max(40, abs(before.logPosterior))
    #expect(last.logPosterior - before.logPosterior <= 1e-8 * scale)
  }

  @Test func `hidden classes take a third of the E-steps, or fewer`() throws {
    let counts = try (UInt64(1)...5).map(Self.evaluations)
    let (plain, leaping) = counts.reduce((0, 0)) { ($0.0 + $1.plain, $0.1 + $1.leaping) }
    #expect(3 * leaping <= plain, "\(counts)")
  }

  /// The E-steps up to the same log-posterior, those of leaps that were not taken included.
  private static func evaluations(seed: UInt64) throws -> (plain: Int, leaping: Int) {
    var dice = Dice(seed: seed)
    let network = Textbooks.network(
      [Textbooks.Node("class", yes: [0.4])]
        + (1...5).map { Textbooks.Node("t\($0)", ["class"], yes: [0.35, 0.65]) })
    var random = RandomNetwork(network, seed: seed)
    let store = Records.drawn(1000, from: &random, missing: 0.2, hidden: [0], &dice)
      .store(for: network)
    let problem = ExpectationMaximization.Problem(
      start: RandomCPDs.nearUniform(
        Set(network.variables.indices), of: network, ties: [:], seed: seed),
      priors: network.cpds.map { .uniform(pseudocount: 1, like: $0) })
    var settings = ExpectationMaximization()
    settings.maximumIterations = 5_000
    settings.tolerance = 1e-12
    let leaping = try settings.learn(problem, from: store).trace
    settings.acceleration = .none
    let plain = try settings.learn(problem, from: store).trace
    let tops = try [leaping, plain].map { try #require($0.entries.last).logPosterior }
    let goal = min(tops[0], tops[1]) - 1e-9 * abs(tops[0])
    func steps(_ trace: EMTrace) throws -> Int {
      try #require(trace.entries.first { $0.logPosterior >= goal }).iteration
    }
    let refused = leaping.evaluations - (leaping.entries.count - 1)
    return (try steps(plain), try steps(leaping) + refused)
  }
}
