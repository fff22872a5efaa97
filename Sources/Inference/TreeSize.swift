import GraphStructure
import NetworkModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How large a junction tree is. Sizes are `Double` because they may be beyond any integer.
///
/// The tables of cliques are walked and nowhere kept: a propagation holds the tables of the network and the messages.
public struct TreeSize: Sendable, Equatable {
  /// The number of cliques.
  public let cliqueCount: Int
  /// The cells of all clique tables together: the work of a propagation.
  public let totalCells: Double
  /// The cells of all separators together: a message each way.
  public let separatorCells: Double
  /// The cells of the tables that enter.
  public let scopeCells: Double
  /// The variables of the largest clique table.
  public let largestClique: [Variable.Index]
  /// The cells of the largest clique table.
  public let largestCliqueCells: Double
  /// The treewidth that the tree shows: the number of variables in the widest clique less one.
  public let width: Int

  /// Measures the tree that the families of `graph` make, whether it fits or not.
  public init(
    of graph: DirectedGraph, cardinalities: [Int], search: TriangulationSearch = .standard
  ) {
    self = JunctionTree(Cut(graph, cardinalities: cardinalities), search: search).size
  }

  init(_ cliques: [JunctionTree.Clique], scopes: [[Variable.Index]], cardinalities: [Int]) {
    func cells(_ variables: some Sequence<Int>) -> Double {
      variables.reduce(1) { $0 * Double(cardinalities[$1]) }
    }
    var (total, separators, most) = (0.0, 0.0, -1.0)
    var largest: [Variable.Index] = []
    for clique in cliques {
      let count = cells(clique.variables)
      total += count
      separators += cells(clique.separator)
      if count > most { (most, largest) = (count, clique.variables) }
    }
    cliqueCount = cliques.count
    totalCells = total
    separatorCells = separators
    scopeCells = scopes.reduce(0) { $0 + cells($1) }
    largestClique = largest.sorted()
    largestCliqueCells = max(most, 0)
    width = max(0, (cliques.map(\.variables.count).max() ?? 1) - 1)
  }

  /// The bytes that a network's tables and a workspace of so many lanes take, about.
  ///
  /// A message each way and one more copy of each in the shape of a clique's rows; each table as it is given, as it is walked, and
  /// as it is read; and for each clique a block of cells.
  public func bytes(lanes: Int) -> Double {
    let lanes = Double(lanes)
    return 8 * (3 * lanes * separatorCells + (2 + lanes) * scopeCells + 64 * Double(cliqueCount))
  }

  /// Half of the machine's memory, in bytes.
  public static var defaultMemoryLimit: Int {
    max(sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE)) / 2, 1 << 30)
  }

  /// Checks the size against a limit.
  ///
  /// - Throws: `InferenceError.treeTooLarge` when a propagation in one lane takes more than `memoryLimit`.
  public func check(_ memoryLimit: Int) throws(InferenceError) {
    guard fits(memoryLimit) else { throw .treeTooLarge(self, limit: memoryLimit) }
  }

  /// Whether a propagation in one lane takes no more than `memoryLimit` bytes.
  func fits(_ memoryLimit: Int) -> Bool {
    bytes(lanes: 1) <= Double(memoryLimit) && tablesFit(memoryLimit)
  }

  /// Whether the tables that enter take no more than `memoryLimit` bytes.
  func tablesFit(_ memoryLimit: Int) -> Bool {
    // The cells of a table over eight lanes are counted in 32 bits.
    8 * scopeCells <= Double(memoryLimit) && scopeCells < 0x1p29
  }
}

extension JunctionTree {
  /// The lanes of a batch whose workspace stays within the memory that it may take.
  package func batchLanes(memoryLimit: Int) -> Int {
    size.bytes(lanes: fullLanes) <= Double(memoryLimit) ? fullLanes : 1
  }

  /// The lanes in which so many cases move together, within the memory that they may take.
  func batchLanes(cases count: Int, memoryLimit: Int) -> Int {
    guard count > 1 else { return 1 }
    // Beyond this a walk runs short of cache sooner than it saves bookkeeping.
    let isSmall = size.bytes(lanes: wideLanes) <= min(Double(memoryLimit), 0x1p23)
    return count > fullLanes && isSmall ? wideLanes : batchLanes(memoryLimit: memoryLimit)
  }

  /// The work of a case that moves in a batch of full lanes, families read, in nanoseconds or so.
  package var batchWork: Double {
    let walked = 10 * size.totalCells + 700 * Double(size.cliqueCount)
    return (walked + 12 * size.scopeCells) / Double(fullLanes)
  }

  /// How many workers, each with a workspace of so many lanes, stay within the memory that they may take; at least one.
  package func workers(upTo limit: Int, lanes: Int, memoryLimit: Int) -> Int {
    let room = Double(memoryLimit) / max(size.bytes(lanes: lanes), 1)
    return max(1, Int(min(Double(limit), room)))
  }
}
