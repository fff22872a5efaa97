import LaneKernels

/// The numbers that a propagation works with, and what is done where joint states fall together.
package enum Arithmetic: Sendable, Hashable {
  /// Probabilities are multiplied and added: fast, and short of range where the cells of a table lie far apart.
  case probabilities
  /// The same over logarithms: slow, because every sum costs an exponential, and never short of range.
  case logarithms
  /// Over logarithms, of the joint states that fall together the most probable counts.
  case maxima

  /// What joins with others without changing them.
  var one: Double { self == .probabilities ? 1 : 0 }

  /// What nothing is left of.
  var nothing: Double { self == .probabilities ? 0 : -.infinity }

  var reduction: fishbone_reduction {
    switch self {
    case .probabilities: fishbone_sum
    case .logarithms: fishbone_log_total
    case .maxima: fishbone_largest
    }
  }
}
