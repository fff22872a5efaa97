import LaneKernels

/// The lists and the room of a walk over a clique's joint states.
final class WalkRoom {
  private let inputs: UnsafeMutablePointer<UInt32>
  private let outputs: UnsafeMutablePointer<UInt32>
  private var inputCount = 0
  private var outputCount = 0
  private let arenas: UnsafeMutablePointer<UnsafeMutablePointer<Double>?>
  private let block: LaneBuffer
  private let totals: LaneBuffer
  private let places: UnsafeMutablePointer<UnsafeMutablePointer<Double>?>
  private let turns: UnsafeMutablePointer<Int>

  init(_ sizes: Arenas) {
    inputs = .allocate(capacity: sizes.operands)
    outputs = .allocate(capacity: sizes.operands)
    arenas = .allocate(capacity: 3)
    arenas.initialize(repeating: nil, count: 3)
    block = LaneBuffer(count: sizes.block)
    totals = LaneBuffer(count: sizes.rows)
    places = .allocate(capacity: sizes.operands)
    places.initialize(repeating: nil, count: sizes.operands)
    turns = .allocate(capacity: sizes.axes)
  }

  deinit {
    inputs.deallocate()
    outputs.deallocate()
    arenas.deallocate()
    places.deallocate()
    turns.deallocate()
  }

  /// Says where the tables of an arena begin.
  func set(_ arena: PlanPools.Arena, _ cells: LaneBuffer) {
    arenas[Int(arena.rawValue)] = cells.cells
  }

  func clear() {
    inputCount = 0
    outputCount = 0
  }

  func add(input operand: UInt32) {
    inputs[inputCount] = operand
    inputCount += 1
  }

  func add(output operand: UInt32) {
    outputs[outputCount] = operand
    outputCount += 1
  }

  func walk(_ walk: UnsafePointer<fishbone_walk>, _ plan: PropagationPlan, _ arithmetic: Arithmetic)
  {
    var pools = plan.pools
    var room = fishbone_room(
      block: block.cells, totals: totals.cells, places: places, turns: turns)
    let stream =
      switch arithmetic {
      case .probabilities: fishbone_sum_product
      case .logarithms: fishbone_log_sum
      case .maxima: fishbone_max_plus
      }
    stream(&pools, walk, inputs, inputCount, outputs, outputCount, arenas, &room, plan.lanes)
  }
}
