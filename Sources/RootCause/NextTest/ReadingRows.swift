import NetworkModel

/// From which normal distribution a reading comes, for each cell of a table over some variables that include its unknown parents.
struct ReadingRows {
  /// The distinct distributions.
  private(set) var components: [NormalDistribution] = []
  /// The place among `components` for each cell.
  private(set) var places: [Int] = []

  /// - Precondition: Each parent of `reading` is in `scope` or its state is known.
  init(
    of reading: Variable.Index, in network: Network, over scope: [Variable.Index],
    _ evidence: Evidence
  ) {
    guard case .gaussian(let cpd) = network.cpds[reading] else { return }
    let gaussian = cpd.atTypicalRegressors
    let cardinalities = scope.map { network.variables[$0].cardinality }
    var strides = [Int](repeating: 0, count: scope.count)
    var offset = 0
    var stride = 1
    for parent in network.graph.parents[reading].reversed() {
      if let place = scope.firstIndex(of: parent) {
        strides[place] = stride
      } else if case .state(let state) = evidence[parent] {
        offset += state * stride
      }
      stride *= network.variables[parent].cardinality
    }
    var known: [NormalDistribution: Int] = [:]
    let cells = cardinalities.reduce(1, *)
    for cell in 0..<cells {
      var (rest, row) = (cell, offset)
      for place in scope.indices.reversed() {
        row += strides[place] * (rest % cardinalities[place])
        rest /= cardinalities[place]
      }
      let component = NormalDistribution(
        mean: gaussian.means[row], deviation: gaussian.standardDeviations[row])
      if known[component] == nil {
        known[component] = components.count
        components.append(component)
      }
      places.append(known[component] ?? 0)
    }
  }

  /// Sums a table over the same variables into a mixture whose rows are so many cells long.
  func mixture(of table: [Double], rowCells: Int) -> ReadingMixture {
    var weights = [Double](repeating: 0, count: table.count / rowCells * components.count)
    for (cell, probability) in table.enumerated() {
      weights[cell / rowCells * components.count + places[cell]] += probability
    }
    return ReadingMixture(
      components: components, rowCount: table.count / rowCells, weights: weights)
  }
}
