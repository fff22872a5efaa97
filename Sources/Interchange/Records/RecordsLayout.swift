import NetworkModel
import RootCause

/// What each column of a records file holds.
struct RecordsLayout {
  /// What a column is for.
  enum Role: Equatable {
    /// Variables, by index in the graph: several where each cuts the same number its own way.
    case variables([Int])
    /// The instance of a shared variable that the unit used.
    case key
    /// The name of the unit.
    case unit
    /// When the unit was made.
    case time
    /// How many units the row stands for.
    case count
    /// A number that readings move with.
    case regressor
    /// Nothing.
    case ignored
    /// A column that can't be told; it is reported.
    case unknown
  }

  /// A column and its name as the header has it.
  struct Column {
    let name: String
    var role: Role
  }

  /// The columns in the order of the file.
  let columns: [Column]

  /// The names of the columns that the graph or the options say to pass over.
  var ignoredColumns: [String] { columns.filter { $0.role == .ignored }.map(\.name) }

  /// The variables that some column holds.
  var observedVariables: Set<Int> {
    var observed: Set<Int> = []
    for column in columns {
      if case .variables(let indices) = column.role { observed.formUnion(indices) }
    }
    return observed
  }

  /// Whether a column has this role.
  func has(_ role: Role) -> Bool { columns.contains { $0.role == role } }
}

/// Tells the columns of a records file from its header.
///
/// A column holds the variables that name it; failing that, a regressor or a key; failing that, the unit, the time or the count by their
/// names; failing that, it has to be one that is to be passed over.
struct RecordsHeader {
  let graph: CausalGraph
  private let ignored: [ColumnPattern]
  private var variables: [String: [Int]] = [:]
  private let keys: Set<String>
  private let regressors: Set<String>

  init(graph: CausalGraph, ignoredColumns: [String]) {
    self.graph = graph
    ignored = (graph.ignoredColumns + ignoredColumns).map { ColumnPattern($0) }
    keys = Set(graph.variables.compactMap(\.key))
    regressors = Set(graph.regressors)
    for (index, variable) in graph.variables.enumerated() {
      variables[variable.columnName, default: []].append(index)
    }
  }

  /// Returns what the column called `name` is for.
  func role(of name: String) -> RecordsLayout.Role {
    if let indices = variables[name] { return .variables(indices) }
    if regressors.contains(name) { return .regressor }
    if keys.contains(name) { return .key }
    switch name {
    case "unit": return .unit
    case "time": return .time
    case "count": return .count
    default: return ignored.contains { $0.matches(name) } ? .ignored : .unknown
    }
  }

  /// The names that a column may have.
  var knownNames: [String] {
    variables.keys.sorted() + regressors.sorted() + keys.sorted() + ["unit", "time", "count"]
  }

  /// Says what is wrong with a column that is nothing known.
  func complaint(about name: String) -> String {
    let hint = canBeSlip(name) ? Spelling.suggestion(for: name, among: knownNames) : ""
    let shown = shown(name)
    return
      "column '\(shown)' is no variable of the graph\(hint.isEmpty ? ";" : hint) pass over it with"
      + " ignore=\(Self.graphWord(shown)) in the graph or --ignore \(Self.shellWord(shown))"
  }

  private static func graphWord(_ text: String) -> String {
    "\"" + text.flatMap { $0 == "\"" ? "\\\"" : "\($0)" } + "\""
  }

  private static func shellWord(_ text: String) -> String {
    let isPlain = text.unicodeScalars.allSatisfy { scalar in
      scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
        || "_-.:/@%+".unicodeScalars.contains(scalar)
    }
    if isPlain, !text.isEmpty { return text }
    return "'" + text.flatMap { $0 == "'" ? "'\\''" : "\($0)" } + "'"
  }
}
