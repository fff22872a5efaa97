import NetworkModel

/// Several importance functions drawn from by turns: one that trusts loopy belief propagation in full, one that takes the square root
/// of what it says, and one that does not ask it.
///
/// Where evidence goes around loops, the propagation can be sure of what is not so, and its own samples would never meet what
/// contradicts it. The others do; each sample is weighed by the mixture of all that could have drawn it (the balance heuristic of
/// [VG95], deterministic mixture in [O13], section 9.11), so a weight is at most 1 over its share of the weight in any of them.
enum ProposalMixture {
  /// The power to which each takes the propagation's word.
  static let powers = [1, 0.5, 0]

  /// How often each is drawn from.
  private static let (full, root, none) = (0.6, 0.2, 0.2)

  /// The number of importance functions.
  static let count = 3

  /// Returns the one that a `draw` from [0, 1) chooses.
  @inline(__always)
  static func choice(_ draw: Double) -> Int { draw < full ? 0 : draw < full + root ? 1 : 2 }

  /// Returns the logarithm of a sample's weight, given that over each of the importance functions alone.
  @inline(__always)
  static func logWeight(_ ratios: UnsafePointer<Double>) -> Double {
    let least = min(ratios[0], ratios[1], ratios[2])
    // Alike because nothing was known of the evidence below, or nothing is possible.
    if least == max(ratios[0], ratios[1], ratios[2]) || least == -.infinity { return least }
    let sum =
      full * exponential(least - ratios[0]) + root * exponential(least - ratios[1])
      + none * exponential(least - ratios[2])
    return least - logarithm(sum)
  }
}
