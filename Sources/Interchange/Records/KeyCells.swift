import Learning

/// A key column as it is read: which instance each row names.
struct KeyCells {
  /// The column in the file.
  let column: Int
  private let name: String
  private var numbers: [String: Int] = [:]
  private var values: [String] = []
  private var instances: [Int] = []
  private var atHand = -1

  init(column: Int, name: String) {
    self.column = column
    self.name = name
  }

  /// Takes the cell of the row at hand; one that is empty, `NA` or `?` names no instance.
  mutating func take(_ cell: String) {
    let text = cell.trimmingSpaces()
    guard !text.isEmpty, text != "NA", text != "?" else {
      atHand = -1
      return
    }
    if let number = numbers[text] {
      atHand = number
    } else {
      numbers[text] = values.count
      atHand = values.count
      values.append(text)
    }
  }

  /// Keeps the row at hand.
  mutating func keep() { instances.append(atHand) }

  /// The column.
  ///
  /// A row that was set aside may have named an instance that no other does; nothing is known of it then.
  var finished: KeyColumn { KeyColumn(name: name, instances: instances, values: values) }
}
