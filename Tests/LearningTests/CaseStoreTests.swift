import Learning
import NetworkModel
import Testing
import _TestSupport

@Suite struct CaseStoreTests {
  private let store = CaseStore(
    columns: [
      .states8([0, CaseStore.missing8, 2, 0]), .states16([300, 1, CaseStore.missing16, 300]),
      .values([0.5, .nan, -1, 0.5]), .unobserved,
    ], counts: [1, 2, 0, 3], count: 4)

  @Test func `cells say what is known`() {
    #expect(store.evidence(row: 0) == Evidence([0: .state(0), 1: .state(300), 2: .value(0.5)]))
    #expect(store.evidence(row: 1) == Evidence([1: .state(1)]))
    #expect(store.evidence(row: 2) == Evidence([0: .state(2), 2: .value(-1)]))
    #expect(store.evidence(row: 0, hiding: [0, 2]) == Evidence([1: .state(300)]))
    #expect(CaseStore.Column.unobserved[0] == nil)
  }

  @Test func `units are counted, cells that are missing too`() {
    #expect(store.totalCount == 6)
    #expect(store.missingShare == 3.0 / 12)
    #expect(CaseStore(columns: [.unobserved], count: 3).missingShare == 0)
    #expect(CaseStore(columns: [.unobserved], count: 3).totalCount == 3)
    #expect(CaseStore(columns: [], count: 0).missingShare == 0)
  }

  @Test func `rows that say the same are one, rows that count for nothing none`() {
    let distinct = DistinctCases(store)
    #expect(distinct.rows == [0, 1])
    #expect(distinct.weights == [4, 2])
  }

  @Test(arguments: UInt64(1)...30)
  func `groups are those of the rows' cells`(seed: UInt64) {
    var dice = Dice(seed: seed)
    let count = 300
    let store = CaseStore(
      columns: [
        .states8(
          (0..<count).map { _ in dice.unit() < 0.3 ? CaseStore.missing8 : UInt8(dice.below(3)) }),
        .unobserved,
        .states16((0..<count).map { _ in UInt16(dice.below(2)) }),
        .values((0..<count).map { _ in dice.unit() < 0.3 ? .nan : Double(dice.below(3)) }),
      ], counts: (0..<count).map { _ in Double(dice.below(3)) }, count: count)
    var first: [String: Int] = [:]
    var rows: [Int] = []
    var weights: [Double] = []
    for row in 0..<count {
      let weight = store.counts?[row] ?? 1
      guard weight > 0 else { continue }
      let key = store.columns.map { "\(String(describing: $0[row]))" }.joined(separator: ";")
      if let group = first[key] {
        weights[group] += weight
      } else {
        first[key] = rows.count
        rows.append(row)
        weights.append(weight)
      }
    }
    let distinct = DistinctCases(store)
    #expect(distinct.rows == rows)
    #expect(distinct.weights == weights)
  }

  @Test func `a variable of many states takes two bytes`() throws {
    let states = (0..<300).map { "s\($0)" }
    let network = try Network(
      variables: [Variable("serial", states: states)], parents: [[]],
      cpds: [.table(.uniform(cardinality: 300, rows: 1))])
    let store = CaseStore(columns: [.states16([299, 299, CaseStore.missing16])], count: 3)
    var settings = ExpectationMaximization()
    settings.tolerance = 0
    let outcome = try settings.learn(.init(start: network, priors: [.none]), from: store)
    guard case .table(let table) = outcome.network.cpds[0] else { return }
    #expect(table.values[299].isClose(to: 1, .manySteps))
  }
}
