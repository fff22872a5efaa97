import GraphStructure
import NetworkModel
import Synchronization

/// The trees of a network that were cut for evidence, kept for the cases that follow.
final class EvidenceTreeShelf: Sendable {
  /// What a tree is cut for: the variables that are observed, those of which a likelihood may be known, and those whose joint
  /// is asked for.
  struct Key: Hashable, Sendable {
    let observed: [Variable.Index]
    let likelihoods: [Variable.Index]
    let joint: [Variable.Index]
    /// The variables whose posteriors are asked for; nil for all. What neither they nor the evidence depend on is dropped.
    let asked: [Variable.Index]?
  }

  private struct Entry {
    let tree: EvidenceTree
    var lastUse: Int
  }

  private struct State {
    var entries: [Key: Entry] = [:]
    var uses = 0
    var bytes = 0.0
  }

  private let network: Network
  private let tables: NetworkTables
  private let byteLimit: Double
  private let state = Mutex(State())

  /// Keeps trees whose workspaces take up to `byteLimit` bytes together.
  init(_ network: Network, _ tables: NetworkTables, byteLimit: Double) {
    self.network = network
    self.tables = tables
    self.byteLimit = byteLimit
  }

  /// Returns the tree of what `evidence` leaves of the network.
  ///
  /// - Parameters:
  ///   - evidence: Its findings are cut away.
  ///   - isOpen: Whether likelihoods of all other variables may be entered too.
  ///   - joint: Variables that have to be together in a clique.
  ///   - asked: The variables whose posteriors are read; nil for all.
  func tree(
    for evidence: Evidence, isOpen: Bool = false, joint: [Variable.Index] = [],
    asked: [Variable.Index]? = nil
  ) -> EvidenceTree {
    tree(for: key(of: evidence, isOpen: isOpen, joint: joint, asked: asked), search: .quick) { _ in
      true
    }
  }

  /// Returns the tree of what `evidence` leaves of what a question needs, for which the memory is enough.
  ///
  /// - Throws: `InferenceError.treeTooLarge`, before any table is made.
  func tree(
    for evidence: Evidence, isOpen: Bool = false, joint: [Variable.Index] = [],
    asked: [Variable.Index]? = nil, memoryLimit: Int
  ) throws(InferenceError) -> EvidenceTree {
    let key = key(of: evidence, isOpen: isOpen, joint: joint, asked: asked)
    func fits(_ tree: JunctionTree) -> Bool { tree.size.fits(memoryLimit) }
    var found = tree(for: key, search: .quick, isKept: fits)
    // A better search costs far less than an answer that is refused.
    if !fits(found.tree) { found = tree(for: key, search: .standard, isKept: fits) }
    try found.tree.size.check(memoryLimit)
    return found
  }

  private func tree(
    for key: Key, search: TriangulationSearch, isKept: (JunctionTree) -> Bool
  ) -> EvidenceTree {
    let known = state.withLock { state -> EvidenceTree? in
      state.uses += 1
      state.entries[key]?.lastUse = state.uses
      return state.entries[key]?.tree
    }
    if let known { return known }
    let tree = makeTree(key, search)
    guard isKept(tree.tree) else { return tree }
    return state.withLock { keep(tree, for: key, in: &$0) }
  }

  /// Returns what the tree of what `evidence` leaves is cut for.
  func key(
    of evidence: Evidence, isOpen: Bool = false, joint: [Variable.Index] = [],
    asked: [Variable.Index]? = nil
  ) -> Key {
    var observed: [Variable.Index] = []
    var likelihoods: [Variable.Index] = []
    for variable in evidence.variables {
      if case .state = evidence[variable] {
        observed.append(variable)
      } else {
        likelihoods.append(variable)
      }
    }
    if isOpen {
      let seen = Set(observed)
      likelihoods = network.variables.indices.filter { !seen.contains($0) }
    }
    return Key(
      observed: observed, likelihoods: likelihoods, joint: joint,
      asked: asked.map { Set($0).sorted() })
  }

  private func makeTree(_ key: Key, _ search: TriangulationSearch) -> EvidenceTree {
    var isObserved = [Bool](repeating: false, count: network.count)
    for variable in key.observed { isObserved[variable] = true }
    let isNeeded = key.asked.map {
      network.graph.ancestralSet(of: $0 + key.observed + key.likelihoods + key.joint)
    }
    let cut = Cut(
      network, isObserved: isObserved,
      isDropped: isNeeded.map { $0.map(!) } ?? [Bool](repeating: false, count: network.count),
      likelihoodVariables: key.likelihoods, joint: key.joint)
    return EvidenceTree(network, tables, tree: JunctionTree(cut, search: search))
  }

  /// Keeps a tree, and lets go of those that have not been used for longest. A tree that would fill the shelf alone is not kept.
  ///
  /// - Returns: The tree, or the same one that another thread has made meanwhile.
  private func keep(_ tree: EvidenceTree, for key: Key, in state: inout State) -> EvidenceTree {
    if let other = state.entries[key]?.tree { return other }
    guard tree.bytes <= byteLimit else { return tree }
    state.entries[key] = Entry(tree: tree, lastUse: state.uses)
    state.bytes += tree.bytes
    while state.bytes > byteLimit,
      let oldest = state.entries.min(by: { $0.value.lastUse < $1.value.lastUse })
    {
      state.entries[oldest.key] = nil
      state.bytes -= oldest.value.tree.bytes
    }
    return tree
  }
}

extension EvidenceTree {
  /// What the tree takes, about: its plan, a byte or so for each cell of its cliques, and a workspace of one lane.
  fileprivate var bytes: Double { tree.size.bytes(lanes: 1) + tree.size.totalCells }
}
