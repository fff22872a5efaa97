import NetworkModel

/// A propagation of one case in which every cell is a logarithm: slow, and never short of range.
///
/// It answers for the lanes of a `Propagation` that are not reliable. The cells of one table may lie further apart than a `Double`
/// reaches, and what was lost may be what the rest of the evidence asks for; here only true zeros
/// are −∞.
package struct LogPropagation {
  let tree: JunctionTree
  private var cliques: [[Double]]
  private var messages: [[Double]]

  /// Enters `evidence` into the potentials of `network` and sends all messages.
  package init(_ network: Network, tree: JunctionTree, evidence: Evidence) {
    self.tree = tree
    cliques = tree.cliques.map { [Double](repeating: 0, count: $0.cells.count) }
    messages = tree.cliques.map { [Double](repeating: 0, count: $0.separatorCells.count) }
    for (home, cpd) in zip(tree.families, network.cpds) {
      add(cpd.table.values.map(logarithm), at: home)
    }
    // In the order of the variables, so that the same evidence is rounded the same way every time.
    for variable in evidence.variables {
      switch evidence[variable] {
      case nil: continue
      case .state(let state):
        let weights = (0..<tree.cardinalities[variable]).map { $0 == state ? 0 : -Double.infinity }
        add(weights, at: tree.marginals[variable])
      case .likelihood(let weights): add(weights.map(logarithm), at: tree.marginals[variable])
      case .value(let value):
        guard case .gaussian(let gaussian) = network.cpds[variable] else { continue }
        add(gaussian.logDensities(at: value), at: tree.families[variable])
      }
    }
    propagate()
  }

  /// log P(e), natural; −∞ only when the evidence is impossible.
  package var logEvidence: Double { cliques.first.map(Self.logSum) ?? 0 }

  /// Returns P(X | e).
  package func marginal(of variable: Variable.Index) -> [Double] {
    normalized(tree.marginals[variable])
  }

  /// Returns P(pa(X), X | e) in the order of the CPD's table.
  package func family(of variable: Variable.Index) -> [Double] {
    normalized(tree.families[variable])
  }

  private mutating func add(_ table: [Double], at home: JunctionTree.Home) {
    add(table, to: home.clique, home.map)
  }

  private mutating func add(_ table: [Double], to clique: Int, _ map: IndexMap) {
    map.forEach { cliques[clique][$0] += table[$1] }
  }

  private mutating func propagate() {
    for (index, clique) in tree.cliques.enumerated().reversed() {
      guard let parent = clique.parent, let parentMap = clique.parentToSeparator else { continue }
      messages[index] = summed(index, clique.toSeparator, cells: clique.separatorCells.count)
      add(messages[index], to: parent, parentMap)
    }
    for (index, clique) in tree.cliques.enumerated() {
      guard let parent = clique.parent, let parentMap = clique.parentToSeparator else { continue }
      let update = zip(
        summed(parent, parentMap, cells: clique.separatorCells.count), messages[index]
      )
      .map { $0 == -.infinity ? $0 : $0 - $1 }
      add(update, to: index, clique.toSeparator)
    }
  }

  private func summed(_ clique: Int, _ map: IndexMap, cells: Int) -> [Double] {
    let table = cliques[clique]
    var largest = [Double](repeating: -.infinity, count: cells)
    map.forEach { largest[$1] = max(largest[$1], table[$0]) }
    var total = [Double](repeating: 0, count: cells)
    map.forEach { if table[$0] > -.infinity { total[$1] += exponential(table[$0] - largest[$1]) } }
    return zip(largest, total).map { $0 == -.infinity ? $0 : $0 + logarithm($1) }
  }

  private func normalized(_ home: JunctionTree.Home) -> [Double] {
    let logs = summed(home.clique, home.map, cells: home.cells)
    let total = Self.logSum(logs)
    return logs.map { exponential($0 - total) }
  }

  private static func logSum(_ logs: [Double]) -> Double {
    let largest = logs.max() ?? -.infinity
    guard largest > -.infinity else { return largest }
    return largest + logarithm(logs.reduce(0) { $0 + exponential($1 - largest) })
  }
}
