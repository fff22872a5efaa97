import NetworkModel

/// What is known of a variable, as numbers.
enum LikelihoodItem {
  /// The variable is in this state.
  case state(Int)
  /// A weight for each state.
  case weights([Double])
  /// The natural logarithm of a weight for each joint state of a reading's parents.
  case logarithms([Double])
}

extension Propagation {
  /// Enters what a lane knows about a variable; lanes that are not told of it know nothing.
  ///
  /// - Parameters:
  ///   - item: A state or weights of a variable with states, or the logarithms of the densities of a reading given its parents.
  ///   - lane: The lane.
  func enter(_ item: LikelihoodItem, about variable: Variable.Index, lane: Int) {
    let entry = plan.likelihoodEntries.base[variable]
    guard entry.place >= 0 else { return enterNumber(item, lane) }
    open(entry.place)
    switch item {
    case .state(let state):
      multiply(entry, lane) { $0 == state ? arithmetic.one : arithmetic.nothing }
    case .weights(let weights): enter(weights, entry, lane)
    case .logarithms(let logarithms): enter(logarithms: logarithms, entry, lane)
    }
  }

  /// Enters what is known of a variable that no table has left.
  private func enterNumber(_ item: LikelihoodItem, _ lane: Int) {
    switch item {
    case .state: return
    case .weights(let weights): evidenceLogScales[lane] += logarithm(weights[0])
    case .logarithms(let logarithms): evidenceLogScales[lane] += logarithms[0]
    }
  }

  /// Makes every lane know nothing at a place where something enters for the first time.
  private func open(_ index: Int) {
    guard !isEntered[index] else { return }
    let place = plan.likelihoods.base[index]
    isEntered[index] = true
    isInformed[place.clique] = true
    (cells.cells + place.start).update(repeating: arithmetic.one, count: place.cells * lanes)
  }

  private func enter(_ weights: [Double], _ entry: LikelihoodEntry, _ lane: Int) {
    guard arithmetic == .probabilities else {
      return multiply(entry, lane) { logarithm(weights[$0]) }
    }
    let largest = weights.max() ?? 0
    let exponent = largest > 0 ? Int(largest.exponent) + 1 : 0
    evidenceExponents[lane] += exponent
    multiply(entry, lane) { Double(sign: .plus, exponent: -exponent, significand: weights[$0]) }
  }

  private func enter(logarithms: [Double], _ entry: LikelihoodEntry, _ lane: Int) {
    let largest = logarithms.max() ?? 0
    evidenceLogScales[lane] += largest
    multiply(entry, lane) {
      let logWeight = logarithms[$0] - largest
      return arithmetic == .probabilities ? exponential(logWeight) : logWeight
    }
  }

  /// Multiplies a weight into each cell of a lane's table of what is known, and brings the table back into the safe range.
  private func multiply(
    _ entry: LikelihoodEntry, _ lane: Int, by weight: (_ cell: Int) -> Double
  ) {
    let place = plan.likelihoods.base[entry.place]
    let table = cells.cells + place.start + lane
    let order = entry.order < 0 ? nil : plan.orders.base + entry.order
    guard arithmetic == .probabilities else {
      for cell in 0..<place.cells { table[(order?[cell] ?? cell) * lanes] += weight(cell) }
      return
    }
    var largest = 0.0
    for cell in 0..<place.cells {
      let target = (order?[cell] ?? cell) * lanes
      table[target] *= weight(cell)
      largest = max(largest, table[target])
    }
    guard largest > 0, largest < 0x1p-64 else { return }
    let exponent = Int(largest.exponent) + 1
    // What is scaled here has been multiplied, as in a message: it counts when lost digits are judged.
    exponents[lane] += exponent
    for cell in 0..<place.cells {
      table[cell * lanes] = Double(
        sign: .plus, exponent: -exponent, significand: table[cell * lanes])
    }
  }
}
