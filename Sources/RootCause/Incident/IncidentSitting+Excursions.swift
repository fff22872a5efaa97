import Learning
import NetworkModel

extension IncidentSitting {
  /// The stretches of each ordered key in which an off-nominal state is more probable than not, the first instance first.
  func excursions() -> [Excursion] {
    let graph = model.graph
    return graph.variables.indices.filter { graph.variables[$0].persists != nil }.flatMap {
      variable -> [Excursion] in
      guard let key = layout.keyOf[variable], graph.variables[variable].kind.isCandidate else {
        return []
      }
      let order = layout.keys[key].ordered
      return graph.variables[variable].variable.states.indices.dropFirst().flatMap { state in
        stretches(of: variable, state, order).map {
          excursion(variable, state, order, $0, layout.keys[key])
        }
      }
    }
  }

  private func stretches(of variable: Variable.Index, _ state: Int, _ order: [Int]) -> [Range<Int>]
  {
    var stretches: [Range<Int>] = []
    var start: Int?
    for place in order.indices {
      let number = layout.number(of: variable, instance: order[place])
      let isOff = posterior.marginals[number][state] > 0.5
      if isOff, start == nil { start = place }
      if !isOff, let begin = start {
        stretches.append(begin..<place)
        start = nil
      }
    }
    if let start { stretches.append(start..<order.count) }
    return stretches
  }

  private func excursion(
    _ variable: Variable.Index, _ state: Int, _ order: [Int], _ range: Range<Int>, _ key: KeyColumn
  ) -> Excursion {
    let number = { (place: Int) in layout.number(of: variable, instance: order[place]) }
    let others = Set(model.network.variables[variable].states.indices).subtracting([state])
    let (first, last) = (range.lowerBound, range.upperBound - 1)
    let before: [Int: Set<Int>] = first > 0 ? [number(first - 1): others] : [:]
    let after: [Int: Set<Int>] = last + 1 < order.count ? [number(last + 1): others] : [:]
    let inside = Dictionary(uniqueKeysWithValues: range.map { (number($0), Set([state])) })
    let used = Set(range.map { order[$0] })
    return Excursion(
      variable: model.graph.variables[variable].name,
      state: model.network.variables[variable].states[state], keyColumn: key.name,
      start: key.values[order[first]], end: key.values[order[last]],
      startProbability: probability(of: before.merging([number(first): [state]]) { $1 }),
      endProbability: probability(of: after.merging([number(last): [state]]) { $1 }),
      probability: probability(
        of: inside.merging(before) { first, _ in first }.merging(after) { first, _ in first }),
      rows: key.instances.indices.filter { used.contains(key.instances[$0]) })
  }
}
