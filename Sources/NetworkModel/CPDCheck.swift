/// The checks of one CPD against its family.
struct CPDCheck {
  let network: Network
  let variable: Variable.Index

  private var name: String { network.variables[variable].name }
  private var cardinality: Int { network.variables[variable].cardinality }
  private var parents: [Variable.Index] { network.graph.parents[variable] }

  var problems: [NetworkError.Problem] {
    guard isSuitable else { return [.unsuitableCPD(variable: name)] }
    // A member of the family without states is a problem of its own, and the family has no rows to check.
    guard cardinality > 0, parents.allSatisfy({ !network.variables[$0].states.isEmpty }) else {
      return []
    }
    return switch network.cpds[variable] {
    case .table(let table): tableProblems(table)
    case .noisyMax(let noisyMax): noisyMaxProblems(noisyMax)
    case .gaussian(let gaussian): gaussianProblems(gaussian)
    }
  }

  private var isSuitable: Bool {
    switch (network.cpds[variable], network.variables[variable].domain) {
    case (.table(let table), .states): table.cardinality == cardinality
    case (.noisyMax(let noisyMax), .states): noisyMax.cardinality == cardinality
    case (.gaussian, .reading): true
    default: false
    }
  }

  private func tableProblems(_ table: TabularCPD) -> [NetworkError.Problem] {
    let expected = network.parentStates(of: variable).count.multipliedOrMax(by: cardinality)
    guard table.values.count == expected else {
      return [.wrongSize(variable: name, expected: expected, found: table.values.count)]
    }
    return (0..<table.rowCount).flatMap { row in
      rowProblems(table[row: row]) { parentStates(row: row) }
    }
  }

  private func noisyMaxProblems(_ noisyMax: NoisyMaxCPD) -> [NetworkError.Problem] {
    let expected = parents.map { (network.variables[$0].cardinality - 1) * cardinality }
    let found = noisyMax.strengths.map(\.count)
    guard found == expected, noisyMax.leak.count == cardinality else {
      return [
        .wrongSize(
          variable: name, expected: expected.reduce(cardinality, +),
          found: found.reduce(noisyMax.leak.count, +))
      ]
    }
    var problems = rowProblems(noisyMax.leak[...]) { ", leak" }
    for (place, parent) in parents.enumerated() {
      for state in 1..<network.variables[parent].cardinality {
        guard let strength = noisyMax.strength(of: place, in: state) else { continue }
        problems += rowProblems(strength) {
          ", strength of \(network.variables[parent].name)=\(network.variables[parent].states[state])"
        }
      }
    }
    return problems
  }

  private func gaussianProblems(_ gaussian: GaussianCPD) -> [NetworkError.Problem] {
    let expected = network.parentStates(of: variable).count
    guard gaussian.means.count == expected, gaussian.standardDeviations.count == expected else {
      return [
        .wrongSize(
          variable: name, expected: expected.multipliedOrMax(by: 2),
          found: gaussian.means.count + gaussian.standardDeviations.count)
      ]
    }
    let slopeCount = network.variables[variable].regressors.count
    let slopes = expected.multipliedOrMax(by: slopeCount)
    guard gaussian.slopes.count == slopes, gaussian.regressors.count == slopeCount else {
      return [.wrongSize(variable: name, expected: slopes, found: gaussian.slopes.count)]
    }
    return (0..<expected).compactMap { row in
      let deviation = gaussian.standardDeviations[row]
      let isValid =
        gaussian.means[row].isFinite && deviation.isFinite && deviation > 0
        && gaussian[slopesOfRow: row].allSatisfy(\.isFinite)
      return isValid ? nil : .notADistribution(variable: name, row: parentStates(row: row))
    }
  }

  private func rowProblems(
    _ row: ArraySlice<Double>, place: () -> String
  ) -> [NetworkError.Problem] {
    if let wrong = row.first(where: { !($0 >= 0 && $0 <= 1 + Network.rowTolerance) }) {
      return [.notAProbability(variable: name, row: place(), value: wrong)]
    }
    let sum = row.reduce(0, +)
    guard abs(sum - 1) > Network.rowTolerance else { return [] }
    return [.rowSum(variable: name, row: place(), sum: sum)]
  }

  private func parentStates(row: Int) -> String {
    guard !parents.isEmpty else { return "" }
    let states = zip(parents, network.parentStates(of: variable)[row]).map { parent, state in
      "\(network.variables[parent].name)=\(network.variables[parent].states[state])"
    }
    return " given " + states.joined(separator: ", ")
  }
}
