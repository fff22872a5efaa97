import LaneKernels
import NetworkModel
import Synchronization

/// The junction tree of some unknown variables and the tables that they are in, cut by all that is known.
///
/// Cases that leave the same variables unknown run on one tree; they differ in where their parts of the tables begin.
package final class OpenTree: Sendable {
  private let tree: JunctionTree
  /// For each table the cells of its part, counted from where the part begins.
  private let cells: [[Int]]
  private let idle = Mutex<[IdleWorkspace]>([])

  /// A workspace between two runs, which nobody refers to: it may go to another thread.
  private struct IdleWorkspace: @unchecked Sendable {
    let workspace: Propagation
  }

  /// Makes the tree of the unknown variables 0, 1, …, whose own tables come first, in their order.
  ///
  /// - Parameters:
  ///   - cardinalities: The states of each.
  ///   - scopes: The unknown variables of each table.
  ///   - strides: For each of these how far its steps go in the whole table.
  package init(cardinalities: [Int], scopes: [[Int]], strides: [[Int]]) {
    let known = [Int](repeating: 1, count: scopes.count - cardinalities.count)
    let cut = Cut(cardinalities: cardinalities + known, scopes: scopes, strides: strides)
    tree = JunctionTree(cut, search: .quick)
    cells = zip(scopes, strides).map { scope, strides in
      zip(scope, strides).reduce([0]) { cells, axis in
        cells.flatMap { cell in (0..<cardinalities[axis.0]).map { cell + $0 * axis.1 } }
      }
    }
  }

  /// The bytes that the tree, its plan and a workspace take, about.
  package var bytes: Double {
    tree.size.bytes(lanes: fullLanes) + 2_000 * Double(tree.cliques.count)
  }

  /// The work of a case, in walked cells.
  package var work: Double { 4 * tree.size.totalCells + 300 * Double(tree.cliques.count) }

  /// Adds the posteriors of the tables of some cases to `counts`, each times the weight of its case.
  ///
  /// - Parameters:
  ///   - parts: Where the part of each table begins, case by case.
  ///   - weights: The weight of each case.
  ///   - tables: The tables of the network.
  ///   - counts: Counts in the layout of the tables.
  /// - Returns: The sum of the logarithms of what the cases' parts sum to, each times its weight; −∞ where one is impossible.
  package func addFamilies(
    _ parts: UnsafePointer<UInt32>, weights: UnsafeBufferPointer<Double>,
    _ tables: UnsafePointer<Double>, to counts: UnsafeMutablePointer<Double>
  ) -> Double {
    let lanes = weights.count > 2 ? fullLanes : 1
    let workspace =
      lanes > 1 ? takeWorkspace() : Propagation(tree: tree, lanes: 1, reading: .families)
    var logTotal = 0.0
    for start in stride(from: 0, to: weights.count, by: lanes) {
      let batch = UnsafeBufferPointer(rebasing: weights[start..<min(start + lanes, weights.count)])
      logTotal += add(parts + start * cells.count, batch, tables, counts, workspace)
    }
    if lanes > 1 {
      let workspace = IdleWorkspace(workspace: workspace)
      idle.withLock { $0.append(workspace) }
    }
    return logTotal
  }

  private func takeWorkspace() -> Propagation {
    idle.withLock { $0.popLast() }?.workspace
      ?? Propagation(tree: tree, lanes: fullLanes, reading: .families)
  }

  private func add(
    _ parts: UnsafePointer<UInt32>, _ weights: UnsafeBufferPointer<Double>,
    _ tables: UnsafePointer<Double>, _ counts: UnsafeMutablePointer<Double>,
    _ workspace: Propagation
  ) -> Double {
    workspace.begin()
    for lane in 0..<workspace.lanes {
      let part = parts + min(lane, weights.count - 1) * cells.count
      for factor in workspace.plan.factors {
        factor.fill(
          workspace.varying.cells + factor.start + lane, spacing: workspace.lanes,
          workspace.arithmetic
        ) { tables + Int(part[$0]) }
      }
    }
    workspace.collect()
    workspace.distribute()
    var logTotal = 0.0
    for (lane, weight) in weights.enumerated() {
      let part = parts + lane * cells.count
      guard workspace.isReliable(lane: lane), workspace.logEvidence(lane: lane) > -.infinity else {
        logTotal += addUnlikely(part, weight, tables, counts, workspace.arithmetic)
        continue
      }
      logTotal += weight * workspace.logEvidence(lane: lane)
      for scope in cells.indices {
        workspace.addFamily(
          of: scope, lane: lane, weight: weight, to: counts + Int(part[scope]), at: cells[scope])
      }
    }
    return logTotal
  }

  /// Adds a case whose probability is beyond the range of a `Double`.
  private func addUnlikely(
    _ part: UnsafePointer<UInt32>, _ weight: Double, _ tables: UnsafePointer<Double>,
    _ counts: UnsafeMutablePointer<Double>, _ arithmetic: Arithmetic
  ) -> Double {
    guard arithmetic == .probabilities else { return -.infinity }
    let workspace = Propagation(
      tree: tree, lanes: 1, reading: .families, arithmetic: .logarithms)
    return withUnsafePointer(to: weight) {
      add(part, UnsafeBufferPointer(start: $0, count: 1), tables, counts, workspace)
    }
  }
}
