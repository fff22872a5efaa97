import GraphStructure

/// Random numbers and texts that a seed names.
struct SplitMixSource {
  private var generator: SplitMix64

  init(seed: UInt64) { generator = SplitMix64(seed: seed) }

  /// A number below `bound`.
  mutating func below(_ bound: Int) -> Int { Int(generator.next() % UInt64(bound)) }

  /// A finite number of any size.
  mutating func number() -> Double {
    while true {
      let number = Double(bitPattern: generator.next())
      if number.isFinite { return number }
    }
  }

  /// Returns `text` with up to four of its bytes replaced, removed, doubled, or swapped for one of `pieces`.
  mutating func damaged(_ text: [UInt8], with pieces: [String]) -> [UInt8] {
    var bytes = text
    for _ in 0...below(4) {
      let place = below(max(bytes.count, 1))
      guard place < bytes.count else { break }
      switch below(4) {
      case 0: bytes[place] = UInt8(below(256))
      case 1: bytes.removeSubrange(place..<min(place + 1 + below(8), bytes.count))
      case 2: bytes.insert(contentsOf: Array(pieces[below(pieces.count)].utf8), at: place)
      default:
        bytes.insert(
          contentsOf: bytes[place..<min(place + below(30), bytes.count)], at: below(bytes.count))
      }
    }
    return bytes
  }
}
