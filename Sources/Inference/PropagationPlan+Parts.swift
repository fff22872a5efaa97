import LaneKernels
import NetworkModel

/// How much room a propagation takes, in cells.
struct Arenas: Sendable {
  /// The tables that are the same in all cases.
  var constants = 0
  /// The tables that differ between cases.
  var varying = 0
  /// Likelihoods, messages, readings, and copies in the shape of rows.
  var cells = 0
  /// The largest block, the most rows of one, the most operands of a walk and its most axes.
  var block = 1
  var rows = 1
  var operands = 1
  var axes = 1
}

/// The part of a plan that concerns one clique. Lists are ranges of the plan's.
struct CliquePlan: Sendable {
  var walk = fishbone_walk()
  /// The index of the parent; below 0 at the root.
  var parent = -1
  var children = 0..<0
  /// The tables of the network that are multiplied in.
  var inputs = 0..<0
  /// What may be known.
  var likelihoodInputs = 0..<0
  /// What is read here at the end.
  var outputs = 0..<0
  /// The messages to and from the parent; unused at the root.
  var message = MessagePlan()
  /// Whether the message to the parent is all ones as long as nothing is known below.
  var isBarren = false
}

/// The table of what is known at a place, as an operand.
struct LikelihoodInput: Sendable {
  let place: Int
  let operand: UInt32
  let widening: Widening
}

/// A reading as an operand.
struct ReadingOutput: Sendable {
  let operand: UInt32
  let start: Int
  let cells: Int
  let widening: Widening
}

/// The two messages over a separator, and how the walks at its ends see them.
struct MessagePlan: Sendable {
  /// Where the message to the parent begins, and the one from it.
  var up = 0
  var down = 0
  var cells = 1
  /// As the clique sees them.
  var below = MessageEnd()
  /// As its parent sees them.
  var above = MessageEnd()
}

/// Two messages as operands of a walk.
struct MessageEnd: Sendable {
  var up: UInt32 = 0
  var down: UInt32 = 0
  var widenedUp = Widening.none
  var widenedDown = Widening.none
}

/// A table and its copy in the shape of a walk's rows: where the rows have axes that the table lacks, it is the copy that takes
/// part.
struct Widening: Sendable {
  let narrow: Int
  let wide: Int
  /// Where the pattern begins: for each cell of a row the cell of the narrow row.
  let pattern: Int
  let rows: Int
  let narrowWidth: Int
  let width: Int

  /// No copy is needed.
  static let none = Widening(narrow: 0, wide: 0, pattern: 0, rows: 0, narrowWidth: 0, width: 0)
  var isNeeded: Bool { width > 0 }
}

/// Where a table of what is known lies among the cells of a propagation, and the clique where it enters. All that is known over
/// the same variables enters through the same table.
struct LikelihoodPlace: Sendable {
  let start: Int
  let cells: Int
  let clique: Int
}

/// How what is known of a variable enters.
struct LikelihoodEntry: Sendable {
  /// The place; below 0 where nothing can enter.
  var place = -1
  /// Where the order begins: for each cell, in the order of the variable's scope, its place in the table; below 0 where it is the
  /// same.
  var order = -1
}

/// Where a reading lies.
struct ReadingPlace: Sendable {
  let start: Int
  let cells: Int
  /// For each cell its place in the order of the scope; nil where it is the same.
  let order: [Int]?
}

/// Where the marginal of a variable lies.
struct MarginalPlace: Sendable {
  let start: Int
  let cells: Int
}

/// A table of the network in the shape of a clique's rows: the product of one or more CPDs.
struct FactorPlan: Sendable {
  /// A CPD's table, and for each axis of the factor how far a step goes in it.
  struct Member: Sendable {
    let scope: Int
    let strides: [Int]
  }

  let start: Int
  /// Whether it differs between the cases that move together.
  let isVarying: Bool
  let counts: [Int]
  let members: [Member]
}
