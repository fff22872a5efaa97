import NetworkModel

/// Some rows, and where their numbers stand in a matrix of information.
struct InformationShape {
  struct Block {
    let row: Int
    /// The places of its numbers in the matrix.
    let cells: Range<Int>
    let isDistribution: Bool
  }

  let rows: [Block]
  /// The places in a score of the numbers in the matrix.
  let places: [Int]
  private let weights: [Double]

  /// Numbers that are 0 can't move, and have no place.
  init(_ all: ParameterRows, _ active: [Int]) {
    var rows: [Block] = []
    var places: [Int] = []
    for row in active {
      let cells = all.rows[row].cells.filter { all.weights[$0] > 0 }
      rows.append(
        Block(
          row: row, cells: places.count..<places.count + cells.count,
          isDistribution: all.rows[row].isDistribution))
      places += cells
    }
    self.rows = rows
    self.places = places
    weights = places.map { all.weights[$0] }
  }

  /// The number of numbers.
  var size: Int { places.count }

  /// Returns for each row the share of its records that is as good as complete, when all numbers are unknown at once.
  ///
  /// - Parameters:
  ///   - information: That of the records.
  ///   - records: How many records are expected in each row.
  ///   - priors: How many records its prior is worth.
  func shares(_ information: SymmetricMatrix, _ records: [Double], _ priors: [Double]) -> [Double] {
    let totals = rows.map { records[$0.row] + priors[$0.row] }
    var matrix = whitened(information, totals)
    for (block, total) in zip(rows, totals) {
      addDistribution(of: block, own: priors[block.row] / total, to: &matrix)
    }
    let (values, vectors) = matrix.eigen()
    return rows.map { block in
      let freedom = block.cells.count - (block.isDistribution ? 1 : 0)
      guard freedom > 0 else { return 1 }
      var trace = block.isDistribution ? -1.0 : 0
      for (value, vector) in zip(values, vectors) {
        let part = block.cells.reduce(0) { $0 + vector[$1] * vector[$1] }
        trace += part / max(value, Self.leastShare)
      }
      return min(1, max(Self.leastShare, Double(freedom) / max(trace, Double(freedom))))
    }
  }

  private static let leastShare = 1e-6

  /// Returns what the records by themselves leave open.
  func tradeOffs(
    _ information: SymmetricMatrix, _ records: [Double]
  ) -> [ObservedInformation.TradeOff] {
    // Of a row with less than a record there is nothing to tell: it is known to rest on its prior.
    let isKnown = rows.map { records[$0.row] >= 1 }
    var matrix = whitened(information, rows.map { records[$0.row] })
    for (block, isKnown) in zip(rows, isKnown) {
      if isKnown {
        addDistribution(of: block, own: 0, to: &matrix)
      } else {
        matrix.isolate(block.cells)
      }
    }
    let (values, vectors) = matrix.eigen()
    let open = values.indices.filter { values[$0] < ObservedInformation.openShare }
    return OpenSpace(rows, open.map { (max(0, values[$0]), vectors[$0]) }).tradeOffs
  }

  /// The information in units of complete records.
  private func whitened(_ information: SymmetricMatrix, _ totals: [Double]) -> SymmetricMatrix {
    var scales = [Double](repeating: 0, count: size)
    for (block, total) in zip(rows, totals) where total > 0 {
      for cell in block.cells { scales[cell] = 1 / (total * weights[cell]).squareRoot() }
    }
    return information.scaled(by: scales)
  }

  /// Adds the share `own` of complete records to a row, and certainty in the direction in which a distribution can't move.
  private func addDistribution(of block: Block, own: Double, to matrix: inout SymmetricMatrix) {
    for cell in block.cells { matrix[cell, cell] += own }
    guard block.isDistribution else { return }
    let roots = weights[block.cells].map { $0.squareRoot() }
    for (i, first) in zip(block.cells, roots) {
      for (j, second) in zip(block.cells, roots) where j >= i {
        matrix[i, j] += (1 - own) * first * second
      }
    }
  }
}

/// The directions that records leave open, sorted into rows that hang together; the same however the directions are turned.
private struct OpenSpace {
  private let blocks: [InformationShape.Block]
  private let directions: [(share: Double, vector: [Double])]

  /// A row takes part in what is open from this share of one direction.
  private static let leastPart = 0.05

  init(_ blocks: [InformationShape.Block], _ directions: [(share: Double, vector: [Double])]) {
    self.blocks = blocks
    self.directions = directions
  }

  var tradeOffs: [ObservedInformation.TradeOff] {
    let parts = blocks.map { block in directions.reduce(0) { $0 + part(of: block, in: $1.vector) } }
    let taking = blocks.indices.filter { parts[$0] >= Self.leastPart }
    var groups: [[Int]] = []
    for block in taking {
      let near = groups.indices.filter { groups[$0].contains { areLinked($0, block) } }
      let joined = near.flatMap { groups[$0] } + [block]
      groups = groups.indices.filter { !near.contains($0) }.map { groups[$0] } + [joined]
    }
    return groups.map { tradeOff($0.sorted { (parts[$1], $0) < (parts[$0], $1) }, parts) }
      .sorted { ($0.share, $0.rows[0]) < ($1.share, $1.rows[0]) }
  }

  private func tradeOff(_ group: [Int], _ parts: [Double]) -> ObservedInformation.TradeOff {
    let shares = directions.filter { direction in
      group.reduce(0) { $0 + part(of: blocks[$1], in: direction.vector) } >= 0.5
    }
    return ObservedInformation.TradeOff(
      rows: group.map { blocks[$0].row },
      dimensions: max(1, Int(group.reduce(0) { $0 + parts[$1] }.rounded())),
      share: shares.map(\.share).min() ?? directions.map(\.share).min() ?? 0)
  }

  private func part(of block: InformationShape.Block, in vector: [Double]) -> Double {
    block.cells.reduce(0) { $0 + vector[$1] * vector[$1] }
  }

  private func areLinked(_ first: Int, _ second: Int) -> Bool {
    var sum = 0.0
    for i in blocks[first].cells {
      for j in blocks[second].cells {
        let entry = directions.reduce(0) { $0 + $1.vector[i] * $1.vector[j] }
        sum += entry * entry
      }
    }
    return sum >= Self.leastPart * Self.leastPart
  }
}
