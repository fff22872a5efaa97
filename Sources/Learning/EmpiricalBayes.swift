import NetworkModel

/// Learns with priors whose strength the records tell, so that a row with few records starts from what its siblings showed
/// (empirical Bayes).
///
/// EM under a prior and the fit of the prior to the counts that EM expects take turns until the priors stand still. What EM expects of missing cells
/// of the variable itself is taken out of the counts, as far as its distribution tells; what remains is taken as if it had been observed ([M00] has observed
/// counts). Where parents are missing, rows look more alike than they are, and strengths come out too large.
public struct EmpiricalBayes: Sendable {
  /// A family, or several that are tied.
  public struct Family: Sendable {
    /// The variables that share the CPD.
    public var members: [Variable.Index]
    /// The numbers of experts, which are the means of the rows' priors; nil where the means are fitted.
    public var expected: CPD?
    /// Families of a group with the same pattern are siblings: their rows for the same states of the parents share a mean. The rows of a
    /// family without siblings share one among themselves.
    public var pattern: String

    /// Creates a family.
    public init(members: [Variable.Index], expected: CPD?, pattern: String) {
      self.members = members
      self.expected = expected
      self.pattern = pattern
    }
  }

  /// The families by the name of their group; each group has a strength of its own.
  public var groups: [String: [Family]]
  /// The most turns.
  public var maximumRounds = 50

  /// How far a pseudo-count may move, as a share of the strength, when the priors stand still.
  private static let tolerance = 1e-4

  /// Creates the groups.
  public init(groups: [String: [Family]]) { self.groups = groups }

  /// Learns from `cases`.
  ///
  /// - Parameters:
  ///   - problem: What is learned. Its priors are those of the first turn, and stay where there is nothing to fit them to.
  ///   - cases: The records.
  ///   - settings: How to climb in each turn; later turns start where the last one ended, without restarts.
  ///   - progress: As of `ExpectationMaximization`.
  /// - Returns: The outcome of the last turn, and the strengths of the priors under which it climbed, by group.
  /// - Throws: `LearningError`.
  public func learn(
    _ problem: ExpectationMaximization.Problem, from cases: CaseStore,
    _ settings: ExpectationMaximization,
    progress: (_ run: Int, EMTrace.Entry) -> Bool = { _, _ in true }
  ) throws(LearningError) -> (outcome: ExpectationMaximization.Outcome, strengths: [FittedStrength])
  {
    var (problem, settings) = (problem, settings)
    let names = groups.keys.sorted()
    let start = problem.start
    var fits = names.map { GroupFit(name: $0, groups[$0] ?? [], of: start, cases) }
    var outcome = try settings.learn(problem, from: cases, progress: progress)
    settings.restarts = 0
    for _ in 0..<maximumRounds where outcome.trace.convergence != .interrupted {
      let next = fits.map { $0.fitted(to: outcome) }
      let change = zip(fits, next).map { $1.change(from: $0) }.max() ?? 0
      if change <= Self.tolerance {
        return (outcome, zip(fits, next).map { ($0.isFitted ? $0 : $1).report() })
      }
      fits = next
      for fit in fits { fit.set(&problem.priors) }
      problem.start = outcome.network
      outcome = try settings.learn(problem, from: cases, progress: progress)
    }
    return (outcome, fits.map { $0.report(isSettled: false) })
  }
}
