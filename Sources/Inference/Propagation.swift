import LaneKernels
import NetworkModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A workspace in which the evidence of up to `lanes` cases moves through a junction tree together ([JLO90]).
///
/// Every table cell holds one value per lane. A run is: `begin`, `enter` evidence, `collect`; then `logEvidence` can be read;
/// then, after `distribute`, the posteriors. A workspace allocates only when it is made, and belongs to one thread.
///
/// Tables are scaled by powers of two, which loses no digit, whenever a lane's largest cell leaves the range
/// in which products are safe; the exponents are kept. So log P(e) is finite however unlikely the evidence, and −∞ when
/// no joint state is left.
///
/// The cells of one table may lie further apart than a `Double` reaches, and the small ones, which lose their digits,
/// may be those that the rest of the evidence asks for. `isReliable` tells when that can't have happened.
package final class Propagation {
  let tree: JunctionTree
  /// The number of cases that move together.
  package let lanes: Int
  let cliqueBuffer: LaneBuffer
  private let messageBuffer: LaneBuffer
  /// Room for a table of a family, a message or a likelihood.
  let scratchBuffer: LaneBuffer
  let factorBuffer: LaneBuffer
  private let maximumBuffer: LaneBuffer
  private let channels: [Channel]
  let families: [Place]
  let marginals: [Place]

  /// The powers of two that each lane's tables were divided by.
  private var exponents: [Int]
  /// The power of two and the logarithm that each lane's evidence was divided by.
  var evidenceExponents: [Int]
  var evidenceLogScales: [Double]
  /// The logarithm of P(e) over the evidence's scale, once collected.
  private var logTotals: [Double]
  private var hasLostDigits = false

  /// A clique's way to its parent. Like a place it refers to the tree's maps by their addresses, so that no reference is counted
  /// on the way.
  private struct Channel {
    let clique: Range<Int>
    let parent: Range<Int>
    let separator: Range<Int>
    let toSeparator: fishbone_map
    let parentToSeparator: fishbone_map
  }

  /// Where the table of some variables is found.
  struct Place {
    let clique: Range<Int>
    let map: fishbone_map
    let cells: Int
  }

  /// Beyond this range of a table's largest cell the table is scaled.
  private static let safeRange = 0x1p-128...0x1p128
  /// The same for a message.
  private static let messageRange = 0x1p-128...1
  /// log P(e) above which what was lost for want of range is less than the rounding of what is there.
  ///
  /// An operation on a `Double` loses up to 2⁻¹⁰⁷⁵. Tables and messages are probabilities over 2⁻¹²⁸ at most, so their products are
  /// over 2⁻²⁵⁶; and nothing counts for more than itself in P(e), because what it is multiplied by later are probabilities too.
  /// So a loss is up to 2⁻⁸¹⁹ of certainty, and a million of them are still below 2⁻⁷⁹⁹.
  private static let reliableLogTotal = -700 * log(2.0)

  /// Makes a workspace for one lane or for `fullLanes`.
  package init(tree: JunctionTree, lanes: Int) {
    precondition(lanes == 1 || lanes == fullLanes)
    self.tree = tree
    self.lanes = lanes
    let scratch = tree.cliques.map(\.separatorCells.count) + tree.families.map(\.cells)
    cliqueBuffer = LaneBuffer(count: tree.cellCount * lanes)
    messageBuffer = LaneBuffer(count: tree.separatorCellCount * lanes)
    scratchBuffer = LaneBuffer(count: (scratch.max() ?? 1) * lanes)
    factorBuffer = LaneBuffer(count: lanes)
    maximumBuffer = LaneBuffer(count: lanes)
    channels = tree.cliques.compactMap { clique in
      guard let parent = clique.parent, let parentMap = clique.parentToSeparator else { return nil }
      return Channel(
        clique: clique.cells, parent: tree.cliques[parent].cells, separator: clique.separatorCells,
        toSeparator: clique.toSeparator.kernelMap, parentToSeparator: parentMap.kernelMap)
    }
    func place(_ home: JunctionTree.Home) -> Place {
      Place(clique: tree.cliques[home.clique].cells, map: home.map.kernelMap, cells: home.cells)
    }
    families = tree.families.map(place)
    marginals = tree.marginals.map(place)
    exponents = [Int](repeating: 0, count: lanes)
    evidenceExponents = exponents
    evidenceLogScales = [Double](repeating: 0, count: lanes)
    logTotals = evidenceLogScales
  }

  /// Starts afresh from the potentials, without evidence.
  package func begin(_ potentials: Potentials) {
    potentials.cells.withUnsafeBufferPointer {
      fishbone_fill(cliqueBuffer.cells, $0.baseAddress, tree.cellCount, lanes)
    }
    for lane in 0..<lanes {
      exponents[lane] = 0
      evidenceExponents[lane] = 0
      evidenceLogScales[lane] = 0
    }
    hasLostDigits = potentials.hasLostDigits
    fishbone_clear_lost_digits()
  }

  // MARK: Messages

  /// Sends the messages towards the root.
  package func collect() {
    for channel in channels.reversed() {
      let message = messageBuffer.cells + channel.separator.lowerBound * lanes
      let count = channel.separator.count
      sum(channel.clique, into: message, count: count, channel.toSeparator)
      fishbone_maximum(maximumBuffer.cells, message, count, lanes)
      rescale(message, count: count, unless: Self.messageRange)
      multiply(channel.parent, by: message, channel.parentToSeparator)
    }
    for lane in 0..<lanes { logTotals[lane] = logTotal(lane: lane) }
    hasLostDigits = hasLostDigits || fishbone_has_lost_digits() != 0
  }

  /// The logarithm of what is left at the root.
  private func logTotal(lane: Int) -> Double {
    guard let root = tree.cliques.first else { return 0 }
    var total = 0.0
    for cell in 0..<root.cells.count { total += cliqueBuffer.cells[cell * lanes + lane] }
    return total > 0 ? log(total) + Double(exponents[lane]) * log(2.0) : -.infinity
  }

  /// Sends the messages back from the root: each clique then holds the joint of its variables with the evidence, up to a
  /// scale of its own.
  package func distribute() {
    let update = scratchBuffer.cells
    for channel in channels {
      let message = messageBuffer.cells + channel.separator.lowerBound * lanes
      let count = channel.separator.count
      sum(channel.parent, into: update, count: count, channel.parentToSeparator)
      fishbone_divide(update, update, message, count, lanes)
      fishbone_maximum(maximumBuffer.cells, update, count, lanes)
      rescale(update, count: count, unless: Self.messageRange)
      multiply(channel.clique, by: update, channel.toSeparator)
    }
    hasLostDigits = hasLostDigits || fishbone_has_lost_digits() != 0
  }

  /// Sums the table of a clique into a smaller one.
  func sum(
    _ clique: Range<Int>, into small: UnsafeMutablePointer<Double>, count: Int, _ map: fishbone_map
  ) {
    small.update(repeating: 0, count: count * lanes)
    fishbone_sum(small, cliqueBuffer.cells + clique.lowerBound * lanes, map, lanes)
  }

  /// Multiplies the table of a clique and brings it back into the safe range.
  func multiply(_ clique: Range<Int>, by small: UnsafeMutablePointer<Double>, _ map: fishbone_map) {
    let table = cliqueBuffer.cells + clique.lowerBound * lanes
    fishbone_multiply(table, small, map, maximumBuffer.cells, lanes)
    rescale(table, count: clique.count, unless: Self.safeRange)
  }

  /// Divides the lanes whose largest cell, in `maximumBuffer`, is out of `range` by the next power of two.
  private func rescale(
    _ table: UnsafeMutablePointer<Double>, count: Int, unless range: ClosedRange<Double>
  ) {
    let maxima = UnsafeBufferPointer(start: maximumBuffer.cells, count: lanes)
    if maxima.allSatisfy({ $0 == 0 || range.contains($0) }) { return }
    for (lane, maximum) in maxima.enumerated() {
      let exponent = maximum == 0 || range.contains(maximum) ? 0 : Int(maximum.exponent) + 1
      // 2^1023 is the largest power that a Double holds; the rest is left for the next time.
      let shift = max(-1000, min(1000, exponent))
      factorBuffer.cells[lane] = Double(sign: .plus, exponent: -shift, significand: 1)
      exponents[lane] += shift
    }
    fishbone_scale(table, factorBuffer.cells, count, lanes)
  }

  // MARK: Probability of the evidence

  /// Returns log P(e) of a lane, natural; −∞ when nothing was left. To be read after `collect`.
  package func logEvidence(lane: Int) -> Double {
    logTotals[lane] + Double(evidenceExponents[lane]) * log(2.0) + evidenceLogScales[lane]
  }

  /// Whether what has been computed of a lane is right: either no operation of any lane lost digits for want of range, or
  /// the lane's evidence is likely enough for the loss not to matter. Otherwise a `LogPropagation` has to answer.
  package func isReliable(lane: Int) -> Bool {
    !hasLostDigits || logTotals[lane] > Self.reliableLogTotal
  }
}
