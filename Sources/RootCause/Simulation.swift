import GraphStructure
import NetworkModel

/// Records drawn from a model, unit by unit, each as it is asked for; every walk draws the same units.
public struct Simulation: Sequence, Sendable {
  /// What one unit was, and with which instances it was made.
  public struct Unit: Sendable, Equatable {
    /// The value of each variable; nil where it was lost.
    public let cells: [Cell?]
    /// The regressors of its readings, by name, but for those that were lost.
    public let regressors: [String: Double]
    /// The instance that the unit used, by key column.
    public let instances: [String: Int]
  }

  /// The value of a variable in a unit.
  public enum Cell: Sendable, Equatable {
    /// A state.
    case state(Int)
    /// The value of a reading.
    case value(Double)
  }

  /// The number of units.
  public let count: Int

  /// The number of instances of each key.
  public let instanceCount: Int

  private let model: CausalModel
  private let missing: Double
  private let seed: UInt64

  /// Prepares to draw units from `model`.
  ///
  /// Variables with the same key column share their instances: each unit uses one of them, drawn evenly, and a shared variable is drawn
  /// once for each instance, given its parents in the first unit that uses it. Regressors are drawn from a normal distribution with the moments
  /// that the model has of them; what a reading moves with and an earlier one too is drawn once, and the others given that.
  ///
  /// - Parameters:
  ///   - model: The model.
  ///   - count: The number of units.
  ///   - missing: The probability with which each cell is lost, independently of all else.
  ///   - unitsPerInstance: How many units share an instance, on average.
  ///   - seed: Names the random numbers.
  public init(
    of model: CausalModel, count: Int, missing: Double = 0, unitsPerInstance: Int = 50,
    seed: UInt64 = 1
  ) {
    self.model = model
    self.count = count
    self.missing = missing
    self.seed = seed
    instanceCount = Swift.max(1, count / Swift.max(1, unitsPerInstance))
  }

  /// All units at once.
  public var units: [Unit] { Array(self) }

  /// Returns an iterator over the units, in order.
  ///
  /// - Complexity: O(variables) a unit.
  public func makeIterator() -> Iterator {
    Iterator(
      sampler: Sampler(model, instanceCount: instanceCount, seed: seed), missing: missing,
      remaining: count)
  }

  /// Draws the units one after the other.
  public struct Iterator: IteratorProtocol {
    fileprivate var sampler: Sampler
    fileprivate let missing: Double
    fileprivate var remaining: Int

    /// Draws the next unit; nil after the last.
    public mutating func next() -> Unit? {
      guard remaining > 0 else { return nil }
      remaining -= 1
      return sampler.unit(missing: missing)
    }
  }
}

/// A CPD with the way to its rows.
private struct Family {
  let cpd: CPD
  let parents: [Variable.Index]
  private let cardinalities: [Int]

  init(of variable: Variable.Index, in network: Network) {
    cpd = network.cpds[variable]
    parents = network.graph.parents[variable]
    cardinalities = parents.map { network.variables[$0].cardinality }
  }

  /// The row of the table for what the parents are.
  func row(_ cells: [Simulation.Cell]) -> Int {
    var row = 0
    for (parent, cardinality) in zip(parents, cardinalities) {
      row = row * cardinality + cells[parent].state
    }
    return row
  }
}

extension Simulation.Cell {
  /// The state; a reading, which is nobody's parent, has none.
  fileprivate var state: Int { if case .state(let state) = self { state } else { 0 } }
}

/// Draws units one after the other.
private struct Sampler {
  private let families: [Family]
  private let order: [Variable.Index]
  private let keys: [String?]
  private let keyColumns: [String]
  private let instanceCount: Int
  private var generator: SplitMix64
  private let regressors: RegressorSampler
  private var shared: [Variable.Index: [Int: Simulation.Cell]] = [:]

  init(_ model: CausalModel, instanceCount: Int, seed: UInt64) {
    families = model.network.variables.indices.map { Family(of: $0, in: model.network) }
    order = model.network.graph.topologicalOrder
    keys = model.graph.variables.map(\.key)
    keyColumns = Set(keys.compactMap(\.self)).sorted()
    self.instanceCount = instanceCount
    regressors = RegressorSampler(model.network)
    generator = SplitMix64(seed: seed)
  }

  mutating func unit(missing: Double) -> Simulation.Unit {
    var instances: [String: Int] = [:]
    for column in keyColumns { instances[column] = Int(generator.unit() * Double(instanceCount)) }
    let values = regressors.values(using: &generator)
    var cells = [Simulation.Cell](repeating: .state(0), count: families.count)
    for variable in order {
      cells[variable] = cell(of: variable, among: cells, values, instances: instances)
    }
    return Simulation.Unit(
      cells: cells.map { generator.unit() < missing ? nil : $0 },
      regressors: regressors.kept(values, missing: missing, using: &generator),
      instances: instances)
  }

  private mutating func cell(
    of variable: Variable.Index, among cells: [Simulation.Cell], _ values: [String: Double],
    instances: [String: Int]
  ) -> Simulation.Cell {
    guard let key = keys[variable], let instance = instances[key] else {
      return draw(variable, among: cells, values)
    }
    if let known = shared[variable]?[instance] { return known }
    let drawn = draw(variable, among: cells, values)
    shared[variable, default: [:]][instance] = drawn
    return drawn
  }

  private mutating func draw(
    _ variable: Variable.Index, among cells: [Simulation.Cell], _ values: [String: Double]
  ) -> Simulation.Cell {
    let family = families[variable]
    switch family.cpd {
    case .table(let table): return .state(state(in: table[row: family.row(cells)]))
    case .noisyMax(let noisyMax):
      // Each cause by itself: a table over all parents may be beyond any memory.
      let causes = noisyMax.causes(in: family.parents.map { cells[$0].state })
      return .state(causes.reduce(0) { max($0, state(in: $1.distribution)) })
    case .gaussian(let gaussian):
      let row = family.row(cells)
      let mean = gaussian.mean(row: row, at: regressors.names[variable].map { values[$0] ?? 0 })
      return .value(mean + gaussian.standardDeviations[row] * generator.normal())
    }
  }

  private mutating func state(in distribution: ArraySlice<Double>) -> Int {
    var threshold = generator.unit()
    for (state, probability) in distribution.enumerated() {
      threshold -= probability
      if threshold < 0 { return state }
    }
    // Rounding may leave a sliver above the sum of the row.
    return (distribution.lastIndex { $0 > 0 } ?? 0) - distribution.startIndex
  }
}
