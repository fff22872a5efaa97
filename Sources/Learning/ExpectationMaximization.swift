import GraphStructure
import Inference
import NetworkModel

/// Learns the CPDs of a network from records in which cells are missing, by expectation-maximization
/// ([DLR77]; for networks [L95]).
///
/// The objective is the log-posterior; it never falls from one iteration to the next. The same records, settings and seed give
/// the same numbers, for any number of threads.
public struct ExpectationMaximization: Sendable {
  /// The most steps of a run.
  public var maximumIterations = 500
  /// A run has converged when the log-posterior rises by no more than this share of its own size, or of the number of units where that is
  /// larger: with readings the log-posterior may pass through 0.
  public var tolerance = 1e-8
  /// How a climb is made shorter.
  public var acceleration = Acceleration.squarem
  /// The seconds after which learning stops, at the next E-step, and keeps the best so far; nil for no limit. What comes out
  /// then depends on the machine.
  public var timeLimit: Double?
  /// How many more runs begin at random numbers; the one with the highest log-posterior is kept.
  public var restarts = 0
  /// Names the random numbers.
  public var seed: UInt64 = 1
  /// How many threads work on the E-step.
  public var threads = 1
  /// The bytes that the tables may take.
  public var memoryLimit = TreeSize.defaultMemoryLimit

  /// Whether records are taken apart, where they can be; the answer is the same but for rounding.
  package var isCut = true

  /// Creates the settings with their defaults.
  public init() {}

  /// What is learned: a network's start, what is believed beforehand, and which CPDs are one.
  public struct Problem: Sendable {
    /// The network, with the CPDs from which the first run starts.
    public var start: Network
    /// The prior of each family.
    public var priors: [FamilyPrior]
    /// The families whose CPD is shared, under the name of the tie; the start and the prior of the first of them count.
    public var ties: [String: [Variable.Index]]
    /// The variables whose CPD a restart takes from random numbers.
    public var restartable: Set<Variable.Index>

    /// What earlier records said, which are not among those that are learned from.
    public var earlier: EarlierCounts?

    /// Creates a problem.
    public init(
      start: Network, priors: [FamilyPrior], ties: [String: [Variable.Index]] = [:],
      restartable: Set<Variable.Index> = [], earlier: EarlierCounts? = nil
    ) {
      self.earlier = earlier
      self.start = start
      self.priors = priors
      self.ties = ties
      self.restartable = restartable
    }
  }

  /// What was learned.
  public struct Outcome: Sendable {
    /// The network with the learned CPDs.
    public let network: Network
    /// The counts expected under it, those of earlier records included.
    public let counts: ExpectedCounts
    /// How the run that was kept went.
    public let trace: EMTrace
    /// The log-posterior at which each run ended, the first run first.
    public let ends: [Double]
  }

  /// Returns the counts of `cases` that are expected under `network`.
  ///
  /// - Throws: `LearningError`.
  public func expectedCounts(
    of cases: CaseStore, under network: Network
  ) throws(LearningError) -> ExpectedCounts {
    try expectation(of: cases, network).counts(under: network)
  }

  private func expectation(
    of cases: CaseStore, _ network: Network
  ) throws(LearningError) -> Expectation {
    do throws(InferenceError) {
      return Expectation(
        cases, network, tree: try JunctionTree(network, memoryLimit: memoryLimit),
        threads: threads, memoryLimit: memoryLimit, isCut: isCut)
    } catch {
      throw .inference(error)
    }
  }

  /// Learns from `cases`.
  ///
  /// - Parameters:
  ///   - problem: What is learned.
  ///   - cases: The records, a column for each variable of the network.
  ///   - progress: Called after every E-step with the run and its newest entry; learning stops when it answers false.
  /// - Throws: `LearningError`.
  public func learn(
    _ problem: Problem, from cases: CaseStore,
    progress: (_ run: Int, EMTrace.Entry) -> Bool = { _, _ in true }
  ) throws(LearningError) -> Outcome {
    guard cases.totalCount > 0 else { throw .noRecords }
    let clock = ContinuousClock()
    let end = timeLimit.map { clock.now.advanced(by: .seconds($0)) }
    func isWanted(_ run: Int, _ entry: EMTrace.Entry) -> Bool {
      let isInTime = end.map { clock.now < $0 } ?? true
      return progress(run, entry) && isInTime
    }
    let groups = try TieGroups(problem)
    let step = try expectation(of: cases, problem.start)
    let run = EMRun(
      settings: self, problem: problem, groups: groups, step: step,
      varianceFloors: VarianceFloors(cases))
    var best = try run.climb(from: problem.start) { isWanted(0, $0) }
    var ends = [best.logPosterior]
    var generator = SplitMix64(seed: seed)
    for restart in 0..<max(0, restarts) where best.trace.convergence != .interrupted {
      let start = RandomCPDs.replace(
        problem.restartable, of: problem.start, ties: groups, using: &generator)
      let end = try run.climb(from: start) { isWanted(restart + 1, $0) }
      ends.append(end.logPosterior)
      let isInterrupted = end.trace.convergence == .interrupted
      if end.logPosterior > best.logPosterior { best = end }
      if isInterrupted { best = best.ended(.interrupted) }
    }
    return Outcome(network: best.network, counts: best.counts, trace: best.trace, ends: ends)
  }
}
