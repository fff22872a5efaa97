import Inference
import Learning
import NetworkModel

/// What a model says of itself: its CPDs and what they rest on, how often each test errs, and what the records can't tell.
public struct ModelSummary: Sendable, Equatable {
  /// The model.
  public let model: CausalModel
  /// The families, in the order of the graph.
  public let families: [FamilySummary]
  /// The error rates of the tests whose outcome has states, in the order of the graph.
  public let tests: [TestRates]
  /// What the records can't tell apart; nil when nobody looked, or there are too many numbers.
  public let tradeOffs: [TradeOffSummary]?

  /// Sums up `model`.
  ///
  /// - Throws: `InferenceError.treeTooLarge` when the rates of tests can't be computed in the memory.
  public init(
    _ model: CausalModel, memoryLimit: Int = TreeSize.defaultMemoryLimit
  ) throws(InferenceError) {
    self.model = model
    let rows = model.parameterRows
    let basis = model.basis(of: rows)
    let families = model.network.variables.indices.map { variable in
      FamilySummary(
        variable, of: model, basis: basis.map { basis in rows.rows(of: variable).map { basis[$0] } }
      )
    }
    self.families = families
    tests = try TestRates.all(of: model, families, memoryLimit: memoryLimit)
    tradeOffs = model.basis?.tradeOffs.map { $0.map { TradeOffSummary($0, families, model) } }
  }

  /// Whether anything says what the numbers rest on.
  public var knowsBasis: Bool { families.contains { $0.rows.contains { $0.basis != nil } } }

  /// The families with rows that less than one record reached, with the places of these; none in a model that no records were learned
  /// from.
  public var unreached: [(family: FamilySummary, rows: [Int])] {
    guard model.counts != nil else { return [] }
    return families.compactMap { family in
      let rows = family.rows.indices.filter {
        family.rows[$0].basis.map { $0.records < 1 } ?? false
      }
      return rows.isEmpty ? nil : (family, rows)
    }
  }
}

/// A family with its numbers.
public struct FamilySummary: Sendable, Equatable {
  /// A distribution of a family.
  public struct Row: Sendable, Equatable {
    /// When it is at work.
    public let condition: Condition
    /// The probabilities of the states; of a reading its mean and its standard deviation, and its slopes.
    public let values: [Double]
    /// Where each probability lies with a probability of 90 %; nil for a reading, and where nothing says what it rests on.
    public let intervals: [ClosedRange<Double>]?
    /// What it rests on.
    public let basis: RowBasis?
  }

  /// When a distribution is at work.
  public enum Condition: Sendable, Equatable {
    /// The parents are in these states.
    case parents([String])
    /// No parent of a noisy-MAX brings anything about.
    case leak
    /// This parent of a noisy-MAX, in this state, is at work alone.
    case cause(parent: String, state: String)
  }

  /// The variable.
  public let variable: CausalVariable
  /// The names of its parents.
  public let parents: [String]
  /// The rows: of a noisy-MAX the leak, then the strengths, parent by parent.
  public let rows: [Row]

  init(_ index: Variable.Index, of model: CausalModel, basis: [RowBasis]?) {
    let network = model.network
    variable = model.graph.variables[index]
    parents = network.graph.parents[index].map { network.variables[$0].name }
    let parentVariables = network.graph.parents[index].map { network.variables[$0] }
    let conditions = Self.conditions(network.cpds[index], parentVariables)
    let values = Self.values(of: network.cpds[index])
    let isReading = network.variables[index].isReading
    rows = conditions.indices.map { row in
      Row(
        condition: conditions[row], values: values[row],
        intervals: isReading
          ? nil
          : basis.map { basis in
            values[row].map { Rate.interval(of: $0, records: basis[row].effectiveRecords) }
          },
        basis: basis?[row])
    }
  }

  private static func conditions(_ cpd: CPD, _ parents: [Variable]) -> [Condition] {
    if case .noisyMax = cpd {
      return [.leak]
        + parents.flatMap { parent in
          parent.states.dropFirst().map { .cause(parent: parent.name, state: $0) }
        }
    }
    return JointStates(cardinalities: parents.map(\.cardinality)).map { states in
      .parents(zip(parents, states).map { $0.states[$1] })
    }
  }

  private static func values(of cpd: CPD) -> [[Double]] {
    func pieces(_ values: [Double], _ length: Int) -> [[Double]] {
      stride(from: 0, to: values.count, by: length).map { Array(values[$0..<$0 + length]) }
    }
    switch cpd {
    case .table(let table): return pieces(table.values, table.cardinality)
    case .noisyMax(let noisyMax):
      return [noisyMax.leak] + noisyMax.strengths.flatMap { pieces($0, noisyMax.cardinality) }
    case .gaussian(let gaussian):
      return gaussian.means.indices.map { row in
        [gaussian.means[row], gaussian.standardDeviations[row]] + gaussian[slopesOfRow: row]
      }
    }
  }
}
