import Inference
import NetworkModel

/// Whom to blame for a joint state of the candidates: of the causes that are there, the one that was believed most; or none.
///
/// The joint states fall into one class for each cause and one for none. Nothing is enumerated: the probability of a class is that of a
/// cause without those believed more, which inference gives, so all joint states are covered.
struct CauseClasses {
  let compiled: CompiledNetwork
  /// The causes, the most believed first.
  let causes: [(variable: Variable.Index, state: Int)]

  init(
    _ compiled: CompiledNetwork, _ causes: [(variable: Variable.Index, state: Int)],
    _ posteriors: Posteriors
  ) {
    self.compiled = compiled
    self.causes = causes.enumerated().sorted {
      let own = posteriors[$0.element.variable, $0.element.state]
      let other = posteriors[$1.element.variable, $1.element.state]
      return (other, $0.offset) < (own, $1.offset)
    }
    .map(\.element)
  }

  /// Returns the probabilities of the classes given each of `cases`, that of none last; nil for a case that is impossible.
  ///
  /// - Complexity: a propagation for each cause and case, in lanes.
  func probabilities(given cases: [Evidence]) -> [[Double]?] {
    let chains = cases.map { chain(from: $0) }
    let answers = compiled.posteriors(given: chains.flatMap(\.self)).map { try? $0.get() }
    var start = 0
    return chains.map { chain in
      let found = answers[start..<start + chain.count]
      start += chain.count
      return probabilities(Array(found))
    }
  }

  /// The case, and then the same without the first cause, without the first two, and so on, as long as a state is left.
  private func chain(from evidence: Evidence) -> [Evidence] {
    var chain = [evidence]
    for (variable, state) in causes {
      let cardinality = compiled.network.variables[variable].cardinality
      guard
        let next = chain[chain.count - 1].excluding(state, of: variable, cardinality: cardinality)
      else { break }
      chain.append(next)
    }
    return chain
  }

  private func probabilities(_ answers: [Posteriors?]) -> [Double]? {
    guard let first = answers.first, let base = first?.logEvidence else { return nil }
    var classes = [Double](repeating: 0, count: causes.count + 1)
    for (place, answer) in answers.enumerated() {
      // Once the causes before exhaust what is possible, the rest has no probability.
      guard let answer else { break }
      let reached = exponential(answer.logEvidence - base)
      if place < causes.count {
        classes[place] = reached * answer[causes[place].variable, causes[place].state]
      } else {
        classes[place] = reached
      }
    }
    let total = classes.reduce(0, +)
    return classes.map { $0 / total }
  }
}
