import NetworkModel

/// How often each cause of a noisy-MAX is expected to have brought about each state by itself, given how often
/// each joint state of the family is expected.
///
/// The state X = max Zᵢ is seen, the causes' own states Zᵢ are not. With R the maximum of the other causes, for z < x
/// P(Zᵢ = z, X = x) = P(Zᵢ = z) P(R = x), and P(Zᵢ = x, X = x) = P(Zᵢ = x) P(R ≤ x): EM with the causes' states as
/// hidden variables of the model of [D93].
struct NoisyMaxExpectation {
  private(set) var strengths: [[Double]]
  private(set) var leak: [Double]

  /// - Complexity: O(cells of the table × parents × states).
  init(_ noisyMax: NoisyMaxCPD, counts: ArraySlice<Double>, parentStates: JointStates) {
    strengths = noisyMax.strengths.map { [Double](repeating: 0, count: $0.count) }
    leak = [Double](repeating: 0, count: noisyMax.cardinality)
    var cell = counts.startIndex
    for states in parentStates {
      let causes = noisyMax.causes(in: states)
      let row = counts[cell..<cell + noisyMax.cardinality]
      cell += noisyMax.cardinality
      guard row.contains(where: { $0 > 0 }) else { continue }
      for (index, cause) in causes.enumerated() {
        let others = causes.indices.filter { $0 != index }.map { causes[$0].distribution }
        let share = Self.share(of: cause.distribution, among: others, counts: Array(row))
        add(share, to: cause.parent, in: states, cardinality: noisyMax.cardinality)
      }
    }
  }

  private mutating func add(
    _ share: [Double], to parent: Int?, in states: [Int], cardinality: Int
  ) {
    guard let parent else {
      for (state, count) in share.enumerated() { leak[state] += count }
      return
    }
    let start = (states[parent] - 1) * cardinality
    for (state, count) in share.enumerated() { strengths[parent][start + state] += count }
  }

  /// The expected counts of one cause's own states, given the counts of the maximum.
  private static func share(
    of cause: ArraySlice<Double>, among others: [ArraySlice<Double>], counts: [Double]
  ) -> [Double] {
    let own = Array(cause)
    let rest = NoisyMaxCPD.maximum(of: others, cardinality: own.count)
    var noLarger = 0.0
    var share = [Double](repeating: 0, count: own.count)
    for (x, count) in counts.enumerated() {
      noLarger += rest[x]
      guard count > 0 else { continue }
      var joint = own.prefix(x).map { $0 * rest[x] }
      joint.append(own[x] * noLarger)
      let total = joint.reduce(0, +)
      guard total > 0 else { continue }
      for (state, weight) in joint.enumerated() { share[state] += count * weight / total }
    }
    return share
  }
}
