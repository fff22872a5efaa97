/// What failing units have in common: each lot, run or station by its share of failing units, as the field has long looked for causes.
///
/// It takes each instance on its own. Where a lot was only ever run on one machine, it blames both, and it does not know which tests a
/// cause would fail: it is a cross-check of posteriors, not a substitute.
public struct Commonality: Sendable, Equatable {
  /// The units, column by column.
  public struct Units: Sendable, Equatable {
    /// A key column: the instance that each unit used, or nil where it is not known.
    public struct Key: Sendable, Equatable {
      /// The name of the column.
      public let name: String
      /// The instance of each unit, as its place in `values`; −1 where it is not known.
      public let instances: [Int]
      /// The instances' names, in the order in which the units name them.
      public let values: [String]

      /// Numbers the instances of a column.
      public init(name: String, _ cells: [String?]) {
        var numbers: [String: Int] = [:]
        var values: [String] = []
        instances = cells.map { cell in
          guard let cell else { return -1 }
          if let number = numbers[cell] { return number }
          values.append(cell)
          numbers[cell] = values.count - 1
          return values.count - 1
        }
        self.name = name
        self.values = values
      }
    }

    /// Whether each unit failed; nil where no test tells.
    public let isFailing: [Bool?]
    /// How many units each stands for; nil where each stands for one.
    public let counts: [Int]?
    /// The key columns.
    public let keys: [Key]

    /// Puts the columns together.
    ///
    /// - Precondition: All columns have as many cells.
    public init(isFailing: [Bool?], counts: [Int]? = nil, keys: [Key]) {
      precondition(keys.allSatisfy { $0.instances.count == isFailing.count })
      precondition(counts.map { $0.count == isFailing.count } ?? true)
      self.isFailing = isFailing
      self.counts = counts
      self.keys = keys
    }
  }

  /// An instance and the units that used it.
  public struct Row: Sendable, Equatable {
    /// The key column.
    public let key: String
    /// The instance.
    public let value: String
    /// The failing and passing units with it, and those that used another instance.
    public let counts: FailureCounts
    /// log p of Fisher's exact test.
    public let logPValue: Double
    /// The p-value, adjusted for the number of instances that were tested ([BH95]).
    public let adjustedPValue: Double

    /// The p-value of Fisher's exact test: as many failing units, or more, by chance.
    public var pValue: Double { counts.pValue }
  }

  /// The instances, the most suspicious first.
  public let rows: [Row]

  /// The units, as they were given.
  public let units: Units

  /// Tests every instance of every key.
  ///
  /// Units whose outcome or whose instance is not known are left out, of all keys or of the one.
  ///
  /// - Complexity: O(units · keys + instances).
  public init(_ units: Units) {
    self.units = units
    let found = units.keys.indices.flatMap { key in
      Self.tables(units, key: key).enumerated().filter { $1.with > 0 }.map { value, counts in
        (key: key, value: value, counts: counts, logPValue: counts.logPValue)
      }
    }
    let adjusted = FalseDiscoveries.adjusted(found.map(\.counts.pValue))
    let order = found.indices.sorted {
      (found[$0].logPValue, $0) < (found[$1].logPValue, $1)
    }
    rows = order.map { index in
      let (key, value, counts, logPValue) = found[index]
      return Row(
        key: units.keys[key].name, value: units.keys[key].values[value], counts: counts,
        logPValue: logPValue, adjustedPValue: adjusted[index])
    }
  }

  /// Returns the counts of one instance among the units that did not use another one; nil when no such units are left, or either is unknown.
  ///
  /// What looks bad only because it went together with something bad looks no worse than the rest here.
  public func counts(
    of instance: (key: String, value: String), without other: (key: String, value: String)
  ) -> FailureCounts? {
    guard let here = place(of: instance), let away = place(of: other) else { return nil }
    let others = units.keys[away.key].instances
    let counts = Self.tables(units, key: here.key) { others[$0] != away.value }[here.value]
    return counts.with == 0 || counts.with == counts.total ? nil : counts
  }

  /// Returns how many units used both of two instances, and how many each; nil when either is unknown.
  public func overlap(
    _ first: (key: String, value: String), _ second: (key: String, value: String)
  ) -> (both: Int, first: Int, second: Int)? {
    guard let one = place(of: first), let two = place(of: second) else { return nil }
    var (both, firsts, seconds) = (0, 0, 0)
    for unit in units.isFailing.indices {
      let count = units.counts?[unit] ?? 1
      let isOne = units.keys[one.key].instances[unit] == one.value
      let isTwo = units.keys[two.key].instances[unit] == two.value
      both += isOne && isTwo ? count : 0
      firsts += isOne ? count : 0
      seconds += isTwo ? count : 0
    }
    return (both, firsts, seconds)
  }

  private func place(of instance: (key: String, value: String)) -> (key: Int, value: Int)? {
    guard let key = units.keys.firstIndex(where: { $0.name == instance.key }),
      let value = units.keys[key].values.firstIndex(of: instance.value)
    else { return nil }
    return (key, value)
  }

  /// The counts of each instance of a key, among the units that are included.
  private static func tables(
    _ units: Units, key: Int, where isIncluded: (Int) -> Bool = { _ in true }
  ) -> [FailureCounts] {
    let column = units.keys[key]
    var failing = [Int](repeating: 0, count: column.values.count)
    var passing = failing
    for (unit, instance) in column.instances.enumerated() where instance >= 0 && isIncluded(unit) {
      guard let isFailing = units.isFailing[unit] else { continue }
      let count = units.counts?[unit] ?? 1
      if isFailing { failing[instance] += count } else { passing[instance] += count }
    }
    let (allFailing, allPassing) = (failing.reduce(0, +), passing.reduce(0, +))
    return zip(failing, passing).map { failing, passing in
      FailureCounts(
        failingWith: failing, passingWith: passing, failingWithout: allFailing - failing,
        passingWithout: allPassing - passing)
    }
  }
}
