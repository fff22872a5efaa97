extension Evidence {
  /// Adds the value of a regressor, and with it completes the readings that wait for it.
  ///
  /// - Throws: `EvidenceError` when `text` is no number, or another was given.
  mutating func observe(
    regressor name: String, text: String, in network: Network
  ) throws(EvidenceError) {
    guard let value = Double(text), value.isFinite else {
      throw EvidenceError(.regressorNotANumber(name: name, text: text))
    }
    if let known = regressors[name], known != value {
      throw EvidenceError(.givenTwice(variable: name))
    }
    regressors[name] = value
    for index in variables where network.variables[index].regressors.contains(name) {
      guard case .value(let reading, _) = self[index] else { continue }
      let values = values(of: network.variables[index].regressors)
      self[index] = .value(reading, regressors: values ?? [])
    }
  }

  /// The numbers that readings move with, without what is known of variables.
  package var regressorsAlone: Evidence {
    var evidence = Evidence()
    evidence.regressors = regressors
    return evidence
  }

  /// Takes over the numbers that readings move with.
  package mutating func takeRegressors(of other: Evidence) { regressors = other.regressors }

  /// The values of these regressors; nil when one is not known.
  func values(of names: [String]) -> [Double]? {
    let values = names.compactMap { regressors[$0] }
    return values.count == names.count ? values : nil
  }

  /// Checks that the regressors of every reading are known.
  ///
  /// - Throws: `EvidenceError` naming for each reading the regressors without which it says nothing.
  public func checkRegressors(in network: Network) throws(EvidenceError) {
    let problems = variables.compactMap { index -> EvidenceError.Problem? in
      let variable = network.variables[index]
      guard case .value(_, let values) = self[index], values.count != variable.regressors.count
      else { return nil }
      return .missingRegressors(
        variable: variable.name, names: variable.regressors.filter { regressors[$0] == nil })
    }
    if !problems.isEmpty { throw EvidenceError(problems: problems) }
  }
}
