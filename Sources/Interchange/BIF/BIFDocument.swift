import RootCause

/// What a BIF file says, before its names are looked up.
struct BIFDocument {
  /// A name and where it stands.
  struct Name {
    let text: String
    let offset: Int
  }

  /// A `variable` block.
  struct VariableBlock {
    let name: Name
    var states: [Name] = []
    var kind: Kind?
  }

  /// The head of a `probability` block.
  struct ProbabilityBlock {
    let child: Name
    let parents: [Name]
    /// The offset after the opening brace.
    let body: Int
  }

  /// The name of the network; nil where it has none, or `unknown`, which is what writers without a name write.
  var title: String?

  var variables: [VariableBlock] = []
  var probabilities: [ProbabilityBlock] = []

  /// The names of variables whose `variable` block can't be understood.
  var brokenVariables: Set<String> = []
  /// The names of variables whose `probability` block can't be understood.
  var brokenProbabilities: Set<String> = []
  /// Whether a block could not even be told by name.
  var hasNamelessBlock = false
}

/// That a BIF file does not follow the grammar at a place.
struct BIFSyntaxError: Error {
  let message: String
  let offset: Int
}

/// What is wrong with a BIF file, by offset.
struct BIFProblems {
  private(set) var list: [(offset: Int, message: String)] = []

  var isEmpty: Bool { list.isEmpty }

  mutating func add(_ message: String, at offset: Int) { list.append((offset, message)) }

  mutating func add(_ error: BIFSyntaxError) { add(error.message, at: error.offset) }

  mutating func add(_ others: BIFProblems) { list += others.list }

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
