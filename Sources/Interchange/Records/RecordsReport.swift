/// What is wrong with a records file: the first hundred problems in words, of the others the number.
struct RecordsReport {
  /// One more than is shown: the place of the first that is not shown is told.
  private var diagnostics: [Diagnostic] = []
  private var skipped = 0

  var isEmpty: Bool { diagnostics.isEmpty }

  /// Whether another problem should be put into words; if not, it is enough to count it.
  var wantsWords: Bool { diagnostics.count <= ProblemLimit.shown }

  /// Adds a problem in words.
  mutating func add(_ diagnostic: Diagnostic) {
    if wantsWords { diagnostics.append(diagnostic) } else { skip() }
  }

  /// Adds a problem that is just counted.
  mutating func skip() { skipped += 1 }

  /// Adds what breaks the rules of quoting; `position` tells where an offset is.
  mutating func add(_ defects: [CSVScanner.Defect], position: (Int) -> SourcePosition) {
    for defect in defects {
      if wantsWords { add(Diagnostic(defect.text, at: position(defect.offset))) } else { skip() }
    }
  }

  /// The error that names them all; nil when there is nothing wrong.
  func error(in file: String) -> FormatError? {
    guard let last = diagnostics.last else { return nil }
    guard diagnostics.count > ProblemLimit.shown else {
      return FormatError(file: file, diagnostics)
    }
    let rest = ProblemLimit.rest(skipped + 1, from: last.position)
    return FormatError(file: file, diagnostics.dropLast() + [rest])
  }
}
