import NetworkModel

/// How a climb of EM is made shorter.
public enum Acceleration: String, Sendable, CaseIterable {
  /// Not at all: every step is one of EM.
  case none
  /// Two steps of EM are followed by a leap in the direction in which they bend (SQUAREM, [VR08]).
  case squarem
}

/// The leaps of SQUAREM ([VR08], scheme S3): with *r* the first of two steps of EM and *v* the second less the first, to
/// *x* + 2*s r* + *s*² *v*, where *s* = ‖*r*‖ / ‖*v*‖.
///
/// A leap is a proposal: whether the log-posterior rises there is for the climb to see. The longest leap grows as long as leaps are taken,
/// and shrinks when one is not.
struct Extrapolation {
  private var longest = 4.0
  private var isLongest = false
  private static let growth = 4.0

  /// Returns where to leap from `start` after a step to `first` and one to `second`; nil where a leap is no more than these.
  mutating func leap(from start: Network, _ first: Network, _ second: Network) -> Network? {
    let x = CPDCoordinates.coordinates(of: start.cpds)
    let r = zip(CPDCoordinates.coordinates(of: first.cpds), x).map { $0 - $1 }
    let v = zip(CPDCoordinates.coordinates(of: second.cpds), zip(x, r)).map { $0 - $1.0 - 2 * $1.1 }
    let (squaredR, squaredV) = (Self.squaredNorm(r), Self.squaredNorm(v))
    guard squaredV > 0, squaredR > squaredV else { return nil }
    var length = (squaredR / squaredV).squareRoot()
    isLongest = length >= longest
    length = min(length, longest)
    let point = x.indices.map { x[$0] + 2 * length * r[$0] + length * length * v[$0] }
    return start.replacing(CPDCoordinates.cpds(at: point, like: second.cpds))
  }

  /// Notes whether the last leap was taken.
  mutating func note(isTaken: Bool) {
    if !isTaken { longest = max(longest / Self.growth, Self.growth) }
    if isTaken, isLongest { longest *= Self.growth }
  }

  private static func squaredNorm(_ vector: [Double]) -> Double {
    vector.reduce(0) { $0 + $1 * $1 }
  }
}
