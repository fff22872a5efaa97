import Learning
import NetworkModel
import Testing
import _TestSupport

/// Every step of EM against EM by enumeration.
@Suite struct EnumerationTests {
  /// What is believed beforehand.
  enum Belief: CaseIterable {
    case none, uniform, expert

    func prior(like cpd: CPD) -> FamilyPrior {
      switch self {
      case .none: .none
      case .uniform: .uniform(pseudocount: 0.5, like: cpd)
      case .expert: FamilyPrior(expected: cpd, weight: 3)
      }
    }
  }

  private func expectAgreement(
    _ problem: ExpectationMaximization.Problem, _ records: Records, steps: Int = 8
  ) throws {
    let expected = EnumerationEM(problem, records).run(steps: steps)
    var settings = ExpectationMaximization()
    settings.maximumIterations = steps
    settings.tolerance = 0
    settings.acceleration = .none
    let outcome = try settings.learn(problem, from: records.store(for: problem.start))
    let entries = outcome.trace.entries
    // Only where nothing changes any more, rounding may end the climb before the last step.
    if let last = entries.last, entries.count <= steps {
      let next = expected[entries.count].logPosterior
      #expect(next.isClose(to: last.logPosterior, .exact))
    }
    for (entry, step) in zip(entries, expected) {
      #expect(entry.logLikelihood.isClose(to: step.logLikelihood, .manySteps))
      #expect(entry.logPosterior.isClose(to: step.logPosterior, .manySteps))
    }
    let end = expected[entries.count - 1]
    for variable in problem.start.variables.indices {
      #expect(outcome.network.cpds[variable].isClose(to: end.network.cpds[variable], .manySteps))
      if !problem.start.variables[variable].isReading {
        #expect(outcome.counts[variable].isClose(to: end.counts[variable], .manySteps))
      }
    }
  }

  private func small() -> RandomNetwork.Ingredients {
    var ingredients = RandomNetwork.Ingredients.everything
    ingredients.maximumVariables = 5
    ingredients.maximumJointStates = 100
    ingredients.maximumParents = 2
    return ingredients
  }

  @Test(arguments: UInt64(1)...40, Belief.allCases)
  func `missing cells in random networks of all kinds`(seed: UInt64, belief: Belief) throws {
    var random = RandomNetwork(seed: seed, small())
    var dice = Dice(seed: seed)
    let truth = random.network
    let all = Set(truth.variables.indices)
    let start = RandomCPDs.nearUniform(all, of: truth, ties: [:], seed: seed)
    let records = Records.drawn(25, from: &random, missing: 0.3, &dice)
    try expectAgreement(
      .init(start: start, priors: truth.cpds.map(belief.prior)), records)
  }

  @Test(arguments: UInt64(1)...40, Belief.allCases)
  func `records without readings, which are taken apart`(seed: UInt64, belief: Belief) throws {
    var ingredients = small()
    ingredients.readings = false
    var random = RandomNetwork(seed: seed, ingredients)
    var dice = Dice(seed: seed)
    let truth = random.network
    let all = Set(truth.variables.indices)
    let start = RandomCPDs.nearUniform(all, of: truth, ties: [:], seed: seed)
    let records = Records.drawn(25, from: &random, missing: 0.4, &dice)
    try expectAgreement(
      .init(start: start, priors: truth.cpds.map(belief.prior)), records)
  }

  @Test(arguments: UInt64(1)...20, Belief.allCases)
  func `hidden variables and weighted records`(seed: UInt64, belief: Belief) throws {
    var random = RandomNetwork(seed: seed, small())
    var dice = Dice(seed: seed)
    let truth = random.network
    let all = Set(truth.variables.indices)
    let start = RandomCPDs.nearUniform(all, of: truth, ties: [:], seed: seed)
    var records = Records.drawn(
      15, from: &random, missing: 0.1, hidden: [dice.below(truth.count)], &dice)
    records.counts = records.rows.map { _ in Double(dice.below(40)) / 8 + 0.125 }
    try expectAgreement(
      .init(start: start, priors: truth.cpds.map(belief.prior)), records)
  }

  @Test(arguments: UInt64(1)...10, Belief.allCases)
  func `noisy maxima of several causes`(seed: UInt64, belief: Belief) throws {
    var dice = Dice(seed: seed)
    let causes = [2, 3, 2]
    let noisyMax = NoisyMaxCPD(
      cardinality: 3,
      strengths: causes.map { count in (1..<count).flatMap { _ in dice.distribution(3) } },
      leak: dice.distribution(3))
    let start = try Network(
      variables: causes.enumerated().map { place, count in
        Variable("c\(place)", states: (0..<count).map { "s\($0)" })
      } + [Variable("x", states: ["a", "b", "c"])],
      parents: [[], [], [], [0, 1, 2]],
      cpds: causes.map { .table(TabularCPD(cardinality: $0, values: dice.distribution($0))) }
        + [.noisyMax(noisyMax)])
    let rows = (0..<30).map { _ in
      (causes + [3]).map { dice.unit() < 0.3 ? nil : Evidence.Item.state(dice.below($0)) }
    }
    try expectAgreement(
      .init(start: start, priors: start.cpds.map(belief.prior)), Records(rows: rows))
  }

  @Test(arguments: UInt64(1)...10, Belief.allCases)
  func `a tie shares one table among its families`(seed: UInt64, belief: Belief) throws {
    var dice = Dice(seed: seed)
    // A hidden defect, three testers of one make, and two readings of one kind; each starts at numbers of its own, of which
    // the first count for all.
    let testers = (0..<3).map { _ in
      CPD.table(TabularCPD(cardinality: 2, values: dice.distribution(2) + dice.distribution(2)))
    }
    let gauges = (0..<2).map { _ in
      CPD.gaussian(
        GaussianCPD(means: [dice.normal(), 3 + dice.normal()], standardDeviations: [1, 1.5]))
    }
    func network(_ cpds: [CPD]) throws -> Network {
      try Network(
        variables: [Variable("defect", states: ["absent", "present"])]
          + (0..<3).map { Variable("tester\($0)", states: ["pass", "fail"]) }
          + (0..<2).map { Variable("gauge\($0)", domain: .reading) },
        parents: [[]] + (0..<5).map { _ in [0] },
        cpds: [.table(TabularCPD(cardinality: 2, values: [0.7, 0.3]))] + cpds)
    }
    let rows = (0..<30).map { _ in
      [nil] + (0..<3).map { _ in dice.unit() < 0.2 ? nil : Evidence.Item.state(dice.below(2)) }
        + (0..<2).map { _ in dice.unit() < 0.2 ? nil : Evidence.Item.value(3 * dice.unit()) }
    }
    let ties = ["tester": [2, 1, 3], "gauge": [4, 5]]
    let apart = try network(testers + gauges)
    let alike = try network([testers[0], testers[0], testers[0], gauges[0], gauges[0]])
    let problem = ExpectationMaximization.Problem(
      start: alike, priors: alike.cpds.map(belief.prior), ties: ties)
    try expectAgreement(problem, Records(rows: rows))

    var other = problem
    other.start = apart
    let store = Records(rows: rows).store(for: alike)
    let outcome = try ExpectationMaximization().learn(problem, from: store)
    let same = try ExpectationMaximization().learn(other, from: store)
    #expect(same.network == outcome.network)
    #expect(outcome.network.cpds[1] == outcome.network.cpds[3])
    #expect(outcome.network.cpds[4] == outcome.network.cpds[5])
  }
}
