import GraphStructure

/// What each of some players adds to the value of a game, on average over all orders in which they may join ([S53]): the only way to
/// share out the whole in which what a player never changes counts for nothing, and equal players for the same.
///
/// The values sum to that of all players less that of none, whether they are exact or sampled.
public struct ShapleyValues: Sendable, Equatable {
  /// What each player adds.
  public let values: [Double]
  /// The standard error of each, where orders were sampled; nil where all were taken.
  public let standardErrors: [Double]?

  /// The most players of whom all subsets are taken.
  public static let exactLimit = 12

  /// Computes the values from those of all subsets: `worth[mask]` is that of the players whose bits are set.
  ///
  /// - Precondition: `worth` has 2ⁿ values.
  /// - Complexity: O(n 2ⁿ).
  init(worth: [Double]) {
    let count = worth.count.trailingZeroBitCount
    precondition(worth.count == 1 << count, "there is a value for each subset")
    // 1/(n C(n−1, size)): how probable it is that just a given subset came before a player.
    var weights = [Double](repeating: 0, count: count)
    var ways = 1.0
    for size in 0..<count {
      weights[size] = 1 / (Double(count) * ways)
      ways *= Double(count - 1 - size) / Double(size + 1)
    }
    values = (0..<count).map { player in
      let bit = 1 << player
      return worth.indices.reduce(0) { sum, mask in
        guard mask & bit == 0 else { return sum }
        return sum + weights[mask.nonzeroBitCount] * (worth[mask | bit] - worth[mask])
      }
    }
    standardErrors = nil
  }

  /// Estimates the values of `count` players from pairs of orders, each a random one and the same backwards, whose errors tend to cancel
  /// ([MCFH22]). The mean of a pair is one observation, from whose spread the standard errors come.
  ///
  /// - Parameters:
  ///   - count: The number of players.
  ///   - pairs: The number of pairs, at least 2.
  ///   - seed: Names the random orders.
  ///   - worth: The values of many subsets, each a flag for every player; every subset is asked for once.
  /// - Complexity: 2 · n · pairs subsets at most.
  init(count: Int, pairs: Int, seed: UInt64, worth: ([[Bool]]) -> [Double]) {
    precondition(pairs >= 2, "a spread takes two observations")
    var generator = SplitMix64(seed: seed)
    let orders = (0..<pairs).map { _ in Self.order(of: count, &generator) }
    var places: [[Bool]: Int] = [:]
    var subsets: [[Bool]] = []
    func place(of subset: [Bool]) -> Int {
      if let place = places[subset] { return place }
      places[subset] = subsets.count
      subsets.append(subset)
      return subsets.count - 1
    }
    func walk(_ order: some Sequence<Int>) -> [Int] {
      var subset = [Bool](repeating: false, count: count)
      return [place(of: subset)]
        + order.map { player in
          subset[player] = true
          return place(of: subset)
        }
    }
    let walks = orders.map { (walk($0), walk($0.reversed())) }
    let found = worth(subsets)
    var sums = [Double](repeating: 0, count: count)
    var squares = sums
    for (order, walk) in zip(orders, walks) {
      for (step, player) in order.enumerated() {
        let back = count - 1 - step
        let forward = found[walk.0[step + 1]] - found[walk.0[step]]
        let mean = (forward + found[walk.1[back + 1]] - found[walk.1[back]]) / 2
        sums[player] += mean
        squares[player] += mean * mean
      }
    }
    let number = Double(pairs)
    values = sums.map { $0 / number }
    standardErrors = zip(sums, squares).map { sum, square in
      (max(0, square - sum * sum / number) / (number * (number - 1))).squareRoot()
    }
  }

  /// A random order, each as probable as any other.
  private static func order(of count: Int, _ generator: inout SplitMix64) -> [Int] {
    var order = Array(0..<count)
    for place in order.indices.dropFirst().reversed() {
      order.swapAt(place, Int(generator.unit() * Double(place + 1)))
    }
    return order
  }
}
