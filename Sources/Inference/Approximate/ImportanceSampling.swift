import Dispatch
import GraphStructure
import NetworkModel
import Synchronization

/// Importance sampling with evidence pre-propagated (EPIS-BN, [YD03]): samples are drawn from causes to effects, by what loopy belief
/// propagation says of the evidence below, and weighted with what that was wrong by.
///
/// Estimates are weighted means over the samples, with their standard errors. They tend to the exact posteriors whether the propagation
/// settled or not; how fast, the effective sample size tells. Weights are logarithms, so P(e) may be far below any `Double`.
///
/// Samples are drawn in rounds, each twice all before it, until no standard error is above the target. A round is cut into
/// shards with seeds of their own, whatever the number of threads, and their sums are added in order: the same seed gives the same
/// answer, to the last bit.
public struct ImportanceSampling: Sendable, Equatable {
  /// What all random numbers come from.
  public var seed: UInt64

  /// The standard error that every estimate shall reach.
  public var targetStandardError: Double

  /// The samples after which the answer is given as it stands.
  public var maximumSamples: Int

  /// What each state that is possible is drawn with, at least, as a share of its probability without evidence from below. The
  /// less, the heavier a weight may become.
  public var cutoff: Double

  /// The threads that draw samples.
  public var threads: Int

  /// Creates the method.
  public init(
    seed: UInt64 = 1, targetStandardError: Double = 0.002, maximumSamples: Int = 200_000,
    cutoff: Double = 0.006, threads: Int = 1
  ) {
    self.seed = seed
    self.targetStandardError = targetStandardError
    self.maximumSamples = maximumSamples
    self.cutoff = cutoff
    self.threads = threads
  }

  private static let shardCount = 16
  private static let firstRound = 2048

  /// Returns estimates for `messages`' network and evidence.
  ///
  /// - Throws: `ApproximationError.noSampleAgrees` when the weights of all samples are 0.
  /// - Complexity: O(cells of all CPTs + samples × (variables + arcs)).
  func estimates(_ messages: MessagePassing) throws(ApproximationError) -> SampledPosteriors {
    let plan = SamplingPlan(messages, cutoff: min(max(cutoff, 0), 1))
    let logConstant = Sampler(plan: plan, seed: seed).logConstant
    let limit = max(1, maximumSamples)
    var sums = WeightedSums(plan)
    var round = 0
    while true {
      let count = min(max(sums.sampleCount, Self.firstRound), limit - sums.sampleCount)
      for shard in shards(of: plan, round: round, count: count) { sums.add(shard) }
      let estimates = SampledPosteriors(sums, plan, logConstant: logConstant)
      let isGood = (estimates?.largestStandardError ?? .infinity) <= targetStandardError
      if isGood || sums.sampleCount >= limit {
        guard let estimates else { throw .noSampleAgrees(sampleCount: sums.sampleCount) }
        return estimates
      }
      round += 1
    }
  }

  private func shards(of plan: SamplingPlan, round: Int, count: Int) -> [WeightedSums] {
    let parts = Mutex([WeightedSums?](repeating: nil, count: Self.shardCount))
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: max(1, min(threads, Self.shardCount))) { _ in
      while true {
        let shard = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard shard < Self.shardCount else { return }
        let share = (shard + 1) * count / Self.shardCount - shard * count / Self.shardCount
        let sampler = Sampler(plan: plan, seed: shardSeed(round * Self.shardCount + shard))
        let sums = sampler.draw(count: share)
        parts.withLock { $0[shard] = sums }
      }
    }
    return parts.withLock { $0.compactMap { $0 } }
  }

  /// The seed of a shard: far from those of others, for near seeds too.
  private func shardSeed(_ shard: Int) -> UInt64 {
    var generator = SplitMix64(seed: seed)
    var shards = SplitMix64(seed: generator.next() &+ UInt64(shard))
    return shards.next()
  }
}
