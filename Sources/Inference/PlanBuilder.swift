import LaneKernels
import NetworkModel

/// Compiles the plan of a junction tree.
///
/// A class, because closures would copy all of a structure.
final class PlanBuilder {
  let tree: JunctionTree
  let cardinalities: [Int]
  private let ranks: [Int]
  let lanes: Int
  private let reading: Reading

  var cliques: [CliquePlan]
  private(set) var children: [Int] = []
  var inputs: [UInt32] = []
  private(set) var likelihoodInputs: [LikelihoodInput] = []
  private(set) var outputs: [ReadingOutput] = []
  private(set) var total: UInt32 = 0
  private(set) var totalStart = 0
  var factors: [FactorPlan] = []
  private(set) var likelihoods: [LikelihoodPlace] = []
  private(set) var likelihoodAxes: [[Variable.Index]] = []
  private(set) var likelihoodEntries: [LikelihoodEntry]
  private(set) var orders: [Int] = []
  private(set) var readings: [ReadingPlace?]
  var sizes = Arenas()
  private(set) var pools = PlanPools()

  /// For each clique the scopes that enter there, the variables of which something may be known, and what is read.
  private(set) var scopesAt: [[Int]]
  private var likelihoodsAt: [[(place: Int, axes: [Variable.Index])]]
  private var readingsAt: [[(index: Int, axes: [Variable.Index])]]
  /// Whether a variable is an axis of something: a set that is cleared after use.
  private var isAxis: [Bool]
  private var strides: [Int]
  private var scratchStart = 0

  init(_ tree: JunctionTree, lanes: Int, reading: Reading) {
    self.tree = tree
    cardinalities = tree.cardinalities
    ranks = tree.ranks
    self.lanes = lanes
    self.reading = reading
    let count = tree.cliques.count
    cliques = [CliquePlan](repeating: CliquePlan(), count: count)
    scopesAt = [[Int]](repeating: [], count: count)
    likelihoodsAt = [[(place: Int, axes: [Variable.Index])]](repeating: [], count: count)
    readingsAt = [[(index: Int, axes: [Variable.Index])]](repeating: [], count: count)
    likelihoodEntries = [LikelihoodEntry](
      repeating: LikelihoodEntry(), count: cardinalities.count)
    readings = [ReadingPlace?](repeating: nil, count: cardinalities.count)
    isAxis = [Bool](repeating: false, count: cardinalities.count)
    strides = [Int](repeating: 0, count: cardinalities.count)
  }

  func build() {
    guard !cliques.isEmpty else { return }
    placeTables()
    placeMessages()
    // Copies in the shape of rows are needed one clique at a time, and share their room.
    scratchStart = sizes.cells
    for clique in cliques.indices { compile(clique) }
    findBarren()
  }

  // MARK: Places

  private func placeTables() {
    for (scope, variables) in tree.scopes.enumerated()
    where !variables.isEmpty && tree.cut.hasTable[scope] {
      scopesAt[tree.homes[scope]].append(scope)
    }
    placeLikelihoods()
    switch reading {
    case .marginals:
      for variable in cardinalities.indices where cardinalities[variable] > 1 {
        placeReading(variable, [variable], at: tree.smallestCliques[variable])
      }
    case .families:
      for (scope, variables) in tree.scopes.enumerated() where !variables.isEmpty {
        placeReading(scope, variables, at: tree.homes[scope])
      }
    case .joint:
      // There is one, in the place of the first variable.
      if !tree.cut.joint.isEmpty { placeReading(0, tree.cut.joint, at: tree.jointHome) }
    }
  }

  private func placeReading(_ index: Int, _ axes: [Variable.Index], at clique: Int) {
    readingsAt[clique].append((index, axes))
    let sorted = inOrder(axes)
    let cells = tree.cells(axes)
    readings[index] = ReadingPlace(
      start: take(cells * lanes), cells: cells,
      order: lanes == 1 && sorted != axes ? permutation(from: sorted, to: axes) : nil)
  }

  private func placeLikelihoods() {
    var placeOfAxes: [[Variable.Index]: Int] = [:]
    for variable in tree.cut.likelihoodVariables {
      // What is known of a variable is a table over itself, or over the parents of a reading.
      let axes = cardinalities[variable] > 1 ? [variable] : tree.scopes[variable]
      guard !axes.isEmpty else { continue }
      let sorted = inOrder(axes)
      let place: Int
      if let known = placeOfAxes[sorted] {
        place = known
      } else {
        place = likelihoods.count
        placeOfAxes[sorted] = place
        let clique = axes.count == 1 ? tree.smallestCliques[axes[0]] : tree.homes[variable]
        let cells = tree.cells(axes)
        likelihoods.append(
          LikelihoodPlace(start: take(cells * lanes), cells: cells, clique: clique))
        likelihoodAxes.append(sorted)
        likelihoodsAt[clique].append((place, sorted))
      }
      likelihoodEntries[variable] = LikelihoodEntry(
        place: place, order: sorted == axes ? -1 : orders.count)
      if sorted != axes { orders += permutation(from: axes, to: sorted) }
    }
  }

  private func placeMessages() {
    totalStart = take(lanes)
    for (index, clique) in tree.cliques.enumerated() {
      let start = children.count
      children += clique.children
      cliques[index].children = start..<children.count
      guard let parent = clique.parent else { continue }
      cliques[index].parent = parent
      let cells = tree.cells(clique.separator)
      cliques[index].message.cells = cells
      cliques[index].message.up = take(cells * lanes)
      cliques[index].message.down = take(cells * lanes)
    }
  }

  /// Takes room among the cells of a propagation, from a multiple of 8.
  private func take(_ cells: Int) -> Int {
    let start = sizes.cells
    sizes.cells += PlanPools.padded(cells)
    return start
  }

  /// The cell of `target` for each cell of `source`, two tables over the same variables.
  private func permutation(from source: [Int], to target: [Int]) -> [Int] {
    let strides = Dictionary(
      uniqueKeysWithValues: zip(target, rowMajorStrides(target.map { cardinalities[$0] })))
    return source.reduce([0]) { cells, variable in
      cells.flatMap { cell in
        (0..<cardinalities[variable]).map { cell + $0 * (strides[variable] ?? 0) }
      }
    }
  }

  func inOrder(_ variables: some Sequence<Int>) -> [Int] {
    var variables = Array(variables)
    // Few, and often in order already.
    for end in variables.indices.dropFirst() {
      var place = end
      while place > 0, ranks[variables[place - 1]] > ranks[variables[place]] {
        variables.swapAt(place - 1, place)
        place -= 1
      }
    }
    return variables
  }

  // MARK: Cliques

  private func compile(_ index: Int) {
    let clique = tree.cliques[index]
    let separators = clique.children.map { Array(tree.cliques[$0].separator) }
    let tables =
      scopesAt[index].map { tree.scopes[$0] } + separators + separators + [Array(clique.separator)]
    let shape = WalkShape(
      axes: clique.variables, cardinalities: cardinalities, lanes: lanes, tables: tables,
      isAxis: &isAxis)
    cliques[index].walk = pools.add(shape)
    var scratch = scratchStart
    compileFactors(index, shape)
    compileLikelihoods(index, shape, &scratch)
    for (child, separator) in zip(clique.children, separators) {
      cliques[child].message.above = messageEnd(
        cliques[child].message, separator, shape, &scratch)
    }
    if clique.parent == nil {
      total = addOperand(totalStart, arena: .cells, [], unit: lanes, isRow: lanes > 1, shape)
    } else {
      cliques[index].message.below = messageEnd(
        cliques[index].message, Array(clique.separator), shape, &scratch)
    }
    compileReadings(index, shape, &scratch)
    sizes.cells = max(sizes.cells, scratch)
    measure(index, shape)
  }

  private func compileLikelihoods(
    _ index: Int, _ shape: WalkShape, _ scratch: inout Int
  ) {
    let first = likelihoodInputs.count
    for (place, axes) in likelihoodsAt[index] {
      let (operand, widening) = table(at: likelihoods[place].start, axes, shape, &scratch)
      likelihoodInputs.append(
        LikelihoodInput(place: place, operand: operand, widening: widening))
    }
    cliques[index].likelihoodInputs = first..<likelihoodInputs.count
  }

  private func compileReadings(_ index: Int, _ shape: WalkShape, _ scratch: inout Int) {
    let first = outputs.count
    for (reading, axes) in readingsAt[index] {
      guard let place = readings[reading] else { continue }
      // In several lanes the axes of a table may come in any order.
      let (operand, widening) = table(
        at: place.start, lanes > 1 ? axes : inOrder(axes), shape, &scratch)
      outputs.append(
        ReadingOutput(
          operand: operand, start: place.start, cells: place.cells, widening: widening))
    }
    cliques[index].outputs = first..<outputs.count
  }

  private func measure(_ index: Int, _ shape: WalkShape) {
    let plan = cliques[index]
    sizes.block = max(sizes.block, (shape.width + 7) / 8 * 8 * shape.rows)
    sizes.rows = max(sizes.rows, shape.rows)
    sizes.axes = max(sizes.axes, shape.blockStart)
    sizes.operands = max(
      sizes.operands,
      plan.inputs.count + plan.likelihoodInputs.count + 2 * plan.children.count
        + plan.outputs.count + 2)
  }

  private func messageEnd(
    _ message: MessagePlan, _ separator: [Int], _ shape: WalkShape, _ scratch: inout Int
  ) -> MessageEnd {
    let (up, widenedUp) = table(at: message.up, separator, shape, &scratch)
    let (down, widenedDown) = table(at: message.down, separator, shape, &scratch)
    return MessageEnd(up: up, down: down, widenedUp: widenedUp, widenedDown: widenedDown)
  }

  /// Adds an operand for the table over `axes`, in this order, that begins at `start`; with a copy in the shape of rows where it
  /// has only some of their axes.
  private func table(
    at start: Int, _ axes: [Int], _ shape: WalkShape, _ scratch: inout Int
  ) -> (operand: UInt32, widening: Widening) {
    guard lanes == 1 else {
      return (addOperand(start, arena: .cells, axes, unit: lanes, isRow: true, shape), .none)
    }
    let row = shape.axes[shape.rowStart...]
    for axis in axes { isAxis[axis] = true }
    let inside = row.filter { isAxis[$0] }
    for axis in axes { isAxis[axis] = false }
    if inside.isEmpty {
      return (addOperand(start, arena: .cells, axes, unit: 1, isRow: false, shape), .none)
    }
    if inside.count == row.count {
      return (addOperand(start, arena: .cells, axes, unit: 1, isRow: true, shape), .none)
    }
    let outer = Array(axes.dropLast(inside.count))
    let widening = Widening(
      narrow: start, wide: scratch, pattern: pools.addPattern(inside, in: Array(row), tree),
      rows: tree.cells(outer), narrowWidth: tree.cells(inside), width: shape.width)
    scratch += PlanPools.padded(widening.rows * widening.width)
    let operand = addOperand(
      widening.wide, arena: .cells, outer + row, unit: 1, isRow: true, shape)
    return (operand, widening)
  }

  func addOperand(
    _ start: Int, arena: PlanPools.Arena, _ axes: [Int], unit: Int, isRow: Bool, _ shape: WalkShape
  ) -> UInt32 {
    var stride = unit
    for axis in axes.reversed() {
      strides[axis] = stride
      stride *= cardinalities[axis]
    }
    defer { for axis in axes { strides[axis] = 0 } }
    return pools.addOperand(start, arena, isRow: isRow, shape, strides: strides)
  }

  // MARK: Barren cliques

  /// Finds the cliques below which there are just the CPDs of the variables that are summed out below: they sum to 1.
  private func findBarren() {
    var isBarren = [Bool](repeating: true, count: cliques.count)
    for index in cliques.indices.reversed() {
      let residual = tree.cliques[index].residual
      let isOwn = scopesAt[index].allSatisfy(residual.contains)
      if !isOwn { isBarren[index] = false }
      cliques[index].isBarren = isBarren[index]
      let parent = cliques[index].parent
      if parent >= 0, !isBarren[index] { isBarren[parent] = false }
    }
  }
}

/// The strides of a table with these counts, the first axis slowest.
func rowMajorStrides(_ counts: [Int]) -> [Int] {
  var strides = counts
  var stride = 1
  for place in counts.indices.reversed() {
    strides[place] = stride
    stride *= counts[place]
  }
  return strides
}
