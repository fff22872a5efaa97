import LaneKernels

/// Memory for tables over lanes, aligned for full-width arithmetic, and zero at first.
final class LaneBuffer {
  let cells: UnsafeMutablePointer<Double>

  init(count: Int) {
    // Rows are read in whole vectors, up to seven cells beyond their ends.
    let count = count + 8
    let bytes = count * MemoryLayout<Double>.stride
    let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
    cells = memory.bindMemory(to: Double.self, capacity: count)
    cells.initialize(repeating: 0, count: count)
  }

  deinit { UnsafeMutableRawPointer(cells).deallocate() }
}

/// The lanes of a full batch.
package let fullLanes = Int(FISHBONE_LANES)

/// The lanes of a batch of many cases.
package let wideLanes = Int(FISHBONE_WIDE_LANES)
