import Inference
import NetworkModel

/// What records in which cells are missing say of the numbers that were learned from them, beside what complete ones would.
///
/// The information of a record is the outer product of its score ([M89], [L82]); that of complete records is known row by row. Measured in
/// units of the latter, a direction of eigenvalue μ is known as if the share μ of the records had been complete. Families whose members are
/// in all records are complete, and have a share of 1.
package struct ObservedInformation: Sendable {
  /// Numbers that the records can't tell apart.
  package struct TradeOff: Sendable, Equatable {
    /// The rows that trade off, the one that takes most part in it first.
    package let rows: [Int]
    /// How many directions are open among them.
    package let dimensions: Int
    /// The least share of the information that complete records would hold of a direction.
    package let share: Double
  }

  /// For each row, the share of its records that is as good as complete, in (0, 1].
  package let shares: [Double]

  /// What the records can't tell apart, the most open first.
  package let tradeOffs: [TradeOff]

  /// Whether the numbers were too many to look for what trades off.
  package let isTooLarge: Bool

  /// The most free numbers whose trade-offs are looked for.
  package static let defaultSizeLimit = 1500
  /// Directions of which the records hold less than this share are open.
  package static let openShare = 0.01

  /// Measures what `store` says of the numbers of `compiled`, which were learned from it.
  ///
  /// - Parameters:
  ///   - records: How many records are expected in each row.
  ///   - priors: How many records the prior of each row is worth.
  ///   - sizeLimit: Of more numbers than this, each row is taken by itself.
  /// - Complexity: O(distinct records × (a propagation + numbers²) + numbers³), of at most some ten thousand records.
  package init(
    _ compiled: CompiledNetwork, _ store: CaseStore, _ rows: ParameterRows, records: [Double],
    priors: [Double], sizeLimit: Int = Self.defaultSizeLimit
  ) {
    let active = Self.incompleteRows(compiled.network, store, rows).filter {
      records[$0] + priors[$0] > 0
    }
    let shape = InformationShape(rows, active)
    isTooLarge = shape.size > sizeLimit
    var shares = [Double](repeating: 1, count: rows.rows.count)
    guard !shape.rows.isEmpty else {
      (self.shares, tradeOffs) = (shares, [])
      return
    }
    let scores = RecordScores(compiled, store, rows, matrixSize: isTooLarge ? 0 : shape.size)
    if isTooLarge {
      for row in active {
        let block = InformationShape(rows, [row])
        shares[row] = block.shares(scores.information(block), records, priors)[0]
      }
      (self.shares, tradeOffs) = (shares, [])
      return
    }
    let information = scores.information(shape)
    for (row, share) in zip(active, shape.shares(information, records, priors)) {
      shares[row] = share
    }
    self.shares = shares
    tradeOffs = shape.tradeOffs(information, records)
  }

  /// The rows of families of which a member is not in all records, or whose causes nobody sees.
  private static func incompleteRows(
    _ network: Network, _ store: CaseStore, _ rows: ParameterRows
  ) -> [Int] {
    let isComplete = store.columns.map { column in
      column.isObserved && (0..<store.count).allSatisfy { column[$0] != nil }
    }
    let incomplete = network.variables.indices.filter { variable in
      if case .noisyMax = network.cpds[variable] { return true }
      // A reading that is missing says nothing, and is not expected either.
      return network.graph.family(of: variable).contains {
        !isComplete[$0] && !network.variables[$0].isReading
      }
    }
    return Set(incomplete.flatMap { rows.rows(of: $0) }).sorted()
  }
}

/// The scores of records, from which information is added up.
private struct RecordScores {
  private let scores: [[Double]]
  private let weights: [Double]

  /// Beyond so many distinct records, evenly spread ones stand for all.
  private static let recordLimit = 20_000
  /// The most numbers that are kept.
  private static let numberLimit = 10_000_000
  /// The most products that are added up, where there are two records for each number.
  private static let productLimit = 4_000_000_000

  init(_ compiled: CompiledNetwork, _ store: CaseStore, _ rows: ParameterRows, matrixSize: Int) {
    let cases = DistinctCases(store)
    let products = max(1, matrixSize * matrixSize)
    let limit = max(
      1, 2 * matrixSize,
      min(
        Self.recordLimit, Self.numberLimit / max(1, rows.weights.count),
        Self.productLimit / products))
    let step = max(1, (cases.rows.count + limit - 1) / limit)
    let places = Array(stride(from: 0, to: cases.rows.count, by: step))
    var scores: [[Double]] = []
    var weights: [Double] = []
    for start in stride(from: 0, to: places.count, by: 256) {
      let batch = places[start..<min(start + 256, places.count)]
      let evidence = batch.map { store.evidence(row: cases.rows[$0]) }
      let found = compiled.families(given: evidence) { rows.score(of: evidence[$0], $1) }
      for (place, score) in zip(batch, found) {
        guard let score else { continue }
        scores.append(score)
        weights.append(cases.weights[place])
      }
    }
    let total = weights.reduce(0, +)
    let scale = total > 0 ? cases.weights.reduce(0, +) / total : 0
    self.scores = scores
    self.weights = weights.map { $0 * scale }
  }

  /// Returns Σ w s sᵀ over the numbers of `shape`.
  func information(_ shape: InformationShape) -> SymmetricMatrix {
    var matrix = SymmetricMatrix(size: shape.size)
    for (score, weight) in zip(scores, weights) {
      matrix.add(shape.places.map { score[$0] }, weight: weight)
    }
    return matrix
  }
}
