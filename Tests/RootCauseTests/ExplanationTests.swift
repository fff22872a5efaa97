import Inference
import NetworkModel
import RootCause
import Testing
import _TestSupport

/// What findings add to a cause, against enumeration.
@Suite struct ExplanationTests {
  /// The log odds of a state given part of some evidence, by enumeration; ±1000 where they have no bounds.
  private static func logOdds(
    _ network: Network, _ evidence: Evidence, keeping mask: Int, _ variable: Int, _ state: Int
  ) -> Double {
    let kept = evidence.variables.enumerated().filter { mask >> $0.offset & 1 == 1 }
    let part = Evidence(
      Dictionary(
        uniqueKeysWithValues: kept.compactMap { place in
          evidence[place.element].map { (place.element, $0) }
        }))
    let distribution = JointOracle(network, evidence: part).posteriors[variable]
    let others = distribution.enumerated().reduce(0) { $1.offset == state ? $0 : $0 + $1.element }
    if distribution[state] == 0 { return -1000 }
    return others == 0 ? 1000 : logarithm(distribution[state]) - logarithm(others)
  }

  /// The mean over all orders of what each of `count` players adds, order by order.
  private static func shapley(_ count: Int, _ worth: (Int) -> Double) -> [Double] {
    var sums = [Double](repeating: 0, count: count)
    var orders = 0.0
    func visit(_ order: [Int]) {
      guard order.count < count else {
        orders += 1
        var mask = 0
        for player in order {
          sums[player] += worth(mask | 1 << player) - worth(mask)
          mask |= 1 << player
        }
        return
      }
      for player in 0..<count where !order.contains(player) { visit(order + [player]) }
    }
    visit([])
    return sums.map { $0 / orders }
  }

  /// A state of a variable with several, and evidence about up to five variables of all sorts that is possible.
  private static func question(
    seed: UInt64
  ) throws -> (model: CausalModel, evidence: Evidence, variable: Int, state: Int)? {
    let model = try RandomModel.make(seed: seed)
    var random = RandomNetwork(seed: seed)
    var dice = Dice(seed: seed &+ 5)
    let wide = model.network.variables.indices.filter {
      model.network.variables[$0].states.count > 1
    }
    guard !wide.isEmpty else { return nil }
    for _ in 0..<8 {
      let drawn = random.evidence()
      let few = dice.shuffled(drawn.variables).prefix(5)
      let evidence = Evidence(drawn.items.filter { few.contains($0.key) })
      guard JointOracle(model.network, evidence: evidence).logEvidence > -.infinity else {
        continue
      }
      let variable = wide[dice.below(wide.count)]
      return (
        model, evidence, variable, dice.below(model.network.variables[variable].states.count)
      )
    }
    return nil
  }

  @Test(arguments: UInt64(1)...150)
  func `what each finding adds is what all its orders say, and sums to the Bayes factor`(
    seed: UInt64
  ) throws {
    guard let (model, evidence, variable, state) = try Self.question(seed: seed) else { return }
    let explanation = try Diagnostician(model).explain(variable, state: state, given: evidence)
    let count = evidence.variables.count
    let worth = (0..<1 << count).map {
      Self.logOdds(model.network, evidence, keeping: $0, variable, state)
    }
    let shapley = Self.shapley(count) { worth[$0] }
    let all = worth.count - 1
    #expect(explanation.findings.map(\.shapley).isClose(to: shapley, .manyStepsOfOdds))
    let sum = explanation.findings.reduce(0) { $0 + $1.shapley }
    #expect(sum.isClose(to: explanation.logBayesFactor, Tolerance(absolute: 1e-10)))
    #expect(explanation.logBayesFactor.isClose(to: worth[all] - worth[0], .manyStepsOfOdds))
    for (place, finding) in explanation.findings.enumerated() {
      let without = worth[all] - worth[all ^ 1 << place]
      #expect(finding.leftOut.isClose(to: without, .manyStepsOfOdds))
      #expect(finding.alone.isClose(to: worth[1 << place] - worth[0], .manyStepsOfOdds))
      #expect(finding.shapley.isFinite && finding.standardError == nil)
    }
    #expect(explanation.sampledOrders == nil)
    let isSettled = [worth[0], worth[all]].contains { abs($0) == 1000 }
    if isSettled { #expect(explanation.isSettled) }
  }

  @Test(arguments: UInt64(1)...100)
  func `the conflict, in all and by finding, is that of the enumerated probabilities`(
    seed: UInt64
  ) throws {
    guard let (model, evidence, variable, state) = try Self.question(seed: seed) else { return }
    let explanation = try Diagnostician(model).explain(variable, state: state, given: evidence)
    func log(_ isKept: (Int) -> Bool) -> Double {
      JointOracle(model.network, evidence: Evidence(evidence.items.filter { isKept($0.key) }))
        .logEvidence
    }
    let whole = log { _ in true }
    let alone = evidence.variables.map { place in log { $0 == place } }
    #expect(
      explanation.conflict.total.isClose(
        to: alone.reduce(0, +) - whole, Tolerance(relative: 1e-10, absolute: 1e-10)))
    for (place, finding) in explanation.findings.enumerated() {
      let rest = log { $0 != evidence.variables[place] }
      #expect(
        finding.conflict.isClose(
          to: alone[place] - (whole - rest), Tolerance(relative: 1e-10, absolute: 1e-10)))
    }
    let diagnostician = try Diagnostician(model)
    let diagnosis = try diagnostician.diagnose(evidence)
    #expect(
      diagnostician.conflict(in: diagnosis).total.isClose(
        to: explanation.conflict.total, Tolerance(relative: 1e-10, absolute: 1e-10)))
  }

  @Test(arguments: UInt64(1)...100)
  func `a finding is as probable given the cause and the others as enumeration says`(
    seed: UInt64
  ) throws {
    guard let (model, evidence, variable, state) = try Self.question(seed: seed) else { return }
    let explanation = try Diagnostician(model).explain(variable, state: state, given: evidence)
    for (finding, index) in zip(explanation.findings, evidence.variables)
    where !model.network.variables[index].isReading && index != variable {
      var rest = evidence
      rest[index] = nil
      // The weights that a likelihood gives to other states are put out.
      switch evidence[variable] {
      case nil: rest[variable] = .state(state)
      case .likelihood(let weights):
        rest[variable] = .likelihood(weights.indices.map { $0 == state ? weights[$0] : 0 })
      case .state(state): break
      case .excluded(let states) where !states.contains(state): rest[variable] = .state(state)
      default:
        #expect(finding.fit == nil)
        continue
      }
      let oracle = JointOracle(model.network, evidence: rest)
      guard oracle.logEvidence > -.infinity else {
        #expect(finding.fit == nil)
        continue
      }
      let distribution = oracle.posteriors[index]
      let probability: Double
      switch evidence[index] {
      case .state(let found): probability = distribution[found]
      case .excluded(let states):
        probability = distribution.indices.filter { !states.contains($0) }
          .reduce(0) { $0 + distribution[$1] }
      case .likelihood(let weights):
        probability =
          zip(weights, distribution).reduce(0) { $0 + $1.0 * $1.1 } / (weights.max() ?? 1)
      default: continue
      }
      let fit = try #require(finding.fit)
      #expect(fit.probability.isClose(to: probability, .manySteps))
      let best = distribution.max() ?? 0
      guard abs(probability - 0.05 * best) > 1e-9 else { continue }
      #expect(fit.isFitting == (probability >= 0.05 * best))
    }
  }

  @Test func `a reading that lies far out does not fit, and what would be expected is said`() throws
  {
    let model = try GraphSamples.model(GraphSamples.line)
    var evidence = Evidence()
    try evidence.observe("voids", text: "present", in: model)
    try evidence.observe("cracks", text: "absent", in: model)
    try evidence.observe("gain", text: "31", in: model)
    let reflow = try #require(model.graph.index(of: "reflow"))
    let explanation = try Diagnostician(model).explain(reflow, state: 1, given: evidence)
    let gain = try #require(explanation.findings.first { $0.variable == "gain" })
    let fit = try #require(gain.fit)
    // Voids alone: 29 with a standard deviation of 0.5, so 31 is four of these away: P(|Z| > 4) = 6.334e-5.
    #expect(fit.probability.isClose(to: 6.334e-5, Tolerance(absolute: 1e-8)))
    #expect(!fit.isFitting)
    guard case .value(let mean, let deviation) = fit.expected else {
      Issue.record("a reading is expected to have a value")
      return
    }
    #expect(mean.isClose(to: 29, .manySteps) && deviation.isClose(to: 0.5, .manySteps))
    // And with such a gain nobody would expect voids: a sound unit has 30.
    #expect(explanation.misfits.map(\.variable) == ["voids", "gain"])
  }

  @Test func `a finding that settles the matter is said to, and all stays finite`() throws {
    let model = try GraphSamples.model(
      """
      digraph { a [kind=lot, prior="0.9 0.1"]; s [kind=test, cpt="1 0; 0.5 0.5"]; t [kind=test, cpt="0.8 0.2; 0.4 0.6"];
        a -> s; a -> t }
      """)
    let explanation = try Diagnostician(model).explain(
      0, state: 1, given: Evidence(["s": "fail", "t": "fail"], in: model.network))
    let prior = logarithm(0.1) - logarithm(0.9)
    #expect(explanation.posteriorLogOdds == 1000 && explanation.isSettled)
    #expect(explanation.findings.map(\.isSettling) == [true, false])
    #expect(explanation.findings[0].alone.isClose(to: 1000 - prior, .manySteps))
    #expect(explanation.findings[1].leftOut == 0)
    // t by itself triples the odds, and adds nothing once s is known: half of log 3 on average.
    #expect(explanation.findings[1].shapley.isClose(to: logarithm(3) / 2, .manySteps))
    let never = try Diagnostician(model).explain(
      0, state: 0, given: Evidence(["s": "fail"], in: model.network))
    #expect(never.posteriorLogOdds == -1000)
    #expect(never.findings[0].fit == nil || never.findings[0].fit?.isFitting == false)
  }

  @Test func `sampled values sum to the whole, and lie within their errors of the exact ones`()
    throws
  {
    // Thirteen tests of one lot and a pair of competing causes: too many for all subsets, and not additive.
    let tests = (0..<13).map { "t\($0)" }
    let model = try GraphSamples.model(
      """
      digraph { a [kind=step, prior="0.9 0.1"]; b [kind=step, prior="0.9 0.1"]; c [kind=step, prior="0.9 0.1"];
        d [kind=defect, cpd=noisy_max, leak=0.02]; a -> d [strength=0.7]; b -> d [strength=0.5]; c -> d [strength=0.2];
        node [kind=test]; edge [strength=0.4];
        \(tests.map { "\($0) [cpd=noisy_max, leak=0.1]; d -> \($0); \($0 == "t1" || $0 == "t5" ? "b" : "a") -> \($0);" }.joined(separator: "\n"))
      }
      """)
    let found = Dictionary(uniqueKeysWithValues: tests.map { ($0, $0 < "t3" ? "fail" : "pass") })
    let evidence = try Evidence(found, in: model.network)
    let diagnostician = try Diagnostician(model)
    var sampling = ShapleySampling()
    sampling.orders = 200
    let sampled = try diagnostician.explain(0, state: 1, given: evidence, sampling: sampling)
    #expect(sampled.sampledOrders == 200)
    let sum = sampled.findings.reduce(0) { $0 + $1.shapley }
    #expect(sum.isClose(to: sampled.logBayesFactor, Tolerance(absolute: 1e-10)))
    // The exact values, from all 8192 subsets.
    let variables = evidence.variables
    let subsets = (0..<1 << 13).map { mask in
      Evidence(evidence.items.filter { mask >> (variables.firstIndex(of: $0.key) ?? 0) & 1 == 1 })
    }
    let worth = try CompiledNetwork(model.network).posteriors(given: subsets).map { answer in
      let posterior = try answer.get()[0]
      return logarithm(posterior[1]) - logarithm(posterior[0])
    }
    var factorials = [1.0]
    for number in 1...13 { factorials.append(factorials[number - 1] * Double(number)) }
    for (place, finding) in sampled.findings.enumerated() {
      var exact = 0.0
      for mask in worth.indices where mask >> place & 1 == 0 {
        let size = mask.nonzeroBitCount
        exact +=
          factorials[size] * factorials[12 - size] / factorials[13]
          * (worth[mask | 1 << place] - worth[mask])
      }
      let error = try #require(finding.standardError)
      #expect(error > 0 && error < 0.1)
      #expect(finding.shapley.isClose(to: exact, .standardErrors(5, of: error)))
    }
    #expect(
      try diagnostician.explain(0, state: 1, given: evidence, sampling: sampling) == sampled)
    sampling.seed = 2
    #expect(
      try diagnostician.explain(0, state: 1, given: evidence, sampling: sampling) != sampled)
  }

  @Test func `without findings there is nothing to explain`() throws {
    let model = try GraphSamples.model(GraphSamples.line)
    let explanation = try Diagnostician(model).explain(1, state: 1, given: Evidence())
    #expect(explanation.findings.isEmpty && explanation.conflict.total == 0)
    #expect(explanation.logBayesFactor == 0)
  }

  @Test func `evidence that can't be true is refused`() throws {
    let model = try GraphSamples.model(
      "digraph { a [kind=lot, prior=\"0.5 0.5\"]; t [kind=test, cpt=\"1 0; 0.2 0.8\"]; a -> t }")
    let impossible = try Evidence(["a": "good", "t": "fail"], in: model.network)
    #expect(throws: InferenceError.impossibleEvidence(contradiction: impossible)) {
      try Diagnostician(model).explain(0, state: 1, given: impossible)
    }
  }

  @Test func `what is explained is the state named, the likeliest of a variable, or the leader`()
    throws
  {
    let model = try GraphSamples.model(GraphSamples.line)
    let diagnostician = try Diagnostician(model)
    let evidence = try Evidence(["xray": "fail"], in: model.network)
    let (paste, reflow) = (
      try #require(model.graph.index(of: "paste")), try #require(model.graph.index(of: "reflow"))
    )
    let leader = try #require(try diagnostician.diagnose(evidence).causes.first)
    let found = try #require(try diagnostician.cause(nil, nil, given: evidence))
    #expect(model.network.variables[found.variable].name == leader.variable)
    #expect(model.network.variables[found.variable].states[found.state] == leader.state)
    #expect(try #require(try diagnostician.cause(reflow, nil, given: evidence)) == (reflow, 1))
    #expect(try #require(try diagnostician.cause(paste, 0, given: evidence)) == (paste, 0))
    let none = try GraphSamples.model(
      "digraph { a [kind=context, states=\"x,y\", prior=\"0.5 0.5\"] }")
    #expect(try Diagnostician(none).cause(nil, nil, given: Evidence()) == nil)
  }
}

extension Tolerance {
  /// Log odds, of which those beyond all bounds are 1000.
  fileprivate static let manyStepsOfOdds = Tolerance(relative: 1e-10, absolute: 1e-9)
}
