import GraphStructure
import NetworkModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How large a junction tree is. Sizes are `Double` because they may be beyond any integer.
public struct TreeSize: Sendable, Equatable {
  /// The number of cliques.
  public let cliqueCount: Int
  /// The cells of all clique tables together.
  public let totalCells: Double
  /// The cells of all separators together.
  public let separatorCells: Double
  /// The cells of the parents' tables, each counted once for each of its children: what messages walk.
  public let parentCells: Double
  /// The variables of the largest clique table.
  public let largestClique: [Variable.Index]
  /// The cells of the largest clique table.
  public let largestCliqueCells: Double
  /// The treewidth that the tree shows: the number of variables in the widest clique less one.
  public let width: Int

  /// Measures the tree of `cliques`.
  public init(_ tree: CliqueTree, cardinalities: [Int]) {
    func cells(_ variables: [Int]) -> Double {
      CliqueTree.tableSize(variables, cardinalities: cardinalities)
    }
    let largest = tree.cliques.max { cells($0.variables) < cells($1.variables) }?.variables ?? []
    cliqueCount = tree.cliques.count
    totalCells = tree.totalTableSize(cardinalities: cardinalities)
    separatorCells = tree.cliques.reduce(0) { $0 + cells($1.separator) }
    parentCells = tree.cliques.reduce(0) { total, clique in
      total + (clique.parent.map { cells(tree.cliques[$0].variables) } ?? 0)
    }
    largestClique = largest
    largestCliqueCells = cells(largest)
    width = tree.width
  }

  /// The bytes that a network's potentials, the index maps and a workspace of so many lanes take, about.
  ///
  /// An index map takes 4 bytes for every run of cells, which is 2 cells at least.
  public func bytes(lanes: Int) -> Double {
    let perCell = 16 + 8 * Double(lanes)
    return perCell * (totalCells + separatorCells) + 2 * parentCells
  }

  /// Half of the machine's memory, in bytes.
  public static var defaultMemoryLimit: Int {
    max(sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE)) / 2, 1 << 30)
  }
}

extension JunctionTree {
  /// The lanes of a batch whose workspace stays within the memory that it may take.
  package func batchLanes(memoryLimit: Int) -> Int {
    size.bytes(lanes: fullLanes) <= Double(memoryLimit) ? fullLanes : 1
  }

  /// How many workers, each with a workspace of so many lanes, stay within the memory that they may take; at least one.
  package func workers(upTo limit: Int, lanes: Int, memoryLimit: Int) -> Int {
    let room = Double(memoryLimit) / max(size.bytes(lanes: lanes), 1)
    return max(1, Int(min(Double(limit), room)))
  }
}
