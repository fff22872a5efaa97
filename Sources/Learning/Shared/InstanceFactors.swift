import NetworkModel

/// What units and CPDs say of the variables of all instances: a product of tables over a few of them each.
struct InstanceFactors: Sendable {
  /// The number of states of each instance's variable.
  var cardinalities: [Int]
  /// The tables, over the instances' variables.
  var tables: [LogTable]
  /// What units say whose instance is not known.
  var mixtures: [InstanceMixture]

  /// The scopes of the tables, and of the mixtures as one table.
  var scopes: [[Int]] { tables.map(\.scope) + mixtures.map(\.scope) }

  /// Rules out all states of some variables but these.
  mutating func clamp(_ states: [Int: Set<Int>]) {
    tables += states.sorted { $0.key < $1.key }.map { number, states in
      LogTable(
        scope: [number], cardinalities: [cardinalities[number]],
        values: (0..<cardinalities[number]).map { states.contains($0) ? 0 : -.infinity })
    }
  }

  /// The product with mixtures as tables.
  func expanded() -> InstanceFactors {
    InstanceFactors(
      cardinalities: cardinalities, tables: tables + mixtures.map { $0.table(cardinalities) },
      mixtures: [])
  }

  /// The product in which some variables have the states that they are taken to have: their axes are cut out of the tables, and one state
  /// is left to them.
  func cut(to states: [Int: Int]) -> InstanceFactors {
    var cut = self
    for variable in states.keys { cut.cardinalities[variable] = 1 }
    cut.tables = tables.map { $0.cut(to: states) }
    cut.mixtures = mixtures.map { mixture in
      InstanceMixture(
        alternatives: mixture.alternatives.map { ($0.logWeight, $0.table.cut(to: states)) },
        count: mixture.count)
    }
    return cut
  }
}

/// Alternatives, one of which is true: Σ w f over tables of their own variables, to the power of as many units as say so.
struct InstanceMixture: Sendable {
  /// The alternatives with the logarithms of their weights.
  let alternatives: [(logWeight: Double, table: LogTable)]
  /// The number of units.
  let count: Double

  /// The variables of all alternatives, ascending.
  var scope: [Int] { Set(alternatives.flatMap(\.table.scope)).sorted() }

  /// The mixture as a table over all its variables.
  func table(_ cardinalities: [Int]) -> LogTable {
    let scope = scope
    var result = LogTable(onesOver: scope, cardinalities: scope.map { cardinalities[$0] })
    let columns = alternatives.map { alternative in
      LogTable.places(of: alternative.table.scope, in: scope) { cardinalities[$0] }
    }
    for cell in result.values.indices {
      let terms = zip(alternatives, columns).map { $0.logWeight + $0.table.values[$1[cell]] }
      result.values[cell] = count * LogTable.logSum(terms)
    }
    return result
  }
}

extension LogTable {
  /// log Σ exp of some terms.
  static func logSum(_ terms: [Double]) -> Double {
    guard let greatest = terms.max(), greatest > -.infinity else { return -.infinity }
    return greatest + logarithm(terms.reduce(0) { $0 + exponential($1 - greatest) })
  }

  /// The table where some variables have the states given.
  func cut(to states: [Int: Int]) -> LogTable {
    let kept = scope.indices.filter { states[scope[$0]] == nil }
    guard kept.count < scope.count else { return self }
    let keptScope = kept.map { scope[$0] }
    let own = Dictionary(uniqueKeysWithValues: zip(scope, cardinalities))
    let places = Self.places(of: scope, in: keptScope) { own[$0] ?? 1 }
    var (stride, base) = (1, 0)
    for (variable, cardinality) in zip(scope, cardinalities).reversed() {
      base += (states[variable] ?? 0) * stride
      stride *= cardinality
    }
    return LogTable(
      scope: keptScope, cardinalities: kept.map { cardinalities[$0] },
      values: places.map { values[$0 + base] })
  }
}
