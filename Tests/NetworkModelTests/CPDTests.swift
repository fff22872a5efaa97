import NetworkModel
import Testing
import _TestSupport

@Suite struct CPDTests {
  // MARK: Rows

  @Test func `the first parent is slowest`() {
    let states = JointStates(cardinalities: [2, 3])
    #expect(states.count == 6)
    #expect(Array(states) == [[0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [1, 2]])
    for (index, joint) in states.enumerated() {
      #expect(states[index] == joint)
      #expect(states.index(of: joint) == index)
    }
  }

  @Test func `no parents have one joint state`() {
    let states = JointStates(cardinalities: [])
    #expect(states.count == 1)
    #expect(Array(states) == [[]])
    #expect(states.index(of: []) == 0)
  }

  @Test func `joint states beyond any integer are as many as an integer holds`() {
    #expect(JointStates(cardinalities: [Int](repeating: 2, count: 63)).count == .max)
    #expect(JointStates(cardinalities: [.max, 2, 0]).count == 0)
  }

  @Test func `rows follow the order of the arcs`() throws {
    let grade = try #require(Textbooks.student.index(of: "grade"))
    let states = Textbooks.student.parentStates(of: grade)
    guard case .table(let table) = Textbooks.student.cpds[grade] else {
      Issue.record("the grade has no table")
      return
    }
    // Intelligence is the first parent, difficulty the second.
    #expect(table.rowCount == 4)
    #expect(table.range(ofRow: 2) == 6..<9)
    #expect(Array(table[row: states.index(of: [1, 0])]) == [0.9, 0.08, 0.02])
  }

  @Test func `an even table has even rows`() {
    let table = TabularCPD.uniform(cardinality: 4, rows: 2)
    #expect(table.values == [Double](repeating: 0.25, count: 8))
  }

  // MARK: Noisy-MAX

  @Test(arguments: UInt64(1)...60)
  func `the table of a noisy maximum is that of its hidden causes`(seed: UInt64) {
    var dice = Dice(seed: seed)
    let cardinality = 1 + dice.below(4)
    let parents = (0..<dice.below(4)).map { _ in 1 + dice.below(3) }
    let noisyMax = NoisyMaxCPD(
      cardinality: cardinality,
      strengths: parents.map { count in
        (1..<count).flatMap { _ in dice.distribution(cardinality, zeroShare: 0.2) }
      },
      leak: dice.distribution(cardinality, zeroShare: 0.2))
    #expect(noisyMax.parentCardinalities == parents)
    let rows = JointStates(cardinalities: parents).flatMap {
      noisyMax.hiddenCauseRow(parentStates: $0)
    }
    let table = noisyMax.table
    #expect(table.values.isClose(to: rows, .exact))
    #expect(zip(table.values, rows).allSatisfy { ($0 == 0) == ($1 == 0) })
    #expect(CPD.noisyMax(noisyMax).table == table)
  }

  @Test func `a noisy-OR is one less the chance that all causes fail`() {
    let noisyOr = NoisyMaxCPD(
      cardinality: 2, strengths: [[0.2, 0.8], [0.4, 0.6]], leak: [0.9, 0.1])
    let present = stride(from: 1, to: 8, by: 2).map { noisyOr.table.values[$0] }
    // 1 − 0.9, 1 − 0.9 · 0.4, 1 − 0.9 · 0.2, 1 − 0.9 · 0.2 · 0.4.
    #expect(present.isClose(to: [0.1, 0.64, 0.82, 0.928], .exact))
  }

  @Test func `rare causes keep their digits and impossible states stay impossible`() {
    let rare = NoisyMaxCPD(cardinality: 2, strengths: [[1, 1e-20]], leak: [1, 3e-20])
    #expect(rare.table.values[1] == 3e-20)
    #expect(rare.table.values[3].isClose(to: 4e-20, .exact))
    // 0.7 + 0.2 + 0.1 is not 1 to the last digit, and still no cause brings about the last state.
    let row = [0.7, 0.2, 0.1, 0]
    let never = NoisyMaxCPD(cardinality: 4, strengths: [row], leak: row)
    #expect(never.table.values[3] == 0)
    #expect(never.table.values[7] == 0)
  }

  @Test func `a parent in its first state brings about nothing`() {
    let noisyMax = NoisyMaxCPD(
      cardinality: 2, strengths: [[0.5, 0.5, 0, 1], [0.25, 0.75]], leak: [1, 0])
    #expect(noisyMax.strength(of: 0, in: 0) == nil)
    #expect(noisyMax.strength(of: 0, in: 2).map(Array.init) == [0, 1])
    let causes = noisyMax.causes(in: [0, 1])
    #expect(causes.map(\.parent) == [nil, 1])
    #expect(causes.map { Array($0.distribution) } == [[1, 0], [0.25, 0.75]])
  }

  // MARK: Readings

  @Test func `a reading's density is the normal one`() {
    let gaussian = GaussianCPD(means: [0, 2], standardDeviations: [1, 0.5])
    // φ(0) = 0.3989422804014327 and φ(1) = 0.24197072451914337.
    let densities = gaussian.logDensities(at: 0).map(exponential)
    #expect(densities[0].isClose(to: 0.3989422804014327, .exact))
    #expect(
      gaussian.logDensities(at: 2.5).map(exponential)[1].isClose(
        to: 2 * 0.24197072451914337, .exact))
  }

  @Test func `a density adds up to 1`() {
    let gaussian = GaussianCPD(means: [3], standardDeviations: [0.2])
    let step = 0.01
    let total = stride(from: 0.0, through: 6, by: step)
      .reduce(0) { $0 + step * exponential(gaussian.logDensities(at: $1)[0]) }
    #expect(total.isClose(to: 1, .exact))
  }

  @Test(arguments: [1e3, 1e100, 1e200, .greatestFiniteMagnitude])
  func `readings far away have a finite logarithm`(value: Double) {
    let gaussian = GaussianCPD(means: [0, 1], standardDeviations: [1, 1e-3])
    #expect(gaussian.logDensities(at: value).allSatisfy { $0.isFinite })
  }

  @Test func `a reading that is not known is a column of ones`() {
    let gaussian = CPD.gaussian(GaussianCPD(means: [1, 2, 3], standardDeviations: [1, 1, 1]))
    #expect(gaussian.table == TabularCPD(cardinality: 1, values: [1, 1, 1]))
  }
}
