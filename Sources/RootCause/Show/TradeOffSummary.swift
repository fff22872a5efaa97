import NetworkModel

/// Numbers that the records can't tell apart, and the candidates that this blurs.
public struct TradeOffSummary: Sendable, Equatable {
  /// A row that takes part.
  public struct Row: Sendable, Equatable {
    /// The variable.
    public let variable: String
    /// When the row is at work.
    public let condition: FamilySummary.Condition
  }

  /// The rows, the one that takes most part first.
  public let rows: [Row]
  /// How many directions are open among them.
  public let dimensions: Int
  /// The least share of what complete records would say of a direction.
  public let share: Double
  /// The candidates whose own numbers, or whose effect on another variable, is among them, in the order of the graph.
  public let candidates: [String]

  init(
    _ tradeOff: ParameterBasis.TradeOff, _ families: [FamilySummary], _ model: CausalModel
  ) {
    rows = tradeOff.rows.compactMap { row in
      model.graph.index(of: row.variable).map {
        Row(variable: row.variable, condition: families[$0].rows[row.row].condition)
      }
    }
    dimensions = tradeOff.dimensions
    share = tradeOff.share
    let touched = Set(
      tradeOff.rows.compactMap { model.graph.index(of: $0.variable) }
        .flatMap { model.graph.structure.family(of: $0) })
    candidates = touched.sorted().map { model.graph.variables[$0] }.filter(\.kind.isCandidate)
      .map(\.name)
  }
}
