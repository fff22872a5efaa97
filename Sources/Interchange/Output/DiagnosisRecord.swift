import NetworkModel
import RootCause

/// A diagnosis as JSON has it.
public struct DiagnosisRecord: Encodable, Sendable {
  /// The number of the record, from 1, when it came from a file.
  public var row: Int?
  /// The unit, where the records name it.
  public var unit: String?
  private var nextTests: [NextTestRecord]?
  private var causes: [CauseRecord]?
  private var defects: [CauseRecord]?
  private var logEvidence: Double?
  private var impossible: [String: String]?
  private var conflict: Double?
  private var causeCount: JointCausesRecord.Count?
  private var explanations: [JointCausesRecord.Explanation]?
  private var explanationsExact: Bool?
  private var boundOfOthers: Double?

  /// The record of `diagnosis`, each list cut after `top` rows.
  public init(_ diagnosis: Diagnosis, top: Int? = nil) {
    causes = diagnosis.causes.prefix(top ?? .max).map(CauseRecord.init)
    defects = diagnosis.defects.prefix(top ?? .max).map(CauseRecord.init)
    logEvidence = diagnosis.logEvidence
  }

  /// Adds how far the findings fail to hang together, and the candidates judged together where there are any.
  public mutating func add(_ conflict: Conflict, _ joint: JointCauses?) {
    self.conflict = conflict.total
    guard let record = joint.map(JointCausesRecord.init) else { return }
    causeCount = record.causeCount
    explanations = record.explanations
    explanationsExact = record.explanationsExact
    boundOfOthers = record.boundOfOthers
  }

  /// Adds what tests would tell.
  public mutating func add(_ tests: some Sequence<NextTest>) {
    nextTests = tests.map(NextTestRecord.init)
  }

  /// The record of evidence that can't be true, with findings that contradict each other.
  public init(impossible contradiction: Evidence, in model: CausalModel) {
    impossible = Dictionary(
      uniqueKeysWithValues: contradiction.items.map { index, item in
        let variable = model.network.variables[index]
        return (variable.name, item.text(of: variable))
      })
  }
}

/// A ranked cause as JSON has it.
struct CauseRecord: Encodable {
  let cause: RankedCause

  private enum Key: String, CodingKey {
    case variable, state, kind, posterior, prior, bayesFactor, interval, probabilityOfRank1
  }

  init(_ cause: RankedCause) { self.cause = cause }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(cause.variable, forKey: .variable)
    try container.encode(cause.state, forKey: .state)
    try container.encode(cause.kind, forKey: .kind)
    try container.encode(cause.posterior, forKey: .posterior)
    try container.encode(cause.prior, forKey: .prior)
    // An explicit null where there are no bounds, so that the member is always there.
    try container.encode(cause.bayesFactor, forKey: .bayesFactor)
    try container.encode(
      cause.interval.map { [$0.lowerBound, $0.upperBound] }, forKey: .interval)
    try container.encode(cause.probabilityOfRank1, forKey: .probabilityOfRank1)
  }
}
