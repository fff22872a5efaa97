import LaneKernels

/// The way from the cells of a table to the cells of a smaller table over some of its variables.
///
/// Worked out when a tree is compiled, so that a propagation does no index arithmetic. The large table is walked in
/// order in blocks of `run` cells; within a block the small table's index grows by `stride`.
package struct IndexMap: Sendable {
  private let offsets: OffsetBuffer
  private let run: Int
  private let stride: Int

  /// Maps the joint states of `large` to those of `small`, a list of some of the same variables in any order.
  ///
  /// Both tables have their first variable slowest.
  ///
  /// - Precondition: The small table has fewer than 2³² cells.
  package init(from large: [Int], to small: [Int], cardinalities: [Int]) {
    var stride: [Int: Int] = [:]
    var size = 1
    for variable in small.reversed() {
      stride[variable] = size
      size *= cardinalities[variable]
    }
    var axes = large.map { (count: cardinalities[$0], stride: stride[$0] ?? 0) }
      .filter { $0.count > 1 }
    let innermost = Self.popRun(&axes)
    run = innermost.count
    self.stride = innermost.stride
    offsets = OffsetBuffer(Self.offsets(axes))
  }

  /// Takes the longest suffix of axes along which the small index grows evenly.
  private static func popRun(_ axes: inout [(count: Int, stride: Int)]) -> (count: Int, stride: Int)
  {
    guard var run = axes.popLast() else { return (1, 0) }
    while let next = axes.last, next.stride == run.stride * run.count {
      run.count *= next.count
      axes.removeLast()
    }
    return run
  }

  private static func offsets(_ axes: [(count: Int, stride: Int)]) -> [UInt32] {
    var offsets: [UInt32] = [0]
    for axis in axes {
      var longer: [UInt32] = []
      longer.reserveCapacity(offsets.count * axis.count)
      for offset in offsets {
        for step in 0..<axis.count { longer.append(offset + UInt32(step * axis.stride)) }
      }
      offsets = longer
    }
    return offsets
  }

  /// Calls `body` with the cells of the large table, in order, each with its cell of the small one.
  package func forEach(_ body: (_ large: Int, _ small: Int) -> Void) {
    var large = 0
    for block in 0..<offsets.count {
      for step in 0..<run {
        body(large, Int(offsets.cells[block]) + step * stride)
        large += 1
      }
    }
  }

  /// This map as the kernels take it, good as long as the map lives.
  package var kernelMap: fishbone_map {
    fishbone_map(offsets: offsets.cells, blocks: offsets.count, run: run, stride: stride)
  }
}

/// Offsets that stay in their place.
///
/// Threads share it unchecked because nobody writes to it once it is made.
private final class OffsetBuffer: @unchecked Sendable {
  let cells: UnsafeMutablePointer<UInt32>
  let count: Int

  init(_ offsets: [UInt32]) {
    count = offsets.count
    cells = .allocate(capacity: count)
    cells.initialize(from: offsets, count: count)
  }

  deinit { cells.deallocate() }
}
