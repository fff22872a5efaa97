import NetworkModel
import Synchronization

/// A network compiled for the sets of variables that a kind of evidence observes: the junction tree of what the observed variables
/// leave of it, its tables in the shapes of the tree's walks, and workspaces to run on.
///
/// Without observed variables it is the tree of the whole network, where findings enter as likelihoods of one state.
final class EvidenceTree: Sendable {
  let network: Network
  let tree: JunctionTree
  let tables: NetworkTables
  /// The variables whose observed states leave a number of their table.
  private let numbers: [Variable.Index]
  private let shelf = Mutex(Shelf())

  private struct Key: Hashable {
    let lanes: Int
    let reading: Reading
    let arithmetic: Arithmetic
  }

  private struct Shelf: ~Copyable {
    var tables: [Key: FactorTables] = [:]
    var workspaces: [Key: [IdleWorkspace]] = [:]
  }

  /// A workspace between two runs, which nobody refers to: it may go to another thread.
  private struct IdleWorkspace: @unchecked Sendable {
    let workspace: Propagation
  }

  init(_ network: Network, _ tables: NetworkTables, tree: JunctionTree) {
    self.network = network
    self.tables = tables
    self.tree = tree
    numbers = network.variables.indices.filter {
      tree.cut.scopes[$0].isEmpty && tree.cut.isVarying($0) && tree.cut.hasTable[$0]
    }
  }

  /// The workspaces of a kind that are kept between runs.
  private static let idleWorkspaces = 2

  // MARK: Runs

  /// Sends the evidence of up to `lanes` cases through the tree, and back when `isRead`; then calls `body` with the workspace.
  ///
  /// - Precondition: The cases observe the variables that the tree was cut by, and suit the network.
  func run<Result>(
    _ cases: [Evidence], lanes: Int, reading: Reading = .marginals,
    arithmetic: Arithmetic = .probabilities, isRead: Bool, _ body: (Propagation) -> Result
  ) -> Result {
    precondition(cases.count <= lanes, "there are more cases than lanes")
    let key = Key(lanes: lanes, reading: reading, arithmetic: arithmetic)
    let workspace = takeWorkspace(key)
    defer {
      let idle = IdleWorkspace(workspace: workspace)
      shelf.withLock { shelf in
        if shelf.workspaces[key, default: []].count < Self.idleWorkspaces {
          shelf.workspaces[key, default: []].append(idle)
        }
      }
    }
    workspace.begin(constants(for: workspace))
    for (lane, evidence) in cases.enumerated() { enter(evidence, lane: lane, in: workspace) }
    if let last = cases.last {
      for lane in cases.count..<max(lanes, cases.count) { fill(lane, last, workspace) }
    }
    workspace.collect()
    if isRead { workspace.distribute() }
    return body(workspace)
  }

  /// Returns the tables that are the same in all cases, in the shapes of the workspace's walks.
  func constants(for workspace: Propagation) -> FactorTables {
    let key = Key(
      lanes: workspace.lanes, reading: workspace.reading, arithmetic: workspace.arithmetic)
    return shelf.withLock { shelf in
      if let tables = shelf.tables[key] { return tables }
      let tables = FactorTables(workspace.plan, tables, workspace.arithmetic)
      shelf.tables[key] = tables
      return tables
    }
  }

  private func takeWorkspace(_ key: Key) -> Propagation {
    shelf.withLock { $0.workspaces[key]?.popLast() }?.workspace
      ?? Propagation(
        tree: tree, lanes: key.lanes, reading: key.reading, arithmetic: key.arithmetic)
  }

  // MARK: Evidence

  /// Enters an item of a case into a tree from which nothing was cut.
  func enter(
    _ item: Evidence.Item, about variable: Variable.Index, lane: Int, in workspace: Propagation
  ) {
    workspace.enter(likelihood(item, about: variable, Evidence()), about: variable, lane: lane)
  }

  /// Enters what one case knows.
  func enter(_ evidence: Evidence, lane: Int, in workspace: Propagation) {
    var others: [Variable.Index] = []
    for (variable, item) in evidence.items where !tree.cut.isObserved[variable] {
      if case .state(let state) = item {
        workspace.enter(.state(state), about: variable, lane: lane)
      } else {
        others.append(variable)
      }
    }
    // In the order of the variables, so that the same evidence is rounded the same way every time.
    for variable in others.sorted() {
      guard let item = evidence[variable] else { continue }
      workspace.enter(likelihood(item, about: variable, evidence), about: variable, lane: lane)
    }
    fill(lane, evidence, workspace)
    for variable in numbers {
      let probability = tables[variable, offset(of: variable, evidence)]
      workspace.evidenceLogScales[lane] += logarithm(probability)
    }
  }

  /// What an item says, over the part of a table that the observed states leave.
  private func likelihood(
    _ item: Evidence.Item, about variable: Variable.Index, _ evidence: Evidence
  ) -> LikelihoodItem {
    switch item {
    case .state(let state): return .state(state)
    case .excluded(let states):
      return .weights(
        (0..<network.variables[variable].cardinality).map { states.contains($0) ? 0 : 1 })
    case .likelihood(let weights): return .weights(weights)
    case .value(let value, let regressors):
      guard case .gaussian(let gaussian) = network.cpds[variable] else { return .logarithms([0]) }
      let densities = gaussian.logDensities(at: value, regressors: regressors)
      return .logarithms(cells(of: variable, evidence).map { densities[$0] })
    }
  }

  /// The cells of a variable's table that the observed states leave of it.
  private func cells(of variable: Variable.Index, _ evidence: Evidence) -> [Int] {
    let cut = tree.cut
    let start = offset(of: variable, evidence)
    return zip(cut.scopes[variable], cut.strides[variable]).reduce([start]) { cells, axis in
      cells.flatMap { cell in (0..<cut.cardinalities[axis.0]).map { cell + $0 * axis.1 } }
    }
  }

  /// Writes the tables that depend on what is observed.
  private func fill(_ lane: Int, _ evidence: Evidence, _ workspace: Propagation) {
    guard workspace.plan.sizes.varying > 0 else { return }
    for factor in workspace.plan.factors where factor.isVarying {
      factor.fill(
        workspace.varying.cells + factor.start + lane, spacing: workspace.lanes,
        workspace.arithmetic
      ) { tables.base + tables.starts[$0] + offset(of: $0, evidence) }
    }
  }

  /// Where in the table of a variable the part begins that the observed states leave of it.
  func offset(of variable: Variable.Index, _ evidence: Evidence) -> Int {
    tree.cut.observed[variable].reduce(0) { offset, member in
      guard case .state(let state) = evidence[member.variable] else { return offset }
      return offset + state * member.stride
    }
  }
}
