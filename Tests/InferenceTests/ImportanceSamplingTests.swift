import GraphStructure
import Inference
import NetworkModel
import Testing
import _TestSupport

@Suite struct ImportanceSamplingTests {
  private func inference(
    _ network: Network, samples: Int, seed: UInt64 = 1, threads: Int = 1
  ) -> ApproximateInference {
    ApproximateInference(
      network,
      sampling: ImportanceSampling(
        seed: seed, targetStandardError: 0, maximumSamples: samples, threads: threads))
  }

  // MARK: Estimates

  @Test(arguments: UInt64(1)...120)
  func `estimates are within five standard errors of what enumeration finds`(seed: UInt64) throws {
    var random = RandomNetwork(seed: seed)
    for share in [0.2, 0.5] {
      let evidence = random.possibleEvidence(share: share)
      let oracle = JointOracle(random.network, evidence: evidence)
      let answer = try inference(random.network, samples: 4000, seed: seed).answer(given: evidence)
      expectAgreement(of: answer.sampled, with: oracle.posteriors, oracle.logEvidence)
    }
  }

  @Test(arguments: UInt64(1)...120)
  func `so are they with whatever else may be known`(seed: UInt64) throws {
    var random = RandomNetwork(seed: seed)
    for _ in 0..<3 {
      let evidence = random.evidence()
      let oracle = JointOracle(random.network, evidence: evidence)
      do throws(ApproximationError) {
        let answer = try inference(random.network, samples: 4000, seed: seed)
          .answer(given: evidence)
        #expect(oracle.logEvidence > -.infinity)
        expectAgreement(of: answer.sampled, with: oracle.posteriors, oracle.logEvidence)
      } catch {
        #expect(oracle.logEvidence == -.infinity)
      }
    }
  }

  @Test(arguments: UInt64(1)...4)
  func `a network of a hundred variables is answered as exactly as is said`(seed: UInt64) throws {
    let graph = DirectedGraph.random(count: 100, maximumParents: 3, window: 8, seed: seed)
    var random = RandomNetwork(over: graph, seed: seed)
    let evidence = random.possibleEvidence(share: 0.2)
    let exact = try CompiledNetwork(random.network).posteriors(given: evidence)
    let answer = try inference(random.network, samples: 20_000).answer(given: evidence)
    expectAgreement(of: answer.sampled, with: exact.distributions, exact.logEvidence)
    #expect(answer.sampled.effectiveSampleSize > 1000)
  }

  @Test(arguments: UInt64(1)...2)
  func `a network whose tree does not fit is answered`(seed: UInt64) throws {
    let graph = DirectedGraph.random(count: 1000, maximumParents: 3, seed: seed)
    var random = RandomNetwork(over: graph, seed: seed)
    let evidence = random.possibleEvidence(share: 0.02)
    #expect(throws: InferenceError.self) { try CompiledNetwork(random.network) }
    let answer = try inference(random.network, samples: 5000).answer(given: evidence)
    #expect(answer.sampled.logEvidence.isFinite)
    #expect(answer.posteriors.allSatisfy { $0.reduce(0, +).isClose(to: 1, .exact) })
    #expect(answer.standardErrors.joined().allSatisfy { $0 >= 0 && $0 < 0.5 })
  }

  private func expectAgreement(
    of sampled: SampledPosteriors, with posteriors: [[Double]], _ logEvidence: Double
  ) {
    #expect(
      sampled.logEvidence.isClose(
        to: logEvidence, .standardErrors(5, of: sampled.logEvidenceStandardError + 1e-12)))
    for (variable, expected) in posteriors.enumerated() {
      #expect(sampled.distributions[variable].reduce(0, +).isClose(to: 1, .exact))
      for (state, probability) in expected.enumerated() {
        let error = sampled.standardErrors[variable][state]
        #expect(
          sampled.distributions[variable][state]
            .isClose(to: probability, .standardErrors(5, of: error + 1e-13)))
      }
    }
  }

  // MARK: Standard errors

  /// How often intervals of so many standard errors hold the truth, over seeds.
  private func coverage(_ network: Network, _ evidence: Evidence, deviations: Double) throws
    -> (posteriors: Double, logEvidence: Double)
  {
    let exact = JointOracle(network, evidence: evidence)
    let runs = 400
    var (hits, count, logHits) = (0, 0, 0)
    for seed in 1...UInt64(runs) {
      let sampled = try inference(network, samples: 1000, seed: seed).answer(given: evidence)
        .sampled
      let distance = abs(sampled.logEvidence - exact.logEvidence)
      if distance <= deviations * sampled.logEvidenceStandardError { logHits += 1 }
      for (variable, expected) in exact.posteriors.enumerated() {
        // Rare states have no normal errors, and certain ones no errors.
        guard expected[0] > 0.03, expected[0] < 0.97 else { continue }
        let error = sampled.standardErrors[variable][0]
        if abs(sampled.distributions[variable][0] - expected[0]) <= deviations * error { hits += 1 }
        count += 1
      }
    }
    return (Double(hits) / Double(count), Double(logHits) / Double(runs))
  }

  @Test(arguments: [["xray": "yes", "dyspnoea": "no"], ["dyspnoea": "yes"], ["either": "yes"]])
  func `an interval of nine in ten holds the truth nine times in ten`(findings: [String: String])
    throws
  {
    let evidence = try Evidence(findings, in: Textbooks.asia)
    let coverage = try coverage(Textbooks.asia, evidence, deviations: 1.645)
    #expect((0.85...0.95).contains(coverage.posteriors))
    #expect((0.85...0.95).contains(coverage.logEvidence))
  }

  /// A network of skewed distributions, in which many states are rare.
  private func skewed(_ seed: UInt64) throws -> Network {
    var dice = Dice(seed: seed)
    let count = 14
    let parents = (0..<count).map { variable in
      (0..<2).compactMap { place in variable > place ? variable - 1 - place : nil }
    }
    return try Network(
      variables: (0..<count).map { Variable("v\($0)", states: ["a", "b", "c"]) },
      parents: parents,
      cpds: parents.map { parents in
        let rows = parents.reduce(1) { rows, _ in 3 * rows }
        return .table(
          TabularCPD(
            cardinality: 3,
            values: (0..<rows).flatMap { _ in
              let weights = (0..<3).map { _ in exponential(-9 * dice.unit()) }
              let total = weights.reduce(0, +)
              return weights.map { $0 / total }
            }))
      })
  }

  @Test func `the errors of rare states hold the truth too`() throws {
    var (hits, count) = (0, 0)
    for seed in UInt64(1)...40 {
      let network = try skewed(seed)
      var random = RandomNetwork(network, seed: seed)
      let states = random.sample()
      var evidence = Evidence()
      for variable in [5, 9, 13] { evidence[variable] = states[variable] }
      let exact = try CompiledNetwork(network).posteriors(given: evidence)
      let sampled = try inference(network, samples: 4000, seed: seed).answer(given: evidence)
        .sampled
      for (variable, distribution) in exact.distributions.enumerated() {
        for (state, probability) in distribution.enumerated() where (0..<0.01).contains(probability)
        {
          let error = sampled.standardErrors[variable][state]
          guard error > 0 else { continue }
          let distance = abs(sampled.distributions[variable][state] - probability)
          #expect(distance <= 5 * error)
          if distance <= 1.96 * error { hits += 1 }
          count += 1
        }
      }
    }
    #expect(count > 100)
    #expect(Double(hits) >= 0.95 * Double(count))
  }

  @Test func `a state that few samples have is told`() throws {
    let network = Textbooks.network([
      Textbooks.Node("a", yes: [0.0005]), Textbooks.Node("b", ["a"], yes: [0.4, 0.6]),
    ])
    let sampled = try inference(network, samples: 4000).answer(given: Evidence([1: .state(1)]))
      .sampled
    #expect(sampled.isHardlyDrawn(0, 1) && !sampled.isHardlyDrawn(0, 0))
    #expect(!sampled.isHardlyDrawn(1, 0) && !sampled.isHardlyDrawn(1, 1))
  }

  @Test func `samples are drawn until the target is reached, or there are enough`() throws {
    let evidence = try Evidence(["xray": "yes", "dyspnoea": "yes"], in: Textbooks.asia)
    var inference = ApproximateInference(Textbooks.asia)
    inference.sampling.targetStandardError = 0.004
    let answer = try inference.answer(given: evidence).sampled
    #expect(answer.largestStandardError <= 0.004)
    #expect(answer.sampleCount < 100_000)
    inference.sampling.maximumSamples = 5000
    inference.sampling.targetStandardError = 1e-6
    let short = try inference.answer(given: evidence).sampled
    #expect(short.sampleCount == 5000)
    #expect(short.largestStandardError > answer.largestStandardError)
    #expect(answer.isReliable)
  }

  @Test func `what is certain has no error`() throws {
    let evidence = try Evidence(["either": "no", "smoking": "yes"], in: Textbooks.asia)
    let answer = try inference(Textbooks.asia, samples: 2000).answer(given: evidence)
    for name in ["either", "tuberculosis", "lung", "smoking"] {
      let variable = try #require(Textbooks.asia.index(of: name))
      #expect(answer.posteriors[variable].contains(1))
      #expect(answer.standardErrors[variable] == [0, 0])
    }
  }

  @Test(arguments: UInt64(1)...60)
  func `the effective sample size is at most the number of samples`(seed: UInt64) throws {
    var random = RandomNetwork(seed: seed)
    let evidence = random.possibleEvidence(share: 0.4)
    let sampled = try inference(random.network, samples: 1000).answer(given: evidence).sampled
    #expect(sampled.sampleCount == 1000)
    #expect((1...1000.0001).contains(sampled.effectiveSampleSize))
  }

  @Test func `without evidence every sample counts in full`() throws {
    let sampled = try inference(Textbooks.asia, samples: 1000).answer().sampled
    #expect(sampled.effectiveSampleSize == 1000)
    #expect(sampled.logEvidence == 0)
    #expect(sampled.logEvidenceStandardError == 0)
  }

  // MARK: Independent parts

  /// Pairs of a cause with its effect, and a barren variable below all causes.
  private func pairs(_ count: Int) -> Network {
    var nodes: [Textbooks.Node] = []
    for pair in 0..<count {
      nodes.append(Textbooks.Node("a\(pair)", yes: [0.3]))
      nodes.append(Textbooks.Node("b\(pair)", ["a\(pair)"], yes: [0.2, 0.9]))
      nodes.append(
        Textbooks.Node("c\(pair)", ["a\(pair)", "b\(pair)"], yes: [0.1, 0.8, 0.6, 0.3]))
    }
    let causes = (0..<count).map { "a\($0)" }
    let rows = 1 << count
    nodes.append(
      Textbooks.Node("barren", causes, yes: (0..<rows).map { Double($0) / Double(rows) }))
    return Textbooks.network(nodes)
  }

  @Test(arguments: [1, 3, 8])
  func `parts that evidence leaves apart are weighed apart`(count: Int) throws {
    let network = pairs(count)
    var evidence = Evidence()
    for pair in 0..<count { evidence[3 * pair + 2] = .state(pair % 2) }
    let exact = try CompiledNetwork(network).posteriors(given: evidence)
    let sampled = try inference(network, samples: 8000).answer(given: evidence).sampled
    expectAgreement(of: sampled, with: exact.distributions, exact.logEvidence)
    // However many pairs there are, the first is known as well as if it were alone.
    #expect(sampled.standardErrors[0][0] < 0.007)
  }

  @Test func `parts are drawn without regard to each other`() throws {
    // With the findings each cause is a draw; what is below both would show it if they were drawn by one choice.
    let network = Textbooks.network([
      Textbooks.Node("a", yes: [0.1]), Textbooks.Node("a_found", ["a"], yes: [0.1, 0.9]),
      Textbooks.Node("b", yes: [0.1]), Textbooks.Node("b_found", ["b"], yes: [0.1, 0.9]),
      Textbooks.Node("differ", ["a", "b"], yes: [0, 1, 1, 0]),
    ])
    let evidence = Evidence([1: .state(1), 3: .state(1)])
    let sampled = try inference(network, samples: 20_000).answer(given: evidence).sampled
    expectAgreement(
      of: sampled, with: JointOracle(network, evidence: evidence).posteriors,
      2 * logarithm(0.18))
    #expect(sampled.standardErrors[4][0] < 0.006)
  }

  @Test func `many barren variables below many parts are answered`() throws {
    let parts = 40
    var nodes: [Textbooks.Node] = []
    for part in 0..<parts {
      nodes.append(Textbooks.Node("a\(part)", yes: [0.3]))
      nodes.append(Textbooks.Node("b\(part)", ["a\(part)"], yes: [0.2, 0.6]))
      let above = part == 0 ? ["a0"] : ["a\(part)", "d\(part - 1)"]
      let rows = part == 0 ? [0.2, 0.7] : [0.1, 0.8, 0.6, 0.3]
      nodes.append(Textbooks.Node("d\(part)", above, yes: rows))
    }
    let network = Textbooks.network(nodes)
    var evidence = Evidence()
    for part in 0..<parts { evidence[3 * part + 1] = .state(1) }
    let exact = try CompiledNetwork(network).posteriors(given: evidence)
    let sampled = try inference(network, samples: 8000).answer(given: evidence).sampled
    expectAgreement(of: sampled, with: exact.distributions, exact.logEvidence)
  }

  // MARK: Seeds and threads

  @Test func `the same seed gives the same answer with any number of threads`() throws {
    var random = RandomNetwork(
      over: .random(count: 30, maximumParents: 3, seed: 5), seed: 5)
    let evidence = random.possibleEvidence(share: 0.3)
    func answer(seed: UInt64, threads: Int) throws -> ApproximateAnswer {
      try inference(random.network, samples: 5000, seed: seed, threads: threads)
        .answer(given: evidence)
    }
    let alone = try answer(seed: 7, threads: 1)
    #expect(try answer(seed: 7, threads: 1) == alone)
    #expect(try answer(seed: 7, threads: 2) == alone)
    #expect(try answer(seed: 7, threads: 5) == alone)
    #expect(try answer(seed: 7, threads: 0) == alone)
    #expect(try answer(seed: 8, threads: 1) != alone)
    #expect(try answer(seed: 8, threads: 1).loopy == alone.loopy)
  }

  // MARK: The ends of the range

  @Test func `evidence less likely than any Double has an answer`() throws {
    var dice = Dice(seed: 3)
    let count = 2000
    let nodes =
      [Textbooks.Node("class", yes: [0.5])]
      + (0..<count).map { index in
        let base = 0.05 + 0.5 * dice.unit()
        return Textbooks.Node("f\(index)", ["class"], yes: [base, base * (1 + 0.02 * dice.unit())])
      }
    let network = Textbooks.network(nodes)
    var evidence = Evidence()
    for index in 0..<count { evidence[1 + index] = .state(index % 2) }
    let exact = try CompiledNetwork(network).posteriors(given: evidence)
    let sampled = try inference(network, samples: 4000).answer(given: evidence).sampled
    #expect(exact.logEvidence < -1000)
    expectAgreement(of: sampled, with: exact.distributions, exact.logEvidence)
  }

  @Test func `readings beyond all reason that outweigh each other are a draw`() throws {
    let network = try Network(
      variables: [Variable("lot", states: ["good", "bad"])]
        + (0..<2).map { Variable("r\($0)", domain: .reading) },
      parents: [[], [0], [0]],
      cpds: [
        .table(TabularCPD(cardinality: 2, values: [0.5, 0.5])),
        .gaussian(GaussianCPD(means: [0, 100], standardDeviations: [1, 1])),
        .gaussian(GaussianCPD(means: [100, 0], standardDeviations: [1, 1])),
      ])
    let evidence = Evidence([1: .value(0), 2: .value(0)])
    let answer = try inference(network, samples: 4000).answer(given: evidence)
    let exact = try CompiledNetwork(network).posteriors(given: evidence)
    expectAgreement(of: answer.sampled, with: exact.distributions, exact.logEvidence)
  }

  @Test func `a noisy-OR of many causes is drawn without its table`() throws {
    var dice = Dice(seed: 11)
    let causes = 14
    let priors = (0..<causes).map { _ in dice.distribution(2) }
    let effect = NoisyMaxCPD(
      cardinality: 2, strengths: (0..<causes).map { _ in dice.distribution(2) },
      leak: [0.99, 0.01])
    let network = try Network(
      variables: (0..<causes + 2).map { Variable("v\($0)", states: ["no", "yes"]) },
      parents: (0..<causes).map { _ in [] } + [Array(0..<causes), Array(0..<causes)],
      cpds: priors.map { .table(TabularCPD(cardinality: 2, values: $0)) } + [
        .noisyMax(effect), .noisyMax(effect),
      ])
    let compiled = try CompiledNetwork(network)
    for evidence in [
      Evidence([causes: .state(0)]), Evidence([causes: .state(1), 3: .state(0)]),
      Evidence([causes + 1: .likelihood([0.2, 0.7])]),
      Evidence(Dictionary(uniqueKeysWithValues: (0...causes).map { ($0, .state(1)) })),
    ] {
      let exact = try compiled.posteriors(given: evidence)
      let sampled = try inference(network, samples: 4000).answer(given: evidence).sampled
      expectAgreement(of: sampled, with: exact.distributions, exact.logEvidence)
    }
  }

  // MARK: No answer

  @Test func `evidence that no family alone contradicts is unknown, not impossible`() throws {
    let network = Textbooks.network([
      Textbooks.Node("a", yes: [0.5]), Textbooks.Node("b", yes: [0.5]),
      Textbooks.Node("differ", ["a", "b"], yes: [0, 1, 1, 0]),
      Textbooks.Node("equal", ["a", "b"], yes: [1, 0, 0, 1]),
    ])
    let evidence = Evidence([2: .state(1), 3: .state(1)])
    #expect(throws: ApproximationError.noSampleAgrees(sampleCount: 3000)) {
      try inference(network, samples: 3000).answer(given: evidence)
    }
  }

  @Test func `a finding of probability 0 is a contradiction by itself`() throws {
    let network = Textbooks.network([
      Textbooks.Node("a", yes: [0]), Textbooks.Node("b", ["a"], yes: [0.5, 0.5]),
    ])
    let evidence = Evidence([0: .state(1), 1: .state(1)])
    #expect(
      throws: ApproximationError.impossibleEvidence(contradiction: Evidence([0: .state(1)]))
    ) {
      try inference(network, samples: 100).answer(given: evidence)
    }
  }

  @Test func `a network of no variables is answered`() throws {
    let empty = try Network(variables: [], parents: [], cpds: [])
    let answer = try inference(empty, samples: 10).answer()
    #expect(answer.posteriors.isEmpty)
    #expect(answer.sampled.logEvidence == 0)
    #expect(answer.largestDisagreement == 0)
  }

  @Test(arguments: [-1, 0, 1])
  func `there is at least one sample`(maximum: Int) throws {
    let answer = try inference(Textbooks.asia, samples: maximum).answer()
    #expect(answer.sampled.sampleCount == 1)
    #expect(!answer.sampled.isReliable)
    #expect(answer.standardErrors.joined().allSatisfy { $0 > 0.1 && $0.isFinite })
  }
}
