/// The rows of a store that differ, each with the number of units that say just this: an E-step needs to see each only once.
package struct DistinctCases: Sendable {
  /// The first row of each group of equal rows, in the order of the store.
  package private(set) var rows: [Int] = []
  /// How many units each stands for.
  package private(set) var weights: [Double] = []

  /// Groups `rows` of `store`, all unless told.
  ///
  /// - Complexity: O(cells) when few rows share a hash.
  package init(_ store: CaseStore, rows chosen: [Int]? = nil) {
    let hashes = Self.hashes(store)
    var groups: [UInt64: [Int]] = [:]
    for row in chosen ?? Array(0..<store.count) {
      let weight = store.counts?[row] ?? 1
      guard weight > 0 else { continue }
      let candidates = groups[hashes[row], default: []]
      if let group = candidates.first(where: { Self.areEqual(rows[$0], row, in: store) }) {
        weights[group] += weight
      } else {
        groups[hashes[row], default: []].append(rows.count)
        rows.append(row)
        weights.append(weight)
      }
    }
  }

  private static func areEqual(_ row: Int, _ other: Int, in store: CaseStore) -> Bool {
    store.columns.allSatisfy { column in
      switch column {
      case .unobserved: true
      case .states8(let codes): codes[row] == codes[other]
      case .states16(let codes): codes[row] == codes[other]
      case .values(let values, let regressors):
        ([values] + regressors).allSatisfy { $0[row].bitPattern == $0[other].bitPattern }
      }
    }
  }

  private static func hashes(_ store: CaseStore) -> [UInt64] {
    var hashes = [UInt64](repeating: 0, count: store.count)
    for column in store.columns {
      switch column {
      case .unobserved: continue
      case .states8(let codes): mix(codes, into: &hashes) { UInt64($0) }
      case .states16(let codes): mix(codes, into: &hashes) { UInt64($0) }
      case .values(let values, let regressors):
        for values in [values] + regressors { mix(values, into: &hashes) { $0.bitPattern } }
      }
    }
    return hashes
  }

  @inline(__always)
  private static func mix<Cell>(
    _ cells: [Cell], into hashes: inout [UInt64], _ bits: (Cell) -> UInt64
  ) {
    for row in hashes.indices {
      let mixed = (hashes[row] ^ bits(cells[row])) &* 0x9E37_79B9_7F4A_7C15
      hashes[row] = mixed ^ (mixed >> 29)
    }
  }
}
