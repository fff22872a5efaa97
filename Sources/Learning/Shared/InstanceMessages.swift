import NetworkModel

/// Loopy belief propagation over the variables of instances, where a junction tree would not fit ([KFL01]).
///
/// Factors send one after the other, in logarithms, each with the newest messages of the others. Exact where the factors hang together as a
/// tree; elsewhere close or not, without a bound.
package struct InstanceMessages {
  /// How the messages ended.
  package struct Convergence: Sendable, Equatable {
    /// The rounds that were made.
    package let rounds: Int
    /// The largest change of a belief in the last round.
    package let residual: Double
    /// Whether the messages settled.
    package var isConverged: Bool { residual <= InstanceMessages.tolerance }
  }

  static let tolerance = 1e-10
  private static let mostRounds = 300
  /// After so many rounds messages move only half of the way, so that they don't swing.
  private static let freeRounds = 40

  private let factors: InstanceFactors
  private let scopes: [[Int]]
  /// For each table, for each of its variables, the place of the message in `messages`.
  private var messages: [[Double]] = []
  private var starts: [Int] = []
  private var beliefs: [Belief]

  /// The sum of messages to a variable; −∞ is counted apart, so that it can be taken away again.
  private struct Belief {
    var finite: [Double]
    var impossible: [Int]

    mutating func add(_ message: [Double], sign: Double) {
      for (state, value) in message.enumerated() {
        if value == -.infinity {
          impossible[state] += Int(sign)
        } else {
          finite[state] += sign * value
        }
      }
    }

    var values: [Double] { finite.indices.map { impossible[$0] > 0 ? -.infinity : finite[$0] } }
  }

  init(_ factors: InstanceFactors) {
    self.factors = factors
    scopes = factors.scopes
    beliefs = factors.cardinalities.map {
      Belief(finite: [Double](repeating: 0, count: $0), impossible: [Int](repeating: 0, count: $0))
    }
    for scope in scopes {
      starts.append(messages.count)
      for variable in scope {
        messages.append([Double](repeating: 0, count: factors.cardinalities[variable]))
      }
    }
  }

  /// Sends until the beliefs stand still.
  mutating func run() -> Convergence {
    var residual = Double.infinity
    for round in 1...Self.mostRounds {
      residual = 0
      let damping = round > Self.freeRounds ? 0.5 : 0
      for factor in scopes.indices {
        residual = max(residual, send(factor, scopes[factor], damping: damping))
      }
      if residual <= Self.tolerance { return Convergence(rounds: round, residual: residual) }
    }
    return Convergence(rounds: Self.mostRounds, residual: residual)
  }

  /// The distribution of each variable.
  var marginals: [[Double]] { beliefs.map { Self.shares($0.values) } }

  /// The logarithm of the whole sum, by Bethe's free energy ([YFW05]); exact on trees.
  var logTotal: Double {
    var total = 0.0
    for (factor, scope) in scopes.enumerated() {
      let cavities = scope.indices.map { cavity(factor, $0, scope) }
      total += logSum(factor, cavities)
      for (slot, cavity) in cavities.enumerated() {
        total -= LogTable.logSum(zip(cavity, messages[starts[factor] + slot]).map { $0 + $1 })
      }
    }
    return beliefs.reduce(total) { $0 + LogTable.logSum($1.values) }
  }

  /// The joint of the variables of a table that a factor has, as shares.
  func joint(ofTable factor: Int) -> LogTable {
    let table = factors.tables[factor]
    var product = table
    for (slot, variable) in table.scope.enumerated() {
      product.multiply(
        by: LogTable(
          scope: [variable], cardinalities: [factors.cardinalities[variable]],
          values: cavity(factor, slot, table.scope)))
    }
    return product
  }

  /// What the other factors say of a variable.
  private func cavity(_ factor: Int, _ slot: Int, _ scope: [Int]) -> [Double] {
    var belief = beliefs[scope[slot]]
    belief.add(messages[starts[factor] + slot], sign: -1)
    return Self.normalized(belief.values)
  }

  private mutating func send(_ factor: Int, _ scope: [Int], damping: Double) -> Double {
    let cavities = scope.indices.map { cavity(factor, $0, scope) }
    let sent =
      factor < factors.tables.count
      ? fromTable(factors.tables[factor], cavities)
      : fromMixture(factors.mixtures[factor - factors.tables.count], scope, cavities)
    var change = 0.0
    for (slot, variable) in scope.enumerated() {
      let place = starts[factor] + slot
      var message = Self.normalized(sent[slot])
      if damping > 0 {
        message = Self.normalized(
          zip(message, messages[place]).map { new, old in
            new == -.infinity || old == -.infinity ? new : (1 - damping) * new + damping * old
          })
      }
      let before = Self.shares(beliefs[variable].values)
      beliefs[variable].add(messages[place], sign: -1)
      beliefs[variable].add(message, sign: 1)
      messages[place] = message
      for (old, new) in zip(before, Self.shares(beliefs[variable].values)) {
        change = max(change, abs(old - new))
      }
    }
    return change
  }

  private func fromTable(_ table: LogTable, _ cavities: [[Double]]) -> [[Double]] {
    var sums = table
    let places = table.scope.map { variable in
      LogTable.places(of: [variable], in: table.scope) { factors.cardinalities[$0] }
    }
    for (slot, cavity) in cavities.enumerated() {
      for cell in sums.values.indices { sums.values[cell] += cavity[places[slot][cell]] }
    }
    return cavities.indices.map { slot in
      let own = cavities[slot]
      // A state that the others rule out says nothing of what this table would say of it: it is summed without its own cavity.
      guard own.contains(-.infinity) else {
        let total = LogTable.sums(sums.values, places[slot], count: own.count)
        return zip(total, own).map { $0 - $1 }
      }
      var others = table
      for other in cavities.indices where other != slot {
        for cell in others.values.indices {
          others.values[cell] += cavities[other][places[other][cell]]
        }
      }
      return LogTable.sums(others.values, places[slot], count: own.count)
    }
  }

  /// With Z the sum of each alternative: to a variable of alternative a goes Σ_b≠a w Z_b, and w times what a itself says; as many times as
  /// there are units, each of which sees the others' messages as they stand.
  private func fromMixture(
    _ mixture: InstanceMixture, _ scope: [Int], _ cavities: [[Double]]
  ) -> [[Double]] {
    let slots = Dictionary(uniqueKeysWithValues: scope.enumerated().map { ($1, $0) })
    let shares = cavities.map { Self.normalized($0) }
    // Of each alternative: what it sends to its variables, and its sum.
    let sent = mixture.alternatives.map { alternative in
      let own = alternative.table.scope.map { shares[slots[$0] ?? 0] }
      return (messages: fromTable(alternative.table, own), own: own)
    }
    let sums = zip(mixture.alternatives, sent).map { alternative, sent in
      alternative.logWeight
        + (sent.own.isEmpty
          ? alternative.table.values[0]
          : LogTable.logSum(zip(sent.messages[0], sent.own[0]).map { $0 + $1 }))
    }
    let greatest = sums.max() ?? -.infinity
    guard greatest > -.infinity else {
      return scope.map { [Double](repeating: -.infinity, count: factors.cardinalities[$0]) }
    }
    let parts = sums.map { exponential($0 - greatest) }
    let total = parts.reduce(0, +)
    // For each variable the alternatives that have it, with what each says of its states.
    var own = scope.map { _ in [(alternative: Int, message: [Double])]() }
    for (index, alternative) in mixture.alternatives.enumerated() {
      for (place, variable) in alternative.table.scope.enumerated() {
        own[slots[variable] ?? 0].append((index, sent[index].messages[place]))
      }
    }
    return own.map { own in
      // Those that don't have the variable say the same of all its states.
      let others =
        own.count == parts.count ? 0 : max(0, own.reduce(total) { $0 - parts[$1.alternative] })
      let rest = others > 0 ? greatest + logarithm(others) : -.infinity
      return own[0].message.indices.map { state in
        let terms = own.map { mixture.alternatives[$0.alternative].logWeight + $0.message[state] }
        return mixture.count * LogTable.logSum(terms + [rest])
      }
    }
  }

  private func logSum(_ factor: Int, _ cavities: [[Double]]) -> Double {
    let scope = scopes[factor]
    if factor >= factors.tables.count {
      let mixture = factors.mixtures[factor - factors.tables.count]
      let slots = Dictionary(uniqueKeysWithValues: scope.enumerated().map { ($1, $0) })
      // Units of one mixture are taken one by one, as their messages are.
      return mixture.count
        * LogTable.logSum(
          mixture.alternatives.map { alternative in
            var table = alternative.table
            for variable in table.scope {
              let cavity = Self.normalized(cavities[slots[variable] ?? 0])
              table.multiply(
                by: LogTable(scope: [variable], cardinalities: [cavity.count], values: cavity))
            }
            return alternative.logWeight + table.logTotal
          })
    }
    var table = factors.tables[factor]
    for (slot, variable) in scope.enumerated() {
      table.multiply(
        by: LogTable(
          scope: [variable], cardinalities: [cavities[slot].count], values: cavities[slot]))
    }
    return table.logTotal
  }

  /// Logarithms of shares.
  private static func normalized(_ values: [Double]) -> [Double] {
    let total = LogTable.logSum(values)
    return total > -.infinity ? values.map { $0 - total } : values
  }

  private static func shares(_ values: [Double]) -> [Double] {
    normalized(values).map { exponential($0) }
  }
}
