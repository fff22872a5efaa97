import Inference
import NetworkModel
import Testing
import _TestSupport

/// Cases that move together are answered as each alone, up to rounding.
@Suite struct LaneTests {
  @Test(arguments: UInt64(1)...100)
  func `a batch gives what its cases give alone`(seed: UInt64) throws {
    var random = RandomNetwork(seed: seed)
    let compiled = try CompiledNetwork(random.network)
    let cases = (0..<19).map { _ in random.evidence() }
    let batch = compiled.posteriors(given: cases)
    #expect(batch.count == cases.count)
    for (evidence, answer) in zip(cases, batch) {
      expectSame(
        answer, Result { () throws(InferenceError) in try compiled.posteriors(given: evidence) })
    }
  }

  /// Expects the same answer up to rounding: in one lane and in several, sums are taken in different orders.
  private func expectSame(
    _ a: Result<Posteriors, InferenceError>, _ b: Result<Posteriors, InferenceError>,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    guard case .success(let first) = a, case .success(let second) = b else {
      #expect(a == b, sourceLocation: sourceLocation)
      return
    }
    #expect(
      first.logEvidence.isLogarithmClose(to: second.logEvidence, .exact),
      sourceLocation: sourceLocation)
    for (one, other) in zip(first.distributions, second.distributions) {
      #expect(one.isClose(to: other, .exact), sourceLocation: sourceLocation)
    }
  }

  @Test(arguments: UInt64(1)...20)
  func `answers don't depend on the number of threads`(seed: UInt64) throws {
    var random = RandomNetwork(seed: seed)
    let compiled = try CompiledNetwork(random.network)
    let cases = (0..<300).map { _ in random.evidence() }
    #expect(compiled.posteriors(given: cases, threads: 2) == compiled.posteriors(given: cases))
  }

  @Test(arguments: [0, 1, 7, 8, 9])
  func `a batch may have any number of cases`(count: Int) throws {
    let compiled = try CompiledNetwork(Textbooks.asia)
    let evidence = try Evidence(["xray": "yes"], in: Textbooks.asia)
    let alone = try compiled.posteriors(given: evidence)
    let batch = compiled.posteriors(given: [Evidence](repeating: evidence, count: count))
    #expect(batch.count == count)
    for answer in batch { expectSame(answer, .success(alone)) }
  }

  @Test func `a case that is impossible fails alone`() throws {
    let network = Textbooks.asia
    let compiled = try CompiledNetwork(network)
    let good = try Evidence(["dyspnoea": "yes"], in: network)
    let bad = try Evidence(["lung": "yes", "either": "no"], in: network)
    let answers = compiled.posteriors(given: [good, bad, good])
    expectSame(answers[0], .success(try compiled.posteriors(given: good)))
    #expect(answers[1] == .failure(.impossibleEvidence(contradiction: bad)))
    #expect(answers[2] == answers[0])
  }

  @Test(arguments: UInt64(1)...40)
  func `families count the same in one lane and in eight`(seed: UInt64) throws {
    var random = RandomNetwork(seed: seed)
    let network = random.network
    let compiled = try CompiledNetwork(network)
    let cases = (0..<8).map { _ in random.possibleEvidence(share: 0.5) }
    let weights = (1...8).map { $0 == 3 ? 0.0 : Double($0) }
    let together = Propagation(tree: compiled.tree, lanes: fullLanes, reading: .families)
    let alone = Propagation(tree: compiled.tree, lanes: 1, reading: .families)
    together.run(compiled, cases)
    var sums = network.variables.indices.map {
      [Double](repeating: 0, count: rows(of: $0, in: network))
    }
    for (lane, evidence) in cases.enumerated() {
      alone.run(compiled, [evidence])
      #expect(
        alone.logEvidence(lane: 0).isLogarithmClose(to: together.logEvidence(lane: lane), .exact))
      for variable in network.variables.indices {
        let family = alone.family(of: variable, lane: 0)
        #expect(family.isClose(to: together.family(of: variable, lane: lane), .exact))
        for (cell, share) in family.enumerated() { sums[variable][cell] += weights[lane] * share }
      }
    }
    for variable in network.variables.indices {
      var totals = [Double](repeating: 0, count: sums[variable].count)
      totals.withUnsafeMutableBufferPointer {
        guard let base = $0.baseAddress else { return }
        together.addFamily(of: variable, weights: weights, to: base)
      }
      #expect(totals.isClose(to: sums[variable], .exact))
    }
  }

  @Test(arguments: UInt64(1)...40)
  func `a workspace keeps nothing of the cases before`(seed: UInt64) throws {
    var random = RandomNetwork(seed: seed)
    let compiled = try CompiledNetwork(random.network)
    let cases = (0..<8).map { _ in random.possibleEvidence(share: 0.5) }
    let used = Propagation(tree: compiled.tree, lanes: fullLanes, reading: .families)
    used.run(compiled, (0..<8).map { _ in random.evidence() })
    used.run(compiled, cases)
    let fresh = Propagation(tree: compiled.tree, lanes: fullLanes, reading: .families)
    fresh.run(compiled, cases)
    for lane in 0..<fullLanes {
      #expect(used.logEvidence(lane: lane) == fresh.logEvidence(lane: lane))
      for variable in random.network.variables.indices {
        #expect(used.family(of: variable, lane: lane) == fresh.family(of: variable, lane: lane))
      }
    }
  }

  @Test(arguments: UInt64(1)...20)
  func `little memory makes single lanes of the same answers`(seed: UInt64) throws {
    var random = RandomNetwork(seed: seed)
    let roomy = try CompiledNetwork(random.network)
    let limit = Int(roomy.tree.size.bytes(lanes: 1))
    let narrow = try CompiledNetwork(random.network, memoryLimit: limit)
    #expect(narrow.tree.batchLanes(memoryLimit: limit) == 1)
    let cases = (0..<5).map { _ in random.evidence() }
    for (one, other) in zip(narrow.posteriors(given: cases), roomy.posteriors(given: cases)) {
      expectSame(one, other)
    }
  }

  private func rows(of variable: Int, in network: Network) -> Int {
    network.parentStates(of: variable).count * network.variables[variable].cardinality
  }
}
