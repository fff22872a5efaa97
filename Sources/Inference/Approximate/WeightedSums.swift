import NetworkModel

/// The sums over samples that estimates are made of: of weights and of their squares, by class of weights and by state.
///
/// Every class has a scale of its own, the largest weight so far, so that weights are kept however small P(e) is. Sums of shards add
/// up in the order in which they are added.
struct WeightedSums: Sendable {
  private let plan: SamplingPlan
  private(set) var sampleCount = 0
  /// By class: the logarithm of the largest weight, and the sums over it.
  private(set) var logScales: [Double]
  private(set) var weights: [Double]
  private(set) var squares: [Double]
  /// The same sums over the samples with each state.
  private(set) var stateWeights: [Double]
  private(set) var stateSquares: [Double]
  /// The weights of the sample at hand.
  private var sample: [(weight: Double, square: Double)]
  private let places: [Place]
  /// The parts of all classes, one class after the other, and where each class ends.
  private let classParts: [Int]
  private let classEnds: [Int]

  /// A variable that is estimated.
  private struct Place {
    let variable: Int
    let firstCell: Int
    let cardinality: Int
    let weightClass: Int
  }

  init(_ plan: SamplingPlan) {
    self.plan = plan
    let classes = plan.independent.classes.count
    classParts = plan.independent.classes.flatMap { $0 }
    var end = 0
    classEnds = plan.independent.classes.map { parts in
      end += parts.count
      return end
    }
    logScales = [Double](repeating: -.infinity, count: classes)
    weights = [Double](repeating: 0, count: classes)
    squares = weights
    sample = [(weight: Double, square: Double)](repeating: (0, 0), count: classes)
    stateWeights = [Double](repeating: 0, count: plan.cellCount)
    stateSquares = stateWeights
    places = plan.open.map {
      Place(
        variable: $0, firstCell: plan.firstCells[$0], cardinality: plan.supports[$0].count,
        weightClass: plan.independent.classOfVariable[$0])
    }
  }

  /// Adds a sample with the logarithm of the weight of each part.
  mutating func add(
    _ states: UnsafeMutableBufferPointer<Int>, logWeights: UnsafeMutableBufferPointer<Double>
  ) {
    sampleCount += 1
    weigh(logWeights)
    stateWeights.withUnsafeMutableBufferPointer { weights in
      stateSquares.withUnsafeMutableBufferPointer { squares in
        for place in places {
          let cell = place.firstCell + states[place.variable]
          let (weight, square) = sample[place.weightClass]
          weights[cell] += weight
          squares[cell] += square
        }
      }
    }
  }

  /// Adds the weight of the sample at hand in each class.
  private mutating func weigh(_ logWeights: UnsafeMutableBufferPointer<Double>) {
    var place = 0
    for (number, end) in classEnds.enumerated() {
      var logWeight = 0.0
      while place < end {
        logWeight += logWeights[classParts[place]]
        place += 1
      }
      if logWeight > logScales[number] { rescale(number, to: logWeight) }
      let weight = logWeight > -.infinity ? exponential(logWeight - logScales[number]) : 0
      sample[number] = (weight, weight * weight)
      weights[number] += weight
      squares[number] += weight * weight
    }
  }

  /// Adds the samples of another shard.
  mutating func add(_ other: WeightedSums) {
    var other = other
    sampleCount += other.sampleCount
    for number in logScales.indices {
      let scale = max(logScales[number], other.logScales[number])
      rescale(number, to: scale)
      other.rescale(number, to: scale)
      weights[number] += other.weights[number]
      squares[number] += other.squares[number]
    }
    for cell in stateWeights.indices {
      stateWeights[cell] += other.stateWeights[cell]
      stateSquares[cell] += other.stateSquares[cell]
    }
  }

  private mutating func rescale(_ number: Int, to logScale: Double) {
    guard logScale > logScales[number] else { return }
    let factor = exponential(logScales[number] - logScale)
    logScales[number] = logScale
    weights[number] *= factor
    squares[number] *= factor * factor
    for place in places where place.weightClass == number {
      for cell in place.firstCell..<place.firstCell + place.cardinality {
        stateWeights[cell] *= factor
        stateSquares[cell] *= factor * factor
      }
    }
  }
}
