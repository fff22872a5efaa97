import GraphStructure
import NetworkModel

/// Sums parts of units' networks, under the CPDs of one network.
struct PartTables: Sendable {
  private let network: Network
  private let cardinalities: [Int]
  /// The logarithms of each CPD's table, in its order; of a reading nothing.
  private let logarithms: [[Double]]

  /// What is known of a variable: the number of its state, or the value of a reading.
  typealias Finding = CaseStore.Finding

  init(_ network: Network) {
    self.network = network
    cardinalities = network.cardinalities
    logarithms = network.cpds.map { cpd in
      if case .gaussian = cpd { [] } else { cpd.table.values.map { logarithm($0) } }
    }
  }

  /// The cells of the largest table that summing `part` takes, with `kept` left in.
  static func cells(
    of part: UnitPart, keeping kept: [Variable.Index] = [], in graph: DirectedGraph,
    _ cardinalities: [Int]
  ) -> Double {
    var scopes = part.families.map { family in
      graph.family(of: family).filter { !part.known.contains($0) }
    }
    var most = 0.0
    func size(_ scope: Set<Int>) -> Double { scope.reduce(1) { $0 * Double(cardinalities[$1]) } }
    for variable in order(part, keeping: kept, graph, cardinalities) {
      let union = Set(scopes.filter { $0.contains(variable) }.flatMap(\.self))
      most = max(most, size(union))
      scopes.removeAll { $0.contains(variable) }
      scopes.append(union.subtracting([variable]).sorted())
    }
    return max(most, size(Set(scopes.flatMap(\.self))))
  }

  /// Returns log P(what is known, kept | shared) over the part's shared variables and `kept`, open ones, ascending together.
  ///
  /// - Parameter findings: What is known of each of the part's known variables.
  func table(
    _ part: UnitPart, _ findings: [Finding], keeping kept: [Variable.Index] = []
  ) -> LogTable {
    if part.families.isEmpty { return indicator(part, findings) }
    var tables = part.families.map { factor(of: $0, part, findings) }
    for variable in Self.order(part, keeping: kept, network.graph, cardinalities) {
      let touched = tables.filter { $0.scope.contains(variable) }
      tables.removeAll { $0.scope.contains(variable) }
      let product = product(touched, over: Set(touched.flatMap(\.scope)).sorted())
      tables.append(product.summed(keeping: product.scope.filter { $0 != variable }))
    }
    return product(tables, over: (part.scope + kept).sorted())
  }

  /// The table of a part that just says in which state a shared variable is.
  private func indicator(_ part: UnitPart, _ findings: [Finding]) -> LogTable {
    let cardinalities = part.scope.map { self.cardinalities[$0] }
    var table = LogTable(onesOver: part.scope, cardinalities: cardinalities)
    for (cell, states) in JointStates(cardinalities: cardinalities).enumerated() {
      let agrees = zip(states, findings).allSatisfy { .state($0) == $1 }
      table.values[cell] = agrees ? 0 : -.infinity
    }
    return table
  }

  private func product(_ tables: [LogTable], over scope: [Int]) -> LogTable {
    var product = LogTable(onesOver: scope, cardinalities: scope.map { cardinalities[$0] })
    for table in tables { product.multiply(by: table) }
    return product
  }

  /// The CPD of a family with what is known cut out of it.
  private func factor(
    of family: Variable.Index, _ part: UnitPart, _ findings: [Finding]
  ) -> LogTable {
    let known = Dictionary(uniqueKeysWithValues: zip(part.known, findings))
    let members = network.graph.family(of: family)
    let isReading = network.variables[family].isReading
    let axes = isReading ? members.filter { $0 != family } : members
    var strides: [Int: Int] = [:]
    var stride = 1
    for member in axes.reversed() {
      strides[member] = stride
      stride *= cardinalities[member]
    }
    let logarithms: [Double]
    switch (network.cpds[family], known[family]) {
    case (.gaussian(let gaussian), .value(let value, let regressors)?):
      logarithms = gaussian.logDensities(at: value, regressors: regressors)
    case (.gaussian, _): logarithms = [Double](repeating: 0, count: stride)
    default: logarithms = self.logarithms[family]
    }
    var base = 0
    for member in axes {
      if case .state(let state)? = known[member] { base += state * (strides[member] ?? 0) }
    }
    let scope = axes.filter { known[$0] == nil }.sorted()
    var places = [base]
    for member in scope {
      let step = strides[member] ?? 0
      places = places.flatMap { place in (0..<cardinalities[member]).map { place + $0 * step } }
    }
    return LogTable(
      scope: scope, cardinalities: scope.map { cardinalities[$0] },
      values: places.map { logarithms[$0] })
  }

  /// The open variables that are summed out, each time the one that makes the smallest table.
  private static func order(
    _ part: UnitPart, keeping kept: [Variable.Index], _ graph: DirectedGraph, _ cardinalities: [Int]
  ) -> [Variable.Index] {
    var scopes = part.families.map { family in
      Set(graph.family(of: family)).subtracting(part.known)
    }
    var waiting = part.open.filter { !kept.contains($0) }
    var order: [Variable.Index] = []
    while !waiting.isEmpty {
      let unions = waiting.map { variable in
        scopes.filter { $0.contains(variable) }.reduce(Set()) { $0.union($1) }
      }
      let sizes = unions.map { $0.reduce(1.0) { $0 * Double(cardinalities[$1]) } }
      let place = sizes.indices.min { (sizes[$0], $0) < (sizes[$1], $1) } ?? 0
      let variable = waiting.remove(at: place)
      scopes.removeAll { $0.contains(variable) }
      scopes.append(unions[place].subtracting([variable]))
      order.append(variable)
    }
    return order
  }
}

extension CaseStore {
  /// What one cell says.
  enum Finding: Hashable, Sendable {
    /// The variable is in this state.
    case state(Int)
    /// The reading has this value, where its regressors have these.
    case value(Double, regressors: [Double])
  }

  /// What is known of `variable` in `row`, or nil.
  func finding(_ variable: Variable.Index, row: Int) -> Finding? {
    switch columns[variable][row] {
    case .state(let state): .state(state)
    case .value(let value, let regressors): .value(value, regressors: regressors)
    default: nil
    }
  }
}
