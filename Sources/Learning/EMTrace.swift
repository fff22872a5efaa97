/// How a learning run went.
public struct EMTrace: Sendable, Equatable, Codable {
  /// The state after some steps.
  public struct Entry: Sendable, Equatable, Codable {
    /// The number of steps so far, of EM or leaps that were taken; 0 is the start.
    public let iteration: Int
    /// The log-likelihood of the observed data, natural.
    public let logLikelihood: Double
    /// The log-likelihood with the logarithm of the prior's density, up to a constant: what EM makes large.
    public let logPosterior: Double
    /// The time since the start of the run, in seconds.
    public let seconds: Double
  }

  /// Why a run ended.
  public enum Convergence: String, Sendable, Equatable, Codable {
    /// The log-posterior rose by no more than the tolerance.
    case converged
    /// The number of iterations was used up first.
    case iterationsUsedUp
    /// The log-posterior fell by more than rounding can explain, which EM never does: the answer is not to be trusted.
    case fell
    /// Somebody asked to stop, or the time was up.
    case interrupted
  }

  /// The entries, the start first.
  public internal(set) var entries: [Entry] = []

  /// The number of E-steps after the start, those of leaps that were not taken included.
  public internal(set) var evaluations = 0

  /// Why the run ended.
  public internal(set) var convergence = Convergence.iterationsUsedUp
}
