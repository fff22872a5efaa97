import GraphStructure
import Inference
import Learning
import NetworkModel
import Testing
import _TestSupport

/// Readings that move with regressors.
@Suite struct RegressionTests {
  private func small(regressors: Int) -> RandomNetwork.Ingredients {
    var ingredients = RandomNetwork.Ingredients.everything
    ingredients.maximumVariables = 5
    ingredients.maximumJointStates = 60
    ingredients.maximumParents = 2
    ingredients.noisyMax = false
    ingredients.zeros = false
    ingredients.regressors = regressors
    return ingredients
  }

  private func plain(steps: Int) -> ExpectationMaximization {
    var settings = ExpectationMaximization()
    settings.maximumIterations = steps
    settings.tolerance = 0
    settings.acceleration = .none
    return settings
  }

  private static let close = Tolerance(relative: 1e-8, absolute: 1e-8)

  // MARK: Against enumeration

  @Test(arguments: UInt64(1)...60, 1...2)
  func `every step of EM is that of EM by enumeration`(seed: UInt64, regressors: Int) throws {
    var random = RandomNetwork(seed: seed, small(regressors: regressors))
    var dice = Dice(seed: seed)
    let truth = random.network
    let start = RandomCPDs.nearUniform(
      Set(truth.variables.indices), of: truth, ties: [:], seed: seed)
    let records = Records.drawn(30, from: &random, missing: 0.3, &dice)
    let problem = ExpectationMaximization.Problem(
      start: start, priors: truth.cpds.map { FamilyPrior(expected: $0, weight: 3) })
    let expected = EnumerationEM(problem, records).run(steps: 6)
    let outcome = try plain(steps: 6).learn(problem, from: records.store(for: start))
    let entries = outcome.trace.entries
    for (entry, step) in zip(entries, expected) {
      #expect(entry.logLikelihood.isClose(to: step.logLikelihood, Self.close))
      #expect(entry.logPosterior.isClose(to: step.logPosterior, Self.close))
    }
    let end = expected[entries.count - 1]
    for variable in truth.variables.indices {
      #expect(outcome.network.cpds[variable].isClose(to: end.network.cpds[variable], Self.close))
    }
  }

  @Test(arguments: UInt64(1)...100, 1...2)
  func `posteriors are what enumeration finds`(seed: UInt64, regressors: Int) throws {
    var ingredients = RandomNetwork.Ingredients.everything
    ingredients.maximumVariables = 7
    ingredients.regressors = regressors
    var random = RandomNetwork(seed: seed, ingredients)
    let compiled = try CompiledNetwork(random.network)
    for share in [0.3, 0.8] {
      let evidence = random.possibleEvidence(share: share)
      let oracle = JointOracle(random.network, evidence: evidence)
      let posteriors = try compiled.posteriors(given: evidence)
      #expect(posteriors.logEvidence.isLogarithmClose(to: oracle.logEvidence, .exact))
      for variable in random.network.variables.indices
      where !random.network.variables[variable].isReading {
        #expect(posteriors[variable].isClose(to: oracle.posteriors[variable], .manySteps))
      }
    }
  }

  @Test(arguments: UInt64(1)...30)
  func `the log-posterior never falls, and threads change nothing`(seed: UInt64) throws {
    var random = RandomNetwork(seed: seed, small(regressors: 2))
    var dice = Dice(seed: seed)
    let truth = random.network
    let start = RandomCPDs.nearUniform(
      Set(truth.variables.indices), of: truth, ties: [:], seed: seed)
    let store = Records.drawn(40, from: &random, missing: 0.4, &dice).store(for: start)
    var settings = ExpectationMaximization()
    settings.maximumIterations = 60
    let problem = ExpectationMaximization.Problem(
      start: start, priors: truth.cpds.map { _ in .none })
    let one = try settings.learn(problem, from: store)
    settings.threads = 2
    let two = try settings.learn(problem, from: store)
    let posteriors = one.trace.entries.map(\.logPosterior)
    #expect(one.trace.convergence != .fell)
    #expect(zip(posteriors, posteriors.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(one.network == two.network)
  }

  // MARK: Least squares

  /// A reading without parents that is learned from complete records.
  private func fitted(
    _ values: [Double], _ columns: [[Double]], prior: FamilyPrior = .none, steps: Int = 4
  ) throws -> (GaussianCPD, ExpectedCounts) {
    let names = columns.indices.map { "x\($0)" }
    let start = try Network(
      variables: [Variable("y", domain: .reading, regressors: names)], parents: [[]],
      cpds: [
        .gaussian(
          GaussianCPD(
            means: [0], standardDeviations: [1], slopes: columns.map { _ in 0 },
            regressors: RegressorMoments(
              means: columns.map { ReadingMoments($0).mean },
              standardDeviations: columns.map { ReadingMoments($0).variance.squareRoot() })))
      ])
    let store = CaseStore(columns: [.values(values, regressors: columns)], count: values.count)
    let outcome = try plain(steps: steps).learn(
      .init(start: start, priors: [prior]), from: store)
    guard case .gaussian(let gaussian) = outcome.network.cpds[0] else {
      throw ExpectationMissed()
    }
    return (gaussian, outcome.counts)
  }

  private struct ExpectationMissed: Error {}

  @Test(arguments: CertifiedRegression.all)
  func `certified values of NIST are met`(_ certified: CertifiedRegression) throws {
    let (gaussian, _) = try fitted(certified.values, certified.columns)
    let count = Double(certified.values.count)
    let freedom = count - Double(certified.coefficients.count)
    let digits = Tolerance(relative: certified.relativeError)
    #expect(gaussian.means[0].isClose(to: certified.coefficients[0], digits))
    #expect(gaussian.slopes.isClose(to: Array(certified.coefficients.dropFirst()), digits))
    // The certified deviation divides by the degrees of freedom, the most probable one by the records.
    let deviation = gaussian.standardDeviations[0] * (count / freedom).squareRoot()
    #expect(deviation.isClose(to: certified.residualDeviation, digits))
  }

  @Test func `each state of the parents has its own line`() throws {
    let start = try Network(
      variables: [
        Variable("lot", states: ["a", "b"]),
        Variable("torque", domain: .reading, regressors: ["warmth"]),
      ],
      parents: [[], [0]],
      cpds: [
        .table(.uniform(cardinality: 2, rows: 1)),
        .gaussian(
          GaussianCPD(means: [0, 0], standardDeviations: [1, 1], slopes: [0, 0])),
      ])
    // In lot a 1 + 2 x with residuals 0.5, -1, 0.5; in lot b 10 - x without any.
    let cells: [(Int, Double, Double)] = [
      (0, 1, 3.5), (0, 2, 4), (0, 3, 7.5), (1, 0, 10), (1, 4, 6), (1, 8, 2),
    ]
    let records = Records(
      rows: cells.map { [.state($0.0), .value($0.2, regressors: [$0.1])] })
    let outcome = try plain(steps: 4).learn(
      .init(start: start, priors: [.none, .none]), from: records.store(for: start))
    guard case .gaussian(let gaussian) = outcome.network.cpds[1] else { return }
    #expect(gaussian.means.isClose(to: [1, 10], Self.close))
    #expect(gaussian.slopes.isClose(to: [2, -1], Self.close))
    #expect(gaussian.standardDeviations[0].isClose(to: 0.5.squareRoot(), Self.close))
    // The second line leaves nothing: its spread stands at the bound, by the line through all values.
    let line = ReadingRegression(records.store(for: start).columns[1], counts: nil)
    #expect(
      gaussian.standardDeviations[1].isClose(
        to: (line.residualVariance * 1e-4).squareRoot(), Self.close))
  }

  @Test func `an expert's line counts as so many records`() throws {
    let moments = RegressorMoments(means: [2], standardDeviations: [3])
    let expected = GaussianCPD(
      means: [1], standardDeviations: [0.5], slopes: [4], regressors: moments)
    let (values, at): ([Double], [Double]) = ([2, 5, 3, 9], [0, 1, 2, 3])
    let (gaussian, _) = try fitted(
      values, [at], prior: .gaussian(expected: expected, weight: 5), steps: 6)
    let points =
      zip(values, at).map { EnumerationLine.Point(value: $0, at: [$1], weight: 1) }
      + EnumerationLine.points(of: expected, row: 0, weight: 5)
    let line = EnumerationLine(points)
    #expect(gaussian.means[0].isClose(to: line.mean, Self.close))
    #expect(gaussian.slopes[0].isClose(to: line.slopes[0], Self.close))
    #expect(
      gaussian.standardDeviations[0].isClose(to: line.variance.squareRoot(), Self.close))
  }

  // MARK: What the records don't tell

  /// Columns of which some say nothing, and the places of those that stay at 0.
  private static let degenerate: [(name: String, columns: [[Double]], open: Set<Int>)] = [
    ("constant", [[1, 2, 3, 4, 5], [7, 7, 7, 7, 7]], [1]),
    ("constant at 0.1", [[1, 2, 3, 4, 5], [0.1, 0.1, 0.1, 0.1, 0.1]], [1]),
    ("all 0", [[0, 0, 0, 0, 0]], [0]),
    ("one record's worth", [[1e9, 1e9, 1e9, 1e9, 1e9]], [0]),
  ]

  @Test(arguments: degenerate.indices)
  func `a constant regressor keeps its slope and is named`(_ index: Int) throws {
    let (_, columns, open) = Self.degenerate[index]
    let (gaussian, counts) = try fitted([1, 3, 2, 5, 4], columns)
    #expect(gaussian.means.allSatisfy(\.isFinite) && gaussian.standardDeviations[0] > 0)
    for place in columns.indices where open.contains(place) {
      #expect(gaussian.slopes[place] == 0)
    }
    let found = OpenRegressors(.gaussian(gaussian), counts: Array(counts[0]))
    #expect(found.rowCounts == columns.indices.map { open.contains($0) ? 1 : 0 })
  }

  @Test func `of regressors that follow from each other one stays, with the fit of both`() throws {
    let values = [1.0, 3, 2, 5, 4]
    let at = [1.0, 2, 4, 5, 7]
    let (alone, _) = try fitted(values, [at])
    let (both, counts) = try fitted(values, [at, at.map { 3 * $0 - 1 }])
    let found = OpenRegressors(.gaussian(both), counts: Array(counts[0]))
    #expect(found.rowCounts.reduce(0, +) == 1)
    for value in at {
      #expect(
        both.mean(row: 0, at: [value, 3 * value - 1])
          .isClose(to: alone.mean(row: 0, at: [value]), Self.close))
    }
    #expect(both.standardDeviations.isClose(to: alone.standardDeviations, Self.close))
  }

  @Test func `numbers near the end of all numbers leave a line`() throws {
    let (gaussian, _) = try fitted([1, 3, 2, 5], [[1e200, -1e200, 3e200, 2e200]])
    #expect(gaussian.means[0].isFinite && gaussian.slopes[0].isFinite)
    #expect(gaussian.standardDeviations[0].isFinite)
  }

  @Test func `a reading with one record keeps the slope it had`() throws {
    let (gaussian, _) = try fitted([4], [[2]])
    #expect(gaussian.slopes == [0])
    #expect(gaussian.means == [4])
  }

  // MARK: Simulated parameters

  @Test(arguments: UInt64(1)...8)
  func `simulated lines are found again within their standard errors`(seed: UInt64) throws {
    let moments = RegressorMoments(means: [20, 1], covariances: [25, 2, 2, 0.5])
    let truth = GaussianCPD(
      means: [4, 7], standardDeviations: [0.3, 0.6], slopes: [-0.05, 1, 0.1, -0.5],
      regressors: moments)
    let network = try Network(
      variables: [
        Variable("tool", states: ["good", "worn"]),
        Variable("torque", domain: .reading, regressors: ["warmth", "speed"]),
        Variable("alarm", states: ["off", "on"]),
      ],
      parents: [[], [0], [0]],
      cpds: [
        .table(TabularCPD(cardinality: 2, values: [0.6, 0.4])), .gaussian(truth),
        .table(TabularCPD(cardinality: 2, values: [0.8, 0.2, 0.3, 0.7])),
      ])
    var dice = Dice(seed: seed)
    var random = RandomNetwork(network, seed: seed)
    var records = Records.drawn(1600, from: &random, missing: 0, &dice)
    // The tool is never seen in half of the records; the lines and the alarm tell it.
    for row in stride(from: 0, to: 1600, by: 2) { records.rows[row][0] = nil }
    let outcome = try ExpectationMaximization().learn(
      .init(start: network, priors: [.none, .none, .none]), from: records.store(for: network))
    guard case .gaussian(let found) = outcome.network.cpds[1] else { return }
    for row in 0..<2 {
      let count = Array(outcome.counts[1])[row * 10]
      let deviation = truth.standardDeviations[row]
      let error = deviation / count.squareRoot()
      // Regressors are drawn apart from each other, so each slope has an error of its own.
      for (place, spread) in [5, 0.5.squareRoot()].enumerated() {
        let slope = row * 2 + place
        #expect(
          found.slopes[slope].isClose(
            to: truth.slopes[slope], .standardErrors(5, of: error / spread)))
      }
      let centred = found.mean(row: row, at: moments.means)
      #expect(
        centred.isClose(
          to: truth.mean(row: row, at: moments.means), .standardErrors(5, of: error)))
      #expect(
        found.standardDeviations[row].isClose(
          to: deviation, .standardErrors(5, of: error / 2.0.squareRoot())))
    }
  }

  // MARK: Earlier records

  @Test(arguments: UInt64(1)...20)
  func `complete records in two halves are all records at once`(seed: UInt64) throws {
    var random = RandomNetwork(seed: seed, small(regressors: 2))
    var dice = Dice(seed: seed)
    let truth = random.network
    var problem = ExpectationMaximization.Problem(
      start: truth, priors: truth.cpds.map { FamilyPrior(expected: $0, weight: 2) })
    let first = Records.drawn(40, from: &random, missing: 0, &dice)
    let second = Records.drawn(60, from: &random, missing: 0, &dice)
    let settings = plain(steps: 4)
    let once = try settings.learn(
      problem, from: Records(rows: first.rows + second.rows).store(for: truth))
    let half = try settings.learn(problem, from: first.store(for: truth))
    problem.earlier = EarlierCounts(
      truth.variables.indices.map { Array(half.counts[$0]) }, under: half.network.cpds)
    // The centre of the regressors is a matter of digits alone.
    problem.start = moved(truth)
    let both = try settings.learn(problem, from: second.store(for: truth))
    for variable in truth.variables.indices {
      #expect(both.network.cpds[variable].isClose(to: once.network.cpds[variable], Self.close))
    }
  }

  private func moved(_ network: Network) -> Network {
    network.replacing(
      network.cpds.map { cpd in
        guard case .gaussian(var gaussian) = cpd else { return cpd }
        gaussian.regressors.means = gaussian.regressors.means.map { $0 + 1 }
        return .gaussian(gaussian)
      })
  }
}
