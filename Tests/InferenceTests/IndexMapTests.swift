import Inference
import LaneKernels
import Testing
import _TestSupport

@Suite struct IndexMapTests {
  /// Some variables in a random order and some of these in another, with 1 to 4 states each.
  private static func shapes(_ seed: UInt64) -> (large: [Int], small: [Int], cardinalities: [Int]) {
    var dice = Dice(seed: seed)
    let cardinalities = (0..<8).map { _ in 1 + dice.below(4) }
    let large = Array(dice.shuffled(0..<8).prefix(dice.below(7)))
    let small = Array(dice.shuffled(large).prefix(dice.below(large.count + 1)))
    return (large, small, cardinalities)
  }

  private static func cells(_ variables: [Int], _ cardinalities: [Int]) -> Int {
    variables.reduce(1) { $0 * cardinalities[$1] }
  }

  /// The cell of the small table for each cell of the large one, from the states of the variables.
  private static func naive(_ large: [Int], _ small: [Int], _ cardinalities: [Int]) -> [Int] {
    (0..<cells(large, cardinalities)).map { cell in
      var rest = cell
      var state = [Int: Int]()
      for variable in large.reversed() {
        state[variable] = rest % cardinalities[variable]
        rest /= cardinalities[variable]
      }
      return small.reduce(0) { $0 * cardinalities[$1] + (state[$1] ?? 0) }
    }
  }

  @Test(arguments: UInt64(1)...300)
  func `a map leads where the states of the variables lead`(seed: UInt64) {
    let (large, small, cardinalities) = Self.shapes(seed)
    let map = IndexMap(from: large, to: small, cardinalities: cardinalities)
    var found: [Int] = []
    map.forEach { cell, target in
      #expect(cell == found.count)
      found.append(target)
    }
    #expect(found == Self.naive(large, small, cardinalities))
  }

  @Test(arguments: UInt64(1)...100, [1, 8])
  func `kernels multiply and sum as cell by cell`(seed: UInt64, lanes: Int) {
    let (large, small, cardinalities) = Self.shapes(seed)
    let map = IndexMap(from: large, to: small, cardinalities: cardinalities)
    let targets = Self.naive(large, small, cardinalities)
    var dice = Dice(seed: seed)
    let table = (0..<targets.count * lanes).map { _ in dice.unit() }
    let factor = (0..<Self.cells(small, cardinalities) * lanes).map { _ in dice.unit() }

    var product = table
    var maximum = [Double](repeating: -1, count: lanes)
    var sum = factor
    withExtendedLifetime(map) {
      fishbone_multiply(&product, factor, map.kernelMap, &maximum, lanes)
      fishbone_sum(&sum, table, map.kernelMap, lanes)
    }

    var expectedProduct = table
    var expectedMaximum = [Double](repeating: 0, count: lanes)
    var expectedSum = factor
    for (cell, target) in targets.enumerated() {
      for lane in 0..<lanes {
        expectedProduct[cell * lanes + lane] *= factor[target * lanes + lane]
        expectedMaximum[lane] = max(expectedMaximum[lane], expectedProduct[cell * lanes + lane])
        expectedSum[target * lanes + lane] += table[cell * lanes + lane]
      }
    }
    #expect(product == expectedProduct)
    #expect(maximum == expectedMaximum)
    #expect(sum == expectedSum)
  }
}
