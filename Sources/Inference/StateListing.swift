import LaneKernels
import NetworkModel

/// The joint states of a few unknown variables, listed: the fastest way to their posterior where they are few.
///
/// Variables are fixed one after the other. Level *k* holds, for each joint state of the first *k*, the product of the tables
/// that they decide. On the way back each level is the sum of the next, and gives the counts of its own tables.
package struct StateListing: Sendable {
  private let levels: FixedArray<fishbone_level>
  private let tables: FixedArray<fishbone_listed>
  /// For each table, for each joint state of its level, the cell, counted from where the table's part begins.
  private let cells: FixedArray<UInt32>

  /// The numbers that a case takes.
  package let roomCount: Int
  /// The work of a case, in table cells read and written.
  package let work: Int

  /// The sum of a case above which what a `Double` can't hold of its parts does not matter.
  private static let leastTotal = 0x1p-900

  /// The joint states, for each variable, up to which listing is less work than a tree.
  private static let statesPerVariable = 256.0

  /// Lists the states of variables with these `cardinalities`, or returns nil when they are too many.
  ///
  /// - Parameters:
  ///   - scopes: The variables of each table.
  ///   - strides: For each of these how far its steps go in the table.
  package init?(cardinalities: [Int], scopes: [[Int]], strides: [[Int]]) {
    let count = cardinalities.reduce(1.0) { $0 * Double($1) }
    guard Self.suits(states: count, variables: cardinalities.count) else { return nil }
    let order = Self.order(of: cardinalities, scopes)
    var ranks = [Int](repeating: 0, count: order.count)
    for (rank, variable) in order.enumerated() { ranks[variable] = rank }
    let depths = scopes.map { $0.reduce(0) { max($0, ranks[$1]) } }
    var levels: [fishbone_level] = []
    var tables: [fishbone_listed] = []
    var cells: [UInt32] = []
    var states = 1
    for (depth, variable) in order.enumerated() {
      states *= cardinalities[variable]
      let first = tables.count
      for table in scopes.indices where depths[table] == depth {
        tables.append(fishbone_listed(table: UInt32(table), start: UInt32(cells.count)))
        cells += Self.cells(
          order[...depth], cardinalities,
          strides: Dictionary(uniqueKeysWithValues: zip(scopes[table], strides[table])))
      }
      levels.append(
        fishbone_level(
          states: UInt32(cardinalities[variable]), count: UInt32(states),
          firstTable: UInt32(first), tableCount: UInt32(tables.count - first)))
    }
    roomCount = levels.reduce(1) { $0 + Int($1.count) }
    work = 2 * cells.count + roomCount
    self.levels = FixedArray(levels)
    self.tables = FixedArray(tables)
    self.cells = FixedArray(cells)
  }

  /// Whether so many joint states are few enough.
  package static func suits(states: Double, variables: Int) -> Bool {
    states <= statesPerVariable * Double(variables)
  }

  /// Puts those variables last that are in the fewest tables.
  private static func order(of cardinalities: [Int], _ scopes: [[Int]]) -> [Int] {
    var rest = Array(cardinalities.indices)
    var open = scopes
    var order: [Int] = []
    while !rest.isEmpty {
      let uses = rest.map { variable in open.count { $0.contains(variable) } }
      let place = rest.indices.min { (uses[$0], -rest[$0]) < (uses[$1], -rest[$1]) } ?? 0
      let variable = rest.remove(at: place)
      open.removeAll { $0.contains(variable) }
      order.append(variable)
    }
    return order.reversed()
  }

  /// The cell of a table for each joint state of `variables`, the last fastest.
  private static func cells(
    _ variables: ArraySlice<Int>, _ cardinalities: [Int], strides: [Int: Int]
  ) -> [UInt32] {
    var cells: [UInt32] = [0]
    for variable in variables {
      let stride = UInt32(strides[variable] ?? 0)
      let states = UInt32(cardinalities[variable])
      var next: [UInt32] = []
      next.reserveCapacity(cells.count * Int(states))
      for cell in cells { for state in 0..<states { next.append(cell + state * stride) } }
      cells = next
    }
    return cells
  }

  /// Adds the posteriors of the tables, times `weight`, to `counts`.
  ///
  /// - Parameters:
  ///   - parts: Where the part of each table begins.
  ///   - tables: The tables.
  ///   - counts: Counts in their layout.
  ///   - room: Room for `roomCount` numbers.
  /// - Returns: The natural logarithm of the sum over all joint states; −∞ when none is possible.
  package func addTables(
    _ parts: UnsafePointer<UInt32>, weight: Double, _ tables: UnsafePointer<Double>,
    to counts: UnsafeMutablePointer<Double>, room: UnsafeMutablePointer<Double>
  ) -> Double {
    var listing = self.listing
    let total = fishbone_list(&listing, parts, tables, room)
    guard total > Self.leastTotal else {
      return addUnlikely(parts, weight: weight, tables, to: counts, room: room)
    }
    fishbone_count(&listing, parts, weight / total, counts, room)
    return logarithm(total)
  }

  /// The lists as the kernels take them, good as long as this lives.
  private var listing: fishbone_listing {
    fishbone_listing(
      levels: levels.base, levelCount: levels.count, tables: tables.base, cells: cells.base)
  }

  /// The same by logarithms.
  private func addUnlikely(
    _ parts: UnsafePointer<UInt32>, weight: Double, _ tables: UnsafePointer<Double>,
    to counts: UnsafeMutablePointer<Double>, room: UnsafeMutablePointer<Double>
  ) -> Double {
    var logs = [0.0]
    for index in 0..<levels.count {
      let level = levels.base[index]
      logs = logs.flatMap { [Double](repeating: $0, count: Int(level.states)) }
      for place in Int(level.firstTable)..<Int(level.firstTable + level.tableCount) {
        let listed = self.tables.base[place]
        let part = tables + Int(parts[Int(listed.table)])
        for state in logs.indices {
          logs[state] += logarithm(part[Int(cells.base[Int(listed.start) + state])])
        }
      }
    }
    let largest = logs.max() ?? 0
    guard largest > -.infinity else { return largest }
    let shares = logs.map { exponential($0 - largest) }
    let total = shares.reduce(0, +)
    let last = room + (roomCount - shares.count)
    for (state, share) in shares.enumerated() { last[state] = share }
    var listing = self.listing
    fishbone_count(&listing, parts, weight / total, counts, room)
    return largest + logarithm(total)
  }
}
