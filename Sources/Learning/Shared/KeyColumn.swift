/// A key column of records: which instance (lot, run, machine) each unit used.
public struct KeyColumn: Sendable, Equatable {
  /// The name of the column.
  public let name: String
  /// The instance of each row, as its place in `values`; −1 where it is not known.
  public let instances: [Int]
  /// The names of the instances, in the order in which the rows name them.
  public let values: [String]

  /// Creates a column of instances that are numbered already.
  ///
  /// - Precondition: Every instance is −1 or a place in `values`.
  public init(name: String, instances: [Int], values: [String]) {
    precondition(instances.allSatisfy { $0 >= -1 && $0 < values.count })
    self.name = name
    self.instances = instances
    self.values = values
  }

  /// Numbers the instances of a column.
  public init(name: String, _ cells: [String?]) {
    var numbers: [String: Int] = [:]
    var values: [String] = []
    let instances = cells.map { cell in
      guard let cell else { return -1 }
      if let number = numbers[cell] { return number }
      values.append(cell)
      numbers[cell] = values.count - 1
      return values.count - 1
    }
    self.init(name: name, instances: instances, values: values)
  }

  /// The places in `values` in the order of time of a key that is ordered: numbers by size where all are numbers, else as text in
  /// which runs of digits count as numbers. So `run 9` is before `run 10`, and a date of ISO 8601 before a later one.
  public var ordered: [Int] {
    // What reads as infinity or as no number is a name.
    let numbers = values.map { Double($0).flatMap { $0.isFinite ? $0 : nil } }
    if !numbers.contains(where: { $0 == nil }) {
      return values.indices.sorted { (numbers[$0] ?? 0, $0) < (numbers[$1] ?? 0, $1) }
    }
    let pieces = values.map(NaturalOrder.init)
    return values.indices.sorted { pieces[$0] == pieces[$1] ? $0 < $1 : pieces[$0] < pieces[$1] }
  }
}

/// A text as people sort it: runs of digits by the number that they are.
private struct NaturalOrder: Comparable {
  private let pieces: [(text: String, digits: String)]

  init(_ text: String) {
    var pieces: [(text: String, digits: String)] = []
    var current = (text: "", digits: "")
    for character in text {
      if character.isASCII && character.isNumber {
        if !(current.digits.isEmpty && character == "0") { current.digits.append(character) }
      } else {
        if !current.digits.isEmpty {
          pieces.append(current)
          current = ("", "")
        }
        current.text.append(character)
      }
    }
    self.pieces = pieces + [current]
  }

  static func == (one: NaturalOrder, two: NaturalOrder) -> Bool {
    one.pieces.elementsEqual(two.pieces, by: ==)
  }

  static func < (one: NaturalOrder, two: NaturalOrder) -> Bool {
    for (first, second) in zip(one.pieces, two.pieces) where first != second {
      if first.text != second.text { return first.text < second.text }
      if first.digits.count != second.digits.count {
        return first.digits.count < second.digits.count
      }
      return first.digits < second.digits
    }
    return one.pieces.count < two.pieces.count
  }
}
