/// Keys of a fixed number of words, each once, numbered in the order in which they first came.
struct KeyTable {
  /// The words of all keys, one key after the other.
  private(set) var words: [UInt32] = []
  /// The number of keys.
  private(set) var count = 0

  private let length: Int
  /// The number of the key at each place, 0 where there is none; at least half of the places are free.
  private var places: [UInt32]

  /// Creates a table of keys of `length` words.
  init(length: Int) {
    self.length = length
    places = [UInt32](repeating: 0, count: 8)
  }

  /// Returns the number of `key`, which is kept when it is new.
  mutating func index(of key: [UInt32]) -> Int {
    if 2 * (count + 1) > places.count { grow() }
    var place = Self.hash(key[...]) & (places.count - 1)
    while places[place] != 0 {
      let index = Int(places[place]) - 1
      if isKey(key, at: index) { return index }
      place = (place + 1) & (places.count - 1)
    }
    words += key
    count += 1
    places[place] = UInt32(count)
    return count - 1
  }

  /// Lets go of what only `index(of:)` needs.
  mutating func close() { places = [] }

  private func isKey(_ key: [UInt32], at index: Int) -> Bool {
    for word in 0..<length where words[index * length + word] != key[word] { return false }
    return true
  }

  private mutating func grow() {
    places = [UInt32](repeating: 0, count: 2 * places.count)
    for index in 0..<count {
      var place =
        Self.hash(words[index * length..<(index + 1) * length]) & (places.count - 1)
      while places[place] != 0 { place = (place + 1) & (places.count - 1) }
      places[place] = UInt32(index + 1)
    }
  }

  private static func hash(_ key: ArraySlice<UInt32>) -> Int {
    var hash: UInt64 = 0
    for word in key {
      hash = (hash ^ UInt64(word)) &* 0x9E37_79B9_7F4A_7C15
      hash ^= hash >> 29
    }
    return Int(truncatingIfNeeded: hash >> 1)
  }
}
