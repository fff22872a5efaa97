import NetworkModel

/// What is believed of all instances, given all units: the reduction of every unit to tables over its instances, multiplied and solved.
///
/// Units are independent given the variables that they share, so the answer over instances is the same as over all units at once, and its
/// size does not depend on how many units there are.
package struct SharedPosterior: Sendable {
  /// How the answer was found.
  package enum Method: Sendable, Equatable {
    /// By a junction tree over the instances.
    case exact
    /// By loopy belief propagation; the instances that it left in doubt by a junction tree, with the others taken as decided. `doubt` is the
    /// probability, by its own account, that one of those is otherwise.
    case conditioned(decided: Int, doubt: Double)
    /// By loopy belief propagation.
    case messages(InstanceMessages.Convergence)
  }

  package let cases: SharedCases
  let tables: PartTables
  /// The distribution of the variable of each instance.
  package let marginals: [[Double]]
  /// log P(all that is known), natural; −∞ when it can't be.
  package let logEvidence: Double
  package let method: Method
  private let joints: Joints

  /// Where joints of several variables are read.
  private enum Joints: Sendable {
    case tree(InstanceTree, [LogTable], fixed: [Int: Int])
    case factors([[Int]: LogTable])
  }

  /// An instance is taken as decided when all its other states together are less probable than this.
  private static let decided = 1e-9
  /// The most cells of a table that stands for units whose instance is not known.
  private static let mostMixtureCells = 65_536.0

  /// Solves `cases` under the CPDs of `network`.
  ///
  /// - Parameters:
  ///   - persistence: How probably each shared variable stays what it was.
  ///   - wanted: Sets of instances' variables whose joints will be asked for: exact where a tree with them fits.
  ///   - clamps: The states that some instances' variables may have, besides what is known.
  ///   - cellLimit: The most cells of the tree's tables.
  package init(
    _ cases: SharedCases, _ network: Network, persistence: [Variable.Index: Double],
    wanted: [[Int]] = [], clamps: [Int: Set<Int>] = [:], cellLimit: Double
  ) {
    self.cases = cases
    tables = PartTables(network)
    var factors = InstanceFactors(cases, tables, network, persistence)
    factors.clamp(clamps)
    // An instance that units know is cut out: it joins nothing.
    let known = cases.findings.compactMapValues { $0.count == 1 ? $0.keys.first : nil }
      .filter { clamps[$0.key] == nil }
    let open = factors.cut(to: known)
    let openWanted = wanted.map { $0.filter { known[$0] == nil } }
    if let tree = Self.tree(open, openWanted, cellLimit) {
      let answer = tree.solve(open.expanded())
      joints = .tree(tree, answer.cliques, fixed: known)
      marginals = Self.marginals(tree, answer.cliques, factors.cardinalities, fixed: known)
      (logEvidence, method) = (answer.logTotal, .exact)
      return
    }
    var messages = InstanceMessages(factors)
    let convergence = messages.run()
    let beliefs = messages.marginals
    logEvidence = messages.logTotal
    var fixed = known
    var doubt = 0.0
    for (number, belief) in beliefs.enumerated() where known[number] == nil {
      let best = belief.indices.max { belief[$0] < belief[$1] } ?? 0
      let rest = belief.indices.reduce(0) { $1 == best ? $0 : $0 + belief[$1] }
      guard rest < Self.decided, convergence.isConverged else { continue }
      fixed[number] = best
      doubt += rest
    }
    let cut = factors.cut(to: fixed)
    let wantedCut = wanted.map { $0.filter { fixed[$0] == nil } }
    if fixed.count > known.count, let tree = Self.tree(cut, wantedCut, cellLimit) {
      let answer = tree.solve(cut.expanded())
      var marginals = Self.marginals(tree, answer.cliques, factors.cardinalities, fixed: fixed)
      // A decided instance keeps what little doubt the messages left of it.
      for number in fixed.keys where known[number] == nil { marginals[number] = beliefs[number] }
      self.marginals = marginals
      joints = .tree(tree, answer.cliques, fixed: fixed)
      method = .conditioned(decided: fixed.count - known.count, doubt: doubt)
      return
    }
    marginals = beliefs
    method = .messages(convergence)
    joints = .factors(
      Dictionary(
        factors.tables.indices.map { (factors.tables[$0].scope, messages.joint(ofTable: $0)) },
        uniquingKeysWith: { first, _ in first }))
  }

  /// Whether the answer is exact but for rounding.
  package var isExact: Bool { method == .exact }

  /// The joint of some instances' variables, ascending, as shares; and whether it is exact as far as the method goes, or a product of
  /// marginals.
  package func joint(_ scope: [Int]) -> (shares: [Double], isWhole: Bool) {
    if scope.isEmpty { return ([1], true) }
    if scope.count == 1 { return (marginals[scope[0]], true) }
    switch joints {
    case .tree(let tree, let cliques, let fixed):
      let open = scope.filter { fixed[$0] == nil }
      if open.isEmpty { return (spread([1], open, scope, fixed), true) }
      guard let clique = tree.clique(holding: open) else { return (product(scope), false) }
      let shares = cliques[clique].summed(keeping: open).shares
      return (fixed.isEmpty ? shares : spread(shares, open, scope, fixed), true)
    case .factors(let tables):
      guard let table = tables[scope] else { return (product(scope), false) }
      return (table.shares, true)
    }
  }

  private func product(_ scope: [Int]) -> [Double] {
    scope.reduce([1]) { shares, variable in
      shares.flatMap { share in marginals[variable].map { share * $0 } }
    }
  }

  /// The joint of open variables with those that are fixed put back.
  private func spread(
    _ shares: [Double], _ open: [Int], _ scope: [Int], _ fixed: [Int: Int]
  ) -> [Double] {
    let cardinality = { (variable: Int) in marginals[variable].count }
    let places = LogTable.places(of: open, in: scope, cardinality)
    let states = JointStates(cardinalities: scope.map(cardinality))
    return places.indices.map { cell in
      let isFixed = zip(scope, states[cell]).allSatisfy { fixed[$0] == nil || fixed[$0] == $1 }
      return isFixed ? shares[places[cell]] : 0
    }
  }

  private static func tree(
    _ factors: InstanceFactors, _ wanted: [[Int]], _ limit: Double
  ) -> InstanceTree? {
    let mixtures = factors.mixtures.map { mixture in
      mixture.scope.reduce(1.0) { $0 * Double(factors.cardinalities[$1]) }
    }
    guard mixtures.allSatisfy({ $0 <= mostMixtureCells }) else { return nil }
    // The joints that are asked for come with the tree where that does not make it large; else without.
    for scopes in [factors.scopes + wanted, factors.scopes] {
      let tree = InstanceTree(
        cardinalities: factors.cardinalities,
        scopes: Array(Set(scopes)).sorted { $0.lexicographicallyPrecedes($1) }, limit: limit)
      if let tree { return tree }
    }
    return nil
  }

  private static func marginals(
    _ tree: InstanceTree, _ cliques: [LogTable], _ cardinalities: [Int], fixed: [Int: Int]
  ) -> [[Double]] {
    cardinalities.indices.map { variable in
      if let state = fixed[variable] {
        return (0..<cardinalities[variable]).map { $0 == state ? 1 : 0 }
      }
      guard let clique = tree.clique(holding: [variable]) else {
        preconditionFailure("no clique holds a variable")
      }
      return cliques[clique].summed(keeping: [variable]).shares
    }
  }
}

extension InstanceFactors {
  /// The tables of all units and of the instances' own CPDs.
  init(
    _ cases: SharedCases, _ tables: PartTables, _ network: Network,
    _ persistence: [Variable.Index: Double]
  ) {
    let parts = cases.partCases.map { tables.table($0.part, $0.findings) }
    cardinalities = cases.layout.places.map { network.variables[$0.variable].cardinality }
    let cardinalities = cardinalities
    func table(_ scope: [Int], _ values: [Double]) -> LogTable {
      LogTable(scope: scope, cardinalities: scope.map { cardinalities[$0] }, values: values)
    }
    self.tables = cases.terms.map { term in
      var values = [Double](repeating: 0, count: term.scope.reduce(1) { $0 * cardinalities[$1] })
      for (number, count) in term.cases {
        for (cell, value) in parts[number].values.enumerated() { values[cell] += count * value }
      }
      return table(term.scope, values)
    }
    self.tables += cases.layout.places.indices.map { number in
      Self.ownTable(number, cases.layout, network, persistence)
    }
    self.tables += cases.findings.sorted { $0.key < $1.key }.map { number, states in
      table(
        [number],
        (0..<cardinalities[number]).map { state in
          states.keys.allSatisfy { $0 == state } ? 0 : -.infinity
        })
    }
    mixtures = cases.openTerms.map { term in
      InstanceMixture(
        alternatives: term.alternatives.indices.map { place in
          let (weight, scopes) = term.alternatives[place]
          let scope = Set(scopes.flatMap(\.self)).sorted()
          var product = LogTable(onesOver: scope, cardinalities: scope.map { cardinalities[$0] })
          for (number, scope) in zip(term.cases, scopes) {
            product.multiply(by: table(scope, parts[number].values))
          }
          return (logarithm(weight), product)
        },
        count: term.count)
    }
  }

  /// The CPD of an instance's variable; where the key has an order, with the state that it had before.
  private static func ownTable(
    _ number: Int, _ layout: InstanceLayout, _ network: Network,
    _ persistence: [Variable.Index: Double]
  ) -> LogTable {
    let place = layout.places[number]
    let cpd = network.cpds[place.variable].table
    let persists = place.previous == nil ? 0 : persistence[place.variable] ?? 0
    let previous = persists > 0 ? place.previous : nil
    let scope = Set(place.parents + [number] + (previous.map { [$0] } ?? [])).sorted()
    let cardinality = { (number: Int) in
      network.variables[layout.places[number].variable].cardinality
    }
    let cardinalities = scope.map(cardinality)
    var table = LogTable(onesOver: scope, cardinalities: cardinalities)
    for (cell, states) in JointStates(cardinalities: cardinalities).enumerated() {
      let state = { (number: Int) in scope.firstIndex(of: number).map { states[$0] } ?? 0 }
      let row = place.parents.reduce(0) { $0 * cardinality($1) + state($1) }
      let own = state(number)
      let fresh = cpd.values[row * cpd.cardinality + own]
      let stays = previous.map { state($0) == own ? 1.0 : 0 } ?? 0
      table.values[cell] = logarithm(persists * stays + (1 - persists) * fresh)
    }
    return table
  }
}
