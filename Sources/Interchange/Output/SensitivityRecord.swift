import RootCause

/// A sensitivity as JSON has it.
struct SensitivityRecord: Encodable, Sendable {
  private let factor: Double
  private let trials: Int
  private let seed: UInt64
  private let moves: [MoveRecord]
  private let checkpoints: [CheckpointRecord]

  private struct MoveRecord: Encodable, Sendable {
    let variable: String
    let state: String?
    let when: [String: String]?
    let isLeak: Bool?
    let from: Double
    let to: Double
    let leads: [Bool]
    /// Not a number of JSON where one of the two is impossible.
    let logRatios: [Double?]
  }

  private struct CheckpointRecord: Encodable, Sendable {
    let event: Int
    let leads: Bool
    let logRatio: Double?
    let movesLed: Int
    let trialsLed: Int
  }

  init(_ sensitivity: Sensitivity) {
    factor = Sensitivity.factor
    trials = sensitivity.trials
    seed = sensitivity.seed
    moves = sensitivity.moves.enumerated().map { place, move in
      let margins = sensitivity.checkpoints.map { $0.moved[place] }
      return MoveRecord(
        variable: move.number.variable, state: move.number.state, when: Self.when(move.number),
        isLeak: move.number.condition == .leak ? true : nil, from: move.number.value,
        to: move.value, leads: margins.map(\.isLed), logRatios: margins.map(Self.logRatio))
    }
    checkpoints = sensitivity.checkpoints.map {
      CheckpointRecord(
        event: $0.event, leads: $0.margin.isLed, logRatio: Self.logRatio($0.margin),
        movesLed: $0.movesLed, trialsLed: $0.trialsLed)
    }
  }

  private static func logRatio(_ margin: LeadMargin) -> Double? {
    margin.logRatio.isFinite ? margin.logRatio : nil
  }

  private static func when(_ number: ModelNumber) -> [String: String]? {
    switch number.condition {
    case .leak: nil
    case .cause(let parent, let state): [parent: state]
    case .parents(let states):
      Dictionary(zip(number.parents, states), uniquingKeysWith: { first, _ in first })
    }
  }
}
