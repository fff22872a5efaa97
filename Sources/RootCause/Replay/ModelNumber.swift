import NetworkModel

/// A number of a model that somebody might have set otherwise: a prior, an entry of a table, a strength, a leak, or the standard
/// deviation of a reading.
///
/// A row of two states is one number, the probability of the second; a row of more is one for each state. Families that are tied
/// share their numbers. A probability of 0 or 1 says "never" or "always" and is not among them; nor is the mean of a reading, which
/// has no odds.
public struct ModelNumber: Sendable, Equatable {
  /// The variable; of tied families the first.
  public let variable: String
  /// The state whose probability it is; nil for a standard deviation.
  public let state: String?
  /// The names of the parents, in the order of the states of `condition`.
  public let parents: [String]
  /// When its distribution is at work.
  public let condition: FamilySummary.Condition
  /// The number as the model has it.
  public let value: Double

  let families: [Variable.Index]
  let row: Int
  let column: Int

  /// Returns the numbers of `model`, in the order of its variables, rows and states.
  public static func all(of model: CausalModel) -> [ModelNumber] {
    families(of: model).flatMap { families in numbers(of: families, in: model) }
  }

  /// The families that have numbers of their own, each with those that share them.
  static func families(of model: CausalModel) -> [[Variable.Index]] {
    let ties = model.graph.ties
    return model.graph.variables.indices.compactMap { index in
      let members = model.graph.variables[index].tie.flatMap { ties[$0] } ?? [index]
      return members[0] == index ? members : nil
    }
  }

  private static func numbers(of families: [Variable.Index], in model: CausalModel) -> [ModelNumber]
  {
    let family = FamilySummary(families[0], of: model, basis: nil)
    let variable = family.variable.variable
    return family.rows.enumerated().flatMap { row, summary in
      columns(of: summary.values, isReading: variable.isReading).map { column in
        ModelNumber(
          variable: variable.name, state: variable.isReading ? nil : variable.states[column],
          parents: family.parents, condition: summary.condition, value: summary.values[column],
          families: families, row: row, column: column)
      }
    }
  }

  /// The places of a row at which a number stands. A reading has its mean first and its standard deviation second.
  private static func columns(of values: [Double], isReading: Bool) -> [Int] {
    if isReading || values.count == 2 {
      return isReading || (values[1] > 0 && values[0] > 0) ? [1] : []
    }
    return values.indices.filter { values[$0] > 0 && values[$0] < 1 }
  }

  /// Returns `cpds` with the odds of this number multiplied by `factor`, its row scaled to 1 again; a standard deviation is itself multiplied.
  func moved(by factor: Double, in cpds: [CPD]) -> [CPD] {
    var cpds = cpds
    for family in families {
      cpds[family] = cpds[family].weighing(row: row) { $0 == column ? factor : 1 }
    }
    return cpds
  }

  /// The number after its odds have been multiplied by `factor`.
  public func value(movedBy factor: Double) -> Double {
    state == nil ? factor * value : factor * value / (factor * value + (1 - value))
  }
}

extension CPD {
  /// The number of its distributions: of a noisy-MAX the leak, then the strengths, parent by parent.
  var distributionCount: Int {
    switch self {
    case .table(let table): table.rowCount
    case .noisyMax(let noisyMax):
      1 + noisyMax.strengths.reduce(0) { $0 + $1.count / noisyMax.cardinality }
    case .gaussian(let gaussian): gaussian.means.count
    }
  }

  /// Returns this CPD with each entry of a row multiplied by its weight, and the row scaled to 1 again. Of a reading the weight at 1 multiplies
  /// the standard deviation.
  ///
  /// - Precondition: The weights are above 0 and finite.
  func weighing(row: Int, by weight: (Int) -> Double) -> CPD {
    switch self {
    case .table(var table):
      Self.weigh(&table.values, table.range(ofRow: row), weight)
      return .table(table)
    case .noisyMax(var noisyMax):
      let length = noisyMax.cardinality
      guard row > 0 else {
        Self.weigh(&noisyMax.leak, 0..<length, weight)
        return .noisyMax(noisyMax)
      }
      var start = (row - 1) * length
      for parent in noisyMax.strengths.indices {
        let count = noisyMax.strengths[parent].count
        if start < count {
          Self.weigh(&noisyMax.strengths[parent], start..<start + length, weight)
          break
        }
        start -= count
      }
      return .noisyMax(noisyMax)
    case .gaussian(var gaussian):
      gaussian.standardDeviations[row] *= weight(1)
      return .gaussian(gaussian)
    }
  }

  private static func weigh(
    _ values: inout [Double], _ row: Range<Int>, _ weight: (Int) -> Double
  ) {
    for place in row { values[place] *= weight(place - row.lowerBound) }
    let total = values[row].reduce(0, +)
    for place in row { values[place] /= total }
  }
}
