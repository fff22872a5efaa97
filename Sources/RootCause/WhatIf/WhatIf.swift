import Inference
import NetworkModel

/// Answers what would come of holding variables in a state: in units to come by the intervention do(X = x) ([P09]), and in a unit
/// that was seen by the counterfactual.
public struct WhatIf: Sendable {
  /// The model that is asked.
  public let model: CausalModel

  let compiled: CompiledNetwork
  let memoryLimit: Int

  /// Compiles `model`.
  ///
  /// - Throws: `InferenceError.treeTooLarge` when its tables would not fit the memory.
  public init(
    _ model: CausalModel, memoryLimit: Int = TreeSize.defaultMemoryLimit
  ) throws(InferenceError) {
    self.model = model
    self.memoryLimit = memoryLimit
    compiled = try CompiledNetwork(model.network, memoryLimit: memoryLimit)
  }

  /// The interventions that hold each step, lot and station nominal, one at a time, in the order of the graph.
  public var nominalCandidates: [[Variable.Index: Int]] {
    model.network.variables.indices.filter {
      model.graph.variables[$0].kind.isCandidate && model.network.variables[$0].states.count > 1
    }
    .map { [$0: 0] }
  }

  /// Whether `evidence` is about nothing that `interventions` set or act on, so that it is as true after as before: what a kind of unit
  /// is, and not what was found of one.
  public func isContext(
    _ evidence: Evidence, of interventions: [Variable.Index: Int]
  ) -> Bool {
    let touched = touched(by: interventions)
    return evidence.variables.allSatisfy { !touched[$0] }
  }

  /// The variables that are set, and those that may change with them.
  func touched(by interventions: [Variable.Index: Int]) -> [Bool] {
    let graph = model.network.graph
    var touched = [Bool](repeating: false, count: graph.count)
    for vertex in graph.topologicalOrder {
      touched[vertex] =
        interventions[vertex] != nil || graph.parents[vertex].contains { touched[$0] }
    }
    return touched
  }

  /// Returns what each of `interventions` does to `targets` in units of which `context` is known.
  ///
  /// - Throws: `InferenceError.impossibleEvidence` when no unit is of the context, `.treeTooLarge` when what an intervention leaves
  ///   of the network is.
  /// - Precondition: The context is one of every intervention.
  /// - Complexity: A compilation and four propagations for each intervention.
  public func effects(
    of interventions: [[Variable.Index: Int]], on targets: [WhatIfTarget],
    context: Evidence = Evidence()
  ) throws(InferenceError) -> [InterventionEffect] {
    precondition(
      interventions.allSatisfy { isContext(context, of: $0) }, "what is set changes the context")
    let before = try outcome(in: compiled, targets, context)
    var effects: [InterventionEffect] = []
    for states in interventions {
      let cut = try CompiledNetwork(model.network.intervening(states), memoryLimit: memoryLimit)
      let after = try outcome(in: cut, targets, context)
      let reach = Reach(touched(by: states), model.graph)
      effects.append(
        InterventionEffect(
          interventions: states,
          targets: targets.indices.map { place in
            let isReached = reach.isTouched[targets[place].variable]
            let (before, after) = (before.targets[place], after.targets[place])
            return EffectSize(before: before, after: isReached ? after : before)
          },
          anyDefect: Self.size(before.anyDefect, after.anyDefect, isReached: reach.hasDefects),
          escape: Self.size(
            before.escape, after.escape, isReached: reach.hasDefects || reach.hasTests)))
    }
    return effects
  }

  /// What is to be expected of a unit.
  private struct Outcome {
    let targets: [Double]
    let anyDefect: Double?
    let escape: Double?
  }

  /// What an intervention acts on: of all else what was true before is so after, to the last digit.
  private struct Reach {
    let isTouched: [Bool]
    let hasDefects: Bool
    let hasTests: Bool

    init(_ isTouched: [Bool], _ graph: CausalGraph) {
      self.isTouched = isTouched
      let kinds = Set(zip(graph.variables, isTouched).filter(\.1).map(\.0.kind))
      (hasDefects, hasTests) = (kinds.contains(.defect), kinds.contains(.test))
    }
  }

  private static func size(
    _ before: Double?, _ after: Double?, isReached: Bool
  ) -> EffectSize? {
    guard let before, let after else { return nil }
    return EffectSize(before: before, after: isReached ? after : before)
  }

  private func outcome(
    in network: CompiledNetwork, _ targets: [WhatIfTarget], _ context: Evidence
  ) throws(InferenceError) -> Outcome {
    let posteriors = try network.posteriors(given: context)
    func nominal(_ kind: Kind) -> [Variable.Index: Int] {
      let variables = model.network.variables.indices.filter {
        model.graph.variables[$0].kind == kind && model.network.variables[$0].states.count > 1
      }
      return Dictionary(uniqueKeysWithValues: variables.map { ($0, 0) })
    }
    let (sound, passed) = (nominal(.defect), nominal(.test))
    func log(_ states: [Variable.Index: Int]) -> Double {
      context.fixing(states).map(network.logEvidence(of:)) ?? -.infinity
    }
    // Of what passed, the part that is not sound: P(passed | z) and P(sound | passed, z) keep their digits apart.
    func unsound(given logWhole: Double, _ states: [Variable.Index: Int]) -> Double {
      guard logWhole > -.infinity else { return 0 }
      return max(0, 1 - exponential(log(states) - logWhole))
    }
    let logPassed = log(passed)
    return Outcome(
      targets: targets.map { $0.probability(in: posteriors[$0.variable]) },
      anyDefect: sound.isEmpty ? nil : unsound(given: posteriors.logEvidence, sound),
      escape: sound.isEmpty || passed.isEmpty
        ? nil
        : exponential(logPassed - posteriors.logEvidence)
          * unsound(given: logPassed, passed.merging(sound) { $1 }))
  }
}
