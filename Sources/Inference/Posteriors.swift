import NetworkModel

/// What is believed of every variable once the evidence of a case is known.
public struct Posteriors: Sendable, Equatable {
  /// log P(e), natural. With readings, the logarithm of a density.
  public let logEvidence: Double

  /// P(X | e) for each variable, state by state; of a reading, the single value 1.
  public let distributions: [[Double]]

  /// P(X | e), state by state.
  public subscript(variable: Variable.Index) -> [Double] { distributions[variable] }
}
