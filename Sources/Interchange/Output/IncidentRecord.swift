import RootCause

/// An incident as JSON has it.
public struct IncidentRecord: Encodable, Sendable {
  private let instances: [InstanceRecord]
  private let units: [UnitRecord]
  private let excursions: [ExcursionRecord]
  private let containment: ContainmentRecord
  private let commonality: [CommonalityRecord]
  private let disagreements: [DisagreementRecord]
  private let logEvidence: Double
  private let exact: Bool
  private let exactForUnits: Bool
  private let unitsApart: Double
  private let decided: Int?
  private let rounds: Int?
  private let settled: Bool?

  /// The record of `incident`.
  ///
  /// - Parameters:
  ///   - containment: The units to hold back.
  ///   - check: What failing units have in common.
  ///   - top: The most instances, and rows of commonality; nil for all.
  public init(
    _ incident: Incident, _ containment: Containment, _ check: CommonalityCheck, top: Int? = nil
  ) {
    instances = incident.instances.prefix(top ?? .max).map(InstanceRecord.init)
    units = incident.unitNames.indices.map { UnitRecord(incident, row: $0) }
    excursions = incident.excursions.map { ExcursionRecord($0, incident) }
    self.containment = ContainmentRecord(containment, incident)
    commonality = zip(check.commonality.rows, check.posteriors).prefix(top ?? .max).map {
      CommonalityRecord($0, posterior: $1)
    }
    disagreements = check.disagreements.prefix(top ?? .max).map(DisagreementRecord.init)
    logEvidence = incident.logEvidence
    exact = incident.isExact
    unitsApart = incident.unitsApart
    exactForUnits = exact && incident.isExactForUnits
    switch incident.method {
    case .exact: (decided, rounds, settled) = (nil, nil, nil)
    case .conditioned(let count, _): (decided, rounds, settled) = (count, nil, nil)
    case .approximate(let count, let isSettled):
      (decided, rounds, settled) = (nil, count, isSettled)
    }
  }
}

private struct InstanceRecord: Encodable {
  let instance: Incident.Instance

  private enum Key: String, CodingKey {
    case variable, key, keyColumn, state, kind, posterior, prior, bayesFactor, interval, units,
      failing
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(instance.variable, forKey: .variable)
    try container.encode(instance.key, forKey: .key)
    try container.encode(instance.keyColumn, forKey: .keyColumn)
    try container.encode(instance.state, forKey: .state)
    try container.encode(instance.kind, forKey: .kind)
    try container.encode(instance.posterior, forKey: .posterior)
    try container.encode(instance.prior, forKey: .prior)
    // An explicit null where there are no bounds, so that the member is always there.
    try container.encode(instance.bayesFactor, forKey: .bayesFactor)
    try container.encode(
      instance.interval.map { [$0.lowerBound, $0.upperBound] }, forKey: .interval)
    try container.encode(instance.units, forKey: .units)
    try container.encode(instance.failing, forKey: .failing)
  }
}

private struct UnitRecord: Encodable {
  let unit: String
  let failed: Bool
  let carrying: Double
  let defects: [String: [String: Double]]
  let causes: [String: [String: Double]]

  init(_ incident: Incident, row: Int) {
    unit = incident.unitNames[row]
    failed = incident.hasFailed[row]
    carrying = incident.carrying[row]
    var (defects, causes): ([String: [String: Double]], [String: [String: Double]]) = ([:], [:])
    for (place, state) in incident.states.enumerated() {
      let variable = incident.model.graph.variables[state.variable]
      let name = variable.variable.states[state.state]
      if variable.kind == .defect {
        defects[variable.name, default: [:]][name] = incident.posteriors[row][place]
      } else {
        causes[variable.name, default: [:]][name] = incident.posteriors[row][place]
      }
    }
    self.defects = defects
    self.causes = causes
  }
}

private struct ExcursionRecord: Encodable {
  let variable, state, keyColumn, start, end: String
  let startProbability, endProbability, probability: Double
  let units: [String]

  init(_ excursion: Excursion, _ incident: Incident) {
    variable = excursion.variable
    state = excursion.state
    keyColumn = excursion.keyColumn
    start = excursion.start
    end = excursion.end
    startProbability = excursion.startProbability
    endProbability = excursion.endProbability
    probability = excursion.probability
    units = excursion.rows.map { incident.unitNames[$0] }
  }
}

private struct ContainmentRecord: Encodable {
  let units: [String]
  let expectedDefective, expectedSound, expectedMissed: Double

  init(_ containment: Containment, _ incident: Incident) {
    units = containment.rows.map { incident.unitNames[$0] }
    expectedDefective = containment.expectedDefective
    expectedSound = containment.expectedSound
    expectedMissed = containment.expectedMissed
  }
}

private struct CommonalityRecord: Encodable {
  let key, value: String
  let failing, passing, failingElsewhere, passingElsewhere: Int
  let pValue, adjustedPValue, posterior: Double

  init(_ row: Commonality.Row, posterior: Double) {
    (key, value) = (row.key, row.value)
    (failing, passing) = (row.counts.failingWith, row.counts.passingWith)
    (failingElsewhere, passingElsewhere) = (row.counts.failingWithout, row.counts.passingWithout)
    (pValue, adjustedPValue) = (row.pValue, row.adjustedPValue)
    self.posterior = posterior
  }
}

private struct DisagreementRecord: Encodable {
  let key, value, reason: String
  let with: [String]?

  init(_ disagreement: CommonalityCheck.Disagreement) {
    (key, value) = (disagreement.row.key, disagreement.row.value)
    switch disagreement.reason {
    case .tooFewUnits: (reason, with) = ("tooFewUnits", nil)
    case .confounded(let key, let value, _): (reason, with) = ("confounded", [key, value])
    case .tellingFindings: (reason, with) = ("tellingFindings", nil)
    case .otherCauses: (reason, with) = ("otherCauses", nil)
    }
  }
}
