import GraphStructure
import NetworkModel

/// A network in which the parents of each large noisy-MAX join one by one, in a chain of running maxima ([HB96]), instead of all in one
/// table.
///
/// The variables of the network keep their places; the running maxima come behind them. Summing them out gives back the noisy-MAX.
/// A maximum over their states does not, so the most probable joint state is looked for in the network as it was.
enum ChainedNetwork {
  /// Cells up to which a family is left as a table.
  private static let smallFamily = 256.0
  /// Cells from which on no tree with the whole table is tried.
  private static let largestFamily = 0x1p24

  /// Returns the network whose tree has the fewest cells, and the tree: `network` itself, or one with chains.
  static func smallest(
    _ network: Network, search: TriangulationSearch = .standard
  ) -> (network: Network, tree: JunctionTree) {
    let cells = network.variables.indices.map { variable -> Double in
      guard case .noisyMax = network.cpds[variable] else { return 0 }
      return network.graph.family(of: variable).reduce(1) {
        $0 * Double(network.variables[$1].cardinality)
      }
    }
    let large = cells.indices.filter { cells[$0] > smallFamily }
    func made(_ network: Network) -> (network: Network, tree: JunctionTree) {
      (network, JunctionTree(Cut(network), search: search))
    }
    guard !large.isEmpty else { return made(network) }
    var place = [Int](repeating: 0, count: network.count)
    for (rank, variable) in network.graph.topologicalOrder.enumerated() { place[variable] = rank }
    let chained = [
      made(Self.network(network, large) { Array($0.indices) }),
      // Parents that depend on each other are neighbours then, more often than not.
      made(
        Self.network(network, large) { parents in
          parents.indices.sorted { place[parents[$0]] < place[parents[$1]] }
        }),
    ]
    let whole = cells.contains { $0 > largestFamily } ? [] : [made(network)]
    let candidates = whole + chained
    let best = candidates.indices.min { a, b in
      candidates[a].tree.size.totalCells < candidates[b].tree.size.totalCells
    }
    return candidates[best ?? 0]
  }

  /// Returns `network` with chains for the variables `large`, along which parents join in the order that `order` gives them.
  private static func network(
    _ network: Network, _ large: [Variable.Index], order: ([Variable.Index]) -> [Int]
  ) -> Network {
    var variables = network.variables
    var parents = network.graph.parents
    var cpds = network.cpds
    for variable in large {
      guard case .noisyMax(let noisyMax) = network.cpds[variable] else { continue }
      let causes = network.graph.parents[variable]
      let joining = order(causes)
      let links = noisyMax.chain(joining)
      var before: [Variable.Index] = []
      for (place, link) in zip(joining, links) {
        let family = before + [causes[place]]
        if place == joining.last {
          (parents[variable], cpds[variable]) = (family, .table(link))
        } else {
          before = [variables.count]
          variables.append(network.variables[variable])
          parents.append(family)
          cpds.append(.table(link))
        }
      }
    }
    return network.extended(variables: variables, parents: parents, cpds: cpds)
  }
}
