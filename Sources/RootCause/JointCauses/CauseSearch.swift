import Inference
import NetworkModel

/// Finds the most probable joint states of the candidates, the best first, with all else summed out: best-first branch and bound.
///
/// A node is a state for each of some candidates. P of any joint state below it is at most P(node), and at most P(node) times
/// the probability of the likeliest state of any one candidate that is open, given the node: one propagation yields all of these. The node
/// of the highest bound is split along the candidate that is least sure. A joint state that comes up first is the best of all that are left, so
/// that what is found is exact, and when the work runs out the highest bound says what may have been missed.
struct CauseSearch {
  let candidates: [Variable.Index]
  let evidence: Evidence
  /// log P(e).
  let logEvidence: Double
  let compiled: CompiledNetwork
  /// The most nodes that are asked about.
  let nodeLimit: Int

  /// What was found.
  struct Found {
    /// Joint states of the candidates with log P(states | e), the best first.
    var joints: [(states: [Int], logProbability: Double)] = []
    /// Whether they are the most probable ones.
    var isExact = true
    /// The highest log P(states | e) that a joint state may have which is not among them.
    var boundOfOthers = -Double.infinity
  }

  private struct Node {
    /// The state of each candidate; −1 where it is open.
    var states: [Int]
    /// log P(states | e).
    var logProbability: Double
    /// An upper bound of log P of the joint states below.
    var bound: Double

    var isJoint: Bool { !states.contains(-1) }
  }

  /// Nodes that are asked about together.
  private static let batch = 8

  /// Returns the `count` most probable joint states; fewer when fewer are possible.
  func best(_ count: Int) -> Found {
    var found = Found()
    let root = Node(
      states: [Int](repeating: -1, count: candidates.count), logProbability: 0, bound: 0)
    var open = [root]
    var asked = 0
    while found.joints.count < count, let top = open.last {
      if top.isJoint {
        found.joints.append((top.states, top.logProbability))
        open.removeLast()
        continue
      }
      guard asked < nodeLimit else {
        complete(&found, count, from: open)
        return found
      }
      var batch: [Node] = []
      while batch.count < Self.batch, let next = open.last, !next.isJoint {
        batch.append(next)
        open.removeLast()
      }
      asked += batch.count
      for child in children(of: batch) { Self.insert(child, &open) }
    }
    found.boundOfOthers = open.last?.bound ?? -.infinity
    return found
  }

  /// Keeps `open` ascending by bound; of equals, what came first is taken first.
  private static func insert(_ node: Node, _ open: inout [Node]) {
    var (low, high) = (0, open.count)
    while low < high {
      let middle = (low + high) / 2
      if open[middle].bound < node.bound { low = middle + 1 } else { high = middle }
    }
    open.insert(node, at: low)
  }

  /// The evidence together with what a node says; possible, because no state of probability 0 is followed.
  private func evidence(of node: Node) -> Evidence {
    let states = zip(candidates, node.states).filter { $0.1 >= 0 }
    return evidence.fixing(Dictionary(uniqueKeysWithValues: states)) ?? evidence
  }

  private func children(of nodes: [Node]) -> [Node] {
    compiled.variations(nodes.map(evidence(of:))) { place, posteriors in
      children(of: nodes[place], posteriors)
    }
    .flatMap { $0 ?? [] }
  }

  private func children(of node: Node, _ posteriors: Posteriors) -> [Node] {
    let open = candidates.indices.filter { node.states[$0] < 0 }
    let surest = open.map { posteriors[candidates[$0]].max() ?? 1 }
    guard let place = surest.indices.min(by: { surest[$0] < surest[$1] }) else { return [] }
    let bound = min(node.bound, node.logProbability + logarithm(surest[place]))
    let candidate = open[place]
    return posteriors[candidates[candidate]].enumerated().compactMap { state, probability in
      guard probability > 0 else { return nil }
      var child = node
      child.states[candidate] = state
      child.logProbability += logarithm(probability)
      child.bound = min(bound, child.logProbability)
      return child
    }
  }

  /// Adds the joint states that lie nearest below the best nodes, when there is no time to find out which are the best.
  private func complete(_ found: inout Found, _ count: Int, from open: [Node]) {
    found.isExact = false
    found.boundOfOthers = open.last?.bound ?? -.infinity
    let nodes = Array(open.suffix(4 * Self.batch))
    let completions = compiled.variations(nodes.map(evidence(of:))) { place, posteriors in
      candidates.indices.map { candidate -> Int in
        guard nodes[place].states[candidate] < 0 else { return nodes[place].states[candidate] }
        let values = posteriors[candidates[candidate]]
        return values.indices.max { (values[$0], $1) < (values[$1], $0) } ?? 0
      }
    }
    var seen = Set(found.joints.map(\.states))
    let new = completions.compactMap(\.self).filter { seen.insert($0).inserted }
    let logs = compiled.logEvidences(
      of: new.map { evidence(of: Node(states: $0, logProbability: 0, bound: 0)) })
    let joints = zip(new, logs).map { (states: $0, logProbability: $1 - logEvidence) }
      .filter { $0.logProbability > -.infinity }.sorted { $0.logProbability > $1.logProbability }
    found.joints += joints.prefix(count - found.joints.count)
  }
}
