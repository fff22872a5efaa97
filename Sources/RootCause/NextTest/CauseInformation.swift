import Inference
import NetworkModel

/// How much a test tells about the joint state of all candidates: mutual information given the evidence ([CT06], section 2.3).
struct CauseInformation {
  /// A number of bits.
  struct Bits {
    var value = 0.0
    var error = 0.0
    var isLowerBound = false
  }

  let compiled: CompiledNetwork
  let candidates: [Variable.Index]

  /// The most cells of the table over a test and the candidates that it hangs on, and of all tables on the way to it.
  private static let tableLimit = 0x1p16
  private static let workLimit = 0x1p22

  /// Returns the information in a test about the candidates.
  ///
  /// Given the candidates that the Bayes ball meets from the test, it does not depend on the others, so the table over those alone says
  /// all. Where that table does not fit, the candidates that are most uncertain stay: by the chain rule they give a lower bound.
  ///
  /// - Parameter posteriors: What is believed given the evidence.
  /// - Complexity: O(joint states of the test and the candidates that it hangs on, times those of hidden neighbours).
  func bits(
    of test: Variable.Index, given evidence: Evidence, _ posteriors: Posteriors
  ) throws(InferenceError) -> Bits {
    if candidates.contains(test) { return Bits(value: Self.entropy(posteriors[test])) }
    let known = evidence.knownVariables
    let requisites = compiled.network.graph.requisites(
      of: test, given: known.union(candidates),
      likelihoods: Set(evidence.items.keys).subtracting(known))
    let relevant = requisites.filter { candidates.contains($0) && !known.contains($0) }
    // Those of which everything is known tell nothing and take no room.
    var asked =
      relevant.map { (variable: $0, entropy: Self.entropy(posteriors[$0])) }
      .filter { $0.entropy > 0 }.sorted { ($1.entropy, $0.variable) < ($0.entropy, $1.variable) }
      .map(\.variable)
    let hidden = hiddenParents(ofReading: test, besides: known)
    let count = asked.count
    while !asked.isEmpty, !fits(asked, test, hidden, evidence) { asked.removeLast() }
    guard !asked.isEmpty else { return Bits(isLowerBound: count > 0) }
    var bits =
      try compiled.network.variables[test].isReading
      ? readingBits(of: test, about: asked, hidden, given: evidence)
      : stateBits(of: test, about: asked, given: evidence)
    bits.isLowerBound = asked.count < count
    return bits
  }

  /// The entropy of a distribution in bits.
  static func entropy(_ distribution: [Double]) -> Double {
    -distribution.reduce(0) { $0 + ($1 > 0 ? $1 * logarithm($1) : 0) } / logarithm(2)
  }

  private func hiddenParents(
    ofReading test: Variable.Index, besides known: Set<Variable.Index>
  ) -> [Variable.Index] {
    guard compiled.network.variables[test].isReading else { return [] }
    return compiled.network.graph.parents[test].filter { !known.contains($0) }
  }

  private func fits(
    _ asked: [Variable.Index], _ test: Variable.Index, _ hidden: [Variable.Index],
    _ evidence: Evidence
  ) -> Bool {
    let scope = Self.scope(asked, hidden.isEmpty ? [test] : hidden).filter {
      !compiled.network.variables[$0].isReading
    }
    let cells = scope.reduce(1) { $0 * Double(compiled.network.variables[$1].cardinality) }
    return cells <= Self.tableLimit
      && compiled.jointCells(over: scope, given: evidence) <= Self.workLimit
  }

  private static func scope(
    _ asked: [Variable.Index], _ others: [Variable.Index]
  ) -> [Variable.Index] {
    asked + others.filter { !asked.contains($0) }
  }

  private func stateBits(
    of test: Variable.Index, about asked: [Variable.Index], given evidence: Evidence
  ) throws(InferenceError) -> Bits {
    let joint = try compiled.joint(over: asked + [test], given: evidence).probabilities
    let states = compiled.network.variables[test].cardinality
    var totals = [Double](repeating: 0, count: states)
    for (cell, probability) in joint.enumerated() { totals[cell % states] += probability }
    var nats = 0.0
    for start in stride(from: 0, to: joint.count, by: states) {
      let row = joint[start..<start + states]
      let total = row.reduce(0, +)
      for (state, probability) in row.enumerated() where probability > 0 {
        nats += probability * logarithm(probability / (total * totals[state]))
      }
    }
    return Bits(value: max(0, nats) / logarithm(2))
  }

  private func readingBits(
    of test: Variable.Index, about asked: [Variable.Index], _ hidden: [Variable.Index],
    given evidence: Evidence
  ) throws(InferenceError) -> Bits {
    let scope = Self.scope(asked, hidden)
    guard !scope.isEmpty else { return Bits() }
    let joint = try compiled.joint(over: scope, given: evidence).probabilities
    let rows = ReadingRows(of: test, in: compiled.network, over: scope, evidence)
    let mixture = rows.mixture(
      of: joint, rowCells: Self.cells(of: scope.dropFirst(asked.count), in: compiled.network))
    let integral = mixture.information(Quadrature())
    return Bits(
      value: max(0, integral.value) / logarithm(2), error: integral.error / logarithm(2))
  }

  private static func cells(of scope: ArraySlice<Variable.Index>, in network: Network) -> Int {
    scope.reduce(1) { $0 * network.variables[$1].cardinality }
  }
}
