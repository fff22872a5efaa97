import GraphStructure
import NetworkModel

/// The way of one sample through the variables.
struct SampleWalk {
  let tables: SamplingPlan.Tables
  let states: UnsafeMutableBufferPointer<Int>
  /// The importance function that each part is drawn from.
  let choices: UnsafeMutableBufferPointer<Int>
  /// Room for a row of a noisy-MAX, plain and for each importance function.
  let rows: UnsafeMutableBufferPointer<Double>
  /// For each part and importance function the logarithm of what the sample has over what it is drawn with.
  let logRatios: UnsafeMutableBufferPointer<Double>
  /// For each part the logarithm of the sample's weight.
  let logWeights: UnsafeMutableBufferPointer<Double>
  var generator: SplitMix64

  /// Starts a sample.
  mutating func begin() {
    for place in logRatios.indices { logRatios[place] = 0 }
    // Each part chooses for itself, or their weights would depend on each other.
    for part in choices.indices { choices[part] = ProposalMixture.choice(generator.unit()) }
  }

  /// Weighs the parts of the sample.
  func weigh() {
    guard let ratios = logRatios.baseAddress else { return }
    for part in logWeights.indices {
      logWeights[part] = ProposalMixture.logWeight(ratios + part * ProposalMixture.count)
    }
  }

  /// Draws the variable of `step`, and weighs its family.
  @inline(__always)
  mutating func take(_ step: SamplingPlan.Step) {
    if step.knownState >= 0 {
      let ratio = knownLogRatio(step)
      for way in 0..<ProposalMixture.count { add(ratio, step, way: way) }
    } else if step.leak >= 0 {
      takeNoisyMax(step)
    } else {
      takeFromTable(step)
    }
  }

  /// Returns the logarithm of what a family gives the state of its variable that is known.
  @inline(__always)
  func knownLogRatio(_ step: SamplingPlan.Step) -> Double {
    guard step.leak >= 0 else { return tables.logRatios[step.logRatios + row(step)] }
    guard let plain = rows.baseAddress else { return 0 }
    fill(plain, step)
    return logarithm(plain[step.knownState])
      + tables.logWeights[tables.firstCells[step.variable] + step.knownState]
  }

  @inline(__always)
  private func row(_ step: SamplingPlan.Step) -> Int {
    var row = 0
    for arc in step.arcs { row += states[tables.parents[arc]] * tables.strides[arc] }
    return row
  }

  @inline(__always)
  private func add(_ logRatio: Double, _ step: SamplingPlan.Step, way: Int) {
    logRatios[step.part * ProposalMixture.count + way] += logRatio
  }

  @inline(__always)
  private mutating func takeFromTable(_ step: SamplingPlan.Step) {
    let cell = row(step) * step.cardinality
    var table = tables.cumulative + step.cumulative + cell
    if step.part >= 0 { table += choices[step.part] * step.tableStride }
    let state = pick(table)
    states[step.variable] = state
    guard step.part >= 0 else { return }
    let ratios = tables.logRatios + step.logRatios + (cell + state) * ProposalMixture.count
    for way in 0..<ProposalMixture.count { add(ratios[way], step, way: way) }
  }

  @inline(__always)
  private mutating func pick(_ cumulative: UnsafePointer<Double>) -> Int {
    let draw = generator.unit()
    var state = 0
    while draw >= cumulative[state] { state += 1 }
    return state
  }

  /// Draws from a row of a noisy-MAX, made for the states that its parents have in this sample.
  private mutating func takeNoisyMax(_ step: SamplingPlan.Step) {
    guard let plain = rows.baseAddress else { return }
    let count = step.cardinality
    fill(plain, step)
    guard step.part >= 0 else {
      states[step.variable] = pick(plain, count: count)
      return
    }
    var isPossible = true
    for way in 0..<ProposalMixture.count {
      let drawn = plain + (1 + way) * count
      drawn.update(from: plain, count: count)
      let below = tables.evidenceBelow + way * tables.cellCount + tables.firstCells[step.variable]
      isPossible = tables.row.sharpen(drawn, evidenceBelow: below, count: count) && isPossible
    }
    let state = pick(plain + (1 + choices[step.part]) * count, count: count)
    states[step.variable] = state
    let own = logarithm(plain[state]) + tables.logWeights[tables.firstCells[step.variable] + state]
    for way in 0..<ProposalMixture.count {
      let ratio = isPossible ? own - logarithm(plain[(1 + way) * count + state]) : -.infinity
      add(ratio, step, way: way)
    }
  }

  private mutating func pick(_ probabilities: UnsafePointer<Double>, count: Int) -> Int {
    var rest = generator.unit()
    var last = 0
    for state in 0..<count where probabilities[state] > 0 {
      last = state
      rest -= probabilities[state]
      if rest < 0 { break }
    }
    return last
  }

  /// Makes P(X | pa(X)) of a noisy-MAX: the maximum of the leak and of what each parent brings about.
  private func fill(_ row: UnsafeMutablePointer<Double>, _ step: SamplingPlan.Step) {
    row.update(from: tables.effects + step.leak, count: step.cardinality)
    for arc in step.arcs {
      let state = states[tables.parents[arc]]
      guard state > 0 else { continue }
      let effect = tables.effects + (tables.strides[arc] + state * step.cardinality)
      var (below, belowOther) = (0.0, 0.0)
      for result in 0..<step.cardinality {
        let (own, other) = (row[result], effect[result])
        row[result] = own * (belowOther + other) + below * other
        below += own
        belowOther += other
      }
    }
  }
}
