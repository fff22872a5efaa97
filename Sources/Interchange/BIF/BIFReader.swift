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
    var resolver = BIFResolver(parser.document, lexer: lexer, problems: parser.problems)
    guard let graph = resolver.graph() else { throw resolver.problems.error(in: source) }
    return LoadedNetwork(
      graph: graph, largestDeviation: resolver.largestDeviation, digest: source.digest)
  }
}

/// A network that was read from a file.
public struct LoadedNetwork: Sendable, Equatable {
  /// The variables and arcs; each variable's table is its expert judgement.
  public let graph: CausalGraph

  /// The largest distance of the sum of a row from 1, before the rows were normalised.
  public let largestDeviation: Double

  /// The digest of the file, for the provenance of a model.
  public let digest: String
}
