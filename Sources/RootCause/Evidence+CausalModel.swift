import NetworkModel

extension Evidence {
  /// Adds what a person writes as `name=text`: a state, a number where the variable is a reading, or a number that falls in one of its
  /// bins; with `!=` before it, that the variable is in another state.
  ///
  /// - Throws: `EvidenceError`.
  public mutating func observe(
    _ name: String, text: String, in model: CausalModel
  ) throws(EvidenceError) {
    let variable = model.graph.index(of: name).map { model.graph.variables[$0] }
    if text.hasPrefix("!="), variable?.variable.state(text) == nil {
      try exclude(name, text: String(text.dropFirst(2)), in: model)
    } else {
      try observe(name, state: variable.binned(text), in: model.network)
    }
  }

  /// Adds that a variable is not in the state `text`, or not in the one of its bins in which that number falls.
  ///
  /// - Throws: `EvidenceError`.
  public mutating func exclude(
    _ name: String, text: String, in model: CausalModel
  ) throws(EvidenceError) {
    let variable = model.graph.index(of: name).map { model.graph.variables[$0] }
    try exclude(name, state: variable.binned(text), in: model.network)
  }
}

extension CausalVariable? {
  /// The state in whose bin the number `text` falls; `text` itself where it is a state, or there are no bins.
  fileprivate func binned(_ text: String) -> String {
    guard let self, let bins = self.bins, self.variable.state(text) == nil,
      let value = Double(text), value.isFinite
    else { return text }
    return bins.state(of: value)
  }
}
