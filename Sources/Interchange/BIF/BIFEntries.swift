/// What the body of a probability block lists.
struct BIFEntries {
  /// A row for one joint state of the parents.
  struct Row {
    /// Its place among the joint states, the first parent slowest; nil when a label is wrong.
    let index: Int?
    let offset: Int
    /// Its probabilities, normalised; empty when they are wrong.
    let values: [Double]
  }

  var rows: [Row] = []
  /// Whether an entry broke off before its place was known.
  var hasBrokenEntry = false
  /// The row of the joint states that are not listed.
  var fallback: [Double]?
  /// All numbers in one list, as they stand.
  var table: (numbers: [Double], offset: Int)?
}
