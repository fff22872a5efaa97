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
    /// The share of their cells that were missing.
    public var missingShare: Double
    /// The prior, as the command takes it.
    public var prior: String
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
