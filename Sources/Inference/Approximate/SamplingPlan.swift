import NetworkModel

/// What a sample does, variable by variable, in flat tables: made once, read by every sample.
struct SamplingPlan: Sendable {
  /// One variable's turn. Numbers that are not there are −1.
  struct Step: Sendable {
    let variable: Int
    let cardinality: Int
    /// The only state that is possible.
    let knownState: Int
    /// The part whose weight the family changes.
    let part: Int
    /// The parents, in `parents` and `strides`.
    var arcs: Range<Int>
    /// Where the family's rows begin in `cumulative`.
    var cumulative = -1
    /// How far apart the tables of two importance functions are there.
    var tableStride = 0
    /// Where the rows begin in `logRatios`: for each state a cell for each importance function, or one alone when the state is known.
    var logRatios = -1
    /// Where the leak of a noisy-MAX without a table begins in `effects`; its parents' effects begin at `strides`.
    var leak = -1
  }

  /// The steps of a sample.
  private(set) var steps: [Step] = []
  /// The families whose members are all known: they weigh the same in every sample.
  private(set) var constantSteps: [Step] = []
  private(set) var parents: [Int] = []
  /// How far apart the rows of two states of a parent are.
  private(set) var strides: [Int] = []
  /// The distributions to draw from, each summed up; the last possible state has +∞, so that every draw ends there.
  private(set) var cumulative: [Double] = []
  /// log of what the family and the evidence give a state, over what it is drawn with.
  private(set) var logRatios: [Double] = []
  /// Leaks and strengths of the noisy-MAX families without a table.
  private(set) var effects: [Double] = []

  /// Where each variable's states begin in tables over all of them.
  let firstCells: [Int]
  let cellCount: Int
  /// What each importance function takes the evidence below to say of each state, one table after the other, and log of the
  /// evidence at it.
  let evidenceBelow: [Double]
  let logWeights: [Double]
  /// The states that are known, 0 for others.
  let states: [Int]
  /// The variables whose posteriors are estimated; those of the others are certain.
  let open: [Variable.Index]
  let supports: [[Bool]]
  let independent: IndependentParts
  /// What was taken off the logarithms of the evidence.
  let logScale: Double
  let row: ImportanceRow

  init(_ messages: MessagePassing, cutoff: Double) {
    let graph = messages.graph
    supports = messages.supports
    let known = supports.map { $0.count { $0 } == 1 ? $0.firstIndex(of: true) : nil }
    states = known.map { $0 ?? 0 }
    open = known.indices.filter { known[$0] == nil }
    independent = IndependentParts(graph, isOpen: known.map { $0 == nil })
    var firstCells: [Int] = []
    var cellCount = 0
    for states in supports {
      firstCells.append(cellCount)
      cellCount += states.count
    }
    (self.firstCells, self.cellCount) = (firstCells, cellCount)
    evidenceBelow = ProposalMixture.powers.flatMap { power in
      graph.network.variables.indices.flatMap { messages.evidenceBelow($0, power: power) }
    }
    logWeights = graph.logWeights.flatMap { $0 }
    logScale = graph.logScale
    row = ImportanceRow(cutoff: cutoff)
    for variable in graph.order { add(variable, graph, known: known[variable]) }
  }

  private mutating func add(_ variable: Variable.Index, _ graph: FactorGraph, known: Int?) {
    guard let factor = graph.factors[variable] else { return }
    let isOpen = known == nil
    let family = graph.network.graph.family(of: variable)
    let isRelevant = graph.isRelevant[variable]
    // A barren family whose state is known has nothing to say.
    guard isOpen || isRelevant else { return }
    let parts = independent.parts
    let part = isRelevant ? family.compactMap { parts[$0] }.first : nil
    var step = Step(
      variable: variable, cardinality: factor.cardinality, knownState: known ?? -1,
      part: part ?? -1, arcs: parents.count..<parents.count + family.count - 1)
    if case .noisyMax(let noisyMax) = factor.weights {
      addEffects(of: noisyMax, graph.parents(of: variable), to: &step)
    } else {
      addRows(of: factor, graph.parents(of: variable), to: &step)
    }
    if isOpen || part != nil { steps.append(step) } else { constantSteps.append(step) }
  }

  private mutating func addEffects(
    of noisyMax: NoisyMaxCPD, _ parents: [Variable.Index], to step: inout Step
  ) {
    self.parents += parents
    step.leak = effects.count
    effects += noisyMax.leak
    for strengths in noisyMax.strengths {
      // The first state has no row; the second's stands where the stride of one from here leads.
      strides.append(effects.count - noisyMax.cardinality)
      effects += strengths
    }
  }

  private mutating func addRows(
    of factor: FamilyFactor, _ parents: [Variable.Index], to step: inout Step
  ) {
    self.parents += parents
    var stride = 1
    var reversed: [Int] = []
    for cardinality in factor.parentCardinalities.reversed() {
      reversed.append(stride)
      stride *= cardinality
    }
    strides += reversed.reversed()
    if step.knownState < 0 { step.cumulative = cumulative.count }
    if step.part >= 0 || step.knownState >= 0 { step.logRatios = logRatios.count }
    switch factor.weights {
    case .table(let values):
      if step.knownState >= 0 {
        addKnown(values, step)
      } else if step.part >= 0 {
        addMixture(values, &step)
      } else {
        for start in Swift.stride(from: 0, to: values.count, by: step.cardinality) {
          appendCumulative(values[start..<start + step.cardinality])
        }
      }
    case .density(_, let logarithms): logRatios += logarithms
    case .noisyMax: break
    }
  }

  /// Of a variable whose state is known only that column counts.
  private mutating func addKnown(_ values: [Double], _ step: Step) {
    let logWeight = logWeights[firstCells[step.variable] + step.knownState]
    for cell in Swift.stride(from: step.knownState, to: values.count, by: step.cardinality) {
      logRatios.append(logarithm(values[cell]) + logWeight)
    }
  }

  private mutating func addMixture(_ values: [Double], _ step: inout Step) {
    step.tableStride = values.count
    let count = ProposalMixture.count
    logRatios += [Double](repeating: -.infinity, count: values.count * count)
    for way in 0..<count {
      for start in Swift.stride(from: 0, to: values.count, by: step.cardinality) {
        let plain = values[start..<start + step.cardinality]
        let drawn = sharpened(plain, step.variable, way: way)
        appendCumulative((drawn ?? Array(plain))[...])
        guard let drawn else { continue }
        for (state, probability) in drawn.enumerated() where probability > 0 {
          logRatios[step.logRatios + (start + state) * count + way] =
            logarithm(plain[start + state]) + logWeights[firstCells[step.variable] + state]
            - logarithm(probability)
        }
      }
    }
  }

  /// Returns what a row is drawn from; nil when no state is possible.
  private func sharpened(_ plain: ArraySlice<Double>, _ variable: Variable.Index, way: Int)
    -> [Double]?
  {
    var drawn = Array(plain)
    let isPossible = drawn.withUnsafeMutableBufferPointer { drawn in
      evidenceBelow.withUnsafeBufferPointer { below in
        guard let drawn = drawn.baseAddress, let below = below.baseAddress else { return false }
        return row.sharpen(
          drawn, evidenceBelow: below + way * cellCount + firstCells[variable],
          count: plain.count)
      }
    }
    return isPossible ? drawn : nil
  }

  private mutating func appendCumulative(_ probabilities: ArraySlice<Double>) {
    let last = probabilities.lastIndex { $0 > 0 } ?? probabilities.startIndex
    var sum = 0.0
    for state in probabilities.indices {
      sum += probabilities[state]
      cumulative.append(state < last ? sum : .infinity)
    }
  }
}
