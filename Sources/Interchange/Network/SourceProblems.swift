/// What is wrong with a network file, by offset.
struct SourceProblems {
  private(set) var list: [(offset: Int, message: String)] = []

  var isEmpty: Bool { list.isEmpty }

  var count: Int { list.count }

  mutating func add(_ message: String, at offset: Int) { list.append((offset, message)) }

  mutating func add(_ error: NetworkSyntaxError) { add(error.message, at: error.offset) }

  mutating func add(_ others: SourceProblems) { list += others.list }

  /// The error that names them all, but for those beyond the first hundred, which are counted.
  func error(in source: SourceText) -> FormatError {
    let sorted = list.sorted { $0.offset < $1.offset }
    var places = PositionFinder(bytes: Array(source.text.utf8))
    var diagnostics = sorted.prefix(ProblemLimit.shown).map { problem in
      source.diagnostic(problem.message, at: places.position(of: problem.offset))
    }
    if sorted.count > ProblemLimit.shown {
      let position = places.position(of: sorted[ProblemLimit.shown].offset)
      diagnostics.append(ProblemLimit.rest(sorted.count - ProblemLimit.shown, from: position))
    }
    return FormatError(file: source.file, diagnostics)
  }
}

/// Turns rising offsets into lines and columns, in one walk over the text.
struct PositionFinder {
  let bytes: [UInt8]
  private var offset = 0
  private var line = 1
  private var column = 1

  init(bytes: [UInt8]) { self.bytes = bytes }

  /// Returns the place of the character at `target`.
  ///
  /// - Precondition: `target` is not below that of the last call.
  mutating func position(of target: Int) -> SourcePosition {
    while offset < min(target, bytes.count) {
      if bytes[offset] == UInt8(ascii: "\n") {
        line += 1
        column = 1
      } else if bytes[offset] & 0xC0 != 0x80 {
        column += 1
      }
      offset += 1
    }
    return SourcePosition(line: line, column: column)
  }
}
