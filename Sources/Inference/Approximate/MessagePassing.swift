import NetworkModel

/// The messages of one run of loopy belief propagation.
struct MessagePassing {
  let graph: FactorGraph
  let supports: [[Bool]]
  private let damping: Double

  /// From each family's factor to its variable, as logarithms.
  private var toVariable: [[Double]]
  /// From each family's factor to its parents, as logarithms.
  private var toParents: [[[Double]]]
  /// From the parents to each family's factor, as distributions.
  private var fromParents: [[[Double]]]
  /// The largest change of a message in this iteration.
  private var residual = 0.0

  init(_ graph: FactorGraph, supports: [[Bool]], damping: Double) {
    self.graph = graph
    self.supports = supports
    self.damping = damping
    let flat = supports.map { $0.map { $0 ? 0 : -Double.infinity } }
    let parents = graph.network.graph.parents
    toVariable = flat
    toParents = parents.map { $0.map { flat[$0] } }
    fromParents = parents.map { $0.map { LogMessage.distribution(flat[$0]) } }
  }

  /// Sends every message once, from causes to effects and back; returns the largest change.
  mutating func iterate() -> Double {
    residual = 0
    for variable in graph.order {
      receiveFromFamily(variable)
      sendToChildren(variable)
    }
    for variable in graph.order.reversed() where graph.isRelevant[variable] {
      sendToParents(variable)
    }
    return residual
  }

  /// Returns what is believed of `variable`.
  func belief(in variable: Variable.Index) -> [Double] {
    LogMessage.distribution(logBelief(variable))
  }

  /// What the evidence below `variable` and at it says of its states, the largest 1, and 0 only for states that are ruled out:
  /// Pearl's λ, taken to the `power`.
  func evidenceBelow(_ variable: Variable.Index, power: Double) -> [Double] {
    LogMessage.weights(logEvidenceBelow(variable).map { $0 > -.infinity ? power * $0 : $0 })
  }

  // MARK: Messages

  private mutating func receiveFromFamily(_ variable: Variable.Index) {
    guard let factor = graph.factors[variable] else { return }
    let message = factor.messageToVariable(fromParents[variable])
    toVariable[variable] = damped(message, toVariable[variable], support: supports[variable])
  }

  /// To each child's factor goes the product of all messages but its own, taken from both ends: nothing is divided, so nothing is lost
  /// to zeros.
  private mutating func sendToChildren(_ variable: Variable.Index) {
    let children = graph.childFactors[variable]
    var products = [toVariable[variable]]
    LogMessage.add(graph.logWeights[variable], to: &products[0])
    for (child, place) in children.dropLast() {
      var product = products[products.count - 1]
      LogMessage.add(toParents[child][place], to: &product)
      products.append(product)
    }
    var later = [Double](repeating: 0, count: supports[variable].count)
    for ((child, place), product) in zip(children, products).reversed() {
      var message = product
      LogMessage.add(later, to: &message)
      fromParents[child][place] = LogMessage.distribution(message)
      LogMessage.add(toParents[child][place], to: &later)
    }
  }

  private mutating func sendToParents(_ variable: Variable.Index) {
    let parents = graph.parents(of: variable)
    guard let factor = graph.factors[variable], !parents.isEmpty else { return }
    let messages = factor.messagesToParents(
      fromParents[variable], variable: LogMessage.distribution(logEvidenceBelow(variable)))
    for (place, message) in messages.enumerated() {
      toParents[variable][place] = damped(
        message, toParents[variable][place], support: supports[parents[place]])
    }
  }

  /// Returns the message of `values` after `old`, and notes how far it is from it.
  private mutating func damped(_ values: [Double], _ old: [Double], support: [Bool]) -> [Double] {
    var new = LogMessage.logarithms(values, support: support)
    for state in new.indices where support[state] {
      new[state] = (1 - damping) * new[state] + damping * old[state]
    }
    let largest = new.max() ?? 0
    for state in new.indices where support[state] {
      new[state] -= largest
      residual = max(residual, abs(exponential(new[state]) - exponential(old[state])))
    }
    return new
  }

  private func logEvidenceBelow(_ variable: Variable.Index) -> [Double] {
    var sum = graph.logWeights[variable]
    for (state, isPossible) in supports[variable].enumerated() where !isPossible {
      sum[state] = -.infinity
    }
    for (child, place) in graph.childFactors[variable] {
      LogMessage.add(toParents[child][place], to: &sum)
    }
    return sum
  }

  private func logBelief(_ variable: Variable.Index) -> [Double] {
    var sum = logEvidenceBelow(variable)
    LogMessage.add(toVariable[variable], to: &sum)
    return sum
  }
}

// MARK: Probability of the evidence

extension MessagePassing {
  /// Bethe's log P(e): over the factors and the variables the logarithm of what their messages sum to, less that of
  /// every pair of messages between them ([YFW05]). The scales of messages cancel.
  var betheLogEvidence: Double {
    var sum = graph.logScale
    for variable in graph.network.variables.indices {
      sum += LogMessage.logSum(logBelief(variable))
      guard let factor = graph.factors[variable] else { continue }
      let below = LogMessage.distribution(logEvidenceBelow(variable))
      sum += logProduct(factor.messageToVariable(fromParents[variable]), below)
      sum -= logProduct(LogMessage.weights(toVariable[variable]), below)
      for (message, back) in zip(toParents[variable], fromParents[variable]) {
        sum -= logProduct(LogMessage.weights(message), back)
      }
    }
    return sum
  }

  private func logProduct(_ one: [Double], _ other: [Double]) -> Double {
    // What is too small for a Double is not 0: that has been ruled out before.
    logarithm(max(zip(one, other).reduce(0) { $0 + $1.0 * $1.1 }, .leastNonzeroMagnitude))
  }
}
