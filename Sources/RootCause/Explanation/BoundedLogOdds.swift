import Inference
import NetworkModel

/// Log odds of a state against all others of its variable, which are finite always: a state that is impossible or certain, or so nearly
/// that a double can't tell, stands at a bound beyond all others.
///
/// *Edge cases*: probabilities are at least 5e-324 or 0, so log odds that are not at the bound lie within ±745; no value that is not at
/// the bound is changed.
enum BoundedLogOdds {
  /// Where impossible (negative) and certain states stand.
  static let bound = 1000.0

  /// The log odds of `state` of `variable`. The others are summed, because 1 − p loses the digits of a p near to 1.
  static func value(
    of variable: Variable.Index, _ state: Int, in posteriors: Posteriors
  ) -> Double {
    value(of: state, in: posteriors[variable])
  }

  /// The log odds of `state` in `distribution`.
  static func value(of state: Int, in distribution: [Double]) -> Double {
    let others = distribution.indices.reduce(0.0) { $1 == state ? $0 : $0 + distribution[$1] }
    guard distribution[state] > 0 else { return -bound }
    guard others > 0 else { return bound }
    return logarithm(distribution[state]) - logarithm(others)
  }

  /// Whether log odds stand at the bound.
  static func isSettled(_ logOdds: Double) -> Bool { abs(logOdds) >= bound }
}
