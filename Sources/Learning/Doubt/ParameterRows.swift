import NetworkModel

/// The free numbers of a network, row by row: rows of tables, the leak and the strengths of a noisy-MAX, the mean and spread of a reading
/// for each joint state of its parents. Families that share a CPD have their rows once.
///
/// A distribution θ is measured in the logarithms η of its weights, θ ∝ exp η: its score for counts n is n − θ Σn, and the information of
/// N complete records is N (diag θ − θθᵀ), both without division. A reading is measured in its mean over its standard deviation, and in
/// the logarithm of that; its slopes along combinations of the regressors that vary apart from each other with variance 1.
package struct ParameterRows: Sendable {
  /// A row that is uncertain apart from the others, as far as complete records go.
  package struct Row: Sendable, Equatable {
    /// The first of the families that have it.
    package let variable: Variable.Index
    /// Its place among the rows of the family.
    package let number: Int
    /// Its places in a score.
    package let cells: Range<Int>
    /// Whether it is a distribution, and no mean and spread.
    package let isDistribution: Bool
  }

  /// The rows.
  package let rows: [Row]
  /// What a complete record says of each place, at the most: θ of a distribution; 1 and 2 of mean and spread, and 1 of a slope.
  package let weights: [Double]

  private let network: Network
  /// How the regressors of readings are measured, by variable.
  private let regressors: [Variable.Index: WhitenedRegressors]
  /// The first row of each variable's family.
  private let firstRows: [Int]

  /// Lists the rows of `network`.
  ///
  /// - Parameter ties: The families that share a CPD.
  package init(_ network: Network, ties: [String: [Variable.Index]] = [:]) {
    var leaders = Array(network.variables.indices)
    for group in ties.values {
      for member in group { leaders[member] = group.min() ?? member }
    }
    var rows: [Row] = []
    var weights: [Double] = []
    var firstRows = leaders
    for variable in network.variables.indices {
      guard leaders[variable] == variable else {
        firstRows[variable] = firstRows[leaders[variable]]
        continue
      }
      firstRows[variable] = rows.count
      let isDistribution = !network.variables[variable].isReading
      for (number, row) in Self.rowWeights(of: network.cpds[variable]).enumerated() {
        rows.append(
          Row(
            variable: variable, number: number, cells: weights.count..<weights.count + row.count,
            isDistribution: isDistribution))
        weights += row
      }
    }
    (self.rows, self.weights, self.network, self.firstRows) = (rows, weights, network, firstRows)
    var regressors: [Variable.Index: WhitenedRegressors] = [:]
    for (index, cpd) in network.cpds.enumerated() {
      guard case .gaussian(let gaussian) = cpd, gaussian.regressors.count > 0 else { continue }
      regressors[index] = WhitenedRegressors(gaussian.regressors)
    }
    self.regressors = regressors
  }

  /// The rows of the family of `variable`.
  package func rows(of variable: Variable.Index) -> Range<Int> {
    firstRows[variable]..<firstRows[variable] + Self.rowCount(of: network.cpds[variable])
  }

  /// The number of rows of `cpd`: of a noisy-MAX its leak and its strengths, parent by parent.
  package static func rowCount(of cpd: CPD) -> Int {
    switch cpd {
    case .table(let table): table.rowCount
    case .noisyMax(let noisyMax):
      1 + noisyMax.strengths.reduce(0) { $0 + $1.count / noisyMax.cardinality }
    case .gaussian(let gaussian): gaussian.means.count
    }
  }

  private static func rowWeights(of cpd: CPD) -> [[Double]] {
    switch cpd {
    case .table(let table): pieces(table.values, table.cardinality)
    case .noisyMax(let noisyMax):
      pieces(flat(noisyMax.leak, noisyMax.strengths), noisyMax.cardinality)
    case .gaussian(let gaussian):
      gaussian.means.map { _ in [1, 2] + WhitenedRegressors(gaussian.regressors).weights }
    }
  }

  private static func flat(_ leak: [Double], _ strengths: [[Double]]) -> [Double] {
    leak + Array(strengths.joined())
  }

  private static func pieces(_ values: [Double], _ length: Int) -> [[Double]] {
    stride(from: 0, to: values.count, by: length).map { Array(values[$0..<$0 + length]) }
  }
}

// MARK: Scores

extension ParameterRows {
  /// Returns the score of a case: the derivatives of log P(e) by all free numbers.
  ///
  /// - Parameters:
  ///   - evidence: What is known of the case.
  ///   - family: Reads P(pa(X), X | e), of a reading P(pa(X) | e).
  package func score(of evidence: Evidence, _ family: (Variable.Index) -> [Double]) -> [Double] {
    var score = [Double](repeating: 0, count: weights.count)
    for variable in network.variables.indices {
      add(of: variable, family(variable), evidence[variable], to: &score)
    }
    return score
  }

  private func add(
    of variable: Variable.Index, _ family: [Double], _ item: Evidence.Item?,
    to score: inout [Double]
  ) {
    if case .gaussian(let gaussian) = network.cpds[variable] {
      guard case .value(let value, let regressors) = item else { return }
      let whitened = self.regressors[variable]?.values(at: regressors) ?? []
      for (row, probability) in zip(rows(of: variable), family) {
        let number = rows[row].number
        // A square beyond all numbers helps nobody.
        let mean = gaussian.mean(row: number, at: regressors)
        let distance = max(-1e100, min(1e100, (value - mean) / gaussian.standardDeviations[number]))
        score[rows[row].cells.lowerBound] += probability * distance
        score[rows[row].cells.lowerBound + 1] += probability * (distance * distance - 1)
        for (cell, regressor) in zip(rows[row].cells.dropFirst(2), whitened) {
          score[cell] += probability * distance * regressor
        }
      }
      return
    }
    let counts = distributionCounts(of: variable, family)
    var place = 0
    for row in rows(of: variable) {
      let cells = rows[row].cells
      let total = counts[place..<place + cells.count].reduce(0, +)
      for cell in cells {
        score[cell] += counts[place] - weights[cell] * total
        place += 1
      }
    }
  }

  /// Returns how often each cell of a family's distributions is expected when `counts` are those of its table.
  private func distributionCounts(of variable: Variable.Index, _ counts: [Double]) -> [Double] {
    guard case .noisyMax(let noisyMax) = network.cpds[variable] else { return counts }
    let causes = NoisyMaxExpectation(
      noisyMax, counts: counts[...], parentStates: network.parentStates(of: variable))
    return Self.flat(causes.leak, causes.strengths)
  }

  /// Returns for each row how many records are expected in it, of the counts that an E-step expects of each family.
  package func recordCounts(_ counts: [[Double]]) -> [Double] {
    var totals = [Double](repeating: 0, count: rows.count)
    for variable in network.variables.indices {
      if network.variables[variable].isReading {
        let length = ExpectedCounts.rowLength(of: network.variables[variable])
        for (number, row) in rows(of: variable).enumerated() {
          totals[row] += counts[variable][length * number]
        }
      } else {
        var cells = distributionCounts(of: variable, counts[variable])[...]
        for row in rows(of: variable) {
          totals[row] += cells.prefix(rows[row].cells.count).reduce(0, +)
          cells = cells.dropFirst(rows[row].cells.count)
        }
      }
    }
    return totals
  }

  /// Returns for each row how many records the priors are worth in it; of families that share a CPD the first counts.
  package func priorCounts(_ priors: [FamilyPrior]) -> [Double] {
    rows.map { row in
      let length = row.cells.count
      switch priors[row.variable] {
      case .none: return 0
      case .table(let counts):
        return counts.dropFirst(row.number * length).prefix(length).reduce(0, +)
      case .noisyMax(let strengths, let leak):
        let flat = Self.flat(leak, strengths)
        return flat.dropFirst(row.number * length).prefix(length).reduce(0, +)
      case .gaussian(_, let weight): return weight
      }
    }
  }
}
