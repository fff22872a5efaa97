/// The conditional probability distribution of a variable given its parents, P(X | pa(X)).
public enum CPD: Sendable, Equatable {
  /// A table.
  case table(TabularCPD)
  /// Independent causes, the worst of which shows.
  case noisyMax(NoisyMaxCPD)
  /// A real reading, normal around a mean that the parents set.
  case gaussian(GaussianCPD)

  /// The distribution as a table over the parents' joint states and the variable's own: of a reading, a single
  /// column of ones, because a reading that is not known carries no weight.
  public var table: TabularCPD {
    switch self {
    case .table(let table): table
    case .noisyMax(let noisyMax): noisyMax.table
    case .gaussian(let gaussian):
      TabularCPD(
        cardinality: 1, values: [Double](repeating: 1, count: gaussian.means.count))
    }
  }
}

/// A table of P(X | pa(X)): a row for each joint state of the parents, a column for each state of X.
///
/// Rows run over the parents' joint states with the first parent slowest.
public struct TabularCPD: Sendable, Equatable {
  /// The number of states of the variable: the length of a row.
  public let cardinality: Int

  /// The probabilities, row by row.
  public var values: [Double]

  /// Creates a table from its rows, one after the other.
  public init(cardinality: Int, values: [Double]) {
    self.cardinality = cardinality
    self.values = values
  }

  /// The table of `rows` rows in which every state is as probable as the others.
  public static func uniform(cardinality: Int, rows: Int) -> TabularCPD {
    TabularCPD(
      cardinality: cardinality,
      values: [Double](repeating: 1 / Double(cardinality), count: rows * cardinality))
  }

  /// The number of rows: the joint states of the parents.
  public var rowCount: Int { values.count / cardinality }

  /// The places of row `index` in `values`.
  public func range(ofRow index: Int) -> Range<Int> {
    index * cardinality..<(index + 1) * cardinality
  }

  /// The row `index`.
  public subscript(row index: Int) -> ArraySlice<Double> { values[range(ofRow: index)] }
}
