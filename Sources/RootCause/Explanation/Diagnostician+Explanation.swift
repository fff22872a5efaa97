import Inference
import NetworkModel

extension Diagnostician {
  /// Explains `state` of `variable` by the findings of `evidence`.
  ///
  /// Shapley values are exact up to 12 findings, from all subsets of them; beyond that orders are sampled. A state that is impossible or
  /// certain given some findings has log odds of −1000 or 1000 there, so that every number is finite, and what settles the matter stands out.
  ///
  /// - Throws: `InferenceError.impossibleEvidence` with the findings that contradict each other.
  /// - Precondition: The variable has the state, and the evidence suits the network.
  /// - Complexity: 2ⁿ propagations for n ≤ 12 findings, as many at a time as there are lanes; else n for each order.
  public func explain(
    _ variable: Variable.Index, state: Int, given evidence: Evidence,
    sampling: ShapleySampling = ShapleySampling()
  ) throws(InferenceError) -> Explanation {
    let whole = try compiled.posteriors(given: evidence)
    let question = ExplanationQuestion(
      diagnostician: self, variable: variable, state: state, evidence: evidence, whole: whole)
    return question.answer(sampling)
  }
}

/// A state that is to be explained by the findings of a unit.
private struct ExplanationQuestion {
  let diagnostician: Diagnostician
  let variable: Variable.Index
  let state: Int
  let evidence: Evidence
  /// What is believed given all findings.
  let whole: Posteriors

  private var model: CausalModel { diagnostician.model }
  private var players: [Variable.Index] { evidence.variables }

  /// What is known without a finding.
  private struct Omission {
    let logEvidence: Double
    let logOdds: Double
    let rivals: [ExplainedFinding.Rival]
    let trail: InfluenceTrail?
  }

  func answer(_ sampling: ShapleySampling) -> Explanation {
    let prior = diagnostician.priors[variable]
    let priorLogOdds = BoundedLogOdds.value(of: state, in: prior)
    let logOdds = BoundedLogOdds.value(of: variable, state, in: whole)
    let omissions = omissions()
    let alone = diagnostician.compiled.variations(
      players.map { player in evidence.restricted { $0 == player } }
    ) { _, posteriors in
      (posteriors.logEvidence, BoundedLogOdds.value(of: variable, state, in: posteriors))
    }
    .compactMap(\.self)
    let shapley = shapley(sampling, none: priorLogOdds, all: logOdds)
    let conflict = Conflict(
      logEvidence: whole.logEvidence, alone: alone.map(\.0),
      withoutEach: omissions.map(\.logEvidence))
    let fits = diagnostician.fits(of: evidence, (variable, state))
    let findings = players.indices.compactMap { place -> ExplainedFinding? in
      let named = model.network.variables[players[place]]
      guard let item = evidence[players[place]] else { return nil }
      return ExplainedFinding(
        variable: named.name, found: item.text(of: named), statement: item.statement(about: named),
        alone: alone[place].1 - priorLogOdds, leftOut: logOdds - omissions[place].logOdds,
        shapley: shapley.values[place], standardError: shapley.standardErrors?[place],
        rivals: omissions[place].rivals, trail: omissions[place].trail,
        conflict: conflict.parts[place], fit: fits[place],
        isSettling: BoundedLogOdds.isSettled(alone[place].1)
          || BoundedLogOdds.isSettled(logOdds)
            && !BoundedLogOdds.isSettled(omissions[place].logOdds)
      )
    }
    let named = model.network.variables[variable]
    return Explanation(
      variable: named.name, state: named.states[state], prior: prior[state],
      posterior: whole[variable, state], priorLogOdds: priorLogOdds, posteriorLogOdds: logOdds,
      findings: findings,
      sampledOrders: shapley.standardErrors == nil ? nil : sampling.orders / 2 * 2,
      conflict: conflict, logEvidence: whole.logEvidence)
  }

  /// What is known without each finding. What is possible stays so when less is known.
  private func omissions() -> [Omission] {
    let rests = players.map { evidence.without($0) }
    return diagnostician.compiled.variations(rests) { place, rest in
      let search = TrailSearch(model.network.graph, rest: rests[place], rest, whole)
      let trail = search.trail(from: players[place], to: variable)
      return Omission(
        logEvidence: rest.logEvidence,
        logOdds: BoundedLogOdds.value(of: variable, state, in: rest), rivals: rivals(rest),
        trail: trail.map {
          InfluenceTrail(steps: search.steps(along: $0, model.network.variables))
        })
    }
    .compactMap(\.self)
  }

  private func rivals(_ rest: Posteriors) -> [ExplainedFinding.Rival] {
    let others = model.graph.offNominalStates { $0.isCandidate }
      .filter { $0.variable != variable || $0.state != state }
    let rivals = others.map { other in
      let named = model.network.variables[other.variable]
      return ExplainedFinding.Rival(
        variable: named.name, state: named.states[other.state],
        change: BoundedLogOdds.value(of: other.variable, other.state, in: whole)
          - BoundedLogOdds.value(of: other.variable, other.state, in: rest))
    }
    return rivals.enumerated().sorted { a, b in
      (-abs(a.element.change), a.offset) < (-abs(b.element.change), b.offset)
    }
    .map(\.element)
  }

  private func shapley(
    _ sampling: ShapleySampling, none: Double, all: Double
  ) -> ShapleyValues {
    func worth(_ subsets: [Evidence]) -> [Double] {
      diagnostician.compiled.variations(subsets) { _, posteriors in
        BoundedLogOdds.value(of: variable, state, in: posteriors)
      }
      .compactMap(\.self)
    }
    let count = players.count
    guard count > ShapleyValues.exactLimit else {
      let full = (1 << count) - 1
      let inner = worth((1..<max(1, full)).map { mask in subset { mask >> $0 & 1 == 1 } })
      return ShapleyValues(worth: count == 0 ? [none] : [none] + inner + [all])
    }
    return ShapleyValues(count: count, pairs: max(2, sampling.orders / 2), seed: sampling.seed) {
      worth($0.map { flags in subset { flags[$0] } })
    }
  }

  private func subset(_ isIncluded: (Int) -> Bool) -> Evidence {
    var items: [Variable.Index: Evidence.Item] = [:]
    for (place, player) in players.enumerated() where isIncluded(place) {
      items[player] = evidence[player]
    }
    return Evidence(items)
  }
}

extension Diagnostician {
  /// Returns what there is to explain: `state` of `variable`; where no state is given the most probable off-nominal one; where no variable
  /// is, the leading cause. Of equals, the first in the order of the graph; nil when the model has no candidates.
  ///
  /// - Throws: `InferenceError.impossibleEvidence`.
  /// - Precondition: The variable has an off-nominal state.
  public func cause(
    _ variable: Variable.Index?, _ state: Int?, given evidence: Evidence
  ) throws(InferenceError) -> (variable: Variable.Index, state: Int)? {
    if let variable, let state { return (variable, state) }
    let posteriors = try compiled.posteriors(given: evidence)
    let states =
      variable.map { index in
        model.network.variables[index].states.indices.dropFirst().map {
          (variable: index, state: $0)
        }
      } ?? model.graph.offNominalStates { $0.isCandidate }
    return states.indices.max { a, b in
      let (first, second) = (states[a], states[b])
      return (posteriors[first.variable, first.state], b)
        < (posteriors[second.variable, second.state], a)
    }
    .map { states[$0] }
  }
}
