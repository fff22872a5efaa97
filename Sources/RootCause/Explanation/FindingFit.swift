import Inference
import NetworkModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Whether a finding is what the cause and the other findings let expect.
public struct FindingFit: Sendable, Equatable {
  /// What would be expected instead.
  public enum Expectation: Sendable, Equatable {
    /// The most probable state, with its probability.
    case state(String, Double)
    /// Of a reading the mean and the standard deviation.
    case value(mean: Double, standardDeviation: Double)
  }

  /// P(finding | cause, the other findings); of a likelihood its mean weight over its largest; of a reading the probability to lie as far
  /// out in its tail, on either side.
  public let probability: Double
  /// What would be expected.
  public let expected: Expectation
  /// Whether the finding fits: a finding does not whose probability is below a twentieth of that of the most probable state, nor a
  /// reading with a probability below a twentieth.
  public let isFitting: Bool

  /// Below this share of what is most probable a finding doesn't fit.
  public static let threshold = 0.05
}

extension FindingFit {
  /// Judges what was found of a variable that has states, whose distribution without the finding is `distribution`.
  init(of item: Evidence.Item, _ variable: Variable, expecting distribution: [Double]) {
    let best = distribution.indices.max { a, b in
      (distribution[a], b) < (distribution[b], a)
    }
    let likely = best ?? 0
    probability = Self.probability(of: item, in: distribution)
    expected = .state(variable.states[likely], distribution[likely])
    isFitting = probability >= Self.threshold * distribution[likely]
  }

  private static func probability(of item: Evidence.Item, in distribution: [Double]) -> Double {
    switch item {
    case .state(let state): return distribution[state]
    case .excluded(let states):
      return distribution.indices.reduce(0) { states.contains($1) ? $0 : $0 + distribution[$1] }
    case .likelihood(let weights):
      let largest = weights.max() ?? 1
      return zip(weights, distribution).reduce(0) { $0 + $1.0 / largest * $1.1 }
    case .value: return 1
    }
  }

  /// Judges a reading whose parents' joint states have the probabilities `rows`.
  init(of value: Double, _ gaussian: GaussianCPD, at regressors: [Double], rows: [Double]) {
    let means = gaussian.means.indices.map { gaussian.mean(row: $0, at: regressors) }
    var (mean, below, above) = (0.0, 0.0, 0.0)
    for (row, weight) in rows.enumerated() where weight > 0 {
      let distance = (value - means[row]) / gaussian.standardDeviations[row]
      mean += weight * means[row]
      below += weight * 0.5 * erfc(-distance / 2.0.squareRoot())
      above += weight * 0.5 * erfc(distance / 2.0.squareRoot())
    }
    let variance = rows.enumerated().reduce(0.0) { sum, pair in
      let (row, weight) = pair
      let (deviation, shift) = (gaussian.standardDeviations[row], means[row] - mean)
      return weight > 0 ? sum + weight * (deviation * deviation + shift * shift) : sum
    }
    probability = min(1, 2 * min(below, above))
    expected = .value(
      mean: mean,
      standardDeviation: variance.isFinite ? variance.squareRoot() : .greatestFiniteMagnitude)
    isFitting = probability >= Self.threshold
  }
}

extension Diagnostician {
  /// Returns how each finding fits what the cause and the others let expect; nil where these can't be together.
  func fits(of evidence: Evidence, _ cause: (variable: Variable.Index, state: Int)) -> [FindingFit?]
  {
    let variables = evidence.variables
    var fits = [FindingFit?](repeating: nil, count: variables.count)
    func judge(
      where isIncluded: (Variable) -> Bool,
      _ judged: ([Evidence], [Variable.Index]) -> [FindingFit?]
    ) {
      let places = variables.indices.filter { place in
        isIncluded(model.network.variables[variables[place]])
      }
      let cases = places.map { place in
        evidence.without(variables[place]).fixing(cause.variable, to: cause.state)
      }
      let possible = places.indices.filter { cases[$0] != nil }
      let found = judged(
        possible.compactMap { cases[$0] }, possible.map { variables[places[$0]] })
      for (place, fit) in zip(possible, found) { fits[places[place]] = fit }
    }
    judge(where: { !$0.isReading }) { cases, variables in
      compiled.variations(cases) { place, posteriors in
        let variable = variables[place]
        guard let item = evidence[variable] else { return nil }
        return FindingFit(
          of: item, model.network.variables[variable], expecting: posteriors[variable])
      }
      .map { $0 ?? nil }
    }
    judge(where: { $0.isReading }) { cases, variables in
      compiled.families(given: cases) { place, family in
        let variable = variables[place]
        guard case .gaussian(let gaussian) = model.network.cpds[variable],
          case .value(let value, let regressors) = evidence[variable]
        else { return nil }
        return FindingFit(of: value, gaussian, at: regressors, rows: family(variable))
      }
      .map { $0 ?? nil }
    }
    return fits
  }
}
