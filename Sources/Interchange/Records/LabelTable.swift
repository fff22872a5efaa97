/// What the cells of every column may say, each with a code: a hash table over bytes, so that no text is made of a cell to look it up.
///
/// Slots are probed one after the other ([K98], section 6.4, algorithm L). A label of up to 16 bytes is known by its first and its last
/// eight; of a longer one the bytes are compared too.
struct LabelTable {
  private struct Slot {
    var head: UInt64 = 0
    var tail: UInt64 = 0
    var length: UInt32 = 0
    var owner: UInt32 = 0
    /// 0 where the slot is free, else 1 above the code.
    var mark: UInt32 = 0
    var textStart: UInt32 = 0
  }

  private var slots = [Slot](repeating: Slot(), count: 64)
  private var count = 0
  /// The labels, one after the other.
  private var text: [UInt8] = []

  /// Gives `label` a code in the column `owner`, unless it has one there already.
  mutating func insert(_ label: String, owner: Int, code: UInt16) {
    if count * 2 >= slots.count { grow() }
    let start = text.count
    text += Array(label.utf8)
    let range = start..<text.count
    var slot = text.withUnsafeBytes { Self.slot(of: $0, in: range, owner: owner) }
    let found = text.withUnsafeBytes { find(slot, $0, range) }
    guard slots[found].mark == 0 else { return }
    slot.mark = UInt32(code) + 1
    slot.textStart = UInt32(truncatingIfNeeded: start)
    slots[found] = slot
    count += 1
  }

  /// Returns the code of the text in `range` of `bytes` in the column `owner`, or nil.
  @inline(__always)
  func code(of bytes: UnsafeRawBufferPointer, in range: Range<Int>, owner: Int) -> UInt16? {
    let slot = Self.slot(of: bytes, in: range, owner: owner)
    let mark = slots[find(slot, bytes, range)].mark
    return mark == 0 ? nil : UInt16(truncatingIfNeeded: mark &- 1)
  }

  /// Returns the index of the slot that holds the label, or of the free one in which it belongs.
  @inline(__always)
  private func find(_ wanted: Slot, _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Int {
    var index = Self.hash(wanted) & (slots.count - 1)
    while slots[index].mark != 0 {
      let slot = slots[index]
      if slot.head == wanted.head, slot.tail == wanted.tail, slot.length == wanted.length,
        slot.owner == wanted.owner, range.count <= 16 || isEqual(slot, bytes, range)
      {
        return index
      }
      index = (index + 1) & (slots.count - 1)
    }
    return index
  }

  private func isEqual(_ slot: Slot, _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Bool {
    // The length in the slot may be cut off that of a cell of gigabytes.
    guard Int(slot.length) == range.count else { return false }
    let start = Int(slot.textStart)
    return text[start..<start + range.count].elementsEqual(bytes[range])
  }

  private mutating func grow() {
    let old = slots
    slots = [Slot](repeating: Slot(), count: old.count * 2)
    for slot in old where slot.mark != 0 {
      var index = Self.hash(slot) & (slots.count - 1)
      while slots[index].mark != 0 { index = (index + 1) & (slots.count - 1) }
      slots[index] = slot
    }
  }

  @inline(__always)
  private static func hash(_ slot: Slot) -> Int {
    let mixed =
      (slot.head ^ (slot.tail &* 0x9E37_79B9_7F4A_7C15)
        ^ (UInt64(slot.owner) << 32 | UInt64(slot.length)))
      &* 0xBF58_476D_1CE4_E5B9
    return Int(truncatingIfNeeded: mixed >> 32)
  }

  @inline(__always)
  private static func slot(
    of bytes: UnsafeRawBufferPointer, in range: Range<Int>, owner: Int
  ) -> Slot {
    let length = range.count
    var slot = Slot()
    slot.owner = UInt32(truncatingIfNeeded: owner)
    slot.length = UInt32(truncatingIfNeeded: length)
    if length >= 8 {
      slot.head = bytes.loadUnaligned(fromByteOffset: range.lowerBound, as: UInt64.self)
      slot.tail = bytes.loadUnaligned(fromByteOffset: range.upperBound - 8, as: UInt64.self)
    } else if range.lowerBound + 8 <= bytes.count {
      let word = bytes.loadUnaligned(fromByteOffset: range.lowerBound, as: UInt64.self)
      slot.head = UInt64(littleEndian: word) & (1 << UInt64(8 * length) - 1)
    } else {
      for index in range.reversed() { slot.head = slot.head << 8 | UInt64(bytes[index]) }
    }
    return slot
  }
}
