extension SamplingPlan {
  /// The tables by their addresses, so that no bound is checked in a sample.
  struct Tables {
    let parents: UnsafePointer<Int>
    let strides: UnsafePointer<Int>
    let cumulative: UnsafePointer<Double>
    let logRatios: UnsafePointer<Double>
    let effects: UnsafePointer<Double>
    let firstCells: UnsafePointer<Int>
    let cellCount: Int
    let evidenceBelow: UnsafePointer<Double>
    let logWeights: UnsafePointer<Double>
    let row: ImportanceRow
  }

  /// Runs `body` with the addresses of the tables, which are good for that long.
  func withTables(_ body: (Tables) -> Void) {
    withUnsafePointers(to: parents, strides, firstCells) { parents, strides, firstCells in
      withUnsafePointers(to: cumulative, logRatios, effects) { cumulative, logRatios, effects in
        withUnsafePointers(to: evidenceBelow, logWeights, []) { below, logWeights, _ in
          body(
            Tables(
              parents: parents, strides: strides, cumulative: cumulative, logRatios: logRatios,
              effects: effects, firstCells: firstCells, cellCount: cellCount,
              evidenceBelow: below, logWeights: logWeights, row: row))
        }
      }
    }
  }
}

/// Runs `body` with the addresses of three arrays.
private func withUnsafePointers<Element>(
  to first: [Element], _ second: [Element], _ third: [Element],
  _ body: (UnsafePointer<Element>, UnsafePointer<Element>, UnsafePointer<Element>) -> Void
) {
  first.withUnsafeBufferPointer { first in
    second.withUnsafeBufferPointer { second in
      third.withUnsafeBufferPointer { third in
        // An empty array may have no address; nothing is read of it.
        let none = UnsafeMutablePointer<Element>.allocate(capacity: 1)
        defer { none.deallocate() }
        body(
          first.baseAddress ?? UnsafePointer(none), second.baseAddress ?? UnsafePointer(none),
          third.baseAddress ?? UnsafePointer(none))
      }
    }
  }
}
