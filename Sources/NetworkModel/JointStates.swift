/// The joint states of a list of variables, the first slowest: the order of every table's rows.
public struct JointStates: Sequence, Sendable {
  /// The number of states of each variable.
  public let cardinalities: [Int]

  /// Creates the joint states of variables with so many states each.
  public init(cardinalities: [Int]) { self.cardinalities = cardinalities }

  /// How many there are; `Int.max` when there are more than an integer holds.
  public var count: Int { cardinalities.reduce(1) { $0.multipliedOrMax(by: $1) } }

  /// Returns the states of the joint state at `index`.
  public subscript(index: Int) -> [Int] {
    var rest = index
    var states = cardinalities
    for place in cardinalities.indices.reversed() {
      states[place] = rest % cardinalities[place]
      rest /= cardinalities[place]
    }
    return states
  }

  /// Returns the index of the joint state with these states.
  public func index(of states: some Sequence<Int>) -> Int {
    zip(states, cardinalities).reduce(0) { $0 * $1.1 + $1.0 }
  }

  /// Returns an iterator over the joint states, in order.
  public func makeIterator() -> some IteratorProtocol<[Int]> {
    (0..<count).lazy.map { self[$0] }.makeIterator()
  }
}

extension Int {
  /// The product of two numbers that are not negative, or `Int.max` when it is larger.
  func multipliedOrMax(by other: Int) -> Int {
    let product = multipliedReportingOverflow(by: other)
    return product.overflow ? .max : product.partialValue
  }
}
