import Inference
import NetworkModel

/// Everything that is asked of one unit, answered at once: what a report is made of.
public struct UnitInquiry: Sendable {
  /// What would have been prevented, or would be.
  public enum Remedies: Sendable {
    /// In the unit that was seen, had each candidate been nominal.
    case seen([Prevention], of: [WhatIfTarget])
    /// In units to come, with each candidate held nominal.
    case toCome([InterventionEffect], of: [WhatIfTarget])
  }

  /// The model that was asked.
  public let model: CausalModel
  /// The ranked causes and defect modes.
  public let diagnosis: Diagnosis
  /// How far the findings fail to hang together.
  public let conflict: Conflict
  /// The candidates judged together; nil when there are none.
  public let jointCauses: JointCauses?
  /// Why the leader leads; nil without findings or without candidates.
  public let explanation: Explanation?
  /// The tests to make next, the best first; nil where it would take too long to say.
  public let nextTests: [NextTest]?
  /// What holding candidates nominal does, first in the unit and then in units to come; fewer where there is nothing to say or it would
  /// take too long.
  public let remedies: [Remedies]
  /// What to do with the unit; nil where nothing says what the choices cost.
  public let disposition: Disposition?
  /// What the model says of itself.
  public let summary: ModelSummary

  /// The work that answers may take beside the ranking: the cells of the tree for each intervention.
  private static let mostCells = 2e7

  /// Asks `model` about a unit of which `evidence` is known.
  ///
  /// - Parameter losses: What each choice costs; nil for what the graph says.
  /// - Throws: `InferenceError.impossibleEvidence`, with the findings that contradict each other, or `.treeTooLarge`.
  public init(
    _ model: CausalModel, _ evidence: Evidence, losses: LossTable? = nil
  ) throws(InferenceError) {
    self.model = model
    let diagnostician = try Diagnostician(model)
    diagnosis = try diagnostician.diagnose(evidence)
    conflict = diagnostician.conflict(in: diagnosis)
    jointCauses = diagnostician.jointCauses(of: diagnosis)
    let leader = evidence.isEmpty ? nil : try diagnostician.cause(nil, nil, given: evidence)
    explanation = try leader.map { (leader) throws(InferenceError) in
      try diagnostician.explain(leader.variable, state: leader.state, given: evidence)
    }
    let advisor = TestAdvisor(diagnostician)
    nextTests =
      advisor.isQuick(given: evidence) ? try advisor.nextTests(after: diagnosis) : nil
    remedies = try Self.remedies(model, evidence)
    let disposer = try (losses ?? model.graph.losses).flatMap { (table) throws(InferenceError) in
      try Disposer(model, table)
    }
    disposition = try disposer?.dispose(evidence)
    summary = try ModelSummary(model)
  }

  private static func remedies(
    _ model: CausalModel, _ evidence: Evidence
  ) throws(InferenceError) -> [Remedies] {
    let question = try WhatIf(model)
    let interventions = question.nominalCandidates
    let all = WhatIfTarget.all(of: model)
    let cells = question.compiled.tree.size.totalCells * Double(interventions.count)
    guard !interventions.isEmpty, !all.isEmpty, cells <= mostCells else { return [] }
    var remedies: [Remedies] = []
    let found = troubles(in: evidence, model)
    if !found.isEmpty {
      let preventions = try interventions.map { (states) throws(InferenceError) in
        try question.preventions(by: states, of: found, in: [evidence])[0].get()
      }
      remedies.append(.seen(preventions, of: found))
    }
    remedies.append(.toCome(try question.effects(of: interventions, on: all), of: all))
    return remedies
  }

  /// The defects and failing tests that were found in the unit.
  private static func troubles(in evidence: Evidence, _ model: CausalModel) -> [WhatIfTarget] {
    evidence.variables.compactMap { index in
      let kind = model.graph.variables[index].kind
      guard kind == .defect || kind == .test, case .state(let state) = evidence[index], state > 0
      else { return nil }
      return WhatIfTarget(index, state: state, in: model.network)
    }
  }
}
