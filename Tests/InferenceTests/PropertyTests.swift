import GraphStructure
import Inference
import NetworkModel
import Testing
import _TestSupport

/// Laws that hold whatever the numbers are.
@Suite struct PropertyTests {
  @Test(arguments: UInt64(1)...60)
  func `posteriors sum to 1 and findings are certain`(seed: UInt64) throws {
    var random = RandomNetwork(seed: seed)
    let evidence = random.possibleEvidence(share: 0.4)
    let posteriors = try CompiledNetwork(random.network).posteriors(given: evidence)
    for (variable, distribution) in posteriors.distributions.enumerated() {
      #expect(distribution.count == random.network.variables[variable].cardinality)
      #expect(distribution.reduce(0, +).isClose(to: 1, .exact))
      #expect(distribution.allSatisfy { $0 >= 0 && $0 <= 1 })
      if case .state(let state) = evidence[variable] { #expect(distribution[state] == 1) }
    }
  }

  @Test(arguments: UInt64(1)...60)
  func `the probability of two findings is that of one, times that of the other given it`(
    seed: UInt64
  ) throws {
    var random = RandomNetwork(seed: seed)
    let compiled = try CompiledNetwork(random.network)
    var known = Evidence()
    var logEvidence = 0.0
    for (variable, item) in random.sample().enumerated() {
      guard case .state(let state) = item else { continue }
      logEvidence += logarithm(try compiled.posteriors(given: known)[variable][state])
      known[variable] = item
      #expect(compiled.logEvidence(of: known).isLogarithmClose(to: logEvidence, .exact))
    }
  }

  @Test(arguments: UInt64(1)...60)
  func `findings that are separated change nothing`(seed: UInt64) throws {
    var random = RandomNetwork(seed: seed)
    let network = random.network
    let compiled = try CompiledNetwork(network)
    let items = random.sample()
    let given = random.possibleEvidence(share: 0.3)
    let before = try compiled.posteriors(given: given)
    for variable in network.variables.indices where given[variable] == nil {
      var more = given
      more[variable] = items[variable]
      guard compiled.logEvidence(of: more) > -.infinity else { continue }
      let after = try compiled.posteriors(given: more)
      let reached = network.graph.reachable(from: variable, given: Set(given.variables))
      for other in network.variables.indices where !reached[other] {
        #expect(after[other].isClose(to: before[other], .exact))
      }
    }
  }

  @Test(arguments: UInt64(1)...40)
  func `a variable that nothing is known of below changes nothing`(seed: UInt64) throws {
    var random = RandomNetwork(seed: seed)
    let network = random.network
    // Without its barren leaves the network says the same of the rest.
    let leaves = network.variables.indices.filter { network.graph.children[$0].isEmpty }
    let kept = network.variables.indices.filter { !leaves.contains($0) }
    let place = Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($1, $0) })
    let rest = try Network(
      variables: kept.map { network.variables[$0] },
      parents: kept.map { network.graph.parents[$0].compactMap { place[$0] } },
      cpds: kept.map { network.cpds[$0] })
    var evidence = random.possibleEvidence(share: 0.5)
    for leaf in leaves { evidence[leaf] = nil }
    var restEvidence = Evidence()
    for (index, variable) in kept.enumerated() { restEvidence[index] = evidence[variable] }
    let whole = try CompiledNetwork(network).posteriors(given: evidence)
    let part = try CompiledNetwork(rest).posteriors(given: restEvidence)
    #expect(whole.logEvidence.isLogarithmClose(to: part.logEvidence, .exact))
    for (index, variable) in kept.enumerated() {
      #expect(whole[variable].isClose(to: part[index], .exact))
    }
  }

  @Test(arguments: UInt64(1)...30)
  func `a likelihood of a single state is a finding, an even one says nothing`(seed: UInt64) throws
  {
    var random = RandomNetwork(seed: seed)
    let network = random.network
    let compiled = try CompiledNetwork(network)
    let findings = random.possibleEvidence(share: 0.4)
    var likelihoods = findings
    for (variable, item) in findings.items {
      guard case .state(let state) = item else { continue }
      let count = network.variables[variable].cardinality
      likelihoods[variable] = .likelihood((0..<count).map { $0 == state ? 1 : 0 })
    }
    for variable in network.variables.indices where findings[variable] == nil {
      if network.variables[variable].isReading { continue }
      likelihoods[variable] = .likelihood(
        [Double](repeating: 1, count: network.variables[variable].cardinality))
    }
    let expected = try compiled.posteriors(given: findings)
    let found = try compiled.posteriors(given: likelihoods)
    #expect(found.logEvidence.isLogarithmClose(to: expected.logEvidence, .exact))
    for variable in network.variables.indices {
      #expect(found[variable].isClose(to: expected[variable], .exact))
    }
  }

  @Test(arguments: UInt64(1)...30)
  func `the order of the variables changes nothing`(seed: UInt64) throws {
    var random = RandomNetwork(seed: seed)
    let network = random.network
    var dice = Dice(seed: seed)
    let order = dice.shuffled(network.variables.indices)
    var place = order
    for (index, variable) in order.enumerated() { place[variable] = index }
    let other = try Network(
      variables: order.map { network.variables[$0] },
      parents: order.map { network.graph.parents[$0].map { place[$0] } },
      cpds: order.map { network.cpds[$0] })
    let evidence = random.possibleEvidence(share: 0.4)
    var otherEvidence = Evidence()
    for (variable, item) in evidence.items { otherEvidence[place[variable]] = item }
    let found = try CompiledNetwork(other).posteriors(given: otherEvidence)
    let expected = try CompiledNetwork(network).posteriors(given: evidence)
    #expect(found.logEvidence.isLogarithmClose(to: expected.logEvidence, .exact))
    for variable in network.variables.indices {
      #expect(found[place[variable]].isClose(to: expected[variable], .exact))
    }
  }

  @Test func `nothing is known of nothing`() throws {
    let compiled = try CompiledNetwork(Network(variables: [], parents: [], cpds: []))
    #expect(try compiled.posteriors() == compiled.posteriors(given: [Evidence()])[0].get())
    #expect(try compiled.posteriors().logEvidence == 0)
    #expect(try compiled.posteriors().distributions.isEmpty)
    #expect(compiled.logEvidence(of: Evidence()) == 0)
  }

  @Test func `variables of one state are certain and cost nothing`() throws {
    let single = Variable("x", states: ["only"])
    let cpd = CPD.table(TabularCPD(cardinality: 1, values: [1]))
    let network = try Network(
      variables: [single, Variable("y", states: ["only"])], parents: [[], [0]], cpds: [cpd, cpd])
    let compiled = try CompiledNetwork(network)
    #expect(try compiled.posteriors().distributions == [[1], [1]])
    #expect(compiled.logEvidence(of: Evidence([1: .state(0)])) == 0)
  }

  @Test func `many threads ask one network at the same time`() async throws {
    let network = RandomNetwork(seed: 9).network
    let compiled = try CompiledNetwork(network)
    let expected = Self.answers(compiled)
    await withTaskGroup(of: [Result<Posteriors, InferenceError>].self) { group in
      for _ in 0..<8 { group.addTask { Self.answers(compiled) } }
      for await found in group { #expect(found == expected) }
    }
  }

  private static func answers(_ compiled: CompiledNetwork) -> [Result<Posteriors, InferenceError>] {
    var random = RandomNetwork(seed: 9)
    let cases = (0..<40).map { _ in random.evidence() }
    return compiled.posteriors(given: cases) + cases.flatMap { compiled.posteriors(given: [$0]) }
  }

  // MARK: Misuse

  @Test func `a tree of another graph is refused`() async {
    await #expect(processExitsWith: .failure) {
      let student = try CompiledNetwork(Textbooks.student)
      _ = CompiledNetwork(Textbooks.asia, tree: student.tree)
    }
  }

  @Test func `a state that a variable does not have is refused`() async {
    await #expect(processExitsWith: .failure) {
      let asia = try CompiledNetwork(Textbooks.asia)
      _ = try asia.posteriors(given: Evidence([0: .state(2)]))
    }
  }

  @Test func `a value for what is no reading is refused`() async {
    await #expect(processExitsWith: .failure) {
      let asia = try CompiledNetwork(Textbooks.asia)
      _ = try asia.posteriors(given: Evidence([0: .value(1)]))
    }
  }
}
