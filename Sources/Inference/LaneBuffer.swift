import LaneKernels

/// Memory for tables over lanes, aligned for full-width arithmetic, and zero at first.
final class LaneBuffer {
  let cells: UnsafeMutablePointer<Double>

  init(count: Int) {
    let bytes = max(count, 1) * MemoryLayout<Double>.stride
    let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
    cells = memory.bindMemory(to: Double.self, capacity: max(count, 1))
    cells.initialize(repeating: 0, count: max(count, 1))
  }

  deinit { UnsafeMutableRawPointer(cells).deallocate() }
}

/// The lanes of a full batch.
package let fullLanes = Int(FISHBONE_LANES)
