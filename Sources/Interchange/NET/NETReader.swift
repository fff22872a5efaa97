import NetworkModel
import RootCause

/// Reads Bayesian networks from NET files, as HUGIN writes them ([NET]).
///
/// `data` lists the numbers of a potential in parentheses, nested by the states of the parents or in one list, the states of the variable
/// fastest and those of the first parent slowest. `kind = "lot";` in a node says what it is in the factory. Decisions, utilities, continuous nodes, classes and
/// expressions are errors.
public enum NETReader {
  /// Reads the network in `source`.
  ///
  /// A row that sums to 1 within `Network.rowTolerance` is divided by its sum; any other is an error.
  ///
  /// - Throws: `FormatError` with every problem, each with its place.
  public static func read(_ source: SourceText) throws(FormatError) -> LoadedNetwork {
    var parser = NETParser(source.text)
    parser.parse()
    var resolver = NetworkResolver(parser.draft, NETFamilyReader(), problems: parser.problems)
    return try resolver.network(in: source)
  }
}

private struct NETFamilyReader: FamilyReader {
  private var tables = TableReader()

  var largestDeviation: Double { tables.largestDeviation }

  mutating func cpd(
    of family: FamilyNames, _ body: NETData, at offset: Int, _ problems: inout SourceProblems
  ) -> CPD? {
    // Lists that are cut in other places than the rows mean another family than the head names.
    let states = family.states.count
    if body.lists.count > 1, let odd = body.lists.first(where: { $0.count != states }) {
      problems.add(
        "'\(shown(family.child))': the list has \(counted(odd.count, "number")), and there are"
          + " \(counted(states, "state")): \(shownList(family.states.names))",
        at: odd.offset)
      return nil
    }
    return tables.table(of: family, body.numbers, at: offset, &problems).map { .table($0) }
  }

  static func missing(_ name: String) -> String {
    "'\(name)' has no potential; give 'potential (\(name)) { data = (…); }'"
  }

  static func duplicate(_ name: String) -> String {
    "'\(name)' has a potential already; give it one"
  }
}
