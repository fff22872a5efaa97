import NetworkModel

extension Evidence {
  /// Adds what a person writes as `name=text`: a state, a number where the variable is a reading, or a number that falls in one of its
  /// bins.
  ///
  /// - Throws: `EvidenceError`.
  public mutating func observe(
    _ name: String, text: String, in model: CausalModel
  ) throws(EvidenceError) {
    var text = text
    if let variable = model.graph.index(of: name).map({ model.graph.variables[$0] }),
      let bins = variable.bins, variable.variable.state(text) == nil, let value = Double(text),
      value.isFinite
    {
      text = bins.state(of: value)
    }
    try observe(name, state: text, in: model.network)
  }
}
