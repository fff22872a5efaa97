import NetworkModel

/// A question that is put to a network: what is known, what is set from outside, and what is asked.
public struct QueryCase: Sendable, Equatable {
  /// What the asker calls the case.
  public enum Identifier: Sendable, Hashable {
    /// A text.
    case text(String)
    /// A whole number.
    case number(Int)
  }

  /// What is asked.
  public enum Question: Sendable, Equatable {
    /// The posterior of each of these variables; of every variable with states where there is no list.
    case posteriors(of: [Variable.Index]?)
    /// The most probable joint state of all variables.
    case explanation
    /// So many joint states of all variables, the most probable first.
    case explanations(Int)
    /// The joint posterior of these variables.
    case joint([Variable.Index])
  }

  /// The most explanations that a case may ask for.
  public static let mostExplanations = 1000

  /// What the asker calls the case; echoed in the answer.
  public var id: Identifier?
  /// What is known.
  public var evidence: Evidence
  /// The states in which variables are set from outside, do(X = s). Evidence about them has to agree, or is impossible.
  public var interventions: [Variable.Index: Int]
  /// What is asked.
  public var question: Question

  /// Creates a case; by default it asks for all posteriors.
  public init(
    id: Identifier? = nil, evidence: Evidence = Evidence(),
    interventions: [Variable.Index: Int] = [:], question: Question = .posteriors(of: nil)
  ) {
    self.id = id
    self.evidence = evidence
    self.interventions = interventions
    self.question = question
  }
}

/// The answer to a case. Probabilities are those of the network in which the interventions have been made.
public enum QueryAnswer: Sendable, Equatable {
  /// The posteriors of all variables.
  case posteriors(Posteriors)
  /// The most probable joint states, the best first; fewer than asked for when fewer are possible.
  case explanations([MostProbableExplanation])
  /// A joint posterior.
  case joint(JointPosterior)
  /// Estimates of the posteriors of all variables, with their errors.
  case approximate(ApproximateAnswer)
}

extension QueryCase {
  /// The variables whose posteriors the answer to a case has: those asked for, or all that have states.
  public func shownVariables(in network: Network) -> [Variable.Index] {
    if case .posteriors(let indices?) = question { return indices }
    return network.variables.indices.filter { !network.variables[$0].isReading }
  }
}
