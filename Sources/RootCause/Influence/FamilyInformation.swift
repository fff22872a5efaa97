import NetworkModel

/// The mutual information of a variable with each of its parents, from the joint of the family.
struct FamilyInformation {
  /// P(pa(X), X), the first parent slowest; of a reading P(pa(X)).
  let table: [Double]
  /// The numbers of states of the parents.
  let cardinalities: [Int]
  let cpd: CPD

  /// I(parent; X) in bits, for each parent.
  var byParent: [Double] {
    cardinalities.indices.map { place in
      if case .gaussian(let gaussian) = cpd { return information(of: place, gaussian) }
      return information(of: place, cardinality: table.count / max(1, rows))
    }
  }

  private var rows: Int { cardinalities.reduce(1, *) }

  /// The state of the parent at `place` in a row of the table.
  private func state(of place: Int, row: Int) -> Int {
    row / cardinalities[(place + 1)...].reduce(1, *) % cardinalities[place]
  }

  private func information(of place: Int, cardinality: Int) -> Double {
    let states = cardinalities[place]
    var joint = [Double](repeating: 0, count: states * cardinality)
    for cell in table.indices {
      joint[state(of: place, row: cell / cardinality) * cardinality + cell % cardinality] +=
        table[cell]
    }
    let parent = (0..<states).map {
      joint[($0 * cardinality)..<(($0 + 1) * cardinality)].reduce(0, +)
    }
    let child = (0..<cardinality).map { column in
      stride(from: column, to: joint.count, by: cardinality).reduce(0) { $0 + joint[$1] }
    }
    return relativeEntropyBits(joint, parent.flatMap { p in child.map { p * $0 } })
  }
}

// Readings.
extension FamilyInformation {
  /// How many points densities are compared at, by the trapezoid rule: four in the least standard deviation where that many do.
  private static let points = 2001.0...20_001
  /// How far the points reach beyond the means, in the largest standard deviation.
  private static let reach = 8.0

  /// I(parent; X) of a reading, its regressors at their means: the mixture of each state of the parent against the mixture of all.
  ///
  /// Good to some 10⁻⁶ bit while the standard deviations are within a factor of 300 of each other and of the distance between the
  /// means; beyond that narrow peaks fall between points, and the answer is held below the entropy of the parent.
  private func information(of place: Int, _ reading: GaussianCPD) -> Double {
    let gaussian = reading.atTypicalRegressors
    let deviation = gaussian.standardDeviations.max() ?? 1
    let low = (gaussian.means.min() ?? 0) - Self.reach * deviation
    let high = (gaussian.means.max() ?? 0) + Self.reach * deviation
    let wanted = (high - low) / (gaussian.standardDeviations.min() ?? 1) * 4
    guard wanted.isFinite, wanted > 0 else { return 0 }
    let points = Int(min(max(wanted, Self.points.lowerBound), Self.points.upperBound))
    let step = (high - low) / Double(points - 1)
    let states = cardinalities[place]
    var weights = [Double](repeating: 0, count: states)
    for row in table.indices { weights[state(of: place, row: row)] += table[row] }
    var total = 0.0
    for point in 0..<points {
      let densities = gaussian.logDensities(at: low + Double(point) * step)
      var joint = [Double](repeating: 0, count: states)
      for row in table.indices where table[row] > 0 {
        joint[state(of: place, row: row)] += table[row] * exponential(densities[row])
      }
      let all = joint.reduce(0, +)
      total += relativeEntropyBits(joint, weights.map { $0 * all })
    }
    return min(total * step, relativeEntropyBits(weights, weights.map { $0 * $0 }))
  }
}
