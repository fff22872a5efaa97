import NetworkModel
import RootCause

/// What a model says of itself, as JSON has it.
public struct ModelSummaryRecord: Encodable, Sendable {
  private let title: String?
  private let units: Double?
  private let missingShare: Double?
  private let prior: String?
  private let convergence: String?
  private let variables: [VariableRecord]
  private let tests: [TestRecord]
  private let tradeOffs: [TradeOffRecord]?

  private struct VariableRecord: Encodable {
    let name: String
    let kind: Kind
    let form: CausalVariable.Form
    let states: [String]?
    let regressors: [String]?
    let parents: [String]
    let rows: [RowRecord]
  }

  private struct RowRecord: Encodable {
    let when: [String: String]
    let leak: Bool?
    let values: [Double]
    let intervals: [[Double]]?
    let records: Double?
    let prior: Double?
    let share: Double?
  }

  private struct TestRecord: Encodable {
    let variable: String
    let falseFail: RateRecord?
    let falsePass: RateRecord?
  }

  private struct RateRecord: Encodable {
    let rate: Double
    let interval: [Double]?
    let records: Double?
    let effectiveRecords: Double?

    init(_ rate: Rate) {
      self.rate = rate.value
      interval = rate.interval.map { [$0.lowerBound, $0.upperBound] }
      records = rate.records
      effectiveRecords = rate.effectiveRecords
    }
  }

  private struct TradeOffRecord: Encodable {
    let rows: [PlaceRecord]
    let dimensions: Int
    let share: Double
    let candidates: [String]
  }

  private struct PlaceRecord: Encodable {
    let variable: String
    let when: [String: String]
    let leak: Bool?
  }

  /// The record of `summary`.
  public init(_ summary: ModelSummary) {
    let learning = summary.model.provenance.learning
    title = summary.model.graph.title
    units = learning?.units
    missingShare = learning?.missingShare
    prior = learning?.prior
    convergence = learning?.convergence.rawValue
    variables = summary.families.map { family in
      VariableRecord(
        name: family.variable.name, kind: family.variable.kind, form: family.variable.form,
        states: family.variable.variable.isReading ? nil : family.variable.variable.states,
        regressors: family.variable.variable.regressors.isEmpty
          ? nil : family.variable.variable.regressors,
        parents: family.parents, rows: family.rows.map { Self.row($0, parents: family.parents) })
    }
    tests = summary.tests.map { test in
      TestRecord(
        variable: test.variable, falseFail: test.falseFail.map(RateRecord.init),
        falsePass: test.falsePass.map(RateRecord.init))
    }
    let parents = Dictionary(
      uniqueKeysWithValues: summary.families.map { ($0.variable.name, $0.parents) })
    tradeOffs = summary.tradeOffs.map { tradeOffs in
      tradeOffs.map { tradeOff in
        TradeOffRecord(
          rows: tradeOff.rows.map { row in
            PlaceRecord(
              variable: row.variable,
              when: Self.states(row.condition, parents: parents[row.variable] ?? []),
              leak: row.condition == .leak ? true : nil)
          },
          dimensions: tradeOff.dimensions, share: tradeOff.share, candidates: tradeOff.candidates)
      }
    }
  }

  private static func row(_ row: FamilySummary.Row, parents: [String]) -> RowRecord {
    RowRecord(
      when: states(row.condition, parents: parents), leak: row.condition == .leak ? true : nil,
      values: row.values,
      intervals: row.intervals.map { $0.map { [$0.lowerBound, $0.upperBound] } },
      records: row.basis?.records, prior: row.basis?.prior, share: row.basis?.share)
  }

  private static func states(
    _ condition: FamilySummary.Condition, parents: [String]
  ) -> [String: String] {
    switch condition {
    case .parents(let states): Dictionary(uniqueKeysWithValues: zip(parents, states))
    case .leak: [:]
    case .cause(let parent, let state): [parent: state]
    }
  }
}
