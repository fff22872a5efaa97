import GraphStructure
import NetworkModel

/// The junction tree over the variables of instances alone: exact, however many units there are.
struct InstanceTree: Sendable {
  private let cardinalities: [Int]
  private let cliques: [CliqueTree.Clique]
  private let scopes: [[Int]]
  /// The cliques that hold each variable.
  private let holders: [[Int]]

  /// Builds the tree; nil when its tables have more than `limit` cells.
  ///
  /// - Parameter scopes: Sets of variables each of which has to be in one clique.
  init?(cardinalities: [Int], scopes: [[Int]], limit: Double) {
    let graph = UndirectedGraph(count: cardinalities.count, scopes: scopes)
    let tree = CliqueTree(graph, cardinalities: cardinalities, search: .quick)
    guard tree.totalTableSize(cardinalities: cardinalities) <= limit else { return nil }
    self.cardinalities = cardinalities
    cliques = tree.cliques
    self.scopes = cliques.map { $0.variables.sorted() }
    var holders = [[Int]](repeating: [], count: cardinalities.count)
    for (clique, scope) in self.scopes.enumerated() {
      for variable in scope { holders[variable].append(clique) }
    }
    self.holders = holders
  }

  /// The smallest clique that holds `scope`; nil when none does. Any holds the empty one.
  func clique(holding scope: [Int]) -> Int? {
    guard let first = scope.min(by: { holders[$0].count < holders[$1].count }) else {
      return cliques.isEmpty ? nil : 0
    }
    return holders[first].filter { clique in scope.allSatisfy { holders[$0].contains(clique) } }
      .min { scopes[$0].count < scopes[$1].count }
  }

  /// Returns the joint of each clique under the product of `factors`, in logarithms up to a constant, and the logarithm of the whole sum.
  ///
  /// Every clique takes in the messages of its children and passes the sum to its parent, and then back ([LS88], [JLO90]).
  ///
  /// - Precondition: Each table's variables are in one clique, and there are no mixtures.
  func solve(_ factors: InstanceFactors) -> (cliques: [LogTable], logTotal: Double) {
    var tables = scopes.map { scope in
      LogTable(onesOver: scope, cardinalities: scope.map { cardinalities[$0] })
    }
    var constant = 0.0
    var entering = [[LogTable]](repeating: [], count: cliques.count)
    for table in factors.tables {
      if table.scope.isEmpty {
        constant += table.values[0]
        continue
      }
      guard let clique = clique(holding: table.scope) else {
        preconditionFailure("no clique holds \(table.scope)")
      }
      entering[clique].append(table)
    }
    for clique in cliques.indices where !entering[clique].isEmpty {
      entering[clique].sort { $0.scope.lexicographicallyPrecedes($1.scope) }
      tables[clique].multiply(by: product(of: entering[clique][...]))
    }
    var upward = [LogTable?](repeating: nil, count: cliques.count)
    for clique in cliques.indices.reversed() {
      guard let parent = cliques[clique].parent else { continue }
      let message = tables[clique].summed(keeping: cliques[clique].separator)
      upward[clique] = message
      tables[parent].multiply(by: message)
    }
    let logTotal = constant + (tables.first?.logTotal ?? 0)
    guard logTotal > -.infinity else { return (tables, logTotal) }
    for clique in cliques.indices.dropFirst() {
      guard let parent = cliques[clique].parent, let own = upward[clique] else { continue }
      var message = tables[parent].summed(keeping: cliques[clique].separator)
      // What the clique said itself is not news to it; 0 / 0 counts as 0.
      for cell in message.values.indices {
        message.values[cell] =
          own.values[cell] > -.infinity ? message.values[cell] - own.values[cell] : -.infinity
      }
      tables[clique].multiply(by: message)
    }
    return (tables, logTotal)
  }

  /// The product of tables over all their variables: in halves, since neighbours share variables, and a clique is far larger than each.
  private func product(of factors: ArraySlice<LogTable>) -> LogTable {
    if factors.count == 1, let only = factors.first { return only }
    let middle = factors.startIndex + factors.count / 2
    let (one, two) = (product(of: factors[..<middle]), product(of: factors[middle...]))
    let scope = Set(one.scope + two.scope).sorted()
    var product = LogTable(onesOver: scope, cardinalities: scope.map { cardinalities[$0] })
    product.multiply(by: one)
    product.multiply(by: two)
    return product
  }
}
