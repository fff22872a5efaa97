import Inference
import NetworkModel

/// Ranks candidates of a model: the model compiled once, with its priors at hand.
public struct Diagnostician: Sendable {
  /// The model that is asked.
  public let model: CausalModel

  let compiled: CompiledNetwork
  /// P(X) of every variable, without evidence.
  public let priors: [[Double]]
  private let doubt: PosteriorDoubt?

  /// Compiles `model`.
  ///
  /// - Throws: `InferenceError.treeTooLarge` when its tables would not fit the memory.
  public init(
    _ model: CausalModel, memoryLimit: Int = TreeSize.defaultMemoryLimit
  ) throws(InferenceError) {
    self.model = model
    doubt = PosteriorDoubt(model)
    // Doubt is read off whole families.
    compiled =
      doubt == nil
      ? try CompiledNetwork(model.network, memoryLimit: memoryLimit)
      : CompiledNetwork(
        model.network, tree: try JunctionTree(model.network, memoryLimit: memoryLimit),
        memoryLimit: memoryLimit)
    priors = try compiled.posteriors().distributions
  }

  /// Whether anything says what the numbers of the model rest on, so that posteriors have intervals.
  public var knowsDoubt: Bool { doubt != nil }

  /// Returns the diagnosis of one unit, with intervals where the model says what its numbers rest on.
  ///
  /// - Throws: `InferenceError.impossibleEvidence` with the findings that contradict each other.
  public func diagnose(_ evidence: Evidence) throws(InferenceError) -> Diagnosis {
    diagnosis(of: evidence, try compiled.posteriors(given: evidence), doubt)
  }

  /// Returns the diagnosis of each of many units, in their order; one that is impossible fails alone.
  ///
  /// - Parameter hasIntervals: Whether intervals are given where the model says what its numbers rest on: a propagation for each
  ///   candidate and defect mode of each unit.
  public func diagnose(
    _ cases: [Evidence], hasIntervals: Bool = false
  ) -> [Result<Diagnosis, InferenceError>] {
    zip(cases, compiled.posteriors(given: cases)).map { evidence, answer in
      answer.map { diagnosis(of: evidence, $0, hasIntervals ? doubt : nil) }
    }
  }

  private func diagnosis(
    of evidence: Evidence, _ posteriors: Posteriors, _ doubt: PosteriorDoubt?
  ) -> Diagnosis {
    func list(where isIncluded: (Kind) -> Bool) -> [RankedCause] {
      let states = model.graph.offNominalStates(where: isIncluded)
      let doubts = doubt?.answers(of: states, posteriors, given: evidence, in: compiled)
      return ranked(states, posteriors, doubts)
    }
    return Diagnosis(
      causes: list { $0.isCandidate }, defects: list { $0 == .defect },
      logEvidence: posteriors.logEvidence, evidence: evidence,
      posteriors: posteriors.distributions)
  }

  /// Posteriors that differ by a smaller share than this are the same: what is left of them is rounding.
  static let tieTolerance = 1e-9

  /// Ranks by posterior, ties in the order of the graph.
  private func ranked(
    _ states: [(variable: Variable.Index, state: Int)], _ posteriors: Posteriors,
    _ doubts: [PosteriorDoubt.Answer]?
  ) -> [RankedCause] {
    let values = states.map { posteriors[$0.variable][$0.state] }
    let order = states.indices.sorted { (values[$1], $0) < (values[$0], $1) }
    var ranked: [RankedCause] = []
    var tied: [Int] = []
    func add() {
      let rank = ranked.count + 1
      ranked += tied.sorted().map { cause(states[$0], rank: rank, posteriors, doubts?[$0]) }
      tied = []
    }
    for index in order {
      if let first = tied.first, values[first] - values[index] > Self.tieTolerance * values[first] {
        add()
      }
      tied.append(index)
    }
    add()
    return ranked
  }

  private func cause(
    _ state: (variable: Variable.Index, state: Int), rank: Int, _ posteriors: Posteriors,
    _ doubt: PosteriorDoubt.Answer?
  ) -> RankedCause {
    let (index, state) = state
    let variable = model.graph.variables[index]
    let posteriorOdds = Self.odds(of: state, in: posteriors[index])
    let priorOdds = Self.odds(of: state, in: priors[index])
    let factor = posteriorOdds / priorOdds
    return RankedCause(
      variable: variable.name, state: variable.variable.states[state], kind: variable.kind,
      rank: rank, posterior: posteriors[index][state], prior: priors[index][state],
      bayesFactor: factor.isFinite ? factor : nil, interval: doubt?.interval,
      probabilityOfRank1: doubt?.probabilityOfRank1)
  }

  /// The odds against all other states together, from their own sum, because 1 − p loses the digits of a p near to 1.
  static func odds(of state: Int, in distribution: [Double]) -> Double {
    let others = distribution.indices.reduce(0.0) { $1 == state ? $0 : $0 + distribution[$1] }
    return distribution[state] / others
  }
}
