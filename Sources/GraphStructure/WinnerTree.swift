/// A tournament of the indices `0..<count`: who has the lowest key, ties to the lower index, when keys change one by
/// one.
struct WinnerTree: ~Copyable {
  private let width: Int
  private let keys: FlatBuffer<Double>
  /// The winner below each node; node 1 is the root, the leaves begin at `width`.
  private let winners: FlatBuffer<Int>

  /// Starts the tournament with the key of each index.
  init(count: Int, key: (Int) -> Double) {
    var width = 1
    while width < count { width *= 2 }
    self.width = width
    keys = FlatBuffer(width, repeating: .infinity)
    winners = FlatBuffer(2 * width, repeating: 0)
    for index in 0..<count { keys[index] = key(index) }
    for index in 0..<width { winners[width + index] = index }
    for node in (1..<width).reversed() { play(node) }
  }

  /// The index of the lowest key.
  var first: Int { winners[1] }

  /// The key of an index.
  @inline(__always)
  func key(of index: Int) -> Double { keys[index] }

  /// Changes a key; infinity takes the index out.
  @inline(__always)
  func update(_ index: Int, to key: Double) {
    guard keys[index] != key else { return }
    keys[index] = key
    var node = (width + index) / 2
    while node > 0 {
      play(node)
      node /= 2
    }
  }

  @inline(__always)
  private func play(_ node: Int) {
    let left = winners[2 * node]
    let right = winners[2 * node + 1]
    winners[node] = keys[right] < keys[left] ? right : left
  }
}
