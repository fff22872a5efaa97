import Inference
import NetworkModel

/// The expected losses of the choices, case by case.
///
/// A sum of losses needs no more than posteriors. The largest loss is that of the first term, by size, that fits: P(it fits and none before
/// it does) is a chain of findings, so no joint table is made.
struct ExpectedLosses {
  let compiled: CompiledNetwork
  let terms: LossTerms

  /// The cases that have to be asked about one.
  private struct Plan {
    var cases: [Evidence] = []
    /// Where the case without faults is; nil where it is impossible.
    var sound: Int?
    /// For each choice the case without the first term, without the first two, and so on, as long as that is possible.
    var chains: [[Int]] = []
  }

  /// Returns the expected loss of each choice in each of `cases`; nil for one that is impossible.
  ///
  /// - Complexity: a propagation a case, one more where the table speaks of sound units, and one more a term where the worst counts.
  func losses(given cases: [Evidence]) -> [[Double]?] {
    let plans = cases.map(plan)
    let answers = compiled.posteriors(given: plans.flatMap(\.cases)).map { try? $0.get() }
    var start = 0
    return plans.map { plan in
      let found = Array(answers[start..<start + plan.cases.count])
      start += plan.cases.count
      return losses(plan, found)
    }
  }

  private func plan(_ evidence: Evidence) -> Plan {
    var plan = Plan(cases: [evidence])
    if terms.choices.contains(where: { $0.none != 0 }) {
      let off = terms.faults.flatMap { fault in
        (1..<compiled.network.variables[fault].cardinality).map { (fault, $0) }
      }
      if let sound = excluding(off, from: evidence) {
        plan.sound = plan.cases.count
        plan.cases.append(sound)
      }
    }
    plan.chains = terms.choices.map { choice in
      guard terms.several == .worst else { return [] }
      var last = evidence
      var chain = [0]
      for term in choice.terms.dropLast() {
        guard let next = excluding(term.states.sorted().map { (term.variable, $0) }, from: last)
        else { break }
        last = next
        chain.append(plan.cases.count)
        plan.cases.append(next)
      }
      return chain
    }
    return plan
  }

  private func excluding(
    _ states: [(Variable.Index, Int)], from evidence: Evidence
  ) -> Evidence? {
    states.reduce(Optional(evidence)) { known, item in
      known?.excluding(
        item.1, of: item.0, cardinality: compiled.network.variables[item.0].cardinality)
    }
  }

  private func losses(_ plan: Plan, _ answers: [Posteriors?]) -> [Double]? {
    guard let first = answers.first, let base = first else { return nil }
    func reach(_ place: Int) -> Double {
      answers[place].map { min(1, exponential($0.logEvidence - base.logEvidence)) } ?? 0
    }
    let sound = plan.sound.map(reach) ?? 0
    return zip(terms.choices, plan.chains).map { choice, chain in
      var loss = choice.base + choice.none * sound
      if terms.several == .sum {
        for term in choice.terms { loss += term.loss * probability(of: term, base) }
      } else {
        for (term, place) in zip(choice.terms, chain) {
          guard let posteriors = answers[place] else { break }
          loss += term.loss * reach(place) * probability(of: term, posteriors)
        }
      }
      return loss
    }
  }

  private func probability(of term: LossTerms.Term, _ posteriors: Posteriors) -> Double {
    term.states.sorted().reduce(0) { $0 + posteriors[term.variable, $1] }
  }
}
