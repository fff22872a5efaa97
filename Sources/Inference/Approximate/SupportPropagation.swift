import NetworkModel

/// Finds states that the zeros of the families and the evidence rule out, family by family, until no family rules out more
/// (generalised arc consistency, [M77]).
///
/// What is ruled out has probability 0. What is left may still be impossible, for reasons that no single family shows.
struct SupportPropagation: Sendable {
  private let graph: FactorGraph
  private let structures: [FamilyFactor?]

  init(_ graph: FactorGraph) {
    self.graph = graph
    structures = graph.factors.map { $0?.structure }
  }

  /// Returns which states are left of each variable.
  ///
  /// - Throws: `ApproximationError.impossibleEvidence` when none is left of one.
  func supports() throws(ApproximationError) -> [[Bool]] {
    guard let supports = supports(given: graph.evidence) else {
      throw .impossibleEvidence(contradiction: smallest())
    }
    return supports
  }

  /// A part of the evidence that leaves nothing of some variable, while any less of it does; nil where no zeros show one.
  var contradiction: Evidence? { supports(given: graph.evidence) == nil ? smallest() : nil }

  private func smallest() -> Evidence {
    var core = graph.evidence
    for variable in graph.evidence.variables {
      var smaller = core
      smaller[variable] = nil
      if supports(given: smaller) == nil { core = smaller }
    }
    return core
  }

  private func supports(given evidence: Evidence) -> [[Bool]]? {
    var run = Run(graph: graph, structures: structures, evidence: evidence)
    return run.settle() ? run.supports.map { $0.map { $0 > 0 } } : nil
  }
}

/// One propagation of some evidence.
private struct Run {
  let graph: FactorGraph
  let structures: [FamilyFactor?]
  /// 1 for states that are left, 0 for the others.
  var supports: [[Double]]
  /// Whether a member of the family has lost a state since the family was looked at.
  var isPending: [Bool]

  init(graph: FactorGraph, structures: [FamilyFactor?], evidence: Evidence) {
    self.graph = graph
    self.structures = structures
    supports = graph.network.variables.indices.map { variable in
      evidence[variable] == nil
        ? graph.logWeights[variable].map { _ in 1 }
        : graph.logWeights[variable].map { $0 > -.infinity ? 1 : 0 }
    }
    isPending = structures.map { $0 != nil }
  }

  /// Returns whether something is left of every variable.
  mutating func settle() -> Bool {
    guard supports.allSatisfy({ $0.contains(1) }) else { return false }
    while isPending.contains(true) {
      for variable in graph.order where isPending[variable] {
        guard revise(variable) else { return false }
      }
      for variable in graph.order.reversed() where isPending[variable] {
        guard revise(variable) else { return false }
      }
    }
    return true
  }

  /// Takes from the members of a family the states that it has no place for.
  private mutating func revise(_ variable: Variable.Index) -> Bool {
    isPending[variable] = false
    guard let structure = structures[variable] else { return true }
    let parents = graph.parents(of: variable)
    let messages = parents.map { supports[$0] }
    let toParents = structure.messagesToParents(messages, variable: supports[variable])
    guard narrow(variable, to: structure.messageToVariable(messages)) else { return false }
    for (parent, message) in zip(parents, toParents) {
      guard narrow(parent, to: message) else { return false }
    }
    return true
  }

  /// Keeps the states of `variable` that `message` leaves; returns whether there is one.
  private mutating func narrow(_ variable: Variable.Index, to message: [Double]) -> Bool {
    var isNarrower = false
    for state in message.indices where supports[variable][state] > 0 && message[state] == 0 {
      supports[variable][state] = 0
      isNarrower = true
    }
    guard isNarrower else { return true }
    for child in graph.childFactors[variable] { isPending[child.child] = true }
    isPending[variable] = structures[variable] != nil
    return supports[variable].contains(1)
  }
}
