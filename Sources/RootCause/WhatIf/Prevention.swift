import NetworkModel

/// What an intervention would have prevented in a unit that was seen.
public struct Prevention: Sendable, Equatable {
  /// What it would have done to one target.
  public struct Effect: Sendable, Equatable {
    /// P(target | e).
    public let posterior: Double
    /// The bounds of P(target, and not the target had X been x | e): a single number where the model settles it.
    public let prevented: ClosedRange<Double>
    /// The bounds of the probability of necessity, P(not the target had X been x | target, X not x, e); nil where the condition is impossible.
    public let necessity: ClosedRange<Double>?
    /// Whether the model settles it, so that the bounds are one number.
    public let isExact: Bool
  }

  /// The states that are set.
  public let interventions: [Variable.Index: Int]
  /// The effect on each target, in their order.
  public let targets: [Effect]
}

/// Bounds of a counterfactual from what is observed and what an intervention does ([TP00]), with findings that come after the cause.
///
/// With z what is known that the intervention does not act on, and f the other findings, P(y, y* prevented, X ≠ x, f | z) is at most P(y, X ≠ x, f | z)
/// and P(y* prevented, X ≠ x | z), and at least what the first leaves over P(y*, X ≠ x | z). P(y*, X ≠ x | z) is
/// P(y | do(x), z) − P(y, X = x | z), because a unit with X = x is what it is.
struct NecessityBounds {
  /// P(y | do(x), z).
  let after: Double
  /// P(y, X = x | z), and P(X = x | z).
  let jointWithSet: (target: Double, all: Double)
  /// P(y, X ≠ x, f | z).
  let observed: Double

  /// The bounds of P(y, y* prevented, X ≠ x, f | z).
  var joint: ClosedRange<Double> {
    let still = max(0, after - jointWithSet.target)
    let gone = max(0, (1 - after) - (jointWithSet.all - jointWithSet.target))
    let high = min(observed, gone)
    return min(high, max(0, observed - still))...high
  }
}
