/// Text that grows piece by piece.
struct TextPage {
  private var bytes: [UInt8] = []

  /// What was written.
  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Writes `text` behind what was written before.
  mutating func write(_ text: String) { bytes.append(contentsOf: text.utf8) }

  /// Writes numbers with the fewest digits from which each is read back to the last bit.
  mutating func write(_ numbers: some Collection<Double>, separator: String) {
    var isFirst = true
    for number in numbers {
      if !isFirst { write(separator) }
      isFirst = false
      // Zeros and ones are most of many tables.
      switch number {
      case 0 where number.sign == .plus: write("0")
      case 1: write("1")
      default: write(number.description)
      }
    }
  }
}
