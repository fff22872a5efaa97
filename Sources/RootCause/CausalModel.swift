import Inference
import Learning
import NetworkModel

/// A causal graph with its CPDs, and what they rest on: what every question is asked of.
public struct CausalModel: Sendable, Equatable {
  /// The graph.
  public let graph: CausalGraph

  /// The graph's variables and arcs with their CPDs.
  public let network: Network

  /// The counts expected in the records that the model was learned from, by variable; nil for expert numbers alone.
  public let counts: [[Double]]?

  /// What the numbers rest on beside the counts; nil for expert numbers alone, and for models of older versions.
  public let basis: ParameterBasis?

  /// How the model came to be.
  public let provenance: Provenance

  /// Creates a model.
  ///
  /// - Throws: `NetworkError` when a CPD does not fit its family.
  /// - Precondition: The basis suits the network.
  public init(
    graph: CausalGraph, cpds: [CPD], counts: [[Double]]? = nil, basis: ParameterBasis? = nil,
    provenance: Provenance
  ) throws(NetworkError) {
    self.graph = graph
    self.counts = counts
    self.basis = basis
    self.provenance = provenance
    network = try Network(
      variables: graph.variables.map(\.variable), graph: graph.structure, cpds: cpds)
  }

  /// Makes a model of the expert numbers of `graph`.
  ///
  /// - Throws: `ModelError.numbersMissing` naming every variable that has none.
  public init(expert graph: CausalGraph, provenance: Provenance) throws(ModelError) {
    let missing = graph.variablesWithoutNumbers
    guard missing.isEmpty else {
      throw .numbersMissing(missing.map { graph.variables[$0].name })
    }
    do throws(NetworkError) {
      try self.init(
        graph: graph, cpds: graph.variables.compactMap(\.expert), provenance: provenance)
    } catch {
      throw .network(error)
    }
  }
}

/// Why something is no model.
public enum ModelError: Error, Equatable, Sendable {
  /// These variables have no expert numbers, and no records were learned from.
  case numbersMissing([String])
  /// The CPDs do not fit.
  case network(NetworkError)
}

/// How a model came to be.
public struct Provenance: Sendable, Equatable, Codable {
  /// A learning run.
  public struct Learning: Sendable, Equatable, Codable {
    /// The digest of the records file.
    public var recordsDigest: String
    /// The number of units in the records.
    public var units: Double
    /// The rows that were set aside before; nil when all were learned from and there were no rules.
    public var setAside: SetAside?
    /// The share of their cells that were missing.
    public var missingShare: Double
    /// The prior, as the command takes it.
    public var prior: String
    /// The strengths of the priors, where they were fitted to the records.
    public var strengths: [FittedStrength]?
    /// The readings of which some spread stands at its bound; nil when there are none.
    public var leastSpreads: [LeastSpread]?
    /// The slopes of readings that the records don't tell; nil when there are none.
    public var openSlopes: [OpenSlope]?
    /// The start, as the command takes it.
    public var start: String
    /// The seed.
    public var seed: UInt64
    /// The most iterations of a run.
    public var maximumIterations: Int
    /// The tolerance of the stop rule.
    public var tolerance: Double
    /// Why the run that was kept ended.
    public var convergence: EMTrace.Convergence
    /// The log-posterior at which each run ended; nil where the prior has no density there.
    public var runEnds: [Double?]
    /// The log-likelihood after each M-step of the run that was kept.
    public var logLikelihood: [Double]
    /// The log-posterior after each M-step of the run that was kept; nil where the prior has no density, because a number
    /// that it believes possible is 0.
    public var logPosterior: [Double?]
    /// The records that the counts rest on besides, oldest first; nil for none.
    public var earlier: [EarlierRecords]?
  }

  /// Records that an earlier version of a model was learned from.
  public struct EarlierRecords: Sendable, Equatable, Codable {
    /// The digest of the records file.
    public var recordsDigest: String
    /// The share of all counts until then that was forgotten when the next records came.
    public var forget: Double
  }

  /// A reading whose spread would be less still, did not a bound hold it: too few values, or all the same, in some state of its parents.
  public struct LeastSpread: Sendable, Equatable, Codable {
    /// The reading.
    public var variable: String
    /// The least standard deviation that it may have.
    public var standardDeviation: Double
    /// The number of joint states of its parents in which it stands there.
    public var rows: Int

    /// Creates a note.
    public init(variable: String, standardDeviation: Double, rows: Int) {
      self.variable = variable
      self.standardDeviation = standardDeviation
      self.rows = rows
    }
  }

  /// A slope of a reading that the records don't tell: there its regressor is constant, or a combination of the others.
  public struct OpenSlope: Sendable, Equatable, Codable {
    /// The reading.
    public var variable: String
    /// The regressor.
    public var regressor: String
    /// The number of joint states of the reading's parents in which the slope is open.
    public var rows: Int

    /// Creates a note.
    public init(variable: String, regressor: String, rows: Int) {
      self.variable = variable
      self.regressor = regressor
      self.rows = rows
    }
  }

  /// Rows of a records file that were not learned from.
  public struct SetAside: Sendable, Equatable, Codable {
    /// How many there were.
    public var rows: Int
    /// The rules, each with the number of rows that broke it.
    public var rules: [RuleCount]

    /// Creates a count.
    public init(rows: Int, rules: [RuleCount] = []) {
      self.rows = rows
      self.rules = rules
    }
  }

  /// The version of the library that made the model.
  public var version: String
  /// The digest of the graph file.
  public var graphDigest: String
  /// The learning run; nil for expert numbers alone.
  public var learning: Learning?

  /// Creates a provenance.
  public init(version: String = fishboneVersion, graphDigest: String, learning: Learning? = nil) {
    self.version = version
    self.graphDigest = graphDigest
    self.learning = learning
  }
}

/// The version of this library.
public let fishboneVersion = "0.1.0"
