import NetworkModel

/// A network ready to be asked: its junction tree and the tables that its CPDs make there.
///
///     let asia = try CompiledNetwork(network)
///     let posteriors = try asia.posteriors(given: Evidence(["xray": "yes"], in: network))
///     posteriors[lung]
///
/// Answers are exact up to rounding. Any number of threads may ask at the same time.
///
/// A case is answered on the tree of the whole network, or on the tree of what its findings leave of it, where that is less
/// work. Trees and workspaces are kept for the cases that follow.
public struct CompiledNetwork: Sendable {
  /// The network.
  public let network: Network

  /// The structure of the whole network.
  public let tree: JunctionTree

  /// Which tree answers a case.
  package var choice = TreeChoice.leastWork

  let memoryLimit: Int
  private let tables: NetworkTables
  let whole: EvidenceTree
  let shelf: EvidenceTreeShelf
  /// Where the posterior of each variable begins in an answer.
  let starts: [Int]

  /// Compiles `network`.
  ///
  /// - Parameters:
  ///   - network: The network.
  ///   - memoryLimit: The bytes that the tables may take; half of the machine's memory unless told.
  /// - Throws: `InferenceError.treeTooLarge` before any table is made.
  public init(
    _ network: Network, memoryLimit: Int = TreeSize.defaultMemoryLimit
  ) throws(InferenceError) {
    let tree = try JunctionTree(network, memoryLimit: memoryLimit)
    self.init(network, tree: tree, memoryLimit: memoryLimit)
  }

  /// Compiles `network` on the tree of its graph.
  ///
  /// - Precondition: The tree was made for the same graph and cardinalities.
  public init(
    _ network: Network, tree: JunctionTree, memoryLimit: Int = TreeSize.defaultMemoryLimit
  ) {
    precondition(tree.cut.suits(network), "the tree was made for another network")
    self.network = network
    self.tree = tree
    self.memoryLimit = memoryLimit
    tables = NetworkTables(network)
    whole = EvidenceTree(network, tables, tree: tree)
    starts = network.cardinalities.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
    shelf = EvidenceTreeShelf(network, tables, byteLimit: Self.shelfBytes)
  }

  /// What the trees that are kept may take. More would help cases that come back late, and cost all others: memory that is given
  /// back is at hand for the next tree, and new memory is slow at first touch.
  private static let shelfBytes = 0x1p27

  /// Returns the posterior of every variable and log P(e).
  ///
  /// - Throws: `InferenceError.impossibleEvidence` when P(e) = 0, with the findings that contradict each other.
  /// - Complexity: O(cells of all clique tables).
  public func posteriors(given evidence: Evidence = Evidence()) throws(InferenceError) -> Posteriors
  {
    check([evidence])
    return try answers(to: [evidence], on: tree(for: evidence), lanes: 1)[0].get()
  }

  /// Returns the answers to many cases, in their order; a case that is impossible fails alone.
  ///
  /// Cases that are answered on the same tree move through it together, as many as there are lanes.
  ///
  /// - Parameters:
  ///   - cases: The cases.
  ///   - threads: How many threads work on them, as far as the memory limit allows; the answers don't depend on it.
  public func posteriors(
    given cases: [Evidence], threads: Int = 1
  ) -> [Result<Posteriors, InferenceError>] {
    check(cases)
    // Piece by piece, so that not all trees are there at once.
    return stride(from: 0, to: cases.count, by: Self.batchCases).flatMap { start in
      bundledAnswers(
        to: Array(cases[start..<min(start + Self.batchCases, cases.count)]), threads: threads)
    }
  }

  /// Cases that are looked through for some that go together.
  private static let batchCases = 256

  /// Returns log P(e), natural; −∞ when the evidence is impossible.
  public func logEvidence(of evidence: Evidence) -> Double {
    check([evidence])
    if evidence.isEmpty { return 0 }
    return run(evidence, on: tree(for: evidence), isRead: false) { _ in () }?.logEvidence
      ?? -.infinity
  }
}

extension CompiledNetwork {
  /// Answers up to `lanes` cases.
  func answers(
    to cases: [Evidence], on tree: EvidenceTree, lanes: Int
  ) -> [Result<Posteriors, InferenceError>] {
    let found = tree.run(cases, lanes: lanes, isRead: true) { workspace in
      workspace.normalizeMarginals()
      return cases.indices.map { lane -> Posteriors? in
        // It may have been another lane that lost digits: alone, a case is answered for itself.
        guard workspace.isReliable(lane: lane) else { return nil }
        return Posteriors(workspace, lane: lane, cases[lane], starts: starts)
      }
    }
    return zip(cases, found).map { evidence, posteriors in
      if let posteriors, posteriors.logEvidence > -.infinity { return .success(posteriors) }
      let answer = run(evidence, on: tree, reading: .marginals) { workspace in
        workspace.normalizeMarginals()
        return Posteriors(workspace, lane: 0, evidence, starts: starts)
      }
      return answer.map { .success($0.answer) }
        ?? .failure(.impossibleEvidence(contradiction: contradiction(in: evidence)))
    }
  }

  /// Sends one case through `tree` and calls `body` with the workspace; nil when the case is impossible.
  ///
  /// What plain arithmetic can't answer for want of range is first known to be possible, by maxima, and then computed again in
  /// logarithms.
  func run<Answer>(
    _ evidence: Evidence, on tree: EvidenceTree, reading: Reading = .marginals, isRead: Bool = true,
    _ body: (Propagation) -> Answer
  ) -> (answer: Answer, logEvidence: Double)? {
    func attempt(_ arithmetic: Arithmetic) -> (answer: Answer, logEvidence: Double)? {
      tree.run([evidence], lanes: 1, reading: reading, arithmetic: arithmetic, isRead: isRead) {
        guard $0.isReliable(lane: 0), $0.logEvidence(lane: 0) > -.infinity else { return nil }
        return (body($0), $0.logEvidence(lane: 0))
      }
    }
    if let found = attempt(.probabilities) { return found }
    return isPossible(evidence, on: tree) ? attempt(.logarithms) : nil
  }

  private func isPossible(_ evidence: Evidence, on tree: EvidenceTree) -> Bool {
    tree.run([evidence], lanes: 1, arithmetic: .maxima, isRead: false) {
      $0.logEvidence(lane: 0) > -.infinity
    }
  }

  /// Returns a part of impossible evidence that is impossible by itself, while everything short of it is possible.
  ///
  /// Zeros that go from family to family show most contradictions, in no time. Of what they name, or else of everything, each item is
  /// left out in turn, and stays out when the rest is impossible still.
  package func contradiction(in evidence: Evidence) -> Evidence {
    var core = SupportPropagation(FactorGraph(network, evidence)).contradiction ?? evidence
    for variable in core.variables {
      var smaller = core
      smaller[variable] = nil
      if !isPossible(smaller, on: tree(for: smaller)) { core = smaller }
    }
    return core
  }

  /// Starts `workspace`, which was made for the tree of the whole network, afresh.
  package func begin(_ workspace: Propagation) {
    workspace.begin(whole.constants(for: workspace))
  }

  /// Enters what is known of a variable into a lane of `workspace`, which was made for the tree of the whole network.
  package func enter(
    _ item: Evidence.Item, about variable: Variable.Index, lane: Int, in workspace: Propagation
  ) {
    whole.enter(item, about: variable, lane: lane, in: workspace)
  }

  /// Chooses the tree of the whole network, or that of what `evidence` leaves of it: the one that is less work.
  func tree(for evidence: Evidence) -> EvidenceTree {
    isWorthCutting(by: evidence) ? smaller(shelf.tree(for: evidence)) : whole
  }

  /// Chooses a tree on which more than `evidence` can be entered, as a search for explanations goes on.
  func treeForMaxima(of evidence: Evidence) -> EvidenceTree {
    isWorthCutting(by: evidence) ? smaller(shelf.tree(for: evidence, isOpen: true)) : whole
  }

  /// A tree that was made quickly, unless it turned out larger than that of the whole network.
  private func smaller(_ cut: EvidenceTree) -> EvidenceTree {
    let isSmaller = cut.tree.size.totalCells <= tree.size.totalCells
    return isSmaller || choice == .cut ? cut : whole
  }

  /// Whether making a tree for what `evidence` leaves, and running on it, is less work than running on the whole.
  func isWorthCutting(by evidence: Evidence) -> Bool {
    guard choice == .leastWork else { return choice == .cut }
    let size = tree.size
    let whole = TreeWork.propagation(cells: size.totalCells, cliques: size.cliqueCount)
    let making = TreeWork.making(variables: network.count - evidence.items.count)
    guard making < whole else { return false }
    let cells = tree.cells(without: evidence)
    return making + TreeWork.propagation(cells: cells, cliques: size.cliqueCount) < whole
  }

  func check(_ cases: [Evidence]) {
    precondition(
      cases.allSatisfy { $0.isValid(in: network) }, "evidence does not suit the network")
  }
}

/// Which tree answers a case: all give the same answer.
package enum TreeChoice: Sendable {
  /// The one that is estimated to be the least work.
  case leastWork
  /// That of the whole network.
  case whole
  /// That of what the findings leave.
  case cut
}

/// What it costs to answer a case, in nanoseconds or so.
private enum TreeWork {
  static func propagation(cells: Double, cliques: Int) -> Double {
    1.2 * cells + 200 * Double(cliques)
  }

  static func making(variables: Int) -> Double { 4_000 * Double(variables) }
}

extension JunctionTree {
  /// The cells of the clique tables without their axes along observed variables: about what the tree that is made for the evidence
  /// has, or more.
  fileprivate func cells(without evidence: Evidence) -> Double {
    var isObserved = [Bool](repeating: false, count: cardinalities.count)
    for (variable, item) in evidence.items {
      if case .state = item { isObserved[variable] = true }
    }
    return cliques.reduce(0) { total, clique in
      total + clique.variables.reduce(1) { isObserved[$1] ? $0 : $0 * Double(cardinalities[$1]) }
    }
  }
}
