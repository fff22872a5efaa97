import Inference
import Learning
import NetworkModel

/// How sure posteriors are, under the uncertainty of the numbers that they come from: by the delta method.
///
/// With η the logarithms of the weights of a row, ∂ log P(h, e)/∂η is the score of the case (h, e), expected counts less θ times the count
/// of the row. So the derivative of the log odds of h is the score given h less the score given not h, each from one propagation; from the
/// rarer side and the whole, so that nothing cancels. A row worth N complete records has the variance 1/(N θ) along each number, and log
/// odds are taken as normal. Nothing is divided by a probability of 0.
struct PosteriorDoubt: Sendable {
  private let rows: ParameterRows
  /// The standard deviation along each number.
  private let deviations: [Double]

  /// What is doubtful of one state.
  struct Answer: Sendable {
    /// The interval that has the posterior with a probability of 90 %.
    let interval: ClosedRange<Double>
    /// The probability that it is the first of its list.
    let probabilityOfRank1: Double
  }

  /// Of a row that rests on nothing, everything is possible: it counts as this share of a record.
  private static let leastRecords = 1e-6

  /// Prepares for `model`; nil when nothing says what its numbers rest on.
  init?(_ model: CausalModel) {
    let rows = model.parameterRows
    guard let basis = model.basis(of: rows) else { return nil }
    var deviations = rows.weights
    for (row, basis) in zip(rows.rows, basis) {
      let records = max(basis.effectiveRecords, Self.leastRecords)
      for cell in row.cells where rows.weights[cell] > 0 {
        deviations[cell] = 1 / (records * rows.weights[cell]).squareRoot()
      }
    }
    self.rows = rows
    self.deviations = deviations
  }

  /// Returns what is doubtful of each of `states`, whose posteriors given `evidence` are `posteriors`.
  ///
  /// - Complexity: One propagation for each state that is neither certain nor impossible, and one more.
  func answers(
    of states: [(variable: Variable.Index, state: Int)], _ posteriors: Posteriors,
    given evidence: Evidence, in compiled: CompiledNetwork
  ) -> [Answer] {
    let odds = states.map { LogOdds(of: $0.state, in: posteriors[$0.variable]) }
    let open = states.indices.filter { odds[$0].isOpen }
    let cases =
      [evidence]
      + open.map { place in
        evidence.narrowed(
          states[place].variable, to: states[place].state, isKept: odds[place].isRare)
      }
    let scores = compiled.families(given: cases) { place, family in
      zip(rows.score(of: cases[place], family), deviations).map(*)
    }
    var slopes = [[Double]](repeating: [], count: states.count)
    if let whole = scores.first.flatMap(\.self) {
      for (place, score) in zip(open, scores.dropFirst()) {
        guard let score else { continue }
        let scale = odds[place].slopeScale
        slopes[place] = zip(score, whole).map { ($0 - $1) * scale }
      }
    }
    let first = LeaderOdds(odds.map(\.value), slopes).probabilities
    return states.indices.map { place in
      Answer(
        interval: odds[place].interval(deviation: LeaderOdds.deviation(slopes[place])),
        probabilityOfRank1: first[place])
    }
  }
}

/// The log odds of a state against all others of its variable.
private struct LogOdds {
  let probability: Double
  private let others: Double

  init(of state: Int, in distribution: [Double]) {
    probability = distribution[state]
    others = distribution.indices.reduce(0) { $1 == state ? $0 : $0 + distribution[$1] }
  }

  /// Whether the state is neither certain nor impossible.
  var isOpen: Bool { probability > 0 && others > 0 }

  /// Whether the state is rarer than all others together.
  var isRare: Bool { probability <= others }

  /// The log odds; of a certain or impossible state beyond those of all others.
  var value: Double {
    guard isOpen else { return probability > 0 ? Self.bound : -Self.bound }
    return logarithm(probability) - logarithm(others)
  }

  private static let bound = 1500.0

  /// What the score of the rarer side, less that of the whole, is multiplied by.
  var slopeScale: Double {
    isRare ? (probability + others) / others : -(probability + others) / probability
  }

  /// The probabilities that lie 1.645 standard deviations from here: nine in ten of a normal distribution are between.
  func interval(deviation: Double) -> ClosedRange<Double> {
    guard isOpen else { return probability...probability }
    let reach = 1.6448536269514722 * deviation
    let (low, high) = (Self.probability(value - reach), Self.probability(value + reach))
    return min(low, probability)...max(high, probability)
  }

  private static func probability(_ logOdds: Double) -> Double {
    logOdds > 0
      ? 1 / (1 + exponential(-logOdds)) : exponential(logOdds) / (1 + exponential(logOdds))
  }
}

extension Evidence {
  /// The evidence together with: the variable is in `state`, or is not.
  fileprivate func narrowed(
    _ variable: Variable.Index, to state: Int, isKept: Bool
  ) -> Evidence {
    var evidence = self
    if isKept {
      evidence[variable] = .state(state)
      return evidence
    }
    switch self[variable] {
    case .likelihood(var weights):
      weights[state] = 0
      evidence[variable] = .likelihood(weights)
    case .excluded(let states): evidence[variable] = .excluded(Set(states + [state]).sorted())
    default: evidence[variable] = .excluded([state])
    }
    return evidence
  }
}
