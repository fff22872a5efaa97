import LaneKernels
import NetworkModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A workspace in which the evidence of up to `lanes` cases moves through a junction tree together ([JLO90]).
///
/// A run is: `begin`, `enter` evidence, `collect`; then `logEvidence` can be read; then, after `distribute`, the posteriors. A
/// workspace allocates only when it is made, and belongs to one thread.
///
/// The table of a clique is nowhere kept. Each message is made in one walk over the clique's joint states, block by block, in which
/// the tables and messages that meet there are multiplied and the products added to the message that leaves. On the way back the
/// walk is made once more, for all messages to the children and for what is read.
///
/// Messages of probabilities are scaled by powers of two, which loses no digit, whenever a lane's largest cell leaves the range in
/// which products are safe; the exponents are kept. So log P(e) is finite however unlikely the evidence, and −∞ when no joint
/// state is left.
///
/// The cells of one table may lie further apart than a `Double` reaches, and the small ones, which lose their digits,
/// may be those that the rest of the evidence asks for. `isReliable` tells when that can't have happened.
package final class Propagation {
  let plan: PropagationPlan
  let reading: Reading
  let arithmetic: Arithmetic
  /// The number of cases that move together.
  package let lanes: Int

  let cells: LaneBuffer
  let varying: LaneBuffer
  let factorBuffer: LaneBuffer
  private let maximumBuffer: LaneBuffer
  private let room: WalkRoom
  /// The tables that are the same in all cases; kept alive for the walks.
  private var constants: FactorTables?
  /// Whether something is known at a place where it can enter.
  let isEntered: Slots<Bool>
  /// Whether something is known at a clique or below it.
  let isInformed: Slots<Bool>

  /// The powers of two that each lane's messages were divided by.
  let exponents: Slots<Int>
  /// The power of two and the logarithm that each lane's evidence was divided by.
  let evidenceExponents: Slots<Int>
  let evidenceLogScales: Slots<Double>
  /// The logarithm of P(e) over the evidence's scale, once collected.
  private let logTotals: Slots<Double>
  private var hasLostDigits = false

  /// A message whose largest cell is beyond this range is scaled.
  private static let messageRange = 0x1p-64...1
  /// log P(e) above which what was lost for want of range is less than the rounding of what is there.
  ///
  /// An operation on a `Double` loses up to 2⁻¹⁰⁷⁵. Scales only make messages larger than the probabilities that they stand for; and
  /// nothing counts for more than itself in P(e), because what it is multiplied by later are probabilities too. So a loss is up
  /// to 2⁻¹⁰⁷⁵ of certainty, and a billion of them are still below 2⁻¹⁰⁴⁵.
  private static let reliableLogTotal = -900 * log(2.0)

  /// Makes a workspace for one lane, for `fullLanes`, or for `wideLanes`.
  package init(
    tree: JunctionTree, lanes: Int, reading: Reading = .marginals,
    arithmetic: Arithmetic = .probabilities
  ) {
    precondition([1, fullLanes, wideLanes].contains(lanes))
    plan = tree.plans.plan(of: tree, lanes: lanes, reading: reading)
    self.lanes = lanes
    self.reading = reading
    self.arithmetic = arithmetic
    cells = LaneBuffer(count: plan.sizes.cells)
    varying = LaneBuffer(count: plan.sizes.varying)
    factorBuffer = LaneBuffer(count: lanes)
    maximumBuffer = LaneBuffer(count: lanes)
    room = WalkRoom(plan.sizes)
    room.set(.varying, varying)
    room.set(.cells, cells)
    isEntered = Slots(plan.likelihoods.count, false)
    isInformed = Slots(plan.cliques.count, false)
    exponents = Slots(lanes, 0)
    evidenceExponents = Slots(lanes, 0)
    evidenceLogScales = Slots(lanes, 0)
    logTotals = Slots(lanes, 0)
  }

  /// Starts afresh from the tables of a network, without evidence.
  func begin(_ constants: FactorTables) {
    self.constants = constants
    room.set(.constants, constants.cells)
    begin(hasLostDigits: constants.hasLostDigits)
  }

  /// Starts afresh on a tree whose tables all differ from case to case.
  func begin() { begin(hasLostDigits: false) }

  private func begin(hasLostDigits: Bool) {
    isEntered.fill(false)
    isInformed.fill(false)
    exponents.fill(0)
    evidenceExponents.fill(0)
    evidenceLogScales.fill(0)
    logTotals.fill(0)
    self.hasLostDigits = hasLostDigits
    fishbone_clear_lost_digits()
  }

  // MARK: Messages

  /// Sends the messages towards the root.
  package func collect() {
    for index in (0..<plan.cliques.count).reversed() {
      let clique = plan.cliques.base + index
      guard clique.pointee.parent >= 0 else { continue }
      if isInformed[index] { isInformed[clique.pointee.parent] = true }
      if !isSilent(index) { sendUp(from: clique) }
    }
    if plan.cliques.count > 0 { sumRoot(plan.cliques.base) }
    noteLostDigits()
  }

  /// Sends the messages back from the root and fills what is read at the end.
  package func distribute() {
    for index in 0..<plan.cliques.count { sendDown(from: plan.cliques.base + index) }
    noteLostDigits()
  }

  /// Whether the message of a clique to its parent is all ones: it is then neither made nor multiplied.
  private func isSilent(_ index: Int) -> Bool {
    // Sums over a CPD are 1; of maxima there is nothing to say beforehand.
    arithmetic != .maxima && plan.cliques.base[index].isBarren && !isInformed[index]
  }

  private func sendUp(from clique: UnsafeMutablePointer<CliquePlan>) {
    takeInputs(of: clique, withParent: false)
    let up = clique.pointee.message.up
    let count = clique.pointee.message.cells
    open(clique.pointee.message.below.widenedUp, start: up, count: count)
    room.add(output: clique.pointee.message.below.up)
    walk(clique)
    close(clique.pointee.message.below.widenedUp)
    scale(cells.cells + up, count: count) { exponents[$0] += $1 }
  }

  private func sumRoot(_ root: UnsafeMutablePointer<CliquePlan>) {
    takeInputs(of: root, withParent: false)
    let total = cells.cells + plan.totalStart
    total.update(repeating: arithmetic.nothing, count: lanes)
    room.add(output: plan.total)
    walk(root)
    for lane in 0..<lanes { logTotals[lane] = logTotal(total[lane], exponent: exponents[lane]) }
  }

  private func logTotal(_ total: Double, exponent: Int) -> Double {
    guard arithmetic == .probabilities else { return total }
    return total > 0 ? log(total) + Double(exponent) * log(2.0) : -.infinity
  }

  private func sendDown(from clique: UnsafeMutablePointer<CliquePlan>) {
    let plan = self.plan
    takeInputs(of: clique, withParent: true)
    for place in clique.pointee.children {
      let child = plan.cliques.base + plan.children.base[place]
      open(
        child.pointee.message.above.widenedDown, start: child.pointee.message.down,
        count: child.pointee.message.cells)
      room.add(output: child.pointee.message.above.down)
    }
    for place in clique.pointee.outputs {
      let output = plan.outputs.base + place
      open(output.pointee.widening, start: output.pointee.start, count: output.pointee.cells)
      room.add(output: output.pointee.operand)
    }
    walk(clique)
    for place in clique.pointee.outputs { close(plan.outputs.base[place].widening) }
    for place in clique.pointee.children { finishMessage(to: plan.children.base[place]) }
  }

  /// Takes out of a message to a child what came from there.
  private func finishMessage(to index: Int) {
    let child = plan.cliques.base + index
    close(child.pointee.message.above.widenedDown)
    let down = cells.cells + child.pointee.message.down
    let count = child.pointee.message.cells
    if !isSilent(index) {
      let up = cells.cells + child.pointee.message.up
      if arithmetic == .probabilities {
        fishbone_divide(down, down, up, count, lanes)
      } else {
        fishbone_subtract(down, down, up, count * lanes)
      }
    }
    scale(down, count: count) { _, _ in }
  }

  /// Lists what is multiplied in a walk over a clique.
  private func takeInputs(of clique: UnsafeMutablePointer<CliquePlan>, withParent: Bool) {
    let plan = self.plan
    room.clear()
    for place in clique.pointee.inputs { room.add(input: plan.inputs.base[place]) }
    for place in clique.pointee.likelihoodInputs {
      let input = plan.likelihoodInputs.base + place
      guard isEntered[input.pointee.place] else { continue }
      widen(input.pointee.widening)
      room.add(input: input.pointee.operand)
    }
    for place in clique.pointee.children {
      let index = plan.children.base[place]
      if isSilent(index) { continue }
      let child = plan.cliques.base + index
      widen(child.pointee.message.above.widenedUp)
      room.add(input: child.pointee.message.above.up)
    }
    if withParent, clique.pointee.parent >= 0 {
      widen(clique.pointee.message.below.widenedDown)
      room.add(input: clique.pointee.message.below.down)
    }
  }

  private func walk(_ clique: UnsafeMutablePointer<CliquePlan>) {
    withUnsafePointer(to: &clique.pointee.walk) { room.walk($0, plan, arithmetic) }
  }

  // MARK: Range

  /// Divides the lanes of a message whose largest cell is beyond the safe range by the next power of two.
  private func scale(
    _ table: UnsafeMutablePointer<Double>, count: Int,
    _ note: (_ lane: Int, _ exponent: Int) -> Void
  ) {
    guard arithmetic == .probabilities else { return }
    fishbone_maximum(maximumBuffer.cells, table, count, lanes)
    var isSafe = true
    for lane in 0..<lanes where !Self.isSafe(maximumBuffer.cells[lane]) { isSafe = false }
    if isSafe { return }
    for lane in 0..<lanes {
      let maximum = maximumBuffer.cells[lane]
      let exponent = Self.isSafe(maximum) ? 0 : Int(maximum.exponent) + 1
      // 2^1023 is the largest power that a Double holds; the rest is left for the next time.
      let shift = max(-1000, min(1000, exponent))
      factorBuffer.cells[lane] = Double(sign: .plus, exponent: -shift, significand: 1)
      note(lane, shift)
    }
    fishbone_scale(table, factorBuffer.cells, count, lanes)
  }

  private static func isSafe(_ maximum: Double) -> Bool {
    maximum == 0 || messageRange.contains(maximum)
  }

  private func noteLostDigits() {
    hasLostDigits = hasLostDigits || fishbone_has_lost_digits() != 0
  }

  /// Returns log P(e) of a lane, natural; −∞ when nothing was left; with maxima, that of the most probable joint state. To be
  /// read after `collect`.
  package func logEvidence(lane: Int) -> Double {
    logTotals[lane] + Double(evidenceExponents[lane]) * log(2.0) + evidenceLogScales[lane]
  }

  /// Whether what has been computed of a lane is right: either no operation of any lane lost digits for want of range, or
  /// the lane's evidence is likely enough for the loss not to matter. Otherwise logarithms have to answer.
  package func isReliable(lane: Int) -> Bool {
    if arithmetic != .probabilities { return true }
    if hasLostDigits { return logTotals[lane] > Self.reliableLogTotal && logTotals[lane].isFinite }
    return logTotals[lane] < .infinity
  }
}
