import GraphStructure
import Inference
import NetworkModel

/// How far the lead of a scenario's confirmed cause hangs on the numbers of its model.
///
/// Each number is moved alone, by half and doubled in its odds; then all are moved together at random, trial by trial. The lead is looked at after
/// two events: the one after which it first led, and the last.
///
///     let sensitivity = try Sensitivity(of: replay, trials: 1000, seed: 1)
///     sensitivity.checkpoints.last?.movesLed       // of 2 × the numbers
public struct Sensitivity: Sendable, Equatable {
  /// An event after which the lead is looked at.
  public struct Checkpoint: Sendable, Equatable {
    /// The number of the event.
    public let event: Int
    /// The margin under the numbers as they are.
    public let margin: LeadMargin
    /// The margin after each of `moves`.
    public let moved: [LeadMargin]
    /// In how many of the random trials the confirmed cause led.
    public let trialsLed: Int

    /// After how many of the moves the confirmed cause leads.
    public var movesLed: Int { moved.count { $0.isLed } }

    /// The places of the moves that give the lead away, or give it back; those that go farthest first.
    public var overturning: [Int] {
      moved.indices.filter { moved[$0].isLed != margin.isLed }.sorted(by: isCloser)
    }

    /// The places of all moves; those that go farthest against the outcome as it is first.
    public var closest: [Int] { moved.indices.sorted(by: isCloser) }

    private func isCloser(_ first: Int, _ second: Int) -> Bool {
      let sign = margin.isLed ? 1.0 : -1.0
      return (sign * moved[first].logRatio, first) < (sign * moved[second].logRatio, second)
    }
  }

  /// A number moved alone.
  public struct Move: Sendable, Equatable {
    /// The number.
    public let number: ModelNumber
    /// What its odds were multiplied by.
    public let factor: Double
    /// The number after the move.
    public var value: Double { number.value(movedBy: factor) }
  }

  /// The moves, number by number: halved, then doubled.
  public let moves: [Move]
  /// The event of the first lead, where there is one before the last; then the last event.
  public let checkpoints: [Checkpoint]
  /// The number of random trials.
  public let trials: Int
  /// What names their random numbers.
  public let seed: UInt64

  /// By how much odds are moved, up or down.
  public static let factor = 2.0

  /// Moves the numbers of the model of `replay`.
  ///
  /// In a random trial the odds between any two states of a row, and each standard deviation, are multiplied by a log-normal factor whose
  /// logarithm has the standard deviation ln 2. Trials don't depend on each other: the first hundred of a thousand are those of a hundred.
  ///
  /// - Throws: `InferenceError.treeTooLarge` when the model does not fit the memory.
  /// - Precondition: The replay has events, and `trials` is 0 or more.
  /// - Complexity: O((2 × numbers + trials) × cells of the tree).
  public init(of replay: Replay, trials: Int = 1000, seed: UInt64 = 1) throws(InferenceError) {
    let model = replay.scenario.model
    let last = replay.steps.count
    let events = replay.firstLead.map { $0 < last ? [$0, last] : [last] } ?? [last]
    let judge = try LeadJudge(replay.scenario, after: events)
    let cpds = model.network.cpds
    let moves = ModelNumber.all(of: model).flatMap { number in
      [1 / Self.factor, Self.factor].map { Move(number: number, factor: $0) }
    }
    let asIs = try judge.margins(cpds)
    var moved: [[LeadMargin]] = []
    for move in moves {
      moved.append(try judge.margins(move.number.moved(by: move.factor, in: cpds)))
    }
    let families = ModelNumber.families(of: model)
    var led = [Int](repeating: 0, count: events.count)
    for trial in 0..<trials {
      var shaker = Shaker(seed: seed, trial: trial)
      let margins = try judge.margins(shaker.shaken(cpds, families: families))
      for (place, margin) in margins.enumerated() where margin.isLed { led[place] += 1 }
    }
    self.moves = moves
    self.trials = trials
    self.seed = seed
    checkpoints = events.indices.map { place in
      Checkpoint(
        event: events[place], margin: asIs[place], moved: moved.map { $0[place] },
        trialsLed: led[place])
    }
  }
}

/// Moves all numbers at random.
private struct Shaker {
  private var generator: SplitMix64

  init(seed: UInt64, trial: Int) {
    // The seed of a trial is a draw itself: seeds beside each other would give the same numbers a step apart.
    var seeds = SplitMix64(seed: seed)
    let base = seeds.next()
    var mixed = SplitMix64(seed: base ^ (UInt64(trial) &* 0x9FB2_1C65_1E98_DF25))
    generator = SplitMix64(seed: mixed.next())
  }

  mutating func shaken(_ cpds: [CPD], families: [[Variable.Index]]) -> [CPD] {
    var cpds = cpds
    for members in families {
      for row in 0..<cpds[members[0]].distributionCount {
        let weights = weights(like: cpds[members[0]])
        for member in members { cpds[member] = cpds[member].weighing(row: row) { weights[$0] } }
      }
    }
    return cpds
  }

  /// Weights of the states such that each ratio of two has the wanted spread; of a reading that of its standard deviation.
  private mutating func weights(like cpd: CPD) -> [Double] {
    let spread = logarithm(Sensitivity.factor)
    switch cpd {
    case .gaussian: return [1, exponential(spread * generator.normal())]
    case .table(let table): return weights(table.cardinality, spread / 2.0.squareRoot())
    case .noisyMax(let noisyMax): return weights(noisyMax.cardinality, spread / 2.0.squareRoot())
    }
  }

  private mutating func weights(_ count: Int, _ spread: Double) -> [Double] {
    (0..<count).map { _ in exponential(spread * generator.normal()) }
  }
}
