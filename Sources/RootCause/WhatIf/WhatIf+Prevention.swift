import Inference
import NetworkModel

extension WhatIf {
  /// Returns what the intervention would have prevented of `targets` in each of `units`, in their order; one that is impossible fails alone.
  ///
  /// Exact where the way from the intervention to the target leads over noisy-MAX families and tables of zeros and ones, each cause with
  /// noise of its own; else bounds that hold for every structural model with these CPDs.
  ///
  /// - Throws: `InferenceError.treeTooLarge` when the network with the twins does not fit the memory.
  /// - Precondition: The evidence of the units suits the network.
  /// - Complexity: Two compilations, and two propagations for each unit; three more where a target has bounds.
  public func preventions(
    by interventions: [Variable.Index: Int], of targets: [WhatIfTarget], in units: [Evidence]
  ) throws(InferenceError) -> [Result<Prevention, InferenceError>] {
    let counterfactual = try Counterfactual(self, interventions, targets)
    let found = counterfactual.preventions(in: units)
    return zip(units, found).map { unit, prevention in
      prevention.map { .success($0) }
        ?? .failure(.impossibleEvidence(contradiction: compiled.contradiction(in: unit)))
    }
  }
}

/// The twin network of an intervention, ready to be asked.
private struct Counterfactual {
  private let base: CompiledNetwork
  private let twins: CompiledNetwork
  /// The network after the intervention; nil where nothing takes it.
  private let cut: CompiledNetwork?
  private let answers: [TwinNetwork.Answer]
  private let interventions: [Variable.Index: Int]
  private let targets: [WhatIfTarget]
  private let isTouched: [Bool]

  init(
    _ question: WhatIf, _ interventions: [Variable.Index: Int], _ targets: [WhatIfTarget]
  ) throws(InferenceError) {
    let twin = TwinNetwork(question.model.network, interventions, targets: targets)
    let network: Network
    do throws(NetworkError) {
      network = try twin.network()
    } catch {
      preconditionFailure("twins make no circle, and their rows are distributions: \(error)")
    }
    base = question.compiled
    twins = try CompiledNetwork(network, memoryLimit: question.memoryLimit)
    answers = twin.answers
    let isBounded = answers.contains { answer in
      switch answer {
      case .bounded, .unsettled: true
      default: false
      }
    }
    cut =
      isBounded
      ? try CompiledNetwork(
        question.model.network.intervening(interventions), memoryLimit: question.memoryLimit) : nil
    self.interventions = interventions
    self.targets = targets
    isTouched = question.touched(by: interventions)
  }

  /// What is believed of the targets in a case.
  private struct Beliefs {
    let logEvidence: Double
    let targets: [Double]
    /// The bounds that the twin network knows; of a target that it does not know, none.
    let prevented: [ClosedRange<Double>]
  }

  private func beliefs(_ cases: [Evidence], in network: CompiledNetwork) -> [Beliefs?] {
    network.variations(cases) { _, posteriors in
      let targets = targets.map { $0.probability(in: posteriors[$0.variable]) }
      let hasTwins = network.network.count == twins.network.count
      let prevented = zip(targets, answers).map { probability, answer -> ClosedRange<Double> in
        guard hasTwins else { return 0...probability }
        switch answer {
        case .untouched: return 0...0
        case .set(let isPrevented):
          return isPrevented ? probability...probability : 0...0
        case .exact(let place): return posteriors[place, 1]...posteriors[place, 1]
        case .bounded(let low, let high):
          return min(posteriors[low, 1], posteriors[high, 1])...posteriors[high, 1]
        case .unsettled: return 0...probability
        }
      }
      return Beliefs(
        logEvidence: posteriors.logEvidence, targets: targets, prevented: prevented)
    }
  }

  /// What is believed in the cases that exist and are possible.
  private func beliefs(ifPossible cases: [Evidence?], in network: CompiledNetwork) -> [Beliefs?] {
    let places = cases.indices.filter { cases[$0] != nil }
    var found = [Beliefs?](repeating: nil, count: cases.count)
    for (place, answer) in zip(places, beliefs(cases.compactMap(\.self), in: network)) {
      found[place] = answer
    }
    return found
  }

  /// What a unit is asked about: everything, everything with X = x, and where there are bounds what the intervention does not act on.
  private struct Unit {
    let whole: Beliefs
    let asSet: Beliefs?
    var context: Beliefs?
    var contextAsSet: Beliefs?
    var after: Beliefs?

    /// P(target | e) of which X ≠ x.
    func open(_ target: Int) -> Double {
      guard let asSet else { return whole.targets[target] }
      let set = exponential(asSet.logEvidence - whole.logEvidence) * asSet.targets[target]
      return max(0, whole.targets[target] - set)
    }

    /// The bounds of P(target prevented | e) from observations and the intervention; nil where they were not asked for.
    func necessityBounds(_ target: Int) -> ClosedRange<Double>? {
      guard let context, let after else { return nil }
      let scale = exponential(whole.logEvidence - context.logEvidence)
      let set = contextAsSet.map { exponential($0.logEvidence - context.logEvidence) } ?? 0
      let bounds = NecessityBounds(
        after: after.targets[target],
        jointWithSet: (set * (contextAsSet?.targets[target] ?? 0), set),
        observed: open(target) * scale
      ).joint
      guard scale > 0 else { return nil }
      return bounds.lowerBound / scale...bounds.upperBound / scale
    }
  }

  func preventions(in units: [Evidence]) -> [Prevention?] {
    let whole = beliefs(units, in: twins)
    let asSet = beliefs(ifPossible: units.map { $0.fixing(interventions) }, in: base)
    var known = zip(whole, asSet).map { whole, asSet in
      whole.map { Unit(whole: $0, asSet: asSet) }
    }
    if let cut {
      let contexts = units.map { unit in unit.restricted { !isTouched[$0] } }
      let context = beliefs(contexts, in: base)
      let contextAsSet = beliefs(
        ifPossible: contexts.map { $0.fixing(interventions) }, in: base)
      let after = beliefs(contexts, in: cut)
      for place in known.indices {
        known[place]?.context = context[place]
        known[place]?.contextAsSet = contextAsSet[place]
        known[place]?.after = after[place]
      }
    }
    return known.map { unit in
      unit.map { unit in
        Prevention(
          interventions: interventions, targets: targets.indices.map { effect($0, unit) })
      }
    }
  }

  private func effect(_ target: Int, _ unit: Unit) -> Prevention.Effect {
    let isExact: Bool
    switch answers[target] {
    case .untouched, .set, .exact: isExact = true
    case .bounded, .unsettled: isExact = false
    }
    let open = unit.open(target)
    var prevented = unit.whole.prevented[target]
    if !isExact, let bounds = unit.necessityBounds(target) {
      let high = min(prevented.upperBound, bounds.upperBound)
      prevented = min(high, max(prevented.lowerBound, bounds.lowerBound))...high
    }
    // Nothing but what is there without X = x can be prevented, which rounding may miss.
    let high = min(prevented.upperBound, open)
    prevented = min(prevented.lowerBound, high)...high
    return Prevention.Effect(
      posterior: unit.whole.targets[target], prevented: prevented,
      necessity: open > Self.least
        ? min(1, prevented.lowerBound / open)...min(1, prevented.upperBound / open) : nil,
      isExact: isExact)
  }

  /// Where what is left of the target without X = x is but rounding, nothing can be said of it.
  private static let least = 1e-14
}
