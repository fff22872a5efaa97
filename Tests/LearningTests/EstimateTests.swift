import Foundation
import Inference
import Learning
import NetworkModel
import Testing
import _TestSupport

/// What is learned, where it is known what should be.
@Suite struct EstimateTests {
  private func learn(
    _ network: Network, _ records: Records, priors: [FamilyPrior]? = nil,
    _ settings: ExpectationMaximization = ExpectationMaximization()
  ) throws -> ExpectationMaximization.Outcome {
    let problem = ExpectationMaximization.Problem(
      start: network, priors: priors ?? network.cpds.map { _ in .none })
    return try settings.learn(problem, from: records.store(for: network))
  }

  private func values(_ cpd: CPD) -> [Double] {
    guard case .table(let table) = cpd else { return [] }
    return table.values
  }

  private let pair = Textbooks.network([
    Textbooks.Node("lot", states: ["good", "bad", "ugly"], [], [0.5, 0.25, 0.25]),
    Textbooks.Node("test", ["lot"], yes: [0.5, 0.5, 0.25]),
  ])

  // MARK: Complete records

  @Test(arguments: [0, 0.5, 1, 10])
  func `complete records are counted, with the prior's pseudo-counts`(pseudocount: Double) throws {
    let cells = [(0, 0), (0, 0), (0, 1), (1, 1), (0, 0), (2, 1)]
    let records = Records(rows: cells.map { [.state($0.0), .state($0.1)] })
    let priors = pair.cpds.map { FamilyPrior.uniform(pseudocount: pseudocount, like: $0) }
    let outcome = try learn(pair, records, priors: priors)
    func share(_ count: Double, of total: Double, _ states: Double) -> Double {
      (count + pseudocount) / (total + states * pseudocount)
    }
    let lots = [4.0, 1, 1].map { share($0, of: 6, 3) }
    #expect(values(outcome.network.cpds[0]).isClose(to: lots, .exact))
    let tests = [(3.0, 4.0), (1, 4), (0, 1), (1, 1), (0, 1), (1, 1)].map {
      share($0.0, of: $0.1, 2)
    }
    #expect(values(outcome.network.cpds[1]).isClose(to: tests, .exact))
    #expect(outcome.counts[1].isClose(to: [3, 1, 0, 1, 0, 1], .exact))
  }

  @Test func `expert numbers are worth their weight in records`() throws {
    let records = Records(rows: [[.state(1), .state(0)], [.state(1), .state(0)]])
    let priors = pair.cpds.map { FamilyPrior(expected: $0, weight: 4) }
    let outcome = try learn(pair, records, priors: priors)
    #expect(values(outcome.network.cpds[0]).isClose(to: [2.0 / 6, 3.0 / 6, 1.0 / 6], .exact))
    #expect(
      values(outcome.network.cpds[1]).isClose(to: [0.5, 0.5, 4.0 / 6, 2.0 / 6, 0.75, 0.25], .exact))
  }

  @Test func `a start that the prior rules out is left at once`() throws {
    // Log 0 times a pseudo-count: the log-posterior of the start is −∞.
    let start = Textbooks.network([
      Textbooks.Node("lot", yes: [0]), Textbooks.Node("test", ["lot"], yes: [0.1, 0.5]),
    ])
    let records = Records(rows: (0..<10).map { [nil, .state($0 < 3 ? 1 : 0)] })
    let priors = start.cpds.map { FamilyPrior.uniform(pseudocount: 1, like: $0) }
    let outcome = try learn(start, records, priors: priors)
    #expect(outcome.trace.entries[0].logPosterior == -.infinity)
    #expect(outcome.trace.entries.dropFirst().allSatisfy { $0.logPosterior.isFinite })
    #expect(outcome.trace.entries.count > 3)
    #expect(outcome.trace.convergence == .converged)
  }

  @Test func `without a prior, rows that no record reaches are kept`() throws {
    let records = Records(rows: [[.state(0), .state(1)]])
    let outcome = try learn(pair, records)
    #expect(values(outcome.network.cpds[0]) == [1, 0, 0])
    #expect(values(outcome.network.cpds[1]) == [0, 1, 0.5, 0.5, 0.75, 0.25])
  }

  @Test func `readings are measured in each state of their parents`() throws {
    let network = try Network(
      variables: [Variable("lot", states: ["a", "b", "c"]), Variable("torque", domain: .reading)],
      parents: [[], [0]],
      cpds: [
        .table(.uniform(cardinality: 3, rows: 1)),
        .gaussian(GaussianCPD(means: [0, 0, 7], standardDeviations: [1, 1, 2])),
      ])
    let cells: [(Int, Double)] = [(0, 1), (0, 2), (0, 6), (1, 10), (1, 12)]
    let records = Records(rows: cells.map { [.state($0.0), .value($0.1)] })
    let outcome = try learn(network, records)
    guard case .gaussian(let gaussian) = outcome.network.cpds[1] else { return }
    #expect(gaussian.means.isClose(to: [3, 11, 7], .exact))
    #expect(
      gaussian.standardDeviations.isClose(to: [(14.0 / 3).squareRoot(), 1, 2], .exact))
    // Of the last E-step, whose distances from the mean cancel.
    #expect(outcome.counts[1].isClose(to: [3, 0, 14, 2, 0, 2, 0, 0, 0], Tolerance(absolute: 1e-9)))

    let expected = GaussianCPD(means: [4, 11, 0], standardDeviations: [1, 2, 3])
    let believed = try learn(
      network, records, priors: [.none, .gaussian(expected: expected, weight: 2)])
    guard case .gaussian(let posterior) = believed.network.cpds[1] else { return }
    // (3 · 3 + 2 · 4) / 5 = 3.4, and the squares about it (14 + 3 · 0.16 + 2 · (1 + 0.36)) / 5.
    #expect(posterior.means.isClose(to: [3.4, 11, 0], .manySteps))
    let spread = ((14 + 3 * 0.16 + 2 * 1.36) / 5).squareRoot()
    #expect(posterior.standardDeviations.isClose(to: [spread, 2.5.squareRoot(), 3], .manySteps))
  }

  @Test func `a state with one value keeps a spread, and a start below it does not fall`() throws {
    let network = try Network(
      variables: [Variable("lot", states: ["a", "b"]), Variable("torque", domain: .reading)],
      parents: [[], [0]],
      cpds: [
        .table(.uniform(cardinality: 2, rows: 1)),
        .gaussian(GaussianCPD(means: [0, 10], standardDeviations: [1e-9, 1e-9])),
      ])
    let rows: [[Evidence.Item?]] = [[.state(0), .value(0)], [.state(1), .value(10)]]
    let outcome = try learn(network, Records(rows: rows))
    guard case .gaussian(let gaussian) = outcome.network.cpds[1] else { return }
    // The variance of 0 and 10 is 25, a ten-thousandth of it 0.0025.
    #expect(gaussian.means.isClose(to: [0, 10], .exact))
    #expect(gaussian.standardDeviations.isClose(to: [0.05, 0.05], .exact))
  }

  @Test(arguments: [(5.0, 0.005), (-200, 0.2), (0, 1e-3)])
  func `a column of one value keeps a spread`(value: Double, deviation: Double) throws {
    let network = try Network(
      variables: [Variable("torque", domain: .reading)], parents: [[]],
      cpds: [.gaussian(GaussianCPD(means: [value + 1], standardDeviations: [1]))])
    let outcome = try learn(network, Records(rows: [[.value(value)], [.value(value)]]))
    guard case .gaussian(let gaussian) = outcome.network.cpds[0] else { return }
    #expect(gaussian.means.isClose(to: [value], .exact))
    #expect(gaussian.standardDeviations.isClose(to: [deviation], .exact))
  }

  @Test func `readings far from 0 keep their digits`() throws {
    var dice = Dice(seed: 5)
    func network(mean: Double) throws -> Network {
      try Network(
        variables: [Variable("lot", states: ["a", "b"]), Variable("torque", domain: .reading)],
        parents: [[], [0]],
        cpds: [
          .table(TabularCPD(cardinality: 2, values: [0.6, 0.4])),
          .gaussian(
            GaussianCPD(means: [mean, mean + 0.004], standardDeviations: [0.001, 0.001])),
        ])
    }
    // Numbers that a Double holds at 1e9 too, so that both sets of records are the same but for the shift.
    let unit = 0x1p-23
    let near = (0..<500).map { _ in
      ((dice.unit() < 0.5 ? 0 : 0.005) + 0.001 * dice.normal()) / unit
    }.map { $0.rounded() * unit }
    func learned(at origin: Double) throws -> GaussianCPD? {
      let rows = near.map { value in [nil, Evidence.Item.value(origin + value)] }
      let outcome = try learn(network(mean: origin), Records(rows: rows))
      guard case .gaussian(let gaussian) = outcome.network.cpds[1] else { return nil }
      return gaussian
    }
    let expected = try #require(try learned(at: 0))
    let found = try #require(try learned(at: 1e9))
    // A mean at 1e9 is a multiple of 2⁻²³, about 1e-7.
    let ofTheMean = Tolerance(absolute: 2 * unit)
    #expect(found.means.map { $0 - 1e9 }.isClose(to: expected.means, ofTheMean))
    #expect(
      found.standardDeviations.isClose(to: expected.standardDeviations, Tolerance(relative: 1e-3)))
  }

  @Test func `moments keep their digits`() {
    let values = [1e9 + 0.25, .nan, 1e9 + 0.5, 1e9 + 0.75, 1e9 + 0.5]
    let moments = ReadingMoments(values)
    #expect(moments.mean == 1e9 + 0.5)
    #expect(moments.variance.isClose(to: 0.03125, .exact))
    let many = ReadingMoments((0..<100_000).map { 1e9 + Double($0 % 2) * 0x1p-10 })
    #expect(many.mean == 1e9 + 0x1p-11)
    #expect(many.variance.isClose(to: 0x1p-22, .exact))
    let counted = ReadingMoments([1, 9, .nan, 5], counts: [3, 0, 2, 1])
    #expect(counted.mean.isClose(to: 2, .exact))
    #expect(counted.variance.isClose(to: 3, .exact))
    #expect(ReadingMoments([]).mean == 0)
    #expect(ReadingMoments([.nan]).variance == 0)
  }

  // MARK: Incomplete records

  @Test(arguments: UInt64(1)...4)
  func `parameters are recovered within their standard errors`(seed: UInt64) throws {
    var dice = Dice(seed: seed)
    let truth = try Network(
      variables: [
        Variable("lot", states: ["good", "bad", "ugly"]), Variable("oven", states: ["ok", "hot"]),
        Variable("voids", states: ["absent", "present"]),
        Variable("xray", states: ["pass", "fail"]),
        Variable("torque", domain: .reading),
      ], parents: [[], [], [0, 1], [2], [2]],
      cpds: [
        .table(TabularCPD(cardinality: 3, values: [0.6, 0.3, 0.1])),
        .table(TabularCPD(cardinality: 2, values: [0.8, 0.2])),
        .noisyMax(
          NoisyMaxCPD(
            cardinality: 2, strengths: [[0.7, 0.3, 0.2, 0.8], [0.5, 0.5]], leak: [0.95, 0.05])),
        .table(TabularCPD(cardinality: 2, values: [0.9, 0.1, 0.2, 0.8])),
        .gaussian(GaussianCPD(means: [10, 8], standardDeviations: [0.5, 1.5])),
      ])
    let count = 20_000
    var simulated = RandomNetwork(truth, seed: seed)
    let records = Records.drawn(count, from: &simulated, missing: 0.2, &dice)
    let all = Set(truth.variables.indices)
    let start = RandomCPDs.nearUniform(all, of: truth, ties: [:], seed: seed)
    var settings = ExpectationMaximization()
    settings.tolerance = 1e-9
    let learned = try learn(start, records, settings).network
    // An error of a share p of n records is √(p (1 − p) / n), more where cells are missing; n is the least of any row's.
    func expectClose(_ found: [Double], _ expected: [Double], rowCount: Double) {
      let tolerance = Tolerance.standardErrors(5, of: (0.25 / (0.5 * rowCount)).squareRoot())
      #expect(found.isClose(to: expected, tolerance))
    }
    let total = Double(count)
    for variable in [0, 1, 3] {
      expectClose(
        values(learned.cpds[variable]), values(truth.cpds[variable]), rowCount: 0.2 * total)
    }
    guard case .noisyMax(let found) = learned.cpds[2], case .noisyMax(let expected) = truth.cpds[2],
      case .gaussian(let gaussian) = learned.cpds[4]
    else { return }
    expectClose(found.leak, expected.leak, rowCount: 0.48 * total)
    expectClose(found.strengths[0], expected.strengths[0], rowCount: 0.08 * total)
    expectClose(found.strengths[1], expected.strengths[1], rowCount: 0.12 * total)
    let meanError = Tolerance.standardErrors(5, of: 1.5 / (0.1 * total).squareRoot())
    #expect(gaussian.means.isClose(to: [10, 8], meanError))
    #expect(gaussian.standardDeviations.isClose(to: [0.5, 1.5], meanError))
  }

  @Test func `records in which nothing is known teach nothing`() throws {
    let network = Textbooks.asia
    let rows = [[Evidence.Item?]](repeating: network.variables.map { _ in nil }, count: 5)
    let store = Records(rows: rows).store(for: network)
    #expect(store.missingShare == 0)
    let outcome = try learn(network, Records(rows: rows))
    #expect(outcome.counts.logLikelihood.isClose(to: 0, Tolerance(absolute: 1e-12)))
    for variable in network.variables.indices {
      #expect(
        values(outcome.network.cpds[variable]).isClose(to: values(network.cpds[variable]), .exact))
    }
    let priors = network.cpds.map { FamilyPrior(expected: $0, weight: 2) }
    let believed = try learn(network, Records(rows: rows), priors: priors)
    #expect(believed.trace.convergence == .converged)
    for variable in network.variables.indices {
      #expect(
        values(believed.network.cpds[variable]).isClose(to: values(network.cpds[variable]), .exact))
    }
  }

  @Test(arguments: UInt64(1)...20)
  func `counts of two halves add up to those of the whole`(seed: UInt64) throws {
    var random = RandomNetwork(seed: seed)
    var dice = Dice(seed: seed)
    let records = Records.drawn(50, from: &random, missing: 0.3, &dice)
    var settings = ExpectationMaximization()
    settings.maximumIterations = 0
    func counts(_ rows: ArraySlice<[Evidence.Item?]>) throws -> ExpectedCounts {
      try learn(random.network, Records(rows: Array(rows)), settings).counts
    }
    let whole = try counts(records.rows[...])
    var sum = ExpectedCounts(zeroFor: random.network)
    sum += try counts(records.rows[..<17])
    sum += try counts(records.rows[17...])
    #expect(sum.logLikelihood.isClose(to: whole.logLikelihood, .exact))
    for variable in random.network.variables.indices {
      #expect(sum[variable].isClose(to: whole[variable], .manySteps))
    }
  }

  @Test(arguments: UInt64(1)...10)
  func `a count of n is n records, and one of 0 is none`(seed: UInt64) throws {
    var random = RandomNetwork(seed: seed)
    var dice = Dice(seed: seed)
    let records = Records.drawn(20, from: &random, missing: 0.3, &dice)
    let times = records.rows.map { _ in dice.below(4) }
    var counted = records
    counted.counts = times.map(Double.init)
    let repeated = Records(
      rows: zip(records.rows, times).flatMap { Array(repeating: $0, count: $1) })
    var settings = ExpectationMaximization()
    settings.maximumIterations = 10
    settings.tolerance = 0
    let found = try learn(random.network, counted, settings)
    let expected = try learn(random.network, repeated, settings)
    for variable in random.network.variables.indices {
      #expect(found.network.cpds[variable].isClose(to: expected.network.cpds[variable], .manySteps))
      #expect(found.counts[variable].isClose(to: expected.counts[variable], .manySteps))
    }
  }

  @Test func `records beyond the range of a Double are counted too`() throws {
    // Half of the findings are for one class and half for the other: plain arithmetic loses one of them.
    let findings = 2400
    let network = Textbooks.network(
      [Textbooks.Node("class", yes: [0.25])]
        + (0..<findings).map {
          Textbooks.Node("f\($0)", ["class"], yes: $0 < findings / 2 ? [0.8, 0.4] : [0.4, 0.8])
        })
    let row: [Evidence.Item?] = [nil] + (0..<findings).map { _ in .state(1) }
    var settings = ExpectationMaximization()
    settings.maximumIterations = 0
    let outcome = try learn(network, Records(rows: [row]), settings)
    #expect(outcome.counts[0].isClose(to: [0.75, 0.25], .exactOfLargeLogarithm))
    #expect(outcome.counts[1].isClose(to: [0, 0.75, 0, 0.25], .exactOfLargeLogarithm))
  }
}
