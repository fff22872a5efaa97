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
/// work. Trees and workspaces are kept for the cases that follow. Where the whole does not fit the memory, each case is answered on
/// the tree of what its question needs.
///
/// The parents of a large noisy-MAX join in a chain of running maxima where that makes the tree smaller.
public struct CompiledNetwork: Sendable {
  /// The network.
  public let network: Network

  /// The structure of the whole network, with the chains of its large noisy-MAX.
  public let tree: JunctionTree

  /// Whether the whole network fits the memory.
  public let fits: Bool

  /// Which tree answers a case.
  package var choice = TreeChoice.leastWork

  let memoryLimit: Int
  let whole: EvidenceTree
  let shelf: EvidenceTreeShelf
  /// Where the posterior of each variable begins in an answer.
  let starts: [Int]
  /// The network without chains; nil where there are none.
  private let plain: PlainNetwork?

  /// Compiles `network`.
  ///
  /// - Parameters:
  ///   - network: The network.
  ///   - memoryLimit: The bytes that the tables may take; half of the machine's memory unless told.
  /// - Throws: `InferenceError.treeTooLarge` before any table is made.
  public init(
    _ network: Network, memoryLimit: Int = TreeSize.defaultMemoryLimit
  ) throws(InferenceError) {
    let (chained, tree) = ChainedNetwork.smallest(network)
    try tree.size.check(memoryLimit)
    self.init(network, chained, tree: tree, memoryLimit: memoryLimit)
  }

  /// Prepares `network` for questions that are judged one by one: where the whole does not fit the memory, each is answered on what
  /// it needs, without what neither the evidence nor the variables asked for depend on, and cut by the findings.
  ///
  /// - Parameters:
  ///   - network: The network.
  ///   - memoryLimit: The bytes that the tables of a question may take.
  public init(partsOf network: Network, memoryLimit: Int = TreeSize.defaultMemoryLimit) {
    let (chained, tree) = ChainedNetwork.smallest(network)
    self.init(network, chained, tree: tree, memoryLimit: memoryLimit)
  }

  /// Compiles `network` on the tree of its graph.
  ///
  /// - Precondition: The tree was made for the same graph and cardinalities.
  public init(
    _ network: Network, tree: JunctionTree, memoryLimit: Int = TreeSize.defaultMemoryLimit
  ) {
    self.init(network, network, tree: tree, memoryLimit: memoryLimit)
  }

  private init(_ network: Network, _ chained: Network, tree: JunctionTree, memoryLimit: Int) {
    precondition(tree.cut.suits(chained), "the tree was made for another network")
    self.network = network
    self.tree = tree
    self.memoryLimit = memoryLimit
    fits = tree.size.fits(memoryLimit)
    let tables = NetworkTables(chained)
    whole = EvidenceTree(chained, tables, tree: tree)
    starts = Self.starts(network, asked: nil)
    shelf = EvidenceTreeShelf(chained, tables, byteLimit: Self.shelfBytes)
    plain = chained.count > network.count ? PlainNetwork() : nil
  }

  private static func starts(_ network: Network, asked: [Variable.Index]?) -> [Int] {
    var counts = network.cardinalities
    if let asked {
      let asked = Set(asked)
      for variable in counts.indices where !asked.contains(variable) { counts[variable] = 0 }
    }
    return counts.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
  }

  /// What the trees that are kept may take. More would help cases that come back late, and cost all others: memory that is given
  /// back is at hand for the next tree, and new memory is slow at first touch.
  private static let shelfBytes = 0x1p27

  /// Returns the posteriors and log P(e).
  ///
  /// - Parameters:
  ///   - evidence: What is known.
  ///   - asked: The variables whose posteriors are wanted; nil for all. Of others there may be none, an empty one.
  /// - Throws: `InferenceError.impossibleEvidence` when P(e) = 0, with the findings that contradict each other; `.treeTooLarge` when
  ///   neither the whole network nor what the question needs fits the memory.
  /// - Complexity: O(cells of all clique tables).
  public func posteriors(
    given evidence: Evidence = Evidence(), of asked: [Variable.Index]? = nil
  ) throws(InferenceError) -> Posteriors {
    check([evidence])
    // The whole tree has all posteriors.
    let starts = fits || asked == nil ? self.starts : Self.starts(network, asked: asked)
    var found: Result<Posteriors, InferenceError>?
    answer([evidence], on: try tree(for: evidence, asked: asked), lanes: 1, starts: starts) {
      found = $1
    }
    guard let found else { preconditionFailure("a case has an answer") }
    return try found.get()
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
    guard fits else {
      return cases.map { evidence in
        Result { () throws(InferenceError) in try posteriors(given: evidence) }
      }
    }
    guard cases.count > Self.batchCases else { return bundledAnswers(to: cases, threads: threads) }
    // Piece by piece, so that not all trees are there at once.
    return stride(from: 0, to: cases.count, by: Self.batchCases).flatMap { start in
      bundledAnswers(
        to: Array(cases[start..<min(start + Self.batchCases, cases.count)]), threads: threads)
    }
  }

  /// Cases that are looked through for some that go together.
  private static let batchCases = 256

  /// Returns log P(e), natural; −∞ when the evidence is impossible.
  ///
  /// - Precondition: The whole network fits the memory.
  public func logEvidence(of evidence: Evidence) -> Double {
    precondition(fits, "the network does not fit the memory")
    check([evidence])
    if evidence.isEmpty { return 0 }
    return run(evidence, on: fittingTree(for: evidence), isRead: false) { _ in () }?.logEvidence
      ?? -.infinity
  }
}

extension CompiledNetwork {
  /// Answers up to `lanes` cases, and hands over each answer with the place of its case.
  func answer(
    _ cases: [Evidence], on tree: EvidenceTree, lanes: Int, starts: [Int],
    _ take: (_ place: Int, Result<Posteriors, InferenceError>) -> Void
  ) {
    var left: [Int] = []
    tree.run(cases, lanes: lanes, isRead: true) { workspace in
      workspace.normalizeMarginals()
      for lane in cases.indices {
        // It may have been another lane that lost digits: alone, a case is answered for itself.
        if workspace.isReliable(lane: lane), workspace.logEvidence(lane: lane) > -.infinity {
          take(lane, .success(Posteriors(workspace, lane: lane, cases[lane], starts: starts)))
        } else {
          left.append(lane)
        }
      }
    }
    for lane in left {
      let evidence = cases[lane]
      let answer = run(evidence, on: tree, reading: .marginals) { workspace in
        workspace.normalizeMarginals()
        return Posteriors(workspace, lane: 0, evidence, starts: starts)
      }
      take(
        lane,
        answer.map { .success($0.answer) }
          ?? .failure(.impossibleEvidence(contradiction: contradiction(in: evidence))))
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
  /// left out in turn, and stays out when the rest is impossible still. What is left may be more than that where a rest does not fit
  /// the memory.
  package func contradiction(in evidence: Evidence) -> Evidence {
    var core = SupportPropagation(FactorGraph(network, evidence)).contradiction ?? evidence
    for variable in core.variables {
      var smaller = core
      smaller[variable] = nil
      guard let tree = try? tree(for: smaller, asked: []) else { continue }
      if !isPossible(smaller, on: tree) { core = smaller }
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

  /// Chooses the tree of the whole network, or that of what `evidence` leaves of it: the one that is less work. Where the whole does
  /// not fit, it is that of what the posteriors of `asked` need.
  func tree(
    for evidence: Evidence, asked: [Variable.Index]? = nil
  ) throws(InferenceError) -> EvidenceTree {
    fits
      ? fittingTree(for: evidence)
      : try shelf.tree(for: evidence, asked: asked, memoryLimit: memoryLimit)
  }

  func fittingTree(for evidence: Evidence) -> EvidenceTree {
    isWorthCutting(by: evidence) ? smaller(shelf.tree(for: evidence)) : whole
  }

  /// Chooses a tree on which more than `evidence` can be entered, as a search for explanations goes on.
  func treeForMaxima(of evidence: Evidence) throws(InferenceError) -> EvidenceTree {
    guard fits else {
      return try shelf.tree(for: evidence, isOpen: true, memoryLimit: memoryLimit)
    }
    return isWorthCutting(by: evidence) ? smaller(shelf.tree(for: evidence, isOpen: true)) : whole
  }

  /// The network compiled without chains, with a table for each family.
  ///
  /// - Throws: `InferenceError.treeTooLarge` when the tables do not fit the memory.
  func withoutChains() throws(InferenceError) -> CompiledNetwork {
    try plain?.compiled(network, memoryLimit: memoryLimit) ?? self
  }

  /// A tree that was made quickly, unless it turned out larger than that of the whole network.
  func smaller(_ cut: EvidenceTree) -> EvidenceTree {
    let isSmaller = cut.tree.size.totalCells <= tree.size.totalCells
    return isSmaller || choice == .cut ? cut : whole
  }

  /// Whether making a tree for what `evidence` leaves, and running so many cases on it, is less work than running them on the whole.
  func isWorthCutting(by evidence: Evidence, cases count: Int = 1) -> Bool {
    guard choice == .leastWork else { return choice == .cut }
    let whole = work(tree.size.totalCells, cases: count)
    let making = TreeWork.making(variables: tree.cardinalities.count - evidence.items.count)
    guard making < whole else { return false }
    return making + work(tree.cells(without: evidence), cases: count) < whole
  }

  /// How many cases that observe the same variables have to come together, at least, for a tree of their own; more than `limit` when
  /// so many are too few.
  func fewestWorthCutting(upTo limit: Int) -> Int {
    guard choice == .leastWork else { return choice == .cut ? 1 : limit + 1 }
    let making = TreeWork.making(variables: tree.cardinalities.count / 2)
    let counts = [1, fullLanes, 2 * fullLanes, 4 * fullLanes, limit]
    return counts.first {
      $0 <= limit && making + work(0, cases: $0) < work(tree.size.totalCells, cases: $0)
    }
      ?? limit + 1
  }

  private func work(_ cells: Double, cases count: Int) -> Double {
    TreeWork.propagation(cells: cells, cliques: tree.size.cliqueCount, cases: count)
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
  /// That of cases that move in lanes when there are enough of them.
  static func propagation(cells: Double, cliques: Int, cases count: Int) -> Double {
    let isFull = count >= fullLanes
    return Double(count)
      * (isFull ? 0.7 * cells + 50 * Double(cliques) : 1.2 * cells + 200 * Double(cliques))
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
