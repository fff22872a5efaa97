import NetworkModel

/// A family as a factor of the joint distribution, and the messages that it sends in sum-product ([KFL01]).
struct FamilyFactor: Sendable {
  /// The numbers of a family.
  enum Weights: Sendable {
    /// P(X | pa(X)), a row for each joint state of the parents.
    case table([Double])
    /// A noisy-MAX whose table would be large.
    case noisyMax(NoisyMaxCPD)
    /// The density of a reading that was taken, for each joint state of the parents: in plain numbers, and as logarithms, which lose
    /// none of it.
    case density([Double], logarithms: [Double])
  }

  /// The parents' states, the first slowest.
  let parentCardinalities: [Int]
  /// The number of states of X; 1 for a reading.
  let cardinality: Int
  let weights: Weights
  /// Whether only zero or not counts: every number is then 0 or 1.
  private(set) var isStructural = false

  /// The cells up to which a noisy-MAX is written out as a table: a row is then looked up, not computed.
  private static let largestTable = 1024

  init(_ cpd: CPD, parentCardinalities: [Int], cardinality: Int, density: [Double]?) {
    self.parentCardinalities = parentCardinalities
    self.cardinality = cardinality
    let shape = JointStates(cardinalities: parentCardinalities + [cardinality])
    switch cpd {
    case .table(let table): weights = .table(table.values)
    case .noisyMax(let noisyMax):
      weights =
        shape.count > Self.largestTable ? .noisyMax(noisyMax) : .table(noisyMax.table.values)
    case .gaussian:
      let logarithms = density ?? []
      weights = .density(LogMessage.weights(logarithms), logarithms: logarithms)
    }
  }

  private init(_ factor: FamilyFactor, structure weights: Weights) {
    parentCardinalities = factor.parentCardinalities
    cardinality = factor.cardinality
    self.weights = weights
    isStructural = true
  }

  /// This factor with 1 for every number above 0.
  var structure: FamilyFactor {
    func ones(_ values: [Double]) -> [Double] { values.map { $0 > 0 ? 1 : 0 } }
    return switch weights {
    case .table(let values): FamilyFactor(self, structure: .table(ones(values)))
    case .noisyMax(let noisyMax):
      FamilyFactor(
        self,
        structure: .noisyMax(
          NoisyMaxCPD(
            cardinality: cardinality, strengths: noisyMax.strengths.map(ones),
            leak: ones(noisyMax.leak))))
    // No density is 0, however small.
    case .density(let values, _): FamilyFactor(self, structure: .table(values.map { _ in 1 }))
    }
  }

  /// Returns the message to X: Σ over the parents' joint states of P(X | pa(X)) ∏ of the parents' messages.
  func messageToVariable(_ parents: [[Double]]) -> [Double] {
    switch weights {
    case .table(let values), .density(let values, _):
      tableMessageToVariable(values, parents)
    case .noisyMax(let noisyMax):
      NoisyMaxMessages(noisyMax, parents: parents, isStructural: isStructural).toVariable
    }
  }

  /// Returns the message to each parent, given the messages of all parents and of X.
  func messagesToParents(_ parents: [[Double]], variable: [Double]) -> [[Double]] {
    switch weights {
    case .table(let values), .density(let values, _):
      tableMessagesToParents(values, parents, variable)
    case .noisyMax(let noisyMax):
      NoisyMaxMessages(noisyMax, parents: parents, isStructural: isStructural)
        .toParents(variable: variable)
    }
  }
}

// MARK: Tables

extension FamilyFactor {
  private func tableMessageToVariable(_ values: [Double], _ parents: [[Double]]) -> [Double] {
    let rows = parents.reduce([1], Self.product)
    var result = [Double](repeating: 0, count: cardinality)
    var cell = 0
    for weight in rows {
      for state in result.indices { result[state] += weight * values[cell + state] }
      cell += cardinality
    }
    return result
  }

  /// The parents are summed out from the last to the first, so that the table shrinks on the way and the whole costs
  /// little more than one walk through it.
  private func tableMessagesToParents(
    _ values: [Double], _ parents: [[Double]], _ variable: [Double]
  ) -> [[Double]] {
    // What the parents before each one weigh together.
    var before: [[Double]] = [[1]]
    for parent in parents.dropLast() {
      before.append(Self.product(before[before.count - 1], parent))
    }
    var rest = Self.sumOutLast(values, variable)
    var messages = parents
    for place in parents.indices.reversed() {
      var message = [Double](repeating: 0, count: parents[place].count)
      var cell = 0
      for weight in before[place] {
        for state in message.indices { message[state] += weight * rest[cell + state] }
        cell += message.count
      }
      messages[place] = message
      rest = Self.sumOutLast(rest, parents[place])
    }
    return messages
  }

  private static func product(_ slow: [Double], _ fast: [Double]) -> [Double] {
    var result: [Double] = []
    result.reserveCapacity(slow.count * fast.count)
    for weight in slow { for other in fast { result.append(weight * other) } }
    return result
  }

  private static func sumOutLast(_ values: [Double], _ weights: [Double]) -> [Double] {
    var result: [Double] = []
    result.reserveCapacity(values.count / weights.count)
    for start in stride(from: 0, to: values.count, by: weights.count) {
      var sum = 0.0
      for state in weights.indices { sum += weights[state] * values[start + state] }
      result.append(sum)
    }
    return result
  }
}
