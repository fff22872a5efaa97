/// Something that is wrong with a row of a records file.
enum RecordsProblem {
  /// A cell that is none of the variable's states.
  case unknownState(column: Int, variable: Int, CSVScanner.Cell)
  /// A cell of a reading, of a regressor, or of a column that is cut into states, that is no finite number.
  case notANumber(column: Int, mayBeState: Bool, CSVScanner.Cell)
  /// A cell of a regressor that is too large a number.
  case tooLarge(column: Int, CSVScanner.Cell)
  /// A cell of the column `count` that is no finite number from 0.
  case badCount(column: Int, CSVScanner.Cell)
  /// A row with more or fewer cells than the header.
  case wrongWidth(cells: Int)

  /// The cell, where it is one.
  var cell: CSVScanner.Cell? {
    switch self {
    case .unknownState(_, _, let cell), .notANumber(_, _, let cell), .badCount(_, let cell),
      .tooLarge(_, let cell):
      cell
    case .wrongWidth: nil
    }
  }
}

/// The row of a records file that is being read.
struct RecordsRow {
  /// Its number, from 1; 0 before the first.
  private(set) var number = 0
  /// Where it begins.
  private(set) var start = 0
  private(set) var line = 0
  private(set) var problems: [RecordsProblem] = []
  /// How many problems it has besides.
  private(set) var unnoted = 0

  var hasProblems: Bool { !problems.isEmpty }

  /// Begins the next row.
  mutating func begin(at offset: Int, line: Int) {
    number += 1
    start = offset
    self.line = line
    problems.removeAll(keepingCapacity: true)
    unnoted = 0
  }

  /// Notes a problem, or counts it once there are enough for a whole report.
  mutating func note(_ problem: RecordsProblem) {
    if problems.count <= ProblemLimit.shown { problems.append(problem) } else { unnoted += 1 }
  }

  /// Notes the problem from which all others may follow.
  mutating func replaceProblems(with problem: RecordsProblem) {
    problems = [problem]
    unnoted = 0
  }
}
