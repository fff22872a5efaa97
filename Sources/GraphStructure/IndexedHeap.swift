/// A queue of the indices `0..<count` by cost, lowest first, ties to the lower index, in which a cost can be
/// changed in place.
struct IndexedHeap {
  private var heap: [Int] = []
  private var position: [Int?]
  private var cost: [Double]

  init(count: Int) {
    position = [Int?](repeating: nil, count: count)
    cost = [Double](repeating: 0, count: count)
  }

  /// Sets the cost of `index`, adding it when it is not in the queue.
  mutating func update(_ index: Int, to newCost: Double) {
    cost[index] = newCost
    let place: Int
    if let known = position[index] {
      place = known
    } else {
      place = heap.count
      heap.append(index)
      position[index] = place
    }
    siftDown(siftUp(place))
  }

  /// Removes and returns the index of lowest cost.
  mutating func popFirst() -> Int? {
    guard let first = heap.first, let last = heap.popLast() else { return nil }
    position[first] = nil
    if first != last {
      heap[0] = last
      position[last] = 0
      siftDown(0)
    }
    return first
  }

  private func precedes(_ a: Int, _ b: Int) -> Bool {
    (cost[heap[a]], heap[a]) < (cost[heap[b]], heap[b])
  }

  private mutating func swap(_ a: Int, _ b: Int) {
    heap.swapAt(a, b)
    position[heap[a]] = a
    position[heap[b]] = b
  }

  private mutating func siftUp(_ start: Int) -> Int {
    var place = start
    while place > 0, precedes(place, (place - 1) / 2) {
      swap(place, (place - 1) / 2)
      place = (place - 1) / 2
    }
    return place
  }

  private mutating func siftDown(_ start: Int) {
    var place = start
    while true {
      var least = place
      for child in [2 * place + 1, 2 * place + 2] where child < heap.count && precedes(child, least)
      {
        least = child
      }
      guard least != place else { return }
      swap(place, least)
      place = least
    }
  }
}
