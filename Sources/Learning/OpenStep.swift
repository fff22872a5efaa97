import Dispatch
import Inference
import NetworkModel
import Synchronization

/// The E-step over records that were taken apart.
///
/// The cases are cut into a fixed number of shards of about the same work, whatever the number of threads; the shards' counts are added in
/// their order. So the sums do not depend on the threads, to the last bit.
struct OpenStep: Sendable {
  private let cases: OpenCases
  private let shards: [[Piece]]
  private let roomCount: Int
  private let threads: Int
  private static let shardCount = 16

  /// Some cases of a part.
  private struct Piece: Sendable {
    let part: Int
    let cases: Range<Int>
  }

  init(_ cases: OpenCases, threads: Int) {
    self.cases = cases
    self.threads = max(1, min(threads, Self.shardCount))
    roomCount = cases.parts.reduce(1) { max($0, $1.roomCount) }
    shards = Self.shards(of: cases.parts)
  }

  /// Cuts the cases where the work so far passes the next share of all.
  private static func shards(of parts: [OpenPart]) -> [[Piece]] {
    let total = parts.reduce(0) { $0 + Double($1.weights.count) * $1.work }
    let share = max(total / Double(shardCount), 1)
    var shards: [[Piece]] = [[]]
    var left = share
    for (index, part) in parts.enumerated() {
      var start = 0
      while start < part.weights.count {
        // Whole batches of lanes, so that few run half empty.
        let fitting = (Int(left / part.work) + fullLanes - 1) / fullLanes * fullLanes
        let end = min(part.weights.count, start + max(fitting, fullLanes))
        shards[shards.count - 1].append(Piece(part: index, cases: start..<end))
        left -= Double(end - start) * part.work
        start = end
        if left <= 0 {
          shards.append([])
          left = share
        }
      }
    }
    return shards
  }

  /// Adds the expected counts under `network` to `counts`.
  ///
  /// - Returns: False when a record has probability 0; the counts are then of no use.
  func add(under network: Network, to counts: inout ExpectedCounts) -> Bool {
    let tables = NetworkTables(network)
    let parts = sums(tables)
    guard var total = parts.first else { return true }
    for part in parts.dropFirst() { total += part }
    for cell in cases.complete {
      total.cells[cell.cell] += cell.count
      total.logLikelihood += cell.count * logarithm(tables.base[cell.cell])
    }
    guard total.logLikelihood > -.infinity else { return false }
    counts.logLikelihood += total.logLikelihood
    for variable in network.variables.indices where !network.variables[variable].isReading {
      let cells = total.cells[tables.starts[variable]..<tables.starts[variable + 1]]
      counts.update(variable) { for (place, count) in cells.enumerated() { $0[place] += count } }
    }
    return true
  }

  private func sums(_ tables: NetworkTables) -> [Sum] {
    let found = Mutex([Sum?](repeating: nil, count: shards.count))
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: min(threads, shards.count)) { _ in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: roomCount) { room in
        while true {
          let shard = next.wrappingAdd(1, ordering: .relaxed).oldValue
          guard shard < shards.count, let base = room.baseAddress else { return }
          let sum = sum(shards[shard], tables, base)
          found.withLock { $0[shard] = sum }
        }
      }
    }
    return found.withLock { $0 }.compactMap(\.self)
  }

  private func sum(
    _ pieces: [Piece], _ tables: NetworkTables, _ room: UnsafeMutablePointer<Double>
  ) -> Sum {
    var sum = Sum(cells: [Double](repeating: 0, count: tables.starts[tables.starts.count - 1]))
    sum.cells.withUnsafeMutableBufferPointer { cells in
      guard let counts = cells.baseAddress else { return }
      for piece in pieces {
        sum.logLikelihood += cases.parts[piece.part].addCounts(
          of: piece.cases, tables.base, to: counts, room: room)
      }
    }
    return sum
  }

  /// The counts of a shard, in the layout of the tables.
  private struct Sum {
    var cells: [Double]
    var logLikelihood = 0.0

    static func += (total: inout Sum, part: Sum) {
      for cell in total.cells.indices { total.cells[cell] += part.cells[cell] }
      total.logLikelihood += part.logLikelihood
    }
  }
}
