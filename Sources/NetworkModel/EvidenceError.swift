/// What is wrong with evidence.
public struct EvidenceError: Error, Equatable, Sendable {
  /// One thing that is wrong.
  public enum Problem: Equatable, Sendable {
    /// The network has no such variable.
    case unknownVariable(String, known: [String])
    /// The variable has no such state.
    case unknownState(variable: String, state: String, known: [String])
    /// The variable is a reading and this is not a number.
    case notANumber(variable: String, text: String)
    /// Readings move with this number, and this is none.
    case regressorNotANumber(name: String, text: String)
    /// The weights are not one for each state, finite, not negative and not all 0.
    case badLikelihood(variable: String, weights: [Double], states: [String])
    /// The variable is a reading and has no states to exclude.
    case excludedReading(variable: String)
    /// Every state of the variable is excluded.
    case nothingLeft(variable: String, states: [String])
    /// The variable is a reading that moves with these numbers, and they are not given.
    case missingRegressors(variable: String, names: [String])
    /// Two different things are said about the variable.
    case givenTwice(variable: String)
  }

  /// Everything that is wrong; not empty.
  public let problems: [Problem]

  /// Creates an error of several problems.
  public init(problems: [Problem]) { self.problems = problems }

  /// Creates an error of one problem.
  public init(_ problem: Problem) { problems = [problem] }

  static func index(of name: String, in network: Network) throws(EvidenceError) -> Variable.Index {
    guard let index = network.index(of: name) else {
      throw EvidenceError(
        .unknownVariable(name, known: network.variables.map(\.name) + network.regressors.sorted()))
    }
    return index
  }
}

extension EvidenceError: CustomStringConvertible {
  /// The problems, a line each.
  public var description: String { problems.map(\.description).joined(separator: "\n") }
}

extension EvidenceError.Problem: CustomStringConvertible {
  /// What is wrong, in words.
  public var description: String {
    switch self {
    case .unknownVariable(let name, let known):
      "there is no variable '\(name)'\(Spelling.suggestion(for: name, among: known))"
    case .unknownState(let variable, let state, let known):
      "'\(variable)' has no state '\(state)'\(Spelling.suggestion(for: state, among: known))"
        + "; its states are \(known.joined(separator: ", "))"
    case .notANumber(let variable, let text):
      "'\(variable)' is a reading, and '\(text)' is not a number"
    case .badLikelihood(let variable, _, let states) where states.isEmpty:
      "'\(variable)' is a reading and takes a number, not a likelihood"
    case .badLikelihood(let variable, let weights, let states):
      "the likelihood of '\(variable)' \(Self.fault(of: weights, states)); it takes a weight for each of its states"
        + " (\(states.joined(separator: ", "))), none negative and not all 0"
    case .excludedReading(let variable):
      "'\(variable)' is a reading and has no states to exclude; it takes a number"
    case .nothingLeft(let variable, let states):
      "every state of '\(variable)' (\(states.joined(separator: ", "))) is excluded; leave one"
    case .regressorNotANumber(let name, let text):
      "'\(name)' is a number that readings move with, and '\(text)' is none"
    case .missingRegressors(let variable, let names):
      "'\(variable)' moves with \(names.joined(separator: ", ")); give "
        + names.map { "\($0)=" }.joined(separator: " ") + " as well"
    case .givenTwice(let variable):
      "two different things are said about '\(variable)'; say one"
    }
  }

  /// What is wrong with the weights of a likelihood, the first thing that is.
  private static func fault(of weights: [Double], _ states: [String]) -> String {
    if weights.count != states.count {
      let count = weights.count == 1 ? "1 weight" : "\(weights.count) weights"
      return "has \(count) and not \(states.count)"
    }
    for (weight, state) in zip(weights, states) where !(weight >= 0 && weight.isFinite) {
      return "has \(weight) for \(state)"
    }
    return "has no weight above 0"
  }
}
