import NetworkModel

/// How often each joint state of each family is expected in the records: the sufficient statistics of an E-step.
///
/// Counts of parts of the records can be added: the counts of the whole are the sum of the counts of the parts.
public struct ExpectedCounts: Sendable, Equatable {
  /// The counts of every family, one family after the other: of a table or a noisy-MAX, a cell for each cell of its table;
  /// of a reading, for each joint state of its parents the number of values and the sums of their distances from
  /// the mean of the CPD under which they are expected, and of the distances' squares; where it has regressors, those of
  /// `RegressionSums`.
  private(set) var cells: [Double]

  /// Where the counts of each variable's family begin, and where the last ends.
  private let starts: [Int]

  /// The log-likelihood of the records, natural.
  public internal(set) var logLikelihood = 0.0

  /// Creates counts of zero for the families of `network`.
  public init(zeroFor network: Network) {
    var starts = [0]
    for (index, variable) in network.variables.enumerated() {
      let rows = network.parentStates(of: index).count
      starts.append(starts[index] + rows * Self.rowLength(of: variable))
    }
    self.starts = starts
    cells = [Double](repeating: 0, count: starts[network.count])
  }

  /// The counts of each row of a family of `variable`.
  package static func rowLength(of variable: Variable) -> Int {
    variable.isReading
      ? RegressionSums.length(regressors: variable.regressors.count) : variable.cardinality
  }

  /// The counts of the family of `variable`.
  public subscript(variable: Variable.Index) -> ArraySlice<Double> {
    cells[starts[variable]..<starts[variable + 1]]
  }

  /// Adds the counts and the log-likelihood of other records.
  public static func += (total: inout ExpectedCounts, part: ExpectedCounts) {
    precondition(total.starts == part.starts, "the counts are of different networks")
    for index in total.cells.indices { total.cells[index] += part.cells[index] }
    total.logLikelihood += part.logLikelihood
  }

  /// Calls `body` with the counts of the family of `variable`, to add to them.
  mutating func update(_ variable: Variable.Index, _ body: (UnsafeMutablePointer<Double>) -> Void) {
    cells.withUnsafeMutableBufferPointer { buffer in
      if let base = buffer.baseAddress { body(base + starts[variable]) }
    }
  }
}
