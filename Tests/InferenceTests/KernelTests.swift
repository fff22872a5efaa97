import LaneKernels
import Testing
import _TestSupport

/// The table loops against the same in plain arithmetic, bit by bit.
@Suite struct KernelTests {
  private static func numbers(_ count: Int, seed: UInt64) -> [Double] {
    var dice = Dice(seed: seed)
    return (0..<count).map { _ in dice.unit() < 0.2 ? 0 : dice.unit() }
  }

  @Test(arguments: [0, 1, 5, 64], [1, 8])
  func `scaling and the maximum go lane by lane`(cells: Int, lanes: Int) {
    let table = Self.numbers(cells * lanes, seed: 2)
    let factor = (0..<lanes).map { Double(1 << $0) }
    var scaled = table
    fishbone_scale(&scaled, factor, cells, lanes)
    #expect(scaled == table.enumerated().map { $1 * factor[$0 % lanes] })
    var maximum = [Double](repeating: -1, count: lanes)
    fishbone_maximum(&maximum, table, cells, lanes)
    #expect(
      maximum
        == (0..<lanes).map { lane in
          stride(from: lane, to: table.count, by: lanes).reduce(0) { max($0, table[$1]) }
        })
  }

  @Test(arguments: [0, 1, 5, 64], [1, 8])
  func `nothing divided by nothing is nothing`(cells: Int, lanes: Int) {
    let denominator = Self.numbers(cells * lanes, seed: 3)
    let numerator = zip(Self.numbers(cells * lanes, seed: 4), denominator).map { $1 == 0 ? 0 : $0 }
    var quotient = [Double](repeating: -1, count: cells * lanes)
    fishbone_divide(&quotient, numerator, denominator, cells, lanes)
    #expect(quotient == zip(numerator, denominator).map { $1 == 0 ? 0 : $0 / $1 })
  }

  @Test(arguments: [0, 1, 5, 64], [1, 8])
  func `totals take every lane with its weight`(cells: Int, lanes: Int) {
    let table = Self.numbers(cells * lanes, seed: 5)
    let weight = Self.numbers(lanes, seed: 6)
    var totals = [Double](repeating: 1, count: cells)
    fishbone_accumulate(&totals, table, weight, cells, lanes)
    let expected = (0..<cells).map { cell in
      (0..<lanes).reduce(1) { $0 + table[cell * lanes + $1] * weight[$1] }
    }
    #expect(totals.isClose(to: expected, .exact))
  }

  @Test func `a product and a sum are rounded apart`() {
    // Fused, 0.1 · 10 − 1 would leave 5.55e-17 instead of 0.
    var totals = [-1.0]
    fishbone_accumulate(&totals, [0.1], [10], 1, 1)
    #expect(totals == [0])
  }

  @Test(arguments: [1, 8])
  func `lost digits raise the flag, and only they`(lanes: Int) {
    let tiny = [Double](repeating: 0x1.8p-600, count: lanes)
    var table = tiny
    fishbone_clear_lost_digits()
    fishbone_scale(&table, [Double](repeating: 0x1p-400, count: lanes), 1, lanes)
    #expect(fishbone_has_lost_digits() == 0)
    table = tiny
    table[lanes - 1] = 0
    fishbone_scale(&table, [Double](repeating: 0, count: lanes), 1, lanes)
    #expect(fishbone_has_lost_digits() == 0)
    table = tiny
    fishbone_scale(&table, tiny, 1, lanes)
    #expect(fishbone_has_lost_digits() != 0)
    fishbone_clear_lost_digits()
    #expect(fishbone_has_lost_digits() == 0)
    var quotient = table
    fishbone_divide(
      &quotient, [Double](repeating: 1, count: lanes), [Double](repeating: 0, count: lanes), 1,
      lanes)
    #expect(fishbone_has_lost_digits() == 0)
    fishbone_divide(
      &quotient, [Double](repeating: 1, count: lanes), [Double](repeating: 0x1p-1070, count: lanes),
      1, lanes)
    #expect(fishbone_has_lost_digits() != 0)
    // No kernel leaves an infinite number to the next one.
    #expect(quotient == [Double](repeating: 0, count: lanes))
    fishbone_clear_lost_digits()
  }
}
