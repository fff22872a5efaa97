import LaneKernels
import NetworkModel

extension Propagation {
  /// Divides all marginals by their sums.
  ///
  /// - Precondition: The workspace was made to read marginals.
  func normalizeMarginals() {
    guard arithmetic == .probabilities else { return }
    for variable in 0..<plan.marginals.count {
      let place = plan.marginals.base[variable]
      fishbone_normalize(cells.cells + place.start, place.cells, lanes)
    }
  }

  /// Writes P(X | e) of a lane to `target`; false, and nothing is written, where X is observed or has one state.
  ///
  /// - Precondition: The workspace was made to read marginals, and they were normalized.
  func readMarginal(
    of variable: Variable.Index, lane: Int, into target: UnsafeMutablePointer<Double>
  ) -> Bool {
    let place = plan.marginals.base[variable]
    guard place.cells > 0 else { return false }
    let table = cells.cells + place.start + lane
    guard arithmetic != .probabilities else {
      for cell in 0..<place.cells { target[cell] = table[cell * lanes] }
      return true
    }
    var largest = -Double.infinity
    for cell in 0..<place.cells { largest = max(largest, table[cell * lanes]) }
    for cell in 0..<place.cells { target[cell] = exponential(table[cell * lanes] - largest) }
    fishbone_normalize(target, place.cells, 1)
    return true
  }

  /// Returns P(X | e) of a lane; nil where X is observed or has one state.
  ///
  /// - Precondition: The workspace was made to read marginals.
  package func posterior(of variable: Variable.Index, lane: Int) -> [Double]? {
    plan.readings[variable].map { normalized($0, lane: lane) }
  }

  /// Returns P(X, Y, … | e) of the variables that the tree was made to have together, in their order.
  ///
  /// - Precondition: The workspace was made to read a joint.
  func joint() -> [Double] { plan.readings.first?.map { normalized($0, lane: 0) } ?? [1] }

  /// Returns for each state of a variable the logarithm of the largest probability of a joint state with it and the evidence; nothing
  /// where the variable is observed or has one state.
  ///
  /// - Precondition: The workspace was made to read marginals, of maxima, in one lane.
  func logMaxima(of variable: Variable.Index) -> [Double] {
    let place = plan.marginals.base[variable]
    return (0..<place.cells).map { cells.cells[place.start + $0] + evidenceLogScales[0] }
  }

  /// Returns P(pa(X), X | e) of a lane in the order of the CPD's table, of a reading P(pa(X) | e).
  ///
  /// - Precondition: The workspace was made to read families.
  package func family(of variable: Variable.Index, lane: Int) -> [Double] {
    plan.readings[variable].map { normalized($0, lane: lane) } ?? [1]
  }

  /// Adds P(pa(X), X | e) of every lane, times the weight of the lane, to `totals`, in the order of the CPD's table.
  ///
  /// A lane of weight 0 adds nothing, even when its evidence is impossible.
  ///
  /// - Precondition: The workspace was made to read families, of probabilities.
  package func addFamily(
    of variable: Variable.Index, weights: [Double], to totals: UnsafeMutablePointer<Double>
  ) {
    guard let place = plan.readings[variable] else {
      for lane in 0..<lanes { totals[0] += weights[lane] }
      return
    }
    guard place.order == nil else {
      guard weights[0] > 0 else { return }
      for (cell, share) in normalized(place, lane: 0).enumerated() {
        totals[cell] += weights[0] * share
      }
      return
    }
    let table = cells.cells + place.start
    for lane in 0..<lanes {
      var total = 0.0
      for cell in 0..<place.cells { total += table[cell * lanes + lane] }
      factorBuffer.cells[lane] = weights[lane] == 0 ? 0 : weights[lane] / total
    }
    fishbone_accumulate(totals, table, factorBuffer.cells, place.cells, lanes)
  }

  /// Adds P(pa(X), X | e) of a lane, times `weight`, to the cells of `totals` at `cells`, in the order of the scope.
  ///
  /// - Precondition: The workspace was made to read families.
  func addFamily(
    of scope: Int, lane: Int, weight: Double, to totals: UnsafeMutablePointer<Double>,
    at cells: [Int]
  ) {
    guard let place = plan.readings[scope] else { return }
    guard arithmetic == .probabilities else {
      for (cell, share) in normalized(place, lane: lane).enumerated() {
        totals[cells[cell]] += weight * share
      }
      return
    }
    let table = self.cells.cells + place.start + lane
    var total = 0.0
    for cell in 0..<place.cells { total += table[cell * lanes] }
    let scale = weight / total
    cells.withUnsafeBufferPointer { cells in
      if let order = place.order {
        for cell in 0..<place.cells { totals[cells[order[cell]]] += scale * table[cell * lanes] }
      } else {
        for cell in 0..<place.cells { totals[cells[cell]] += scale * table[cell * lanes] }
      }
    }
  }

  /// A reading of a lane, divided by its sum, in the order of its scope.
  private func normalized(_ place: ReadingPlace, lane: Int) -> [Double] {
    let table = cells.cells + place.start
    var values = [Double](repeating: 0, count: place.cells)
    var largest = 0.0
    if arithmetic != .probabilities {
      largest = -.infinity
      for cell in 0..<place.cells { largest = max(largest, table[cell * lanes + lane]) }
    }
    var total = 0.0
    for cell in 0..<place.cells {
      let number = table[cell * lanes + lane]
      let value = arithmetic == .probabilities ? number : exponential(number - largest)
      values[place.order?[cell] ?? cell] = value
      total += value
    }
    for cell in values.indices { values[cell] /= total }
    return values
  }
}
