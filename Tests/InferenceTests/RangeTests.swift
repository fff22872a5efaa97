import Inference
import NetworkModel
import Testing
import _TestSupport

/// Numbers near the ends of a `Double`'s range, and beyond.
@Suite struct RangeTests {
  // MARK: Scales of likelihoods

  @Test(arguments: UInt64(1)...30, [1e300, 1e-300, .leastNonzeroMagnitude, 0x1p1023])
  func `the scale of a likelihood moves log P(e) and nothing else`(seed: UInt64, factor: Double)
    throws
  {
    var random = RandomNetwork(seed: seed)
    let network = random.network
    let compiled = try CompiledNetwork(network)
    var plain = random.possibleEvidence(share: 0.3)
    var scaled = plain
    var shift = 0.0
    for variable in network.variables.indices where plain[variable] == nil {
      if network.variables[variable].isReading { continue }
      // Halves down to 2⁻³ are exact at any scale that has the room; at the least number there is, all weights are it.
      let weights = (0..<network.variables[variable].cardinality).map {
        factor == .leastNonzeroMagnitude ? 1.0 : 0.5 / Double(1 << $0)
      }
      plain[variable] = .likelihood(weights)
      scaled[variable] = .likelihood(weights.map { $0 * factor })
      shift += logarithm(factor)
    }
    let expected = try compiled.posteriors(given: plain)
    let found = try compiled.posteriors(given: scaled)
    #expect(found.logEvidence.isLogarithmClose(to: expected.logEvidence + shift, .exact))
    for variable in network.variables.indices {
      #expect(found[variable].isClose(to: expected[variable], .exact))
    }
  }

  @Test func `weights further apart than a Double reaches keep their ratio`() throws {
    let network = Textbooks.network([Textbooks.Node("x", yes: [0.25])])
    let compiled = try CompiledNetwork(network)
    let weights = Evidence([0: .likelihood([1e-300, 1e300])])
    #expect(try compiled.posteriors(given: weights)[0] == [0, 1])
    let logEvidence = logarithm(0.25) + logarithm(1e300)
    #expect(compiled.logEvidence(of: weights).isLogarithmClose(to: logEvidence, .exact))
  }

  // MARK: Extreme tables

  @Test(arguments: UInt64(1)...150, [TreeChoice.whole, .cut])
  func `probabilities down to 1e-300 are answered as by enumeration`(
    seed: UInt64, choice: TreeChoice
  ) throws {
    var ingredients = RandomNetwork.Ingredients.everything
    ingredients.extremes = true
    ingredients.noisyMax = false
    var random = RandomNetwork(seed: seed, ingredients)
    var compiled = try CompiledNetwork(random.network)
    compiled.choice = choice
    let cases = (0..<9).map { _ in random.evidence() }
    for (evidence, answer) in zip(cases, compiled.posteriors(given: cases)) {
      let oracle = JointOracle(random.network, evidence: evidence)
      guard oracle.logEvidence > -.infinity else {
        #expect(throws: InferenceError.self) { try answer.get() }
        continue
      }
      let posteriors = try answer.get()
      #expect(
        posteriors.logEvidence.isLogarithmClose(to: oracle.logEvidence, .exactOfLargeLogarithm))
      for variable in random.network.variables.indices {
        #expect(
          posteriors[variable].isClose(to: oracle.posteriors[variable], .exactOfLargeLogarithm))
      }
    }
  }

  @Test func `the product of two tables may be too small for a Double`() throws {
    let network = Textbooks.network([
      Textbooks.Node("a", yes: [1e-200]), Textbooks.Node("b", ["a"], yes: [0, 1e-200]),
    ])
    let compiled = try CompiledNetwork(network)
    let evidence = Evidence([1: .state(1)])
    #expect(try compiled.posteriors(given: evidence)[0] == [0, 1])
    #expect(
      compiled.logEvidence(of: evidence).isLogarithmClose(to: 2 * logarithm(1e-200), .exact))
    #expect(!isReliable(compiled, evidence))
  }

  // MARK: Naive Bayes

  /// A class and features that are each seen, with the answer by a product for each class.
  private struct NaiveBayes {
    let network: Network
    let evidence: Evidence
    let joint: [WideNumber]

    /// `likelihoods[i][c]` is the probability of feature i's finding in class c.
    init(likelihoods: [[Double]]) throws {
      let classes = likelihoods[0].count
      let states = (0..<classes).map { "c\($0)" }
      network = try Network(
        variables: [Variable("class", states: states)]
          + likelihoods.indices.map { Variable("f\($0)", states: ["no", "yes"]) },
        parents: [[]] + likelihoods.map { _ in [0] },
        cpds: [.table(.uniform(cardinality: classes, rows: 1))]
          + likelihoods.map { row in
            .table(TabularCPD(cardinality: 2, values: row.flatMap { [1 - $0, $0] }))
          })
      evidence = Evidence(
        Dictionary(uniqueKeysWithValues: likelihoods.indices.map { ($0 + 1, .state(1)) }))
      joint = (0..<classes).map { index in
        likelihoods.reduce(WideNumber(1 / Double(classes))) { $0 * WideNumber($1[index]) }
      }
    }

    func expectAnswer() throws {
      let total = joint.reduce(WideNumber(0), +)
      let posteriors = try CompiledNetwork(network).posteriors(given: evidence)
      #expect(posteriors.logEvidence.isLogarithmClose(to: total.logarithm, .exactOfLargeLogarithm))
      #expect(
        posteriors[0].isClose(to: joint.map { $0.share(of: total) }, .exactOfLargeLogarithm))
    }
  }

  @Test(arguments: UInt64(1)...5)
  func `two thousand findings are less likely than any Double, and answered`(seed: UInt64) throws {
    var dice = Dice(seed: seed)
    let bayes = try NaiveBayes(
      likelihoods: (0..<2000).map { _ in
        let base = 0.05 + 0.5 * dice.unit()
        return (0..<3).map { _ in base * (1 + 0.02 * dice.unit()) }
      })
    try bayes.expectAnswer()
    let compiled = try CompiledNetwork(bayes.network)
    #expect(compiled.logEvidence(of: bayes.evidence) < -1000)
    // No class falls so far behind that it is lost: plain arithmetic does.
    #expect(isReliable(compiled, bayes.evidence))
  }

  @Test func `a class that falls behind beyond all range can catch up`() throws {
    // Half of the findings favour one class by 2 to 1, the other half the other: it is a draw.
    let bayes = try NaiveBayes(
      likelihoods: (0..<2400).map { $0 < 1200 ? [0.8, 0.4] : [0.4, 0.8] })
    try bayes.expectAnswer()
  }

  @Test func `digits that were lost on the way are found again`() throws {
    // The second class falls behind to where a Double has few digits left, the third to where it has fewer; then the first is
    // ruled out.
    let bayes = try NaiveBayes(
      likelihoods: [
        [1, 1e-160, 1e-162], [1, 1e-160, 1e-160], [1e-300, 1, 0.7], [1e-300, 0.9, 1],
      ])
    try bayes.expectAnswer()
  }

  @Test func `what nothing is left of is computed in logarithms`() throws {
    // Half of the findings put the second class out of reach before, in whatever order, one rules out the first.
    let bayes = try NaiveBayes(likelihoods: (0..<9).map { $0 == 4 ? [0, 1] : [1, 1e-200] })
    try bayes.expectAnswer()
    let compiled = try CompiledNetwork(bayes.network)
    let workspace = Propagation(tree: compiled.tree, lanes: 1)
    workspace.run(compiled, [bayes.evidence])
    #expect(workspace.logEvidence(lane: 0) == -.infinity)
    #expect(!workspace.isReliable(lane: 0))
  }

  @Test(arguments: [0x1p-1030, 0x1p-1070])
  func `a quotient beyond all numbers is not taken for an answer`(probability: Double) throws {
    // The last class is all that the second finding leaves; what comes back to the first finding is 1 over its probability.
    let likelihoods = [[1, probability, probability / 2], [0, 1, 0.5]]
    try NaiveBayes(likelihoods: likelihoods).expectAnswer()
    try NaiveBayes(likelihoods: likelihoods.reversed()).expectAnswer()
  }

  // MARK: Chains

  @Test(arguments: [0x1p-10, 0x1p-30])
  func `a chain of findings that could hardly be is answered`(jump: Double) throws {
    // A state that nearly never changes, seen at every other place, each time as the other one.
    let count = 1200
    let network = Textbooks.network(
      (0..<count).map { place in
        place == 0
          ? Textbooks.Node("x0", yes: [0.5])
          : Textbooks.Node("x\(place)", ["x\(place - 1)"], yes: [jump, 1 - jump])
      })
    var evidence = Evidence()
    for place in stride(from: 0, to: count, by: 2) { evidence[place] = .state(place / 2 % 2) }
    // From one finding to the next there are two ways, a jump and a stay in either order.
    let pairs = count / 2 - 1
    let logEvidence = logarithm(0.5) + Double(pairs) * logarithm(2 * jump * (1 - jump))
    let compiled = try CompiledNetwork(network)
    let posteriors = try compiled.posteriors(given: evidence)
    #expect(logEvidence < -3000)
    #expect(posteriors.logEvidence.isLogarithmClose(to: logEvidence, .exact))
    #expect(posteriors[601].isClose(to: [0.5, 0.5], .exact))
  }

  // MARK: Readings

  @Test(arguments: UInt64(1)...60, [5.0, 50, 500])
  func `readings many deviations away are answered as by enumeration`(
    seed: UInt64, deviations: Double
  ) throws {
    var dice = Dice(seed: seed)
    let lots = 3
    let network = try Network(
      variables: [Variable("lot", states: ["a", "b", "c"])]
        + (0..<4).map { Variable("r\($0)", domain: .reading) },
      parents: [[]] + (0..<4).map { _ in [0] },
      cpds: [.table(TabularCPD(cardinality: lots, values: dice.distribution(lots)))]
        + (0..<4).map { _ in
          .gaussian(
            GaussianCPD(
              means: (0..<lots).map { _ in deviations * (dice.unit() - 0.5) },
              standardDeviations: (0..<lots).map { _ in 0.5 + dice.unit() }))
        })
    var evidence = Evidence()
    for reading in 1...4 { evidence[reading] = .value(deviations * (2 * dice.unit() - 1)) }
    let oracle = JointOracle(network, evidence: evidence)
    let posteriors = try CompiledNetwork(network).posteriors(given: evidence)
    #expect(
      posteriors.logEvidence.isLogarithmClose(to: oracle.logEvidence, .exactOfLargeLogarithm))
    #expect(posteriors[0].isClose(to: oracle.posteriors[0], .exactOfLargeLogarithm))
  }

  @Test func `two readings that each state all but rules out are weighed`() throws {
    // Each reading suits one lot and lies 38 deviations from the other: together they say nothing.
    let reading = GaussianCPD(means: [0, 38], standardDeviations: [1, 1])
    let network = try Network(
      variables: [
        Variable("lot", states: ["good", "bad"]), Variable("r1", domain: .reading),
        Variable("r2", domain: .reading),
      ],
      parents: [[], [0], [0]],
      cpds: [
        .table(TabularCPD(cardinality: 2, values: [0.9, 0.1])), .gaussian(reading),
        .gaussian(reading),
      ])
    let posteriors = try CompiledNetwork(network).posteriors(
      given: Evidence([1: .value(0), 2: .value(38)]))
    #expect(posteriors[0].isClose(to: [0.9, 0.1], .exact))
    #expect(posteriors.logEvidence.isFinite)
  }

  @Test(arguments: [1e160, -1e200, .greatestFiniteMagnitude])
  func `a reading beyond all reason is not impossible`(value: Double) throws {
    let network = try Network(
      variables: [Variable("lot", states: ["good", "bad"]), Variable("torque", domain: .reading)],
      parents: [[], [0]],
      cpds: [
        .table(TabularCPD(cardinality: 2, values: [0.9, 0.1])),
        .gaussian(GaussianCPD(means: [0, 1], standardDeviations: [1, 1])),
      ])
    let posteriors = try CompiledNetwork(network).posteriors(given: Evidence([1: .value(value)]))
    #expect(posteriors.logEvidence.isFinite)
    // The lots differ in their spread, and the wider one is the nearer.
    let wide = try Network(
      variables: network.variables, parents: [[], [0]],
      cpds: [
        network.cpds[0], .gaussian(GaussianCPD(means: [0, 1], standardDeviations: [1, 2])),
      ])
    #expect(try CompiledNetwork(wide).posteriors(given: Evidence([1: .value(value)]))[0] == [0, 1])
    #expect(posteriors[0].reduce(0, +).isClose(to: 1, .exact))
  }

  private func isReliable(_ compiled: CompiledNetwork, _ evidence: Evidence) -> Bool {
    let workspace = Propagation(tree: compiled.tree, lanes: 1)
    workspace.run(compiled, [evidence])
    return workspace.isReliable(lane: 0)
  }
}
