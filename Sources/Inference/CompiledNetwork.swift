import LaneKernels
import NetworkModel

/// A network ready to be asked: its junction tree and the tables that its CPDs make there.
///
///     let asia = try CompiledNetwork(network)
///     let posteriors = try asia.posteriors(given: Evidence(["xray": "yes"], in: network))
///     posteriors[lung]
///
/// Answers are exact up to rounding. Everything is immutable: any number of threads may ask at the same time, each with a
/// workspace of its own.
public struct CompiledNetwork: Sendable {
  /// The network.
  public let network: Network

  /// The structure that its propagations run on.
  public let tree: JunctionTree

  package let potentials: Potentials
  private let memoryLimit: Int

  /// Compiles `network`.
  ///
  /// - Parameters:
  ///   - network: The network.
  ///   - memoryLimit: The bytes that the tables may take; half of the machine's memory unless told.
  /// - Throws: `InferenceError.treeTooLarge` before any table is made.
  public init(
    _ network: Network, memoryLimit: Int = TreeSize.defaultMemoryLimit
  ) throws(InferenceError) {
    let tree = try JunctionTree(
      network.graph, cardinalities: network.cardinalities, memoryLimit: memoryLimit)
    self.init(network, tree: tree, memoryLimit: memoryLimit)
  }

  /// Compiles `network` on the tree of its graph.
  ///
  /// - Precondition: The tree was compiled for the same graph and cardinalities.
  public init(
    _ network: Network, tree: JunctionTree, memoryLimit: Int = TreeSize.defaultMemoryLimit
  ) {
    precondition(
      tree.graph == network.graph && tree.cardinalities == network.cardinalities,
      "the tree was compiled for another graph")
    self.network = network
    self.tree = tree
    self.memoryLimit = memoryLimit
    potentials = Potentials(network, tree: tree)
  }

  /// Returns the posterior of every variable and log P(e).
  ///
  /// - Throws: `InferenceError.impossibleEvidence` when P(e) = 0, with the findings that contradict each other.
  /// - Complexity: O(cells of all clique tables).
  public func posteriors(given evidence: Evidence = Evidence()) throws(InferenceError) -> Posteriors
  {
    let workspace = Propagation(tree: tree, lanes: 1)
    return try posteriors(given: [evidence], in: workspace)[0].get()
  }

  /// Returns the answers to many cases, in their order; a case that is impossible fails alone.
  ///
  /// Cases move through the tree together, as many as there are lanes.
  public func posteriors(given cases: [Evidence]) -> [Result<Posteriors, InferenceError>] {
    guard cases.count > 1 else { return cases.map(answer) }
    let workspace = Propagation(tree: tree, lanes: tree.batchLanes(memoryLimit: memoryLimit))
    return stride(from: 0, to: cases.count, by: workspace.lanes).flatMap { start in
      posteriors(
        given: Array(cases[start..<min(start + workspace.lanes, cases.count)]), in: workspace)
    }
  }

  /// Returns log P(e), natural; −∞ when the evidence is impossible.
  public func logEvidence(of evidence: Evidence) -> Double {
    let workspace = Propagation(tree: tree, lanes: 1)
    collect([evidence], in: workspace)
    return workspace.isReliable(lane: 0)
      ? workspace.logEvidence(lane: 0)
      : LogPropagation(network, tree: tree, evidence: evidence).logEvidence
  }
}

extension CompiledNetwork {
  private func answer(_ evidence: Evidence) -> Result<Posteriors, InferenceError> {
    Result { () throws(InferenceError) in try posteriors(given: evidence) }
  }

  private func collect(_ cases: [Evidence], in workspace: Propagation) {
    precondition(
      cases.allSatisfy { $0.isValid(in: network) }, "evidence does not suit the network")
    workspace.begin(potentials)
    let observed = cases.reduce(into: Set<Int>()) { $0.formUnion($1.items.keys) }
    for variable in observed.sorted() {
      workspace.enter(about: variable, in: network) { $0 < cases.count ? cases[$0][variable] : nil }
    }
    workspace.collect()
  }

  private func posteriors(
    given cases: [Evidence], in workspace: Propagation
  ) -> [Result<Posteriors, InferenceError>] {
    collect(cases, in: workspace)
    workspace.distribute()
    // What is left of each lane is read even where it won't be used: the lanes of a table lie side by side.
    var distributions = [[[Double]]](repeating: [], count: cases.count)
    for variable in network.variables.indices {
      workspace.withMarginal(of: variable) { table in
        for lane in cases.indices {
          var weights = (0..<tree.cardinalities[variable]).map {
            table[$0 * workspace.lanes + lane]
          }
          let total = weights.reduce(0, +)
          for state in weights.indices { weights[state] /= total }
          distributions[lane].append(weights)
        }
      }
    }
    return cases.indices.map { lane in
      if workspace.isReliable(lane: lane) {
        return answer(
          logEvidence: workspace.logEvidence(lane: lane), distributions[lane], to: cases[lane])
      }
      // It may have been another lane that lost digits: alone, a case is answered for itself.
      return workspace.lanes > 1 ? answer(cases[lane]) : unlikely(cases[lane])
    }
  }

  /// Answers a case whose numbers are beyond the range of a `Double`.
  private func unlikely(_ evidence: Evidence) -> Result<Posteriors, InferenceError> {
    let propagation = LogPropagation(network, tree: tree, evidence: evidence)
    return answer(
      logEvidence: propagation.logEvidence,
      network.variables.indices.map(propagation.marginal), to: evidence)
  }

  private func answer(
    logEvidence: Double, _ distributions: @autoclosure () -> [[Double]], to evidence: Evidence
  ) -> Result<Posteriors, InferenceError> {
    logEvidence == -.infinity
      ? .failure(.impossibleEvidence(contradiction: contradiction(in: evidence)))
      : .success(Posteriors(logEvidence: logEvidence, distributions: distributions()))
  }

  /// Returns a part of impossible evidence that is impossible by itself, while everything short of it is possible.
  ///
  /// Each item is left out in turn, and stays out when the rest is impossible still.
  package func contradiction(in evidence: Evidence) -> Evidence {
    var core = evidence
    for variable in evidence.variables {
      var smaller = core
      smaller[variable] = nil
      if logEvidence(of: smaller) == -.infinity { core = smaller }
    }
    return core
  }
}
