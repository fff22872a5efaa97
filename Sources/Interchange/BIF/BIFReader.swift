import NetworkModel
import RootCause

/// Reads Bayesian networks from BIF files, as the bnlearn repository and pgmpy write them ([BIF]).
///
///     let network = try BIFReader.read(contentsOf: "asia.bif")
///     network.graph.variables.count  // 8
///
/// A `network` block may come first; then `variable` and `probability` blocks follow in any order. Names and labels are bare words,
/// such as `<5` or `Asy/Patch`, or quoted; commas count as space. A probability block holds a row of numbers for each joint state of
/// the parents, in any order, or a `default` for those that are not listed, or one `table`, in which the child's states
/// change slowest and those of the last parent fastest.
///
/// `property kind = lot;` in a variable block says what the variable is in the factory; where some variables say so, the others are
/// context, and where none does, kinds are guessed from the arcs: roots are steps, leaves are tests, and what lies between are defects.
/// Other properties are passed over.
public enum BIFReader {
  /// Reads the file at `path`.
  ///
  /// - Throws: `FileError` when it can't be read, `FormatError` with every problem that it has.
  public static func read(contentsOf path: String) throws -> LoadedNetwork {
    try read(SourceText(contentsOf: path))
  }

  /// Reads the network in `source`.
  ///
  /// Numbers are read to full precision. A row that sums to 1 within `Network.rowTolerance` is divided by its sum; any other is an error.
  ///
  /// - Throws: `FormatError` with every problem, each with its place.
  /// - Complexity: O(bytes + cells of the tables).
  public static func read(_ source: SourceText) throws(FormatError) -> LoadedNetwork {
    let lexer = BIFLexer(source.text)
    var parser = BIFParser(lexer)
    parser.parse()
    var resolver = NetworkResolver(
      parser.draft, BIFFamilyReader(lexer: lexer), problems: parser.problems)
    return try resolver.network(in: source)
  }
}

/// Reads the bodies of probability blocks.
private struct BIFFamilyReader: FamilyReader {
  let lexer: BIFLexer
  private(set) var largestDeviation = 0.0
  /// How many cells `default` may fill in the whole file: a hundred megabytes out of a few bytes are a slip.
  private var room = 1 << 24

  init(lexer: BIFLexer) { self.lexer = lexer }

  mutating func cpd(
    of family: FamilyNames, _ body: Int, at offset: Int, _ problems: inout SourceProblems
  ) -> CPD? {
    var reader = BIFTableReader(family, lexer: lexer)
    reader.readEntries(at: body)
    let table = reader.table(at: offset, room: room)
    if reader.entries.fallback != nil { room -= table?.values.count ?? 0 }
    largestDeviation = max(largestDeviation, reader.largestDeviation)
    problems.add(reader.problems)
    return table.map { .table($0) }
  }

  static func missing(_ name: String) -> String {
    "'\(name)' has no probability block; give 'probability ( \(name) ) { table …; }'"
  }

  static func duplicate(_ name: String) -> String {
    "'\(name)' has a probability block already; give it one"
  }
}
