import Learning

extension IncidentSitting {
  /// Rows that can't be true together, while all but any one of them can: each step finds the first row that makes those before it impossible
  /// together with the rows found already, which needs a number of trials that is logarithmic in the units.
  func contradiction() throws(IncidentError) -> [Int] {
    var found: [Int] = []
    var end = records.count
    while !isImpossible(found) {
      var (low, high) = (0, end)
      // The least number of first rows that is impossible together with what was found.
      while low < high {
        let middle = (low + high) / 2
        if isImpossible(Array(0..<middle) + found) { high = middle } else { low = middle + 1 }
      }
      guard low > 0 else { break }
      found.append(low - 1)
      end = low - 1
    }
    return found.sorted()
  }

  private func isImpossible(_ rows: [Int]) -> Bool {
    guard !rows.isEmpty else { return false }
    let rows = rows.sorted()
    let keys = keys.map { key in
      KeyColumn(name: key.name, instances: rows.map { key.instances[$0] }, values: key.values)
    }
    guard let layout = try? InstanceLayout(model.network, model.graph.sharedVariables, keys) else {
      return false
    }
    let posterior = SharedPosterior(
      SharedCases(records.rows(rows), model.network, layout), model.network,
      persistence: persistence, cellLimit: cellLimit)
    return posterior.logEvidence == -.infinity
  }
}
