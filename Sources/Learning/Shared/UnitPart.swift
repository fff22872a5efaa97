import GraphStructure
import NetworkModel

/// A part of a unit's network that hangs together once the unit's shared variables and findings are given: families, and the variables over
/// which they are summed.
struct UnitPart: Hashable, Sendable {
  /// The variables whose CPDs are multiplied, ascending.
  let families: [Variable.Index]
  /// The variables of the unit about which nothing is known, ascending.
  let open: [Variable.Index]
  /// The variables of the unit that are known, ascending.
  let known: [Variable.Index]
  /// The shared variables that the part depends on, ascending.
  let scope: [Variable.Index]
}

/// How a unit's network falls apart, by which of its variables are known.
struct UnitPlanner: Sendable {
  let graph: DirectedGraph
  /// Whether a variable is one of instances, and not of the unit.
  let isShared: [Bool]

  /// Returns the parts that have a say in the probability of what is known, and in how the families of `variables` are distributed.
  func parts(about variables: [Variable.Index] = [], isKnown: [Bool]) -> [UnitPart] {
    let known = isKnown.indices.filter { isKnown[$0] && !isShared[$0] }
    return parts(of: relevant(known + variables), isKnown)
  }

  /// The variables of the unit that `variables` descend from, and these; all others sum to 1.
  private func relevant(_ variables: [Variable.Index]) -> [Variable.Index] {
    var isRelevant = [Bool](repeating: false, count: isShared.count)
    var waiting = variables
    while let next = waiting.popLast() {
      guard !isRelevant[next], !isShared[next] else { continue }
      isRelevant[next] = true
      waiting += graph.parents[next]
    }
    return isRelevant.indices.filter { isRelevant[$0] }
  }

  private func parts(of families: [Variable.Index], _ isKnown: [Bool]) -> [UnitPart] {
    // Families hang together by the open variables that they share; -1 is a family without any.
    var group = [Int](repeating: -1, count: isShared.count)
    func root(_ variable: Int) -> Int {
      var variable = variable
      while group[variable] != variable { variable = group[variable] }
      return variable
    }
    var openMembers: [[Variable.Index]] = []
    for family in families {
      let open = graph.family(of: family).filter { !isShared[$0] && !isKnown[$0] }
      for variable in open where group[variable] < 0 { group[variable] = variable }
      for variable in open.dropFirst() { group[root(variable)] = root(open[0]) }
      openMembers.append(open)
    }
    var parts: [Int: [Variable.Index]] = [:]
    var alone: [[Variable.Index]] = []
    for (family, open) in zip(families, openMembers) {
      if let first = open.first {
        parts[root(first), default: []].append(family)
      } else {
        alone.append([family])
      }
    }
    return (parts.values.sorted { $0[0] < $1[0] } + alone).map { part(of: $0, isKnown) }
  }

  private func part(of families: [Variable.Index], _ isKnown: [Bool]) -> UnitPart {
    let members = Set(families.flatMap { graph.family(of: $0) }).sorted()
    return UnitPart(
      families: families, open: members.filter { !isShared[$0] && !isKnown[$0] },
      known: members.filter { !isShared[$0] && isKnown[$0] }, scope: members.filter { isShared[$0] }
    )
  }
}
