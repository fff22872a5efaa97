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
  func tree(
    for evidence: Evidence, isOpen: Bool = false, joint: [Variable.Index] = []
  ) -> EvidenceTree {
    let key = key(of: evidence, isOpen: isOpen, joint: joint)
    let known = state.withLock { state -> EvidenceTree? in
      state.uses += 1
      state.entries[key]?.lastUse = state.uses
      return state.entries[key]?.tree
    }
    if let known { return known }
    let tree = makeTree(key)
    return state.withLock { keep(tree, for: key, in: &$0) }
  }

  /// Returns what the tree of what `evidence` leaves is cut for.
  func key(of evidence: Evidence, isOpen: Bool = false, joint: [Variable.Index] = []) -> Key {
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
    return Key(observed: observed, likelihoods: likelihoods, joint: joint)
  }

  private func makeTree(_ key: Key) -> EvidenceTree {
    var isObserved = [Bool](repeating: false, count: network.count)
    for variable in key.observed { isObserved[variable] = true }
    let cut = Cut(
      network, isObserved: isObserved, likelihoodVariables: key.likelihoods,
      joint: key.joint)
    return EvidenceTree(network, tables, tree: JunctionTree(cut, search: .quick))
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
