import GraphStructure
import Inference
import Learning
import NetworkModel

/// Learns a causal model from records.
public struct ModelLearner: Sendable {
  /// What is believed before the records are seen.
  public enum Prior: Sendable, Equatable {
    /// Nothing; a row that no record reaches keeps the number it started from.
    case none
    /// The expert numbers at their weight; where there are none, one record in each row, spread evenly over the states.
    case expert
    /// This many records in every cell.
    case uniform(Double)
    /// This many records in each table, spread evenly over its cells.
    case bdeu(Double)
    /// The strength of each group of families fitted to the records: around the expert numbers, and where there are none around what
    /// siblings have in common.
    case empirical
  }

  /// Where the first run starts.
  public enum Start: String, Sendable, Equatable {
    /// At the expert numbers where they are the prior, near to even elsewhere.
    case prior
    /// At the numbers of the file.
    case network
  }

  /// The records that expert numbers are worth, in each row, when their graph does not say.
  public static let defaultWeight = 10.0

  /// The records that a row without expert numbers is worth.
  public static let defaultRowWeight = 1.0

  /// What is believed beforehand.
  public var prior = Prior.expert
  /// Where to start.
  public var start = Start.prior
  /// The numbers of the file, where they are not the expert's: a learned model's.
  public var fileNumbers: [CPD]?
  /// The model that the records are added to; the first run then starts at its numbers.
  public var update: ModelUpdate?
  /// The settings of the climb.
  public var settings = ExpectationMaximization()
  /// Whether it is measured, after the climb, what the records say of each number and what they can't tell apart.
  public var measuresInformation = true

  /// Creates a learner with the default prior, start and settings.
  public init() {}

  /// Learns the model of `graph` from `records`.
  ///
  /// - Parameters:
  ///   - graph: The graph.
  ///   - records: A column for each variable of the graph.
  ///   - graphDigest: The digest of the graph's file, for the provenance.
  ///   - recordsDigest: The digest of the records' file, for the provenance.
  ///   - setAside: The rows of the file that are not among the records, for the provenance.
  ///   - progress: Called after every E-step; learning stops when it answers false.
  /// - Throws: `LearnerError`.
  public func learn(
    _ graph: CausalGraph, from records: CaseStore, graphDigest: String, recordsDigest: String,
    setAside: Provenance.SetAside? = nil,
    progress: (_ run: Int, EMTrace.Entry) -> Bool = { _, _ in true }
  ) throws(LearnerError) -> (model: CausalModel, trace: EMTrace) {
    try checkSize(of: graph)
    let problem = try problem(for: graph, records: records)
    do {
      let (outcome, strengths) = try climb(problem, of: graph, from: records, progress)
      let run = Provenance.Learning(
        recordsDigest: recordsDigest, units: records.totalCount + (update?.units ?? 0),
        setAside: setAside, missingShare: records.missingShare, prior: prior.description,
        strengths: strengths, leastSpreads: leastSpreads(of: outcome.network, in: graph, records),
        openSlopes: openSlopes(of: outcome), start: start.rawValue, seed: settings.seed,
        maximumIterations: settings.maximumIterations,
        tolerance: settings.tolerance, convergence: outcome.trace.convergence,
        runEnds: outcome.ends.map(\.ifFinite),
        logLikelihood: outcome.trace.entries.map(\.logLikelihood),
        logPosterior: outcome.trace.entries.map(\.logPosterior.ifFinite),
        earlier: update?.history)
      let model = try CausalModel(
        graph: graph, cpds: outcome.network.cpds,
        counts: graph.variables.indices.map { Array(outcome.counts[$0]) },
        basis: try basis(of: outcome, problem, records, graph),
        provenance: Provenance(graphDigest: graphDigest, learning: run))
      return (model, outcome.trace)
    } catch let error as LearningError {
      throw .learning(error)
    } catch let error as NetworkError {
      throw .model(.network(error))
    } catch {
      preconditionFailure("\(error)")
    }
  }
}

/// Why a model could not be learned.
public enum LearnerError: Error, Equatable, Sendable {
  /// The graph is not ready to start from.
  case model(ModelError)
  /// The climb failed.
  case learning(LearningError)
}

extension ModelLearner.Prior: CustomStringConvertible {
  /// Reads a prior as the command takes it: `none`, `expert`, `empirical`, or `uniform:N` or `bdeu:N` with a number N of 0 or more.
  public init?(_ text: String) {
    switch text {
    case "none": self = .none
    case "expert": self = .expert
    case "empirical": self = .empirical
    default:
      let parts = text.split(separator: ":", maxSplits: 1)
      guard parts.count == 2, let count = Double(parts[1]), count.isFinite, count >= 0 else {
        return nil
      }
      switch parts[0] {
      case "uniform": self = .uniform(count)
      case "bdeu": self = .bdeu(count)
      default: return nil
      }
    }
  }

  /// The prior as the command takes it.
  public var description: String {
    switch self {
    case .none: "none"
    case .expert: "expert"
    case .uniform(let count): "uniform:\(count)"
    case .bdeu(let count): "bdeu:\(count)"
    case .empirical: "empirical"
    }
  }
}

extension ModelLearner {
  /// Checks that the tables of the families fit the memory, before any is made.
  private func checkSize(of graph: CausalGraph) throws(LearnerError) {
    let cardinalities = graph.variables.map(\.variable.cardinality)
    let isTooLarge = graph.variables.indices.contains { index in
      let cells = graph.structure.family(of: index).reduce(1.0) { $0 * Double(cardinalities[$1]) }
      return cells * Double(MemoryLayout<Double>.size) > Double(settings.memoryLimit)
    }
    guard isTooLarge else { return }
    // A clique holds each family, so the tree does not fit either, and says so.
    do throws(InferenceError) {
      try TreeSize(of: graph.structure, cardinalities: cardinalities).check(settings.memoryLimit)
    } catch {
      throw .learning(.inference(error))
    }
  }

  private func problem(
    for graph: CausalGraph, records: CaseStore
  ) throws(LearnerError) -> ExpectationMaximization.Problem {
    let shapes = graph.variables.indices.map { EvenCPD.make(for: $0, in: graph, records: records) }
    let priors = graph.variables.indices.map { familyPrior(graph.variables[$0], even: shapes[$0]) }
    let numbers = zip(startingNumbers(of: graph), shapes).map { update == nil ? $0?.seen($1) : $0 }
    let unknown = Set(numbers.indices.filter { numbers[$0] == nil })
    let ties = graph.ties
    if start == .network, !unknown.isEmpty {
      throw .model(.numbersMissing(unknown.sorted().map { graph.variables[$0].name }))
    }
    let first: Network
    do throws(NetworkError) {
      first = try Network(
        variables: graph.variables.map(\.variable), graph: graph.structure,
        cpds: zip(numbers, shapes).map { $0 ?? $1 })
    } catch {
      throw .model(.network(error))
    }
    return ExpectationMaximization.Problem(
      start: RandomCPDs.nearUniform(unknown, of: first, ties: ties, seed: settings.seed),
      priors: priors, ties: ties, restartable: Set(graph.variables.indices),
      earlier: try earlierCounts())
  }

  /// The numbers from which the first run starts, by variable; nil where it starts near to even.
  private func startingNumbers(of graph: CausalGraph) -> [CPD?] {
    if let update { return update.model.network.cpds }
    let expert = graph.variables.map(\.expert)
    switch start {
    case .network: return fileNumbers ?? expert
    case .prior:
      return prior == .expert || prior == .empirical ? expert : expert.map { _ in nil }
    }
  }

  /// The readings of which some spread stands at its bound.
  private func leastSpreads(
    of network: Network, in graph: CausalGraph, _ records: CaseStore
  ) -> [Provenance.LeastSpread]? {
    let floors = VarianceFloors(records)
    let ties = graph.ties
    let spreads = network.variables.indices.compactMap { index -> Provenance.LeastSpread? in
      guard case .gaussian(let gaussian) = network.cpds[index] else { return nil }
      let least = floors[graph.variables[index].tie.flatMap { ties[$0] } ?? [index]].squareRoot()
      let rows = gaussian.standardDeviations.count { $0 <= least }
      guard rows > 0 else { return nil }
      return Provenance.LeastSpread(
        variable: graph.variables[index].name, standardDeviation: least, rows: rows)
    }
    return spreads.isEmpty ? nil : spreads
  }

  /// The slopes that the records don't tell, where they reach a row.
  private func openSlopes(of outcome: ExpectationMaximization.Outcome) -> [Provenance.OpenSlope]? {
    let network = outcome.network
    let slopes = network.variables.indices.flatMap { index -> [Provenance.OpenSlope] in
      let variable = network.variables[index]
      let open = OpenRegressors(network.cpds[index], counts: Array(outcome.counts[index]))
      return zip(variable.regressors, open.rowCounts).filter { $1 > 0 }.map {
        Provenance.OpenSlope(variable: variable.name, regressor: $0, rows: $1)
      }
    }
    return slopes.isEmpty ? nil : slopes
  }

  /// Climbs, and where the prior is empirical fits it.
  private func climb(
    _ problem: ExpectationMaximization.Problem, of graph: CausalGraph, from records: CaseStore,
    _ progress: (_ run: Int, EMTrace.Entry) -> Bool
  ) throws(LearningError) -> (ExpectationMaximization.Outcome, [FittedStrength]?) {
    guard prior == .empirical else {
      return (try settings.learn(problem, from: records, progress: progress), nil)
    }
    let (outcome, strengths) = try EmpiricalBayes(groups: graph.priorGroups).learn(
      problem, from: records, settings, progress: progress)
    return (outcome, strengths)
  }

  private func earlierCounts() throws(LearnerError) -> EarlierCounts? {
    do throws(LearningError) {
      return try update?.earlierCounts(settings)
    } catch {
      throw .learning(error)
    }
  }

  private func familyPrior(_ variable: CausalVariable, even: CPD) -> FamilyPrior {
    switch prior {
    case .none: .none
    case .uniform(let count): .uniform(pseudocount: count, like: even)
    case .bdeu(let count): .bdeu(equivalentSampleSize: count, like: even)
    case .expert, .empirical:
      if let expert = variable.expert {
        FamilyPrior(
          expected: variable.typical == nil ? expert.seen(even) : expert,
          weight: variable.weight ?? Self.defaultWeight)
      } else {
        FamilyPrior(expected: even, weight: Self.defaultRowWeight)
      }
    }
  }
}

/// The CPD of a family of which nobody knows anything: even rows, and for a reading the line through all its values and their spread
/// about it.
private enum EvenCPD {
  static func make(for index: Variable.Index, in graph: CausalGraph, records: CaseStore) -> CPD {
    let variable = graph.variables[index]
    let parents = graph.structure.parents[index].map { graph.variables[$0].variable.cardinality }
    let cardinality = variable.variable.cardinality
    let row = [Double](repeating: 1 / Double(cardinality), count: cardinality)
    switch variable.form {
    case .table:
      return .table(.uniform(cardinality: cardinality, rows: parents.reduce(1, *)))
    case .noisyMax:
      return .noisyMax(
        NoisyMaxCPD(
          cardinality: cardinality,
          strengths: parents.map { (1..<$0).flatMap { _ in row } }, leak: row))
    case .gaussian:
      let rows = parents.reduce(1, *)
      let line = ReadingRegression(records.columns[index], counts: records.counts)
      let isKnown = line.regressors.count == variable.variable.regressors.count
      let slopes = isKnown ? line.slopes : variable.variable.regressors.map { _ in 0 }
      // Where the line leaves nothing, the spread of the values is a start that no record is impossible under.
      let spread = line.residualVariance > 0 ? line.residualVariance : line.variance
      return .gaussian(
        GaussianCPD(
          means: [Double](repeating: line.mean, count: rows),
          standardDeviations: [Double](
            repeating: spread > 0 ? spread.squareRoot() : 1, count: rows),
          slopes: (0..<rows).flatMap { _ in slopes },
          regressors: isKnown ? line.regressors : variable.typical))
    }
  }
}

extension CPD {
  /// This CPD, of a reading with the moments of the regressors that `other` saw.
  fileprivate func seen(_ other: CPD) -> CPD {
    guard case .gaussian(var gaussian) = self, case .gaussian(let other) = other else {
      return self
    }
    gaussian.regressors = other.regressors
    return .gaussian(gaussian)
  }
}

extension Double {
  /// The number, or nil when it is infinite, which JSON has no word for.
  fileprivate var ifFinite: Double? { isFinite ? self : nil }
}
