import GraphStructure
import NetworkModel

extension RandomNetwork {
  /// Makes the network with the given graph that `seed` names, of tables and noisy-MAX; leaves are readings now and then.
  package init(over graph: DirectedGraph, seed: UInt64) {
    self.init(Self.network(graph, seed: seed), seed: seed)
  }

  private static func network(_ graph: DirectedGraph, seed: UInt64) -> Network {
    var dice = Dice(seed: seed)
    let variables = (0..<graph.count).map { index in
      graph.children[index].isEmpty && dice.unit() < 0.2
        ? Variable("v\(index)", domain: .reading)
        : Variable("v\(index)", states: (0..<2 + dice.below(2)).map { "s\($0)" })
    }
    let cpds = variables.indices.map { index in
      cpd(
        of: variables[index], graph.parents[index].map { variables[$0].cardinality },
        &dice)
    }
    do {
      return try Network(variables: variables, graph: graph, cpds: cpds)
    } catch {
      preconditionFailure("seed \(seed) makes a network that is not valid: \(error)")
    }
  }

  private static func cpd(
    of variable: Variable, _ parents: [Int], _ dice: inout Dice
  ) -> CPD {
    let rows = parents.reduce(1, *)
    let cardinality = variable.cardinality
    if variable.isReading {
      return .gaussian(
        GaussianCPD(
          means: (0..<rows).map { _ in 4 * dice.normal() },
          standardDeviations: (0..<rows).map { _ in 0.2 + dice.unit() }))
    }
    let zeroShare = dice.unit() < 0.5 ? 0.3 : 0
    if dice.unit() < 0.3 {
      return .noisyMax(
        NoisyMaxCPD(
          cardinality: cardinality,
          strengths: parents.map { count in
            (1..<count).flatMap { _ in dice.distribution(cardinality, zeroShare: zeroShare) }
          }, leak: dice.distribution(cardinality, zeroShare: zeroShare)))
    }
    return .table(
      TabularCPD(
        cardinality: cardinality,
        values: (0..<rows).flatMap { _ in dice.distribution(cardinality, zeroShare: zeroShare) }))
  }
}

extension DirectedGraph {
  /// The random graph that `seed` names whose arcs form a tree when their directions are ignored, so that a vertex may have
  /// several parents, or several trees when `components` is above 1.
  package static func randomPolytree(count: Int, components: Int = 1, seed: UInt64) -> DirectedGraph
  {
    var dice = Dice(seed: seed)
    var parents = [[Int]](repeating: [], count: count)
    for vertex in 0..<count where vertex >= components {
      let other = dice.below(vertex)
      if dice.unit() < 0.5 { parents[vertex].append(other) } else { parents[other].append(vertex) }
    }
    return acyclic(parents)
  }
}
