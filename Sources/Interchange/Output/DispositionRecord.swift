import NetworkModel
import RootCause

/// What to do with a unit, or with many, as JSON has it.
public struct DispositionRecord: Encodable, Sendable {
  private struct LossRecord: Encodable {
    let choice: String
    let loss: Double
  }

  private struct TurnRecord: Encodable {
    let probability: Double
    let choice: String
  }

  private struct CriticalRecord: Encodable {
    let variable: String
    let state: String
    let posterior: Double
    let below: TurnRecord?
    let above: TurnRecord?
  }

  private struct WorthRecord: Encodable {
    let variable: String
    let cost: Double?
    let worth: Double
  }

  /// The number of the record, from 1, when it came from a file.
  public var row: Int?
  /// The unit, where the records name it.
  public var unit: String?
  /// The column by which units are grouped.
  public var by: String?
  /// The group that the unit belongs to, or that this is about.
  public var group: String?
  /// How many units this is about.
  public var units: Double?
  /// The expected loss when each unit gets the choice that is best for it.
  public var unitwise: Double?
  private var losses: [LossRecord]?
  private var best: String?
  private var margin: Double?
  private var critical: [CriticalRecord]?
  private var valueOfPerfectInformation: Double?
  private var tests: [WorthRecord]?
  private var impossible: [String: String]?

  /// The record of `disposition`; what would change it only where it is of one unit alone.
  public init(_ disposition: Disposition, isDetailed: Bool = true) {
    losses = disposition.losses.map { LossRecord(choice: $0.choice, loss: $0.loss) }
    best = disposition.best.choice
    margin = disposition.margin
    guard isDetailed else { return }
    valueOfPerfectInformation = disposition.valueOfPerfectInformation
    critical = disposition.critical.map { item in
      func turn(_ turn: Disposition.Critical.Turn?) -> TurnRecord? {
        turn.map { TurnRecord(probability: $0.probability, choice: $0.choice) }
      }
      return CriticalRecord(
        variable: item.variable, state: item.state, posterior: item.posterior,
        below: turn(item.below), above: turn(item.above))
    }
    tests = disposition.tests.map {
      WorthRecord(variable: $0.variable, cost: $0.cost, worth: $0.worth)
    }
  }

  /// The record of evidence that can't be true.
  public init(impossible contradiction: Evidence, in model: CausalModel) {
    impossible = Dictionary(
      uniqueKeysWithValues: contradiction.items.map { index, item in
        let variable = model.network.variables[index]
        return (variable.name, item.text(of: variable))
      })
  }
}
