import Inference
import Testing
import _TestSupport

/// The tree of what a record leaves open, against the list of its joint states.
@Suite struct OpenTreeTests {
  /// Unknown variables, tables over some of them, and cases that begin at places of their own.
  private struct Sample {
    var cardinalities: [Int] = []
    var scopes: [[Int]] = []
    var strides: [[Int]] = []
    /// How far the known parent's steps go in each table.
    var steps: [Int] = []
    var tables: [Double] = []
    var parts: [UInt32] = []
    var weights: [Double] = []

    /// Makes a sample whose observed variables have the probabilities that `number` draws.
    init(seed: UInt64, cases: Int, number: (inout Dice) -> Double) {
      var dice = Dice(seed: seed)
      cardinalities = (0..<2 + dice.below(4)).map { _ in 2 + dice.below(2) }
      // The CPD of each unknown variable, with an unknown and a known parent, and of two known children.
      var starts: [Int] = []
      for table in 0..<cardinalities.count + 2 {
        let isOwn = table < cardinalities.count
        let own = isOwn ? table : dice.below(cardinalities.count)
        let scope = Set([own, dice.below(own + 1)]).sorted()
        let states = isOwn ? cardinalities[own] : 1
        let rows = 3 * scope.reduce(1) { $0 * cardinalities[$1] } / states
        starts.append(tables.count)
        scopes.append(scope)
        // The table lies as [known][other unknown][own].
        let others = scope.filter { $0 != own }
        let inner = cardinalities[own]
        strides.append(scope.map { $0 == own ? 1 : inner })
        steps.append(others.reduce(inner) { $0 * cardinalities[$1] })
        tables += (0..<rows).flatMap { _ in
          isOwn ? dice.distribution(states) : [number(&dice)]
        }
      }
      for _ in 0..<cases {
        parts += starts.indices.map { UInt32(starts[$0] + steps[$0] * dice.below(3)) }
        weights.append(0.5 + dice.unit())
      }
    }

    func listed() throws -> (counts: [Double], logTotal: Double) {
      let listing = try #require(
        StateListing(cardinalities: cardinalities, scopes: scopes, strides: strides))
      var counts = [Double](repeating: 0, count: tables.count)
      var room = [Double](repeating: 0, count: listing.roomCount)
      var logTotal = 0.0
      for (index, weight) in weights.enumerated() {
        let part = Array(parts[index * scopes.count..<(index + 1) * scopes.count])
        logTotal +=
          weight * listing.addTables(part, weight: weight, tables, to: &counts, room: &room)
      }
      return (counts, logTotal)
    }

    func propagated() -> (counts: [Double], logTotal: Double) {
      let tree = OpenTree(cardinalities: cardinalities, scopes: scopes, strides: strides)
      var counts = [Double](repeating: 0, count: tables.count)
      let logTotal = weights.withUnsafeBufferPointer {
        tree.addFamilies(parts, weights: $0, tables, to: &counts)
      }
      return (counts, logTotal)
    }
  }

  private func expectAgreement(_ sample: Sample, _ tolerance: Tolerance) throws {
    let listed = try sample.listed()
    let propagated = sample.propagated()
    #expect(propagated.counts.isClose(to: listed.counts, tolerance))
    #expect(propagated.logTotal.isLogarithmClose(to: listed.logTotal, tolerance))
  }

  @Test(arguments: UInt64(1)...60)
  func `both give the same counts, one case or many`(seed: UInt64) throws {
    for cases in [1, 2, 3, 19] {
      try expectAgreement(Sample(seed: seed, cases: cases) { $0.unit() }, .exact)
    }
  }

  @Test(arguments: UInt64(1)...20)
  func `products beyond the range of a number, and zeros`(seed: UInt64) throws {
    try expectAgreement(
      Sample(seed: seed, cases: 9) { 1e-200 * $0.unit() }, .exactOfLargeLogarithm)
    let sample = Sample(seed: seed, cases: 1) { _ in 0 }
    #expect(try sample.listed().logTotal == -.infinity)
    #expect(sample.propagated().logTotal == -.infinity)
  }
}
