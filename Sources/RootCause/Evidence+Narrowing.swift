import NetworkModel

extension Evidence {
  /// Returns the evidence together with: `variable` is in `state`; nil where that contradicts what is known of the variable. The weight
  /// that a likelihood gives to the state is kept, so that P of the result is P(state, e).
  func fixing(_ variable: Variable.Index, to state: Int) -> Evidence? {
    var evidence = self
    switch self[variable] {
    case nil: evidence[variable] = .state(state)
    case .state(let known): return known == state ? self : nil
    case .excluded(let states):
      guard !states.contains(state) else { return nil }
      evidence[variable] = .state(state)
    case .likelihood(let weights):
      guard weights[state] > 0 else { return nil }
      evidence[variable] = .likelihood(
        weights.indices.map { $0 == state ? weights[$0] : 0 })
    case .value: return nil
    }
    return evidence
  }

  /// Returns the evidence together with: each of these variables is in its state; nil where that contradicts what is known of one.
  func fixing(_ states: [Variable.Index: Int]) -> Evidence? {
    states.sorted { $0.key < $1.key }.reduce(Optional(self)) { evidence, pair in
      evidence?.fixing(pair.key, to: pair.value)
    }
  }

  /// Returns the evidence without what is known of `variable`.
  func without(_ variable: Variable.Index) -> Evidence {
    var evidence = self
    evidence[variable] = nil
    return evidence
  }

  /// Returns the part of the evidence that is about variables which pass `isIncluded`.
  func restricted(to isIncluded: (Variable.Index) -> Bool) -> Evidence {
    Evidence(items.filter { isIncluded($0.key) })
  }
}
