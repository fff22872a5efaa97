import Learning
import NetworkModel

/// Many units judged together: which instance is to blame, which defect modes each unit has, and which units to hold back.
public struct Incident: Sendable {
  /// A state of an instance that may be to blame.
  public struct Instance: Sendable, Equatable {
    /// The shared variable.
    public let variable: String
    /// The value of its key: which lot, run or machine.
    public let key: String
    /// The key column.
    public let keyColumn: String
    /// The off-nominal state.
    public let state: String
    /// What the variable is in the factory.
    public let kind: Kind
    /// The place in the list, from 1; those whose posteriors differ by no more than rounding share the better place.
    public let rank: Int
    /// P(state | all units).
    public let posterior: Double
    /// P(state) without evidence.
    public let prior: Double
    /// Posterior odds over prior odds; nil where either is without bounds.
    public let bayesFactor: Double?
    /// Where the posterior lies with a probability of 90 % under the uncertainty of the model's numbers; nil where nothing says what these rest on,
    /// or nobody asked.
    public let interval: ClosedRange<Double>?
    /// The units that name the instance.
    public let units: Double
    /// Those among them of which some test failed.
    public let failing: Double
  }

  /// A state of a unit's own variable.
  public struct UnitState: Sendable, Equatable {
    /// The variable, by index in the graph.
    public let variable: Variable.Index
    /// The state.
    public let state: Int
  }

  /// The model that was asked.
  public let model: CausalModel
  /// The off-nominal states of instances that are candidates, the most probable first.
  public let instances: [Instance]
  /// The stretches of ordered instances that are off nominal.
  public let excursions: [Excursion]
  /// The names of the units; the number of its row where the records don't name one.
  public let unitNames: [String]
  /// How many units each row stands for; nil where each stands for one.
  public let unitCounts: [Double]?
  /// Whether some test of the unit did not pass.
  public let hasFailed: [Bool]
  /// The off-nominal states that units have for themselves: of defect modes, then of candidates without a key.
  public let states: [UnitState]
  /// For each unit, for each of `states`, its posterior.
  public let posteriors: [[Double]]
  /// For each unit the probability that it carries some defect mode.
  public let carrying: [Double]
  /// log P(all that is known), natural; of an approximate answer an estimate.
  public let logEvidence: Double
  /// How the answer was found.
  public let method: Method
  /// The number of units that name so few of their instances that those are taken as their own, and tell nothing of others.
  public let unitsApart: Double
  /// Whether `carrying`, and each posterior of a unit, is as exact as the answer about instances.
  public let isExactForUnits: Bool

  /// How an answer was found.
  public enum Method: Sendable, Equatable {
    /// Exactly, but for rounding.
    case exact
    /// So many instances by loopy belief propagation, each surer than one in a billion; the others exactly, given these.
    case conditioned(decided: Int, doubt: Double)
    /// By loopy belief propagation, in so many rounds; it may not have settled.
    case approximate(rounds: Int, isSettled: Bool)
  }

  /// Whether the answer about instances is exact but for rounding.
  public var isExact: Bool { method == .exact && unitsApart == 0 }

  /// The states of `states` that are defect modes, by their places.
  public var defectPlaces: [Int] {
    states.indices.filter { model.graph.variables[states[$0].variable].kind == .defect }
  }

  /// The number of units that are expected to have each of `states`.
  public var expectedUnits: [Double] {
    states.indices.map { place in
      posteriors.indices.reduce(0) { $0 + (unitCounts?[$1] ?? 1) * posteriors[$1][place] }
    }
  }
}

/// A stretch of instances, in the order of their key, that is off nominal.
public struct Excursion: Sendable, Equatable {
  /// The shared variable.
  public let variable: String
  /// Its off-nominal state.
  public let state: String
  /// The key column.
  public let keyColumn: String
  /// The first instance.
  public let start: String
  /// The last instance.
  public let end: String
  /// The probability that the stretch begins there: the one before is not in the state, and this is.
  public let startProbability: Double
  /// The probability that the stretch ends there.
  public let endProbability: Double
  /// The probability that all instances of the stretch are in the state, and neither neighbour is.
  public let probability: Double
  /// The rows of the units inside.
  public let rows: [Int]
}

/// Why an incident has no answer.
public enum IncidentError: Error, Equatable, Sendable {
  /// No variable of the graph has a key, or no record names an instance.
  case nothingShared(keys: [String])
  /// Instances can't be told apart.
  case sharing(SharingError)
  /// These rows, from 0, can't be true together, while all but any one of them can.
  case impossible(rows: [Int])
  /// A part of a unit's network takes more memory than there may be.
  case partTooLarge(variables: [String], bytes: Double, limit: Int)
}
