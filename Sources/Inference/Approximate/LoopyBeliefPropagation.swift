import NetworkModel

/// Loopy belief propagation: messages between families and variables, passed around until they stand still ([P88], chapter 4;
/// [MWJ99]).
///
///     let loopy = try LoopyBeliefPropagation().marginals(of: network, given: evidence)
///     loopy.distributions[lung]
///     loopy.convergence  // .converged(iterations: 9)
///
/// Where the network has no loop (a polytree) the answer is exact. Elsewhere evidence that goes around a loop is counted more than
/// once: the answer is often close, and nothing in it says how close. It may also not settle, which the answer says.
///
/// An iteration goes through the variables from causes to effects and back, in the order of the network, so that the answer does not
/// depend on chance.
public struct LoopyBeliefPropagation: Sendable, Equatable {
  /// The share that a message keeps of what it was, in 0 ..< 1, as a geometric mean. More of it settles more networks, later.
  public var damping: Double

  /// The largest change of a message, whose largest weight is 1, that counts as standing still.
  public var tolerance: Double

  /// The iterations after which the answer is given as it stands.
  public var maximumIterations: Int

  /// Creates the method.
  public init(damping: Double = 0.25, tolerance: Double = 1e-10, maximumIterations: Int = 200) {
    self.damping = damping
    self.tolerance = tolerance
    self.maximumIterations = maximumIterations
  }

  /// Returns what loopy belief propagation believes of every variable.
  ///
  /// Weights in one message that are more than 300 decimal orders apart are taken as 300 apart; zeros stay zeros.
  ///
  /// - Precondition: The evidence suits the network, and 0 ≤ `damping` < 1.
  /// - Throws: `ApproximationError.impossibleEvidence` when zeros that go from family to family leave nothing of a variable.
  /// - Complexity: O(iterations × cells of all CPTs); a noisy-MAX of n parents takes O(n) and not its table.
  public func marginals(
    of network: Network, given evidence: Evidence = Evidence()
  ) throws(ApproximationError) -> LoopyMarginals {
    let graph = FactorGraph(network, evidence)
    let supports = try SupportPropagation(graph).supports()
    return run(graph, supports: supports).marginals
  }

  /// Passes messages until they stand still or the iterations are used up.
  func run(_ graph: FactorGraph, supports: [[Bool]]) -> (
    messages: MessagePassing, marginals: LoopyMarginals
  ) {
    precondition((0..<1).contains(damping), "a message must take some of what is new")
    var messages = MessagePassing(graph, supports: supports, damping: damping)
    var convergence = LoopyMarginals.Convergence.stopped(residual: .infinity)
    for iteration in 1...max(1, maximumIterations) {
      let residual = messages.iterate()
      convergence = .stopped(residual: residual)
      if residual <= tolerance {
        convergence = .converged(iterations: iteration)
        break
      }
    }
    let marginals = LoopyMarginals(
      distributions: graph.network.variables.indices.map { messages.belief(in: $0) },
      betheLogEvidence: messages.betheLogEvidence, convergence: convergence)
    return (messages, marginals)
  }
}

/// What loopy belief propagation believes, and whether it had settled.
public struct LoopyMarginals: Sendable, Equatable {
  /// Whether the messages stood still at the end.
  public enum Convergence: Sendable, Equatable {
    /// They did after so many iterations.
    case converged(iterations: Int)
    /// They did not; the last iteration changed a message by as much as `residual`.
    case stopped(residual: Double)
  }

  /// The belief in each state of each variable; of a reading, the single value 1.
  public let distributions: [[Double]]

  /// Bethe's approximation of log P(e), natural ([YFW05]); exact on polytrees, elsewhere neither bound.
  public let betheLogEvidence: Double

  /// Whether the messages stood still.
  public let convergence: Convergence
}
