import LaneKernels
import NetworkModel

/// The clique tables of a network before any evidence: each the product of the CPDs that have their home there.
package struct Potentials: Sendable {
  private(set) var cells: [Double]
  /// Whether a product of probabilities was too small to keep all its digits.
  let hasLostDigits: Bool

  /// Multiplies the tables of `network`, whose graph is the tree's, into the cliques.
  init(_ network: Network, tree: JunctionTree) {
    var cells = [Double](repeating: 1, count: tree.cellCount)
    fishbone_clear_lost_digits()
    cells.withUnsafeMutableBufferPointer { cells in
      guard let base = cells.baseAddress else { return }
      var maximum = 0.0
      for (home, cpd) in zip(tree.families, network.cpds) {
        let clique = base + tree.cliques[home.clique].cells.lowerBound
        cpd.table.values.withUnsafeBufferPointer { values in
          fishbone_multiply(clique, values.baseAddress, home.map.kernelMap, &maximum, 1)
        }
      }
    }
    hasLostDigits = fishbone_has_lost_digits() != 0
    self.cells = cells
  }
}
