import Foundation
import GraphStructure

/// Random draws that a seed names.
package struct Dice: Sendable {
  private var generator: SplitMix64

  package init(seed: UInt64) { generator = SplitMix64(seed: seed &* 0x2545_F491_4F6C_DD1D &+ 1) }

  /// A number in [0, 1).
  package mutating func unit() -> Double { generator.unit() }

  /// A number in `0..<bound`.
  package mutating func below(_ bound: Int) -> Int { Int(generator.next() % UInt64(bound)) }

  /// A number from the standard normal distribution.
  package mutating func normal() -> Double {
    (-2 * log(1 - unit())).squareRoot() * cos(2 * Double.pi * unit())
  }

  /// A place in `distribution`, drawn with its probability; never one of probability 0.
  package mutating func draw(_ distribution: [Double]) -> Int {
    var rest = unit() * distribution.reduce(0, +)
    for (place, probability) in distribution.enumerated() where probability > 0 {
      rest -= probability
      if rest < 0 { return place }
    }
    return distribution.lastIndex { $0 > 0 } ?? 0
  }

  /// A distribution over so many states, each with the probability 0 in a share of the draws.
  package mutating func distribution(_ count: Int, zeroShare: Double = 0) -> [Double] {
    var weights = (0..<count).map { _ in unit() < zeroShare ? 0 : -log(1 - unit()) + 1e-3 }
    if !weights.contains(where: { $0 > 0 }) { weights[below(count)] = 1 }
    let total = weights.reduce(0, +)
    return weights.map { $0 / total }
  }

  /// A distribution over so many states, of which one has nearly all and the others down to 1e-300.
  package mutating func extremeDistribution(_ count: Int) -> [Double] {
    var probabilities = (0..<count).map { _ in pow(10, -300 * unit()) / Double(count) }
    let last = below(count)
    probabilities[last] = 0
    probabilities[last] = 1 - probabilities.reduce(0, +)
    return probabilities
  }

  /// The elements in a random order.
  package mutating func shuffled<Element>(_ elements: some Sequence<Element>) -> [Element] {
    var result = Array(elements)
    for index in result.indices.dropFirst().reversed() { result.swapAt(index, below(index + 1)) }
    return result
  }
}
