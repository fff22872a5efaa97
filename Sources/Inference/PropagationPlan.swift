import LaneKernels
import NetworkModel

/// What a propagation reads off at its end.
package enum Reading: Sendable, Hashable {
  /// P(X, e) of every variable.
  case marginals
  /// P(pa(X), X, e) of every family: what EM counts.
  case families
  /// P(X, Y, …, e) of the variables that the tree was made to have together.
  case joint
}

/// The compiled way of messages through a junction tree: every place and every step is worked out, so that a propagation does no
/// index arithmetic.
///
/// Immutable, and shared by all threads.
final class PropagationPlan: Sendable {
  let lanes: Int
  /// The cliques, every parent before its children.
  let cliques: FixedArray<CliquePlan>
  /// The lists of all cliques, one after the other.
  let children: FixedArray<Int>
  let inputs: FixedArray<UInt32>
  let likelihoodInputs: FixedArray<LikelihoodInput>
  let outputs: FixedArray<ReadingOutput>
  /// The operand that sums the table of the root.
  let total: UInt32
  /// Where that sum lies.
  let totalStart: Int

  /// The tables of the network as they are walked.
  let factors: [FactorPlan]
  /// Where what is known enters.
  let likelihoods: FixedArray<LikelihoodPlace>
  /// The variables of the table at each of these places, in its order.
  let likelihoodAxes: [[Variable.Index]]
  /// For each variable the place where what is known of it enters.
  let likelihoodEntries: FixedArray<LikelihoodEntry>
  /// The orders of these, one after the other.
  let orders: FixedArray<Int>
  /// For each variable what is read at the end; nil where nothing is.
  let readings: [ReadingPlace?]
  /// The same where marginals are read, with no cells where nothing is.
  let marginals: FixedArray<MarginalPlace>
  let sizes: Arenas

  let counts: FixedArray<Int>
  let offsets: FixedArray<UInt32>
  let steps: FixedArray<Int>
  let operands: FixedArray<fishbone_operand>
  let patterns: FixedArray<UInt32>

  init(_ tree: JunctionTree, lanes: Int, reading: Reading) {
    let builder = PlanBuilder(tree, lanes: lanes, reading: reading)
    builder.build()
    self.lanes = lanes
    cliques = FixedArray(builder.cliques)
    children = FixedArray(builder.children)
    inputs = FixedArray(builder.inputs)
    likelihoodInputs = FixedArray(builder.likelihoodInputs)
    outputs = FixedArray(builder.outputs)
    total = builder.total
    totalStart = builder.totalStart
    factors = builder.factors
    likelihoods = FixedArray(builder.likelihoods)
    likelihoodAxes = builder.likelihoodAxes
    likelihoodEntries = FixedArray(builder.likelihoodEntries)
    orders = FixedArray(builder.orders)
    readings = builder.readings
    marginals = FixedArray(
      builder.readings.map { MarginalPlace(start: $0?.start ?? 0, cells: $0?.cells ?? 0) })
    sizes = builder.sizes
    counts = FixedArray(builder.pools.counts)
    offsets = FixedArray(builder.pools.offsets)
    steps = FixedArray(builder.pools.steps)
    operands = FixedArray(builder.pools.operands)
    patterns = FixedArray(builder.pools.patterns)
  }

  /// The pools as the kernels take them, good as long as the plan lives.
  var pools: fishbone_plan {
    fishbone_plan(
      counts: counts.base, offsets: offsets.base, steps: steps.base, operands: operands.base)
  }
}

/// An array that stays in its place and is never written to again.
///
/// Threads share it unchecked for that reason, and its elements are reached without counting references.
final class FixedArray<Element: Sendable>: @unchecked Sendable {
  let base: UnsafeMutablePointer<Element>
  let count: Int

  init(_ elements: [Element]) {
    count = elements.count
    base = .allocate(capacity: max(count, 1))
    base.initialize(from: elements, count: count)
  }

  deinit {
    base.deinitialize(count: count)
    base.deallocate()
  }
}
