import GraphStructure
import NetworkModel
import Testing
import _TestSupport

@Suite struct NetworkTests {
  private let lot = Variable("lot", states: ["good", "bad"])
  private let voids = Variable("voids", states: ["none", "few", "many"])
  private let torque = Variable("torque", domain: .reading)
  private let even = CPD.table(TabularCPD(cardinality: 2, values: [0.5, 0.5]))

  /// The problems of a network, or none.
  private func problems(
    _ variables: [Variable], _ parents: [[Int]], _ cpds: [CPD]
  ) -> [NetworkError.Problem] {
    do throws(NetworkError) {
      _ = try Network(variables: variables, parents: parents, cpds: cpds)
      return []
    } catch {
      return error.problems
    }
  }

  private func table(_ cardinality: Int, _ values: [Double]) -> CPD {
    .table(TabularCPD(cardinality: cardinality, values: values))
  }

  @Test func `a network knows its variables by name`() {
    let network = Textbooks.asia
    #expect(network.count == 8)
    #expect(network.index(of: "xray") == 6)
    #expect(network.index(of: "Xray") == nil)
    #expect(network.cardinalities == [Int](repeating: 2, count: 8))
  }

  @Test func `a network without variables is a network`() throws {
    #expect(try Network(variables: [], parents: [], cpds: []).count == 0)
  }

  // MARK: Problems

  @Test func `two variables of one name`() {
    #expect(problems([lot, lot], [[], []], [even, even]) == [.duplicateVariable("lot")])
  }

  @Test func `a variable without states, alone and in a family`() {
    let empty = Variable("empty", states: [])
    #expect(problems([empty], [[]], [table(0, [])]) == [.noStates("empty")])
    #expect(problems([empty, lot], [[], [0]], [table(0, []), even]) == [.noStates("empty")])
    let noisyMax = CPD.noisyMax(NoisyMaxCPD(cardinality: 2, strengths: [[]], leak: [1, 0]))
    #expect(problems([empty, lot], [[], [0]], [table(0, []), noisyMax]) == [.noStates("empty")])
  }

  @Test func `two states of one name`() {
    let twice = Variable("lot", states: ["good", "bad", "good"])
    #expect(
      problems([twice], [[]], [table(3, [1, 0, 0])])
        == [.duplicateState(variable: "lot", state: "good")])
  }

  @Test func `arcs that run in a circle`() {
    let names = ["a", "b", "c", "d"].map { Variable($0, states: ["x"]) }
    let cpds = names.map { _ in table(1, [1]) }
    #expect(
      problems(names, [[1], [0], [], [3]], cpds) == [.cycle(["b", "a"]), .cycle(["d"])])
  }

  @Test func `a reading that is a parent, whatever else is wrong with its child`() {
    let gaussian = CPD.gaussian(GaussianCPD(means: [0], standardDeviations: [1]))
    for cpd in [even, table(2, [0.5, 0.6]), table(2, [])] {
      #expect(
        problems([torque, lot], [[], [0]], [gaussian, cpd])
          == [.readingHasChild(reading: "torque", child: "lot")])
    }
  }

  @Test func `a variable that is twice a parent`() {
    let rows = table(2, [1, 0, 1, 0, 1, 0, 1, 0])
    #expect(
      problems([lot, Variable("x", states: ["a", "b"])], [[], [0, 0]], [even, rows])
        == [.duplicateParent("lot", child: "x")])
  }

  @Test func `a distribution that does not suit its values`() {
    let gaussian = CPD.gaussian(GaussianCPD(means: [0], standardDeviations: [1]))
    let noisyMax = CPD.noisyMax(NoisyMaxCPD(cardinality: 3, strengths: [], leak: [1, 0]))
    #expect(problems([lot], [[]], [gaussian]) == [.unsuitableCPD(variable: "lot")])
    #expect(problems([torque], [[]], [even]) == [.unsuitableCPD(variable: "torque")])
    #expect(problems([lot], [[]], [table(1, [1, 0])]) == [.unsuitableCPD(variable: "lot")])
    #expect(problems([lot], [[]], [noisyMax]) == [.unsuitableCPD(variable: "lot")])
  }

  @Test func `the wrong number of numbers`() {
    #expect(
      problems([lot, voids], [[], [0]], [even, table(3, [1, 0, 0])])
        == [.wrongSize(variable: "voids", expected: 6, found: 3)])
    let noisyMax = CPD.noisyMax(NoisyMaxCPD(cardinality: 3, strengths: [], leak: [1, 0, 0]))
    #expect(
      problems([lot, voids], [[], [0]], [even, noisyMax])
        == [.wrongSize(variable: "voids", expected: 6, found: 3)])
    let gaussian = CPD.gaussian(GaussianCPD(means: [0, 1], standardDeviations: [1]))
    #expect(
      problems([lot, torque], [[], [0]], [even, gaussian])
        == [.wrongSize(variable: "torque", expected: 4, found: 3)])
  }

  @Test(arguments: [-0.1, 1.1, .nan, .infinity])
  func `a number that is no probability`(value: Double) {
    let found = problems([lot, voids], [[], [0]], [even, table(3, [1, 0, 0, 0.5, value, 0.5])])
    guard case .notAProbability("voids", " given lot=bad", let named) = found.first else {
      Issue.record("found \(found)")
      return
    }
    #expect(found.count == 1)
    #expect(named == value || named.isNaN && value.isNaN)
  }

  @Test func `a row that does not sum to 1, beyond the tolerance`() {
    #expect(problems([lot], [[]], [table(2, [0.5, 0.5 + 0.9e-6])]).isEmpty)
    #expect(
      problems([lot], [[]], [table(2, [0.5, 0.25])])
        == [.rowSum(variable: "lot", row: "", sum: 0.75)])
    let noisyMax = CPD.noisyMax(
      NoisyMaxCPD(cardinality: 2, strengths: [[0.5, 0.5, 0.5, 0.25]], leak: [0.25, 0.25]))
    #expect(
      problems([voids, lot], [[], [0]], [table(3, [1, 0, 0]), noisyMax])
        == [
          .rowSum(variable: "lot", row: ", leak", sum: 0.5),
          .rowSum(variable: "lot", row: ", strength of voids=many", sum: 0.75),
        ])
  }

  @Test(arguments: [(0.0, 0.0), (0, -1), (0, .nan), (.nan, 1), (.infinity, 1), (0, .infinity)])
  func `a mean or a deviation that makes no distribution`(mean: Double, deviation: Double) {
    let gaussian = CPD.gaussian(
      GaussianCPD(means: [0, mean], standardDeviations: [1, deviation]))
    #expect(
      problems([lot, torque], [[], [0]], [even, gaussian])
        == [.notADistribution(variable: "torque", row: " given lot=bad")])
  }

  @Test func `every problem is reported`() {
    let found = problems(
      [lot, lot, voids], [[], [], [0]], [table(2, [2, 0]), table(2, [0.5, 0]), table(3, [1])])
    #expect(
      found == [
        .notAProbability(variable: "lot", row: "", value: 2),
        .duplicateVariable("lot"), .rowSum(variable: "lot", row: "", sum: 0.5),
        .wrongSize(variable: "voids", expected: 6, found: 1),
      ])
  }

  @Test func `a family too large for any table is an error, not a trap`() {
    let parents = (0..<80).map { Variable("p\($0)", states: ["a", "b"]) }
    let cpds = parents.map { _ in even } + [even]
    #expect(
      problems(parents + [lot], parents.map { _ in [] } + [Array(0..<80)], cpds)
        == [.wrongSize(variable: "lot", expected: .max, found: 2)])
    let gaussian = CPD.gaussian(GaussianCPD(means: [0], standardDeviations: [1]))
    #expect(
      problems(
        parents + [torque], parents.map { _ in [] } + [Array(0..<80)],
        parents.map { _ in even } + [gaussian])
        == [.wrongSize(variable: "torque", expected: .max, found: 2)])
  }

  @Test(arguments: [
    (NetworkError.Problem.duplicateVariable("a"), "there are two variables called 'a'"),
    (.noStates("a"), "'a' has no states"),
    (.duplicateState(variable: "a", state: "x"), "'a' has two states called 'x'"),
    (.cycle(["a", "b"]), "the arcs run in a circle: a -> b -> a"),
    (.duplicateParent("a", child: "b"), "'a' is twice a parent of 'b'"),
    (.readingHasChild(reading: "a", child: "b"), "'a' is a reading and can't be a parent of 'b'"),
    (.unsuitableCPD(variable: "a"), "the distribution of 'a' does not suit its values"),
    (
      .wrongSize(variable: "a", expected: 4, found: 3),
      "the distribution of 'a' has 3 numbers where its family asks for 4"
    ),
    (
      .notAProbability(variable: "a", row: " given b=x", value: 1.5),
      "'a' given b=x: 1.5 is not a probability"
    ),
    (
      .rowSum(variable: "a", row: "", sum: 0.75), "'a': the probabilities sum to 0.75, not to 1"
    ),
    (
      .notADistribution(variable: "a", row: ""),
      "'a': means and slopes have to be finite and a standard deviation above 0"
    ),
  ])
  func `problems are worded`(problem: NetworkError.Problem, words: String) {
    #expect(problem.description == words)
    #expect(NetworkError(problems: [problem, problem]).description == "\(words)\n\(words)")
  }
}
