import NetworkModel

/// The priors of a group of families while they are fitted.
struct GroupFit {
  /// A row of a family whose prior is fitted, and the pool that it is in.
  private struct Place {
    let family: Int
    /// Which of the family's tables it is in.
    let table: Int
    let row: Int
    let pool: Int
  }

  private let name: String
  private let families: [EmpiricalBayes.Family]
  /// The share of the units of which each family's variable is known.
  private let observedShares: [Double]
  private let places: [Place]
  /// The pools before they have rows.
  private let templates: [StrengthFit.Pool]
  private var fit: StrengthFit?

  init(
    name: String, _ families: [EmpiricalBayes.Family], of network: Network, _ cases: CaseStore
  ) {
    self.name = name
    self.families = families
    observedShares = families.map { family in
      let shares = family.members.map { cases.observedShare(of: $0) }
      return shares.reduce(0, +) / Double(shares.count)
    }
    var pooling = Pooling(families)
    var places: [Place] = []
    for (index, family) in families.enumerated() {
      let expected = family.expected.map(\.tables)
      for (number, table) in network.cpds[family.members[0]].tables.enumerated() {
        for row in 0..<table.rowCount {
          let mean = expected.map { Array($0[number][row: row]) }
          let pool = pooling.pool(of: index, table: number, row: row, like: table, mean: mean)
          guard let pool else { continue }
          places.append(Place(family: index, table: number, row: row, pool: pool))
        }
      }
    }
    self.places = places
    templates = pooling.pools
  }

  /// Returns the fit to the counts of `outcome`.
  func fitted(to outcome: ExpectationMaximization.Outcome) -> GroupFit {
    var pools = templates.map { (pool: $0, rows: [[Double]]()) }
    let counts = families.map { outcome.tables(of: $0.members) }
    for place in places {
      let members = families[place.family].members
      let expected = outcome.network.cpds[members[0]].tables[place.table][row: place.row]
      let row = counts[place.family][place.table][row: place.row]
      pools[place.pool].rows.append(
        Self.witnessed(row, under: expected, share: observedShares[place.family]))
    }
    var next = self
    next.fit = StrengthFit(
      pools.map {
        StrengthFit.Pool(mean: $0.pool.mean, isFixed: $0.pool.isFixed, rows: $0.rows)
      }, start: fit?.strength ?? 1)
    return next
  }

  /// What observed cells contribute to the counts of a row. Where the variable is missing EM puts in what its distribution has, a mirror of the prior
  /// and no witness for it: as much as the share of missing cells is taken out again.
  private static func witnessed(
    _ counts: ArraySlice<Double>, under expected: ArraySlice<Double>, share: Double
  ) -> [Double] {
    let total = counts.reduce(0, +)
    let rest = zip(counts, expected).map { max(0, $0 - (1 - share) * total * $1) }
    let isNothing = share == 0 || rest.reduce(0, +) <= 1e-9 * total
    return isNothing ? rest.map { _ in 0 } : rest
  }

  /// How far the priors are from those of `other`: the difference of the strengths' logarithms, or of the means.
  func change(from other: GroupFit) -> Double {
    guard let fit, fit.ending != .noData else { return 0 }
    guard let before = other.fit, before.ending != .noData else { return .infinity }
    return zip(fit.pools, before.pools).reduce(abs(logarithm(fit.strength / before.strength))) {
      change, pools in
      zip(pools.0.mean, pools.1.mean).reduce(change) { max($0, abs($1.0 - $1.1)) }
    }
  }

  /// Whether it has been fitted.
  var isFitted: Bool { fit != nil }

  /// Puts the priors of the families in their places; without data they stay as they are.
  func set(_ priors: inout [FamilyPrior]) {
    guard let fit, fit.ending != .noData else { return }
    for (index, own) in Dictionary(grouping: places, by: \.family) {
      let members = families[index].members
      guard var tables = priors[members[0]].tables else { continue }
      for place in own {
        let mean = fit.pools[place.pool].mean
        tables[place.table].replaceSubrange(
          place.row * mean.count..<(place.row + 1) * mean.count,
          with: mean.map { $0 * fit.strength })
      }
      for member in members { priors[member].tables = tables }
    }
  }

  /// What there is to say of the fit.
  func report(isSettled: Bool = true) -> FittedStrength {
    let hasData = fit.map { $0.ending != .noData } ?? false
    return FittedStrength(
      group: name, strength: hasData ? fit?.strength : nil,
      families: Set(places.map(\.family)).count, rows: fit?.tellingRowCount ?? 0,
      ending: isSettled || fit?.ending == .noData ? fit?.ending ?? .unsettled : .unsettled)
  }
}

extension CaseStore {
  /// The share of the units of which `variable` is known.
  fileprivate func observedShare(of variable: Variable.Index) -> Double {
    let column = columns[variable]
    guard column.isObserved else { return 0 }
    let known = (0..<count).reduce(0.0) { $0 + (column[$1] == nil ? 0 : counts?[$1] ?? 1) }
    return known / totalCount
  }
}

/// Tells which rows of a group's families share the mean of their prior.
private struct Pooling {
  private struct Key: Hashable {
    var owner: String
    var table: Int
    var row: Int
  }

  private(set) var pools: [StrengthFit.Pool] = []
  private let families: [EmpiricalBayes.Family]
  /// The number of families with each pattern that have no numbers of experts.
  private let siblings: [String: Int]
  private var indices: [Key: Int] = [:]

  init(_ families: [EmpiricalBayes.Family]) {
    self.families = families
    siblings = families.filter { $0.expected == nil }.reduce(into: [:]) {
      $0[$1.pattern, default: 0] += 1
    }
  }

  /// Returns the pool of a row; nil where a family has neither siblings nor other rows to compare it with, nor numbers of experts.
  mutating func pool(
    of family: Int, table number: Int, row: Int, like table: TabularCPD, mean: [Double]?
  ) -> Int? {
    let pattern = families[family].pattern
    var key = Key(owner: "\(family)", table: number, row: row)
    if mean == nil {
      if siblings[pattern, default: 0] > 1 {
        key.owner = "pattern \(pattern)"
      } else if table.rowCount > 1 {
        key.row = -1
      } else {
        return nil
      }
    }
    if let pool = indices[key] { return pool }
    indices[key] = pools.count
    let even = [Double](repeating: 1 / Double(table.cardinality), count: table.cardinality)
    pools.append(StrengthFit.Pool(mean: mean ?? even, isFixed: mean != nil, rows: []))
    return pools.count - 1
  }
}

extension CPD {
  /// The tables with a prior of their own: of a noisy-MAX the leak, then the strengths of each parent; of a reading none.
  fileprivate var tables: [TabularCPD] {
    switch self {
    case .table(let table): [table]
    case .noisyMax(let noisyMax):
      ([noisyMax.leak] + noisyMax.strengths).map {
        TabularCPD(cardinality: noisyMax.cardinality, values: $0)
      }
    case .gaussian: []
    }
  }
}

extension FamilyPrior {
  /// The pseudo-counts of the tables with a prior of their own; nil where there are none.
  fileprivate var tables: [[Double]]? {
    get {
      switch self {
      case .table(let counts): [counts]
      case .noisyMax(let strengths, let leak): [leak] + strengths
      case .none, .gaussian: nil
      }
    }
    set {
      guard let newValue else { return }
      switch self {
      case .table: self = .table(newValue[0])
      case .noisyMax: self = .noisyMax(strengths: Array(newValue.dropFirst()), leak: newValue[0])
      case .none, .gaussian: break
      }
    }
  }
}

extension ExpectationMaximization.Outcome {
  /// The expected counts of a CPD that `members` share, in its tables.
  fileprivate func tables(of members: [Variable.Index]) -> [TabularCPD] {
    let first = members[0]
    let total = members.dropFirst().reduce(Array(counts[first])) { zip($0, counts[$1]).map(+) }
    switch network.cpds[first] {
    case .table(let table): return [TabularCPD(cardinality: table.cardinality, values: total)]
    case .noisyMax(let noisyMax):
      let causes = NoisyMaxExpectation(
        noisyMax, counts: total[...], parentStates: network.parentStates(of: first))
      return ([causes.leak] + causes.strengths).map {
        TabularCPD(cardinality: noisyMax.cardinality, values: $0)
      }
    case .gaussian: return []
    }
  }
}
