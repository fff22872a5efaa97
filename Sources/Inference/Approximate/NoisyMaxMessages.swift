import NetworkModel

/// The messages of a noisy-MAX, without its table.
///
/// What parents in a mixture of states bring about is again a maximum of independent effects, one for each parent. So the message to
/// the variable is the distribution of their maximum, and the message to a parent compares each of its effects with
/// the maximum of all others. As in `NoisyMaxCPD.table` nothing is subtracted, and zeros stay exact.
///
/// - Complexity: O(arcs × states of a parent × states) where the table has ∏ of the parents' states.
struct NoisyMaxMessages {
  private let noisyMax: NoisyMaxCPD
  private let isStructural: Bool
  /// The maximum of the leak and the effects of the parents before each place; the last is that of all.
  private var before: [[Double]]
  /// The maximum of the effects of the parents from each place on.
  private var after: [[Double]]

  init(_ noisyMax: NoisyMaxCPD, parents: [[Double]], isStructural: Bool) {
    self.noisyMax = noisyMax
    self.isStructural = isStructural
    before = [noisyMax.leak]
    after = [noisyMax.leak.indices.map { $0 == 0 ? 1 : 0 }]
    let effects = parents.indices.map { effect(of: $0, in: parents[$0]) }
    for effect in effects { before.append(maximum(before[before.count - 1], effect)) }
    for effect in effects.reversed() { after.append(maximum(after[after.count - 1], effect)) }
    after.reverse()
  }

  /// The message to the variable.
  var toVariable: [Double] { before[before.count - 1] }

  /// Returns the message to each parent.
  func toParents(variable: [Double]) -> [[Double]] {
    noisyMax.parentCardinalities.enumerated().map { place, cardinality in
      let others = maximum(before[place], after[place + 1])
      return (0..<cardinality).map { state in
        let effect = noisyMax.strength(of: place, in: state)
        let joint = effect.map { maximum(others, Array($0)) } ?? others
        return zip(joint, variable).reduce(0) { $0 + $1.0 * $1.1 }
      }
    }
  }

  /// What a parent brings about when its states have these weights.
  private func effect(of parent: Int, in states: [Double]) -> [Double] {
    var effect = [Double](repeating: 0, count: noisyMax.cardinality)
    effect[0] = states[0]
    for (state, weight) in states.enumerated() {
      guard let strength = noisyMax.strength(of: parent, in: state) else { continue }
      for (result, probability) in strength.enumerated() { effect[result] += weight * probability }
    }
    return effect
  }

  private func maximum(_ one: [Double], _ other: [Double]) -> [Double] {
    let result = NoisyMaxCPD.maximum(
      of: [one[...], other[...]], cardinality: noisyMax.cardinality)
    // A product of many numbers that are not 0 must not become it where only that counts.
    return isStructural ? result.map { $0 > 0 ? 1 : 0 } : result
  }
}
