import NetworkModel
import Testing
import _TestSupport

@Suite struct EvidenceTests {
  private let network: Network

  init() throws {
    network = try Network(
      variables: [
        Variable("paste_lot", states: ["good", "bad"]),
        Variable("xray", states: ["pass", "fail"]),
        Variable("torque", domain: .reading),
      ], parents: [[], [0], [0]],
      cpds: [
        .table(TabularCPD(cardinality: 2, values: [0.9, 0.1])),
        .table(TabularCPD(cardinality: 2, values: [0.9, 0.1, 0.2, 0.8])),
        .gaussian(GaussianCPD(means: [1, 2], standardDeviations: [1, 1])),
      ])
  }

  private func problems(_ body: (inout Evidence) throws(EvidenceError) -> Void) -> [EvidenceError
    .Problem]
  {
    var evidence = Evidence()
    do throws(EvidenceError) {
      try body(&evidence)
      return []
    } catch {
      return error.problems
    }
  }

  private func moving() throws -> Network {
    try Network(
      variables: [
        Variable("torque", domain: .reading, regressors: ["warmth", "speed"]),
        Variable("gap", domain: .reading, regressors: ["warmth"]),
      ], parents: [[], []],
      cpds: [
        .gaussian(GaussianCPD(means: [1], standardDeviations: [1], slopes: [2, 3])),
        .gaussian(GaussianCPD(means: [1], standardDeviations: [1], slopes: [4])),
      ])
  }

  @Test(arguments: [
    ["torque", "warmth", "speed", "gap"], ["warmth", "gap", "torque", "speed"],
    ["speed", "gap", "torque", "warmth"],
  ])
  func `a reading is known once its regressors are, in any order`(order: [String]) throws {
    let network = try moving()
    let texts = ["torque": "4.5", "warmth": "22", "speed": "1e1", "gap": "-1"]
    var evidence = Evidence()
    for name in order {
      try evidence.observe(name, state: try #require(texts[name]), in: network)
    }
    #expect(
      evidence.items == [
        0: .value(4.5, regressors: [22, 10]), 1: .value(-1, regressors: [22]),
      ])
    try evidence.checkRegressors(in: network)
    #expect(evidence.isValid(in: network))
    #expect(
      Evidence.Item.value(4.5, regressors: [22, 10]).statement(about: network.variables[0])
        == "torque=4.5 at warmth=22.0, speed=10.0")
  }

  @Test func `what a reading moves with has to be given, as a number, once`() throws {
    let network = try moving()
    #expect(
      problems { evidence throws(EvidenceError) in
        try evidence.observe("torque", state: "4", in: network)
        try evidence.observe("warmth", state: "20", in: network)
        try evidence.checkRegressors(in: network)
      } == [.missingRegressors(variable: "torque", names: ["speed"])])
    #expect(
      problems { evidence throws(EvidenceError) in
        try evidence.observe("warmth", state: "warm", in: network)
      } == [.regressorNotANumber(name: "warmth", text: "warm")])
    #expect(
      problems { evidence throws(EvidenceError) in
        try evidence.observe("warmth", state: "20", in: network)
        try evidence.observe("warmth", state: "20.0", in: network)
        try evidence.observe("warmth", state: "21", in: network)
      } == [.givenTwice(variable: "warmth")])
    #expect(throws: EvidenceError(.missingRegressors(variable: "gap", names: ["warmth"]))) {
      try Evidence(["gap": "4"], in: network)
    }
    #expect(
      try Evidence(["gap": "4", "warmth": "2"], in: network)[1] == .value(4, regressors: [2]))
    #expect(!Evidence([0: .value(4)]).isValid(in: network))
    #expect(!Evidence([0: .value(4, regressors: [1, .infinity])]).isValid(in: network))
    #expect(Evidence([0: .value(4, regressors: [1, 2])]).isValid(in: network))
  }

  @Test func `states and readings are understood`() throws {
    let evidence = try Evidence(["xray": "fail", "torque": "-1.25e1"], in: network)
    #expect(evidence.variables == [1, 2])
    #expect(evidence[1] == .state(1))
    #expect(evidence[2] == .value(-12.5))
    #expect(evidence[0] == nil)
    #expect(!evidence.isEmpty)
    #expect(Evidence().isEmpty)
  }

  @Test func `items read as they are written`() {
    #expect(Evidence.Item.state(1).text(of: network.variables[1]) == "fail")
    #expect(Evidence.Item.state(1).statement(about: network.variables[1]) == "xray=fail")
    #expect(Evidence.Item.excluded([0, 1]).text(of: network.variables[1]) == "!=pass, !=fail")
    #expect(
      Evidence.Item.excluded([0, 1]).statement(about: network.variables[1])
        == "xray!=pass, xray!=fail")
    #expect(Evidence.Item.value(0.5).text(of: network.variables[2]) == "0.5")
    #expect(Evidence.Item.likelihood([0.25, 1]).text(of: network.variables[1]) == "0.25,1.0")
  }

  @Test func `every name that is not known is reported, in the order of the names`() {
    #expect(
      problems { (evidence) throws(EvidenceError) in
        evidence = try Evidence(
          ["xray": "fial", "past_lot": "bad", "torque": "high"], in: network)
      } == [
        .unknownVariable("past_lot", known: ["paste_lot", "xray", "torque"]),
        .notANumber(variable: "torque", text: "high"),
        .unknownState(variable: "xray", state: "fial", known: ["pass", "fail"]),
      ])
  }

  @Test func `states that are excluded one after the other add up, until one is left`() throws {
    let network = try Network(
      variables: [Variable("reflow", states: ["in_control", "cold", "hot"])], parents: [[]],
      cpds: [.table(TabularCPD(cardinality: 3, values: [0.9, 0.07, 0.03]))])
    var evidence = Evidence()
    try evidence.exclude("reflow", state: "hot", in: network)
    #expect(evidence[0] == .excluded([2]))
    try evidence.exclude("reflow", state: "in_control", in: network)
    try evidence.exclude("reflow", state: "hot", in: network)
    #expect(evidence[0] == .excluded([0, 2]))
    #expect(evidence.isValid(in: network))
    #expect(throws: EvidenceError(.givenTwice(variable: "reflow"))) {
      try evidence.observe("reflow", state: "cold", in: network)
    }
    #expect(
      throws: EvidenceError(
        .nothingLeft(variable: "reflow", states: ["in_control", "cold", "hot"]))
    ) {
      try evidence.exclude("reflow", state: "cold", in: network)
    }
  }

  @Test func `only a state that there is can be excluded`() {
    #expect(
      problems { (evidence) throws(EvidenceError) in
        try evidence.exclude("torque", state: "1", in: network)
      } == [.excludedReading(variable: "torque")])
    #expect(
      problems { (evidence) throws(EvidenceError) in
        try evidence.exclude("xray", state: "fial", in: network)
      } == [.unknownState(variable: "xray", state: "fial", known: ["pass", "fail"])])
    #expect(
      problems { (evidence) throws(EvidenceError) in
        try evidence.observe("xray", state: "fail", in: network)
        try evidence.exclude("xray", state: "pass", in: network)
      } == [.givenTwice(variable: "xray")])
    for item in [Evidence.Item.excluded([2]), .excluded([-1])] {
      #expect(!Evidence([1: item]).isValid(in: network))
    }
    #expect(!Evidence([2: .excluded([])]).isValid(in: network))
  }

  @Test(arguments: ["nan", "inf", "-inf", "1e999", "", "1,5", "1.5 N"])
  func `what is not a finite number is no reading`(text: String) {
    #expect(
      problems { (evidence) throws(EvidenceError) in
        try evidence.observe("torque", state: text, in: network)
      } == [.notANumber(variable: "torque", text: text)])
  }

  @Test(arguments: [[0.5], [0.5, 0.5, 0.5], [-0.5, 1], [0, 0], [.nan, 1], [.infinity, 1], []])
  func `a likelihood has a weight for each state, none negative and not all 0`(weights: [Double]) {
    let found = problems { (evidence) throws(EvidenceError) in
      try evidence.observe("xray", likelihood: weights, in: network)
    }
    guard case .badLikelihood("xray", _, ["pass", "fail"]) = found.first else {
      Issue.record("found \(found)")
      return
    }
    #expect(found.count == 1)
  }

  @Test func `a reading takes no likelihood`() {
    #expect(
      problems { (evidence) throws(EvidenceError) in
        try evidence.observe("torque", likelihood: [1], in: network)
      } == [.badLikelihood(variable: "torque", weights: [1], states: [])])
  }

  @Test func `the same thing may be said twice, different things may not`() {
    #expect(
      problems { (evidence) throws(EvidenceError) in
        try evidence.observe("xray", state: "fail", in: network)
        try evidence.observe("xray", state: "fail", in: network)
        try evidence.observe("xray", state: "pass", in: network)
      } == [.givenTwice(variable: "xray")])
    #expect(
      problems { (evidence) throws(EvidenceError) in
        try evidence.observe("xray", likelihood: [1, 2], in: network)
        try evidence.observe("xray", state: "pass", in: network)
      } == [.givenTwice(variable: "xray")])
  }

  @Test(arguments: [
    (
      EvidenceError.Problem.unknownVariable("xrya", known: ["paste_lot", "xray"]),
      "there is no variable 'xrya'; did you mean 'xray'?"
    ),
    (.unknownVariable("oven", known: ["paste_lot", "xray"]), "there is no variable 'oven'"),
    (
      .unknownState(variable: "xray", state: "Fail", known: ["pass", "fail"]),
      "'xray' has no state 'Fail'; did you mean 'fail'?; its states are pass, fail"
    ),
    (
      .notANumber(variable: "torque", text: "high"),
      "'torque' is a reading, and 'high' is not a number"
    ),
    (
      .badLikelihood(variable: "torque", weights: [1], states: []),
      "'torque' is a reading and takes a number, not a likelihood"
    ),
    (
      .badLikelihood(variable: "xray", weights: [1], states: ["pass", "fail"]),
      "the likelihood of 'xray' has 1 weight and not 2; it takes a weight for each of its states (pass, fail), none negative"
        + " and not all 0"
    ),
    (
      .excludedReading(variable: "torque"),
      "'torque' is a reading and has no states to exclude; it takes a number"
    ),
    (
      .nothingLeft(variable: "xray", states: ["pass", "fail"]),
      "every state of 'xray' (pass, fail) is excluded; leave one"
    ),
    (.givenTwice(variable: "xray"), "two different things are said about 'xray'; say one"),
  ])
  func `problems are worded, with a suggestion`(problem: EvidenceError.Problem, words: String) {
    #expect(EvidenceError(problem).description == words)
  }
}
