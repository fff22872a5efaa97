import RootCause

/// A network that was read from a file.
public struct LoadedNetwork: Sendable, Equatable {
  /// The variables and arcs; each variable's table is its expert judgement.
  public let graph: CausalGraph

  /// The largest distance of the sum of a row from 1, before the rows were normalised.
  public let largestDeviation: Double

  /// The digest of the file, for the provenance of a model.
  public let digest: String
}
