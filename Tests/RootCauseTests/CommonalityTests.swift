import RootCause
import Testing
import _TestSupport

/// Fisher's test and the rate of false discoveries, against enumeration and published figures.
@Suite struct CommonalityTests {
  @Test func `the lady tasting tea`() {
    // Fisher, The Design of Experiments, 1935, sections 5 to 8: all right by chance 1 in 70, three of four or better 17 in 70.
    let allRight = FailureCounts(
      failingWith: 4, passingWith: 0, failingWithout: 0, passingWithout: 4)
    let oneWrong = FailureCounts(
      failingWith: 3, passingWith: 1, failingWithout: 1, passingWithout: 3)
    #expect(abs(allRight.pValue - 1.0 / 70) < 1e-15)
    #expect(abs(oneWrong.pValue - 17.0 / 70) < 1e-14)
    #expect(oneWrong.leastPValue == allRight.pValue)
  }

  /// Every number of failing units with it that the margins allow, weighed by the ways to draw it.
  @Test(arguments: UInt64(1)...300)
  func `the p-value is the share of all draws that are as bad`(seed: UInt64) {
    var dice = Dice(seed: seed)
    let (a, b, c, d) = (
      dice.below(12), dice.below(12), dice.below(20), dice.below(20)
    )
    let counts = FailureCounts(
      failingWith: a, passingWith: b, failingWithout: c, passingWithout: d)
    func choose(_ n: Int, _ k: Int) -> Double {
      k < 0 || k > n ? 0 : (0..<k).reduce(1.0) { $0 * Double(n - $1) / Double($1 + 1) }
    }
    let weights = (0...(a + b)).map { choose(a + c, $0) * choose(b + d, a + b - $0) }
    let expected = weights[a...].reduce(0, +) / weights.reduce(0, +)
    #expect(abs(counts.pValue - expected) < 1e-12 * max(expected, 1e-3))
    #expect(counts.leastPValue <= counts.pValue + 1e-12)
  }

  @Test func `a probability below the smallest double keeps its logarithm`() {
    let counts = FailureCounts(
      failingWith: 1000, passingWith: 0, failingWithout: 0, passingWithout: 9000)
    #expect(counts.pValue == 0)
    // 1 / (10000 over 1000).
    #expect(abs(counts.logPValue + 3246.509513740355) < 1e-8)
    let common = FailureCounts(
      failingWith: 0, passingWith: 900, failingWithout: 1000, passingWithout: 100)
    #expect(common.logPValue == 0)
  }

  @Test func `adjusted p-values as Benjamini and Hochberg adjust them`() {
    // Benjamini and Hochberg 1995, section 4: of fifteen tests the first four are discoveries at 0.05.
    let pValues = [
      0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262,
      0.5719, 0.6528, 0.7590, 1.0000,
    ]
    let adjusted = FalseDiscoveries.adjusted(pValues)
    #expect(adjusted.count { $0 <= 0.05 } == 4)
    #expect(abs(adjusted[3] - 0.0095 * 15 / 4) < 1e-15)
    #expect(adjusted.last == 1)
    #expect(FalseDiscoveries.adjusted([]) == [])
    let shuffled = [7, 2, 11, 0, 14, 5, 9, 1, 3, 13, 4, 6, 12, 8, 10]
    #expect(
      FalseDiscoveries.adjusted(shuffled.map { pValues[$0] }) == shuffled.map { adjusted[$0] })
  }

  /// A bad lot that mostly ran on one machine.
  private static var confounded: Commonality {
    let rows: [(lot: String?, machine: String?, isFailing: Bool?, count: Int)] = [
      ("L1", "M1", true, 18), ("L1", "M1", false, 2), ("L1", "M2", true, 2),
      ("L2", "M1", false, 10),
      ("L2", "M2", false, 30), ("L2", "M2", true, 1), (nil, "M1", true, 1), ("L2", nil, false, 5),
      ("L1", "M1", nil, 7),
    ]
    return Commonality(
      Commonality.Units(
        isFailing: rows.map(\.isFailing), counts: rows.map(\.count),
        keys: [
          .init(name: "lot_id", rows.map(\.lot)), .init(name: "machine_id", rows.map(\.machine)),
        ]))
  }

  @Test func `every instance is counted, and the most suspicious comes first`() throws {
    let commonality = Self.confounded
    #expect(commonality.rows.map(\.value) == ["L1", "M1", "M2", "L2"])
    #expect(
      commonality.rows[0].counts
        == FailureCounts(failingWith: 20, passingWith: 2, failingWithout: 1, passingWithout: 45))
    #expect(
      commonality.rows[1].counts
        == FailureCounts(failingWith: 19, passingWith: 12, failingWithout: 3, passingWithout: 30))
    #expect(commonality.rows[1].adjustedPValue < 0.05)
  }

  @Test func `without the bad lot its machine is like the others`() throws {
    let commonality = Self.confounded
    let (lot, machine) = (("lot_id", "L1"), ("machine_id", "M1"))
    let rest = try #require(commonality.counts(of: machine, without: lot))
    #expect(
      rest
        == FailureCounts(failingWith: 1, passingWith: 10, failingWithout: 1, passingWithout: 30))
    #expect(rest.pValue > 0.05)
    let lots = try #require(commonality.counts(of: lot, without: machine))
    #expect(lots.pValue < 0.05)
    let overlap = try #require(commonality.overlap(lot, machine))
    #expect(overlap == (27, 29, 38))
    #expect(commonality.counts(of: ("lot_id", "L9"), without: machine) == nil)
    #expect(commonality.counts(of: lot, without: ("lot_id", "L2")) == nil)
  }

  @Test func `units without failures or without keys`() {
    let none = Commonality(.init(isFailing: [], keys: []))
    #expect(none.rows.isEmpty)
    let passing = Commonality(
      .init(isFailing: [false, false], keys: [.init(name: "lot", ["A", "B"])]))
    #expect(passing.rows.map(\.pValue) == [1, 1])
  }
}
