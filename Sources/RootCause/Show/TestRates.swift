import Inference
import Learning
import NetworkModel

/// How often something happens, and how sure that is.
public struct Rate: Sendable, Equatable {
  /// The rate.
  public let value: Double
  /// Where it lies with a probability of 90 %; nil where nothing says what it rests on.
  public let interval: ClosedRange<Double>?
  /// How many records are expected in the rows that it comes from; nil where nothing says it.
  public let records: Double?
  /// The complete records that it is worth, prior and all; nil where nothing says it.
  public let effectiveRecords: Double?

  /// Returns the quantiles of 5 and 95 % of the distribution of a probability near `value` that rests on `records`.
  static func interval(of value: Double, records: Double) -> ClosedRange<Double> {
    guard value > 0 else { return 0...0 }
    guard value < 1 else { return 1...1 }
    let count = max(records, 1e-6)
    let beta = BetaDistribution(count * value, max(count * (1 - value), .leastNormalMagnitude))
    let (low, high) = (beta.quantile(0.05), beta.quantile(0.95))
    return min(low, value)...max(high, value)
  }
}

/// How often a test errs.
public struct TestRates: Sendable, Equatable {
  /// The test.
  public let variable: String
  /// How often a sound unit does not pass; nil when no parent but stations and contexts, and so no unit is sound or not.
  public let falseFail: Rate?
  /// How often a faulty unit passes.
  public let falsePass: Rate?

  /// The rates of all tests of `model` whose outcome has states and depends on anything that can be wrong with a unit.
  static func all(
    of model: CausalModel, _ families: [FamilySummary], memoryLimit: Int
  ) throws(InferenceError) -> [TestRates] {
    let tests = model.graph.variables.indices.filter { index in
      let variable = model.graph.variables[index]
      return variable.kind == .test && !variable.variable.isReading
        && variable.variable.cardinality > 1 && !model.graph.faultParents(of: index).isEmpty
    }
    guard !tests.isEmpty else { return [] }
    // With a clique for each family, which is what is read.
    let compiled = CompiledNetwork(
      model.network, tree: try JunctionTree(model.network, memoryLimit: memoryLimit),
      memoryLimit: memoryLimit)
    let answers = compiled.families(given: [Evidence()]) { _, family in
      tests.map { TestRates($0, of: model, families[$0], joint: family($0)) }
    }
    return answers.first.flatMap(\.self) ?? []
  }

  /// - Parameter joint: P(pa, X) of the test.
  private init(
    _ index: Variable.Index, of model: CausalModel, _ family: FamilySummary, joint: [Double]
  ) {
    let table = model.network.cpds[index].table
    let faults = model.graph.faultParents(of: index)
    var (sound, faulty): ([WeightedRow], [WeightedRow]) = ([], [])
    for (row, states) in model.network.parentStates(of: index).enumerated() {
      let isSound = faults.allSatisfy { states[$0] == 0 }
      let pass = table[row: row].first ?? 0
      let fail = table[row: row].dropFirst().reduce(0, +)
      let weighted = WeightedRow(
        weight: joint[table.range(ofRow: row)].reduce(0, +), rate: isSound ? fail : pass,
        // A row of a noisy-MAX rests on many distributions.
        basis: family.variable.form == .table ? family.rows[row].basis : nil)
      if isSound { sound.append(weighted) } else { faulty.append(weighted) }
    }
    variable = family.variable.name
    falseFail = Rate(averageOf: sound)
    falsePass = Rate(averageOf: faulty)
  }
}

/// A row of a test, and how probable its condition is.
private struct WeightedRow {
  let weight: Double
  let rate: Double
  let basis: RowBasis?
}

extension Rate {
  /// The average of rows by the probability of their conditions; nil when none can be.
  ///
  /// Its distribution is the beta distribution of the same mean and variance, rows uncertain apart from each other.
  fileprivate init?(averageOf rows: [WeightedRow]) {
    let total = rows.reduce(0) { $0 + $1.weight }
    guard total > 0 else { return nil }
    value = min(1, rows.reduce(0) { $0 + $1.weight / total * $1.rate })
    let bases = rows.compactMap(\.basis)
    guard bases.count == rows.count else {
      (interval, records, effectiveRecords) = (nil, nil, nil)
      return
    }
    let variance = rows.reduce(0) { sum, row in
      let share = row.weight / total
      let count = max(row.basis?.effectiveRecords ?? 0, 1e-6)
      return sum + share * share * row.rate * (1 - row.rate) / (count + 1)
    }
    records = bases.reduce(0) { $0 + $1.records }
    let count = variance > 0 ? max(0, value * (1 - value) / variance - 1) : 0
    effectiveRecords = variance > 0 ? count : bases.reduce(0) { $0 + $1.effectiveRecords }
    interval = Self.interval(of: value, records: count)
  }
}

extension CausalGraph {
  /// The places, among the parents of a test, of what can be wrong with a unit: its defects; where it has none, its steps and lots.
  fileprivate func faultParents(of index: Variable.Index) -> [Int] {
    let kinds = structure.parents[index].map { variables[$0].kind }
    let defects = kinds.indices.filter { kinds[$0] == .defect }
    return defects.isEmpty ? kinds.indices.filter { [.step, .lot].contains(kinds[$0]) } : defects
  }
}
