import Inference
import NetworkModel

/// The answer to a case as JSON has it.
public struct AnswerRecord: Encodable, Sendable {
  private var id: QueryCase.Identifier?
  private var logEvidence: Double?
  private var posteriors: [String: [String: Double]]?
  private var mpe: [String: String]?
  private var logProbability: Double?
  private var explanations: [ExplanationRecord]?
  private var joint: JointRecord?
  private var impossible: [String: String]?
  /// The states that were set, beside what can't be true.
  private var after: [String: String]?
  private var approximate: ApproximateRecord?
  private var unanswered: String?

  private enum CodingKeys: String, CodingKey {
    case id, logEvidence, posteriors, mpe, logProbability, explanations, joint, impossible
    case after = "do"
    case approximate, unanswered
  }

  /// How an approximate answer was found, and how far it may be off.
  private struct ApproximateRecord: Encodable {
    let method = ApproximateAnswer.methodNames.sampled
    let isReliable: Bool
    let effectiveSampleSize: Double
    let samples: Int
    let logEvidenceStandardError: Double
    let standardErrors: [String: [String: Double]]
    let hardlyDrawn: [String: [String]]
    let loopy: LoopyRecord
    let largestDisagreement: Double
  }

  /// What loopy belief propagation says of the same.
  private struct LoopyRecord: Encodable {
    let method = ApproximateAnswer.methodNames.loopy
    let converged: Bool
    let betheLogEvidence: Double
    let posteriors: [String: [String: Double]]
  }

  private struct ExplanationRecord: Encodable {
    let mpe: [String: String]
    let logProbability: Double
  }

  private struct JointRecord: Encodable {
    let variables: [String]
    let probabilities: [Row]

    struct Row: Encodable {
      let states: [String]
      let p: Double
    }
  }

  /// The record of the answer to `query`.
  public init(_ answer: QueryAnswer, to query: QueryCase, in network: Network) {
    id = query.id
    switch answer {
    case .posteriors(let found):
      logEvidence = found.logEvidence
      posteriors = Self.byName(query.shownVariables(in: network), in: network) { found[$0] }
    case .explanations(let found):
      let records = found.map {
        ExplanationRecord(
          mpe: Self.names($0.states, in: network), logProbability: $0.logProbability)
      }
      if query.question == .explanation, let best = records.first {
        mpe = best.mpe
        logProbability = best.logProbability
      } else {
        explanations = records
      }
    case .joint(let found):
      logEvidence = found.logEvidence
      joint = Self.joint(found, in: network)
    case .approximate(let found):
      logEvidence = found.sampled.logEvidence
      posteriors = Self.byName(query.shownVariables(in: network), in: network) {
        found.posteriors[$0]
      }
      approximate = Self.approximate(found, of: query.shownVariables(in: network), in: network)
    }
  }

  /// The record of a case with which no sample agreed.
  public init(unanswered sampleCount: Int, of query: QueryCase) {
    id = query.id
    unanswered = "none of \(sampleCount) samples agreed with the evidence"
  }

  /// The record of a case that can't be true, with findings that contradict each other.
  public init(impossible contradiction: Evidence, of query: QueryCase, in network: Network) {
    id = query.id
    impossible = Dictionary(
      uniqueKeysWithValues: contradiction.items.map { index, item in
        (network.variables[index].name, item.text(of: network.variables[index]))
      })
    guard !query.interventions.isEmpty else { return }
    after = Dictionary(
      uniqueKeysWithValues: query.interventions.map { index, state in
        (network.variables[index].name, network.variables[index].states[state])
      })
  }

  /// The record of a case that does not fit the memory.
  public init(unanswered reason: String, of query: QueryCase) {
    id = query.id
    unanswered = reason
  }

  private static func byName(
    _ indices: [Variable.Index], in network: Network, _ numbers: (Variable.Index) -> [Double]
  ) -> [String: [String: Double]] {
    Dictionary(
      uniqueKeysWithValues: indices.map { index in
        let variable = network.variables[index]
        return (
          variable.name, Dictionary(uniqueKeysWithValues: zip(variable.states, numbers(index)))
        )
      })
  }

  private static func approximate(
    _ found: ApproximateAnswer, of indices: [Variable.Index], in network: Network
  ) -> ApproximateRecord {
    var hasConverged = false
    if case .converged = found.loopy.convergence { hasConverged = true }
    return ApproximateRecord(
      isReliable: found.sampled.isReliable,
      effectiveSampleSize: found.sampled.effectiveSampleSize,
      samples: found.sampled.sampleCount,
      logEvidenceStandardError: found.sampled.logEvidenceStandardError,
      standardErrors: byName(indices, in: network) { found.standardErrors[$0] },
      hardlyDrawn: hardlyDrawn(found.sampled, of: indices, in: network),
      loopy: LoopyRecord(
        converged: hasConverged, betheLogEvidence: found.loopy.betheLogEvidence,
        posteriors: byName(indices, in: network) { found.loopy.distributions[$0] }),
      largestDisagreement: found.largestDisagreement)
  }

  private static func hardlyDrawn(
    _ found: SampledPosteriors, of indices: [Variable.Index], in network: Network
  ) -> [String: [String]] {
    let states = indices.map { index in
      let states = network.variables[index].states
      return (
        network.variables[index].name,
        states.indices.filter { found.isHardlyDrawn(index, $0) }.map { states[$0] }
      )
    }
    return Dictionary(uniqueKeysWithValues: states.filter { !$0.1.isEmpty })
  }

  private static func names(_ states: [Int], in network: Network) -> [String: String] {
    Dictionary(
      uniqueKeysWithValues: zip(network.variables, states).filter { !$0.0.isReading }
        .map { ($0.name, $0.states[$1]) })
  }

  private static func joint(_ found: JointPosterior, in network: Network) -> JointRecord {
    let variables = found.variables.map { network.variables[$0] }
    let joints = JointStates(cardinalities: variables.map(\.cardinality))
    return JointRecord(
      variables: variables.map(\.name),
      probabilities: zip(joints, found.probabilities).map { states, probability in
        .init(states: zip(variables, states).map { $0.states[$1] }, p: probability)
      })
  }
}

extension QueryCase.Identifier: Encodable {
  /// Writes the text or the number.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .text(let text): try container.encode(text)
    case .number(let number): try container.encode(number)
    }
  }
}
