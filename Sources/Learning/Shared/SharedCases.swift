import GraphStructure
import NetworkModel

/// Records of units that share variables, taken apart: which parts of which units say what about which instances. Holds for every network over the
/// same graph.
package struct SharedCases: Sendable {
  /// A part of a unit with what is known in it.
  struct PartCase: Hashable, Sendable {
    let part: UnitPart
    let findings: [CaseStore.Finding]
  }

  /// What units say together about some instances.
  struct Term: Sendable {
    /// The numbers of the instances' variables, ascending.
    let scope: [Int]
    /// The parts of units, each with the number of units.
    var cases: [(partCase: Int, count: Double)]
  }

  /// Units whose instance of some key is not known, alike in everything.
  struct OpenTerm: Sendable {
    /// The parts whose instances depend on it.
    let cases: [Int]
    /// For each alternative its weight, and the scope of each part.
    let alternatives: [(weight: Double, scopes: [[Int]])]
    /// The number of units.
    var count: Double
  }

  package let store: CaseStore
  package let layout: InstanceLayout
  /// How the networks of units fall apart; see `planner(row:)`.
  private let planner: UnitPlanner
  /// The number of units that name too few of their instances to be judged with those of others.
  package private(set) var unitsApart = 0.0
  let cardinalities: [Int]
  private(set) var partCases: [PartCase] = []
  private(set) var terms: [Term] = []
  private(set) var openTerms: [OpenTerm] = []
  /// What units know of instances themselves: the states, each with the first row that says so.
  private(set) var findings: [Int: [Int: Int]] = [:]

  private var caseNumbers: [PartCase: Int] = [:]
  private var shares: [[Double]]
  private var plans: [Pattern: [UnitPart]] = [:]

  /// What decides how a unit's network falls apart.
  struct Pattern: Hashable, Sendable {
    /// Which variables are known.
    let isKnown: [Bool]
    /// The keys whose variables the unit has for itself.
    let apart: [Int]
  }

  /// The most alternatives of the instances that a unit does not name.
  private static let mostAlternatives = 1024

  package init(
    _ store: CaseStore, _ network: Network, _ layout: InstanceLayout
  ) {
    self.store = store
    self.layout = layout
    planner = UnitPlanner(graph: network.graph, isShared: layout.isShared)
    cardinalities = network.cardinalities
    shares = layout.keys.map { key in
      var counts = [Double](repeating: 0, count: key.values.count)
      for (row, instance) in key.instances.enumerated() where instance >= 0 {
        counts[instance] += store.counts?[row] ?? 1
      }
      let total = counts.reduce(0, +)
      return total > 0 ? counts.map { $0 / total } : counts.map { _ in 1 / Double(counts.count) }
    }
    takeApart()
  }

  /// The part whose sum takes the largest table, with the cells of it; nil without parts.
  package var largestPart: (cells: Double, variables: [Variable.Index])? {
    Set(partCases.map(\.part)).map { part in
      (
        PartTables.cells(of: part, in: planner.graph, cardinalities),
        part.scope + part.open
      )
    }
    .max { ($0.0, $1.1.count) < ($1.0, $0.1.count) }
  }

  /// Which variables are known in `row`.
  func isKnown(row: Int) -> [Bool] { cardinalities.indices.map { store.columns[$0][row] != nil } }

  /// What is known in `row` of a part's known variables.
  func findings(_ part: UnitPart, row: Int) -> [CaseStore.Finding] {
    part.known.compactMap { store.finding($0, row: row) }
  }

  /// What `row` knows of shared variables whose instance it does not name: a part without families for each.
  func findingsOfUnknown(_ row: Int, _ pattern: Pattern) -> [PartCase] {
    layout.keyOf.indices.compactMap { variable in
      guard pattern.isKnown[variable], let key = layout.keyOf[variable],
        !pattern.apart.contains(key),
        layout.keys[key].instances[row] < 0,
        let finding = store.finding(variable, row: row)
      else { return nil }
      let part = UnitPart(families: [], open: [], known: [], scope: [variable])
      return PartCase(part: part, findings: [finding])
    }
  }

  /// The keys of which `row` is taken to have instances of its own: those that it does not name, those of most instances first, where all
  /// alternatives together would be too many. A unit that may have used any of a thousand instances says next to nothing of each.
  func keysApart(row: Int) -> [Int] {
    var missing = layout.keys.indices.filter { layout.keys[$0].instances[row] < 0 }
      .sorted { (layout.keys[$0].values.count, $0) < (layout.keys[$1].values.count, $1) }
    var apart: [Int] = []
    func alternatives() -> Double {
      missing.reduce(1) { $0 * Double(layout.keys[$1].values.count) }
    }
    while alternatives() > Double(Self.mostAlternatives), let last = missing.popLast() {
      apart.append(last)
    }
    return apart.sorted()
  }

  /// What decides how the network of `row` falls apart.
  func pattern(row: Int) -> Pattern {
    Pattern(isKnown: isKnown(row: row), apart: keysApart(row: row))
  }

  /// How the networks of units of a pattern fall apart.
  func planner(of pattern: Pattern) -> UnitPlanner {
    guard !pattern.apart.isEmpty else { return planner }
    return UnitPlanner(
      graph: planner.graph,
      isShared: layout.keyOf.map { $0.map { !pattern.apart.contains($0) } ?? false })
  }

  /// The keys of a part's scope that `row` does not name, ascending.
  func missingKeys(_ scope: [Variable.Index], row: Int) -> [Int] {
    Set(scope.compactMap { layout.keyOf[$0] }.filter { layout.keys[$0].instances[row] < 0 })
      .sorted()
  }

  /// The instances that `row` may have used of `keys`, which it does not name: each with its weight.
  func alternatives(_ keys: [Int]) -> [(weight: Double, instances: [Int: Int])] {
    keys.reduce([(1, [:])]) { alternatives, key in
      alternatives.flatMap { weight, instances in
        shares[key].enumerated().filter { $0.element > 0 }.map { instance, share in
          (weight * share, instances.merging([key: instance]) { $1 })
        }
      }
    }
  }

  /// The numbers of the instances' variables of a scope, ascending.
  ///
  /// - Parameter chosen: The instances of keys that the row does not name.
  func numbers(_ scope: [Variable.Index], row: Int, _ chosen: [Int: Int] = [:]) -> [Int] {
    scope.compactMap { variable in
      layout.keyOf[variable].map { key in
        let named = layout.keys[key].instances[row]
        return layout.number(of: variable, instance: named >= 0 ? named : chosen[key] ?? 0)
      }
    }
  }
}

extension SharedCases {
  private mutating func takeApart() {
    var termNumbers: [[Int]: Int] = [:]
    var counts: [[Int: Double]] = []
    var openNumbers: [[Int]: Int] = [:]
    for row in 0..<store.count {
      let weight = store.counts?[row] ?? 1
      guard weight > 0 else { continue }
      let pattern = pattern(row: row)
      if !pattern.apart.isEmpty { unitsApart += weight }
      noteSharedFindings(row, pattern.isKnown)
      var open: [(partCase: Int, part: UnitPart, keys: [Int])] = []
      for part in parts(pattern) {
        let number = number(of: PartCase(part: part, findings: findings(part, row: row)))
        let keys = missingKeys(part.scope, row: row)
        if !keys.isEmpty {
          open.append((number, part, keys))
          continue
        }
        let scope = numbers(part.scope, row: row)
        let term = termNumbers[scope] ?? terms.count
        if term == terms.count {
          termNumbers[scope] = term
          terms.append(Term(scope: scope, cases: []))
          counts.append([:])
        }
        counts[term][number, default: 0] += weight
      }
      open += findingsOfUnknown(row, pattern).map { partCase in
        (number(of: partCase), partCase.part, missingKeys(partCase.part.scope, row: row))
      }
      if !open.isEmpty { addOpen(open, row, weight, &openNumbers) }
    }
    for term in terms.indices {
      terms[term].cases = counts[term].sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
  }

  private mutating func parts(_ pattern: Pattern) -> [UnitPart] {
    if let plan = plans[pattern] { return plan }
    let plan = planner(of: pattern).parts(isKnown: pattern.isKnown)
    plans[pattern] = plan
    return plan
  }

  private mutating func number(of partCase: PartCase) -> Int {
    if let number = caseNumbers[partCase] { return number }
    caseNumbers[partCase] = partCases.count
    partCases.append(partCase)
    return partCases.count - 1
  }

  private mutating func noteSharedFindings(_ row: Int, _ isKnown: [Bool]) {
    for (variable, key) in layout.keyOf.enumerated() where key != nil && isKnown[variable] {
      guard let key, case .state(let state)? = store.finding(variable, row: row) else { continue }
      let instance = layout.keys[key].instances[row]
      guard instance >= 0 else { continue }
      let number = layout.number(of: variable, instance: instance)
      if findings[number]?[state] == nil { findings[number, default: [:]][state] = row }
    }
  }

  /// Parts that depend on the same unknown instance are judged together.
  private mutating func addOpen(
    _ open: [(partCase: Int, part: UnitPart, keys: [Int])], _ row: Int, _ weight: Double,
    _ numbersOfTerms: inout [[Int]: Int]
  ) {
    var waiting = open
    while let first = waiting.first {
      var keys = Set(first.keys)
      var members: [(partCase: Int, part: UnitPart, keys: [Int])] = []
      while let place = waiting.firstIndex(where: { !keys.isDisjoint(with: $0.keys) }) {
        keys.formUnion(waiting[place].keys)
        members.append(waiting.remove(at: place))
      }
      add(members, keys: keys.sorted(), row, weight, &numbersOfTerms)
    }
  }

  private mutating func add(
    _ members: [(partCase: Int, part: UnitPart, keys: [Int])], keys: [Int], _ row: Int,
    _ weight: Double, _ numbersOfTerms: inout [[Int]: Int]
  ) {
    let alternatives = alternatives(keys)
    let scopes = alternatives.map { alternative in
      members.map { numbers($0.part.scope, row: row, alternative.instances) }
    }
    let cases = members.map(\.partCase)
    let identity =
      [cases.count] + cases + [scopes.count] + scopes.flatMap { $0.flatMap { [$0.count] + $0 } }
    if let number = numbersOfTerms[identity] {
      openTerms[number].count += weight
      return
    }
    numbersOfTerms[identity] = openTerms.count
    openTerms.append(
      OpenTerm(
        cases: cases, alternatives: zip(alternatives, scopes).map { ($0.weight, $1) },
        count: weight))
  }
}
