import NetworkModel

/// How a variable and its counterfactual twin go together, when the twin has other states of the parents and the same noise.
enum SharedNoise {
  /// Returns P(X = x, X* = x*) of a noisy-MAX whose parents are in `states`, and in the counterfactual in `otherStates`; X slowest.
  ///
  /// X is the maximum of what each cause brings about, and each cause has its own noise, which the twin shares: the leak and a parent in
  /// the same state bring about the same in both; a parent that is nominal in one of them brings about nothing there ([P88] chapter
  /// 4, [BP94]).
  ///
  /// - Precondition: No parent is in two different off-nominal states, of whose noises the CPD does not say how they go together.
  static func joint(
    of noisyMax: NoisyMaxCPD, _ states: [Int], _ otherStates: [Int]
  ) -> [Double] {
    let count = noisyMax.cardinality
    var joint = [Double](repeating: 0, count: count * count)
    joint[0] = 1
    func add(_ distribution: ArraySlice<Double>, isHere: Bool, isThere: Bool) {
      var next = [Double](repeating: 0, count: count * count)
      for (cell, weight) in joint.enumerated() where weight > 0 {
        for (state, probability) in distribution.enumerated() where probability > 0 {
          let here = isHere ? max(cell / count, state) : cell / count
          let there = isThere ? max(cell % count, state) : cell % count
          next[here * count + there] += weight * probability
        }
      }
      joint = next
    }
    add(noisyMax.leak[...], isHere: true, isThere: true)
    for (parent, (state, other)) in zip(states, otherStates).enumerated() {
      if state == other, let strength = noisyMax.strength(of: parent, in: state) {
        add(strength, isHere: true, isThere: true)
        continue
      }
      precondition(state == other || state == 0 || other == 0, "the noises are not known")
      if let strength = noisyMax.strength(of: parent, in: state) {
        add(strength, isHere: true, isThere: false)
      }
      if let strength = noisyMax.strength(of: parent, in: other) {
        add(strength, isHere: false, isThere: true)
      }
    }
    return joint
  }

  /// The bounds of P(X* not in `target` | X = x), x in `target`, when all that is known are the distributions of X and of X* ([F51]).
  static func escapeBounds(
    of probability: Double, other: [Double], _ target: WhatIfTarget
  ) -> ClosedRange<Double> {
    guard probability > 0 else { return 0...0 }
    let inside = target.probability(in: other)
    let outside = other.indices.reduce(0) {
      target.states.contains($1) ? $0 : $0 + other[$1]
    }
    let high = min(1, outside / probability)
    return min(high, max(0, 1 - inside / probability))...high
  }
}
