import NetworkModel

/// Returns `text` as a message can show it: on one line, and no longer than sixty characters.
func shown(_ text: some StringProtocol) -> String {
  var result = ""
  var count = 0
  for scalar in text.unicodeScalars {
    if count == ProblemLimit.characters { return result + "…" }
    result +=
      scalar.value < 0x20 || scalar.value == 0x7F ? scalar.escaped(asASCII: true) : String(scalar)
    count += 1
  }
  return result
}

/// Returns `text` without control characters, which a terminal would obey.
func printable(_ text: String) -> String {
  text.unicodeScalars.reduce(into: "") { result, scalar in
    let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
    result += isControl ? scalar.escaped(asASCII: true) : String(scalar)
  }
}

/// How much an error says.
enum ProblemLimit {
  /// How many problems of a file are worded; the others are counted.
  static let shown = 100

  /// How many names of a list are shown.
  static let names = 12

  /// How many characters of a value are shown.
  static let characters = 60

  /// The diagnostic that stands for the problems beyond the limit, the first of which is at `position`.
  static func rest(_ count: Int, from position: SourcePosition?) -> Diagnostic {
    Diagnostic(
      count == 1 ? "and 1 more problem" : "and \(count) more problems from here on", at: position)
  }
}

/// Returns the first of `names` as a list that a message can show.
func shownList(_ names: [String]) -> String {
  let list = names.prefix(ProblemLimit.names).map { shown($0) }.joined(separator: ", ")
  return names.count > ProblemLimit.names ? "\(list), … (\(names.count) in all)" : list
}

/// Whether a name is short enough to be a slip of the keyboard, so that it is worth looking for the one that was meant.
func canBeSlip(_ name: String) -> Bool { name.utf8.count <= 4 * ProblemLimit.characters }

/// Returns "; did you mean 'x'?" when a name in `known` is near to `name`, else the list of what is known.
func suggestion(for name: String, among known: [String]) -> String {
  let nearest = canBeSlip(name) ? Spelling.nearest(to: name, among: known) : nil
  return nearest.map { "; did you mean '\(shown($0))'?" } ?? "; its states are \(shownList(known))"
}

/// Returns `count` with `noun` in the right number.
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
