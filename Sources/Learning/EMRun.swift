import Inference
import NetworkModel

/// One climb of EM from one start.
struct EMRun {
  let settings: ExpectationMaximization
  let problem: ExpectationMaximization.Problem
  let groups: TieGroups
  let step: Expectation
  let varianceFloors: VarianceFloors

  /// How far rounding can make the log-posterior fall, as a share of its size.
  private static let roundingShare = 1e-9

  /// Where a climb stands: a network, the counts expected under it, and how it got there.
  struct Position {
    var network: Network
    var counts: ExpectedCounts
    var logPosterior: Double
    var trace = EMTrace()

    func ended(_ convergence: EMTrace.Convergence) -> Position {
      var copy = self
      copy.trace.convergence = convergence
      return copy
    }
  }

  /// Alternates E-steps and M-steps, and leaps between them, until the log-posterior stands still.
  func climb(
    from start: Network, progress: (EMTrace.Entry) -> Bool
  ) throws(LearningError) -> Position {
    let clock = ContinuousClock()
    let begin = clock.now
    var extrapolation = Extrapolation()
    var position = try position(at: admissible(start))
    var isWanted = self.note(&position, seconds: 0, progress)
    func note(_ next: Position) -> Bool {
      let trace = position.trace
      position = next
      position.trace = trace
      return self.note(&position, seconds: begin.duration(to: clock.now) / .seconds(1), progress)
    }
    while isWanted {
      guard position.trace.entries.count <= settings.maximumIterations else { return position }
      let before = position
      let next = try self.position(at: maximized(position))
      position.trace.evaluations += 1
      let rise = next.logPosterior - position.logPosterior
      let scale = max(step.unitCount, abs(next.logPosterior))
      // At the top, rounding decides whether a step rises or falls; a fall is not taken.
      if rise < 0 {
        return position.ended(-rise <= Self.roundingShare * scale ? .converged : .fell)
      }
      isWanted = note(next)
      if rise <= settings.tolerance * scale { return position.ended(.converged) }
      guard isWanted, settings.acceleration == .squarem,
        position.trace.entries.count <= settings.maximumIterations,
        let leap = extrapolation.leap(from: before.network, position.network, maximized(position))
      else { continue }
      position.trace.evaluations += 1
      // A leap may land where a record can't happen: it is not taken.
      let landing = try? self.position(at: admissible(leap))
      let isTaken = landing.map { $0.logPosterior >= position.logPosterior } ?? false
      extrapolation.note(isTaken: isTaken)
      if isTaken, let landing { isWanted = note(landing) }
    }
    return position.ended(.interrupted)
  }

  /// Adds where the climb stands to its trace, and returns whether it should go on.
  private func note(
    _ position: inout Position, seconds: Double, _ progress: (EMTrace.Entry) -> Bool
  ) -> Bool {
    let entry = EMTrace.Entry(
      iteration: position.trace.entries.count, logLikelihood: position.counts.logLikelihood,
      logPosterior: position.logPosterior, seconds: seconds)
    position.trace.entries.append(entry)
    return progress(entry)
  }

  private func position(at network: Network) throws(LearningError) -> Position {
    var counts = try step.counts(under: network)
    let logPrior = groups.members.reduce(0) { total, group in
      total + problem.priors[group[0]].logDensity(at: network.cpds[group[0]])
    }
    var logPosterior = counts.logLikelihood + logPrior
    if let earlier = problem.earlier {
      counts.add(earlier, under: network.cpds)
      logPosterior += earlier.logLikelihood(under: network.cpds)
    }
    return Position(network: network, counts: counts, logPosterior: logPosterior)
  }

  /// Returns `start` with tied families alike, as the first of them, and no reading below its least variance: an M-step from
  /// anywhere else could fall.
  private func admissible(_ start: Network) -> Network {
    var cpds = start.cpds
    for group in groups.members {
      var cpd = cpds[group[0]]
      if case .gaussian(var gaussian) = cpd {
        let least = varianceFloors[group].squareRoot()
        gaussian.standardDeviations = gaussian.standardDeviations.map { max($0, least) }
        cpd = .gaussian(gaussian)
      }
      for member in group { cpds[member] = cpd }
    }
    return start.replacing(cpds)
  }

  private func maximized(_ position: Position) -> Network {
    var cpds = position.network.cpds
    for group in groups.members {
      let first = group[0]
      let counts = group.dropFirst().reduce(Array(position.counts[first])) { total, member in
        zip(total, position.counts[member]).map(+)
      }
      let cpd = MaximizationStep(prior: problem.priors[first]).next(
        after: cpds[first], counts: counts[...],
        parentStates: position.network.parentStates(of: first),
        varianceFloor: varianceFloors[group])
      for member in group { cpds[member] = cpd }
    }
    return position.network.replacing(cpds)
  }
}
