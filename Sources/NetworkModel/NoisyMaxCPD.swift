/// Independent causes, the worst of which shows: X is the maximum over its parents of what each alone would
/// bring about, and of a leak ([D93]; with two states the noisy-OR of [P88], chapter 4).
///
/// A parent in its first state brings about nothing.
public struct NoisyMaxCPD: Sendable, Equatable {
  /// The number of states of the variable.
  public let cardinality: Int

  /// For each parent the distributions of X that its states other than the first bring about alone, row by row.
  public var strengths: [[Double]]

  /// The distribution of X when no parent brings about anything.
  public var leak: [Double]

  /// Creates the distribution.
  public init(cardinality: Int, strengths: [[Double]], leak: [Double]) {
    self.cardinality = cardinality
    self.strengths = strengths
    self.leak = leak
  }

  /// The number of states of each parent.
  public var parentCardinalities: [Int] { strengths.map { $0.count / cardinality + 1 } }

  /// The distribution of X that parent `parent` alone brings about in state `state`; nil for its first state.
  public func strength(of parent: Int, in state: Int) -> ArraySlice<Double>? {
    state == 0 ? nil : strengths[parent][(state - 1) * cardinality..<state * cardinality]
  }

  /// The distributions at work when the parents are in `states`: the leak's, then those of the parents that are
  /// not in their first state, each with its parent.
  public func causes(in states: [Int]) -> [(parent: Int?, distribution: ArraySlice<Double>)] {
    var causes: [(parent: Int?, distribution: ArraySlice<Double>)] = [(nil, leak[...])]
    for (parent, state) in states.enumerated() {
      if let distribution = strength(of: parent, in: state) {
        causes.append((parent, distribution))
      }
    }
    return causes
  }

  /// The distribution as a table.
  ///
  /// - Complexity: O(cells of the table × parents).
  public var table: TabularCPD {
    var values: [Double] = []
    let shape = JointStates(cardinalities: parentCardinalities)
    values.reserveCapacity(shape.count * cardinality)
    for states in shape {
      values += Self.maximum(of: causes(in: states).map(\.distribution), cardinality: cardinality)
    }
    return TabularCPD(cardinality: cardinality, values: values)
  }

  /// Returns the distribution of the maximum of independent states; of none, the first state is certain.
  ///
  /// The maximum of two is x when one is x and the other is no larger. Nothing is subtracted, so that rare states keep
  /// their digits and impossible ones stay at exactly 0.
  package static func maximum(
    of distributions: some Sequence<ArraySlice<Double>>, cardinality: Int
  ) -> [Double] {
    var result = [Double](repeating: 0, count: cardinality)
    result[0] = 1
    for distribution in distributions {
      var (below, belowOther) = (0.0, 0.0)
      for (state, probability) in distribution.enumerated() {
        let own = result[state]
        result[state] = own * (belowOther + probability) + below * probability
        below += own
        belowOther += probability
      }
    }
    return result
  }
}
