import Learning
import NetworkModel

/// What the numbers of a learned model rest on, beside the counts: its prior, and how far the records were complete.
public struct ParameterBasis: Sendable, Equatable, Codable {
  /// Numbers that the records can't tell apart.
  public struct TradeOff: Sendable, Equatable, Codable {
    /// A row of a family.
    public struct Row: Sendable, Hashable, Codable {
      /// The variable.
      public let variable: String
      /// The place of the row in its family: of a noisy-MAX the leak, then the strengths, parent by parent.
      public let row: Int
    }

    /// The rows that trade off, the one that takes most part in it first.
    public let rows: [Row]
    /// How many directions are open among them.
    public let dimensions: Int
    /// The least share of what complete records would say that these say of a direction.
    public let share: Double
  }

  /// How many records the prior is worth, in each row of each variable's family.
  public let priorCounts: [[Double]]

  /// The share of its expected records that is as good as complete, in (0, 1], for each row of each variable's family; nil when nobody
  /// measured it.
  public let shares: [[Double]]?

  /// What the records can't tell apart; nil when nobody looked, or there are too many numbers.
  public let tradeOffs: [TradeOff]?

  init(
    _ rows: ParameterRows, of graph: CausalGraph, priors: [Double],
    information: ObservedInformation?
  ) {
    let families = graph.variables.indices.map { rows.rows(of: $0) }
    priorCounts = families.map { Array(priors[$0]) }
    shares = information.map { information in
      families.map { $0.map { Self.rounded(information.shares[$0]) } }
    }
    guard let information, !information.isTooLarge else {
      tradeOffs = nil
      return
    }
    tradeOffs = information.tradeOffs.map { tradeOff in
      TradeOff(
        rows: tradeOff.rows.map { row in
          TradeOff.Row(
            variable: graph.variables[rows.rows[row].variable].name, row: rows.rows[row].number)
        },
        dimensions: tradeOff.dimensions, share: Self.rounded(tradeOff.share))
    }
  }

  /// Six decimals: what is behind them depends on the processor, and means nothing.
  private static func rounded(_ share: Double) -> Double { (share * 1e6).rounded() / 1e6 }

  /// Whether its lists are those of the families of `network`, and its numbers possible.
  package func suits(_ network: Network) -> Bool {
    let counts = network.cpds.map(ParameterRows.rowCount)
    guard priorCounts.map(\.count) == counts, shares.map({ $0.map(\.count) == counts }) ?? true
    else { return false }
    return priorCounts.joined().allSatisfy { $0 >= 0 && $0.isFinite }
      && (shares ?? []).joined().allSatisfy { $0 > 0 && $0 <= 1 }
      && (tradeOffs ?? []).allSatisfy { tradeOff in
        tradeOff.share >= 0 && tradeOff.share <= 1 && tradeOff.dimensions > 0
          && tradeOff.rows.allSatisfy { row in
            network.index(of: row.variable).map { (0..<counts[$0]).contains(row.row) } ?? false
          }
      }
  }
}
