/// The ways in which text is written in DOT.
enum DOTText {
  /// Returns lines of a user's text as one quoted string in which nothing means anything but itself.
  static func quoted(_ lines: [String]) -> String {
    "\"" + lines.map(escaped).joined(separator: "\\n") + "\""
  }

  /// Returns the value of an attribute as a quoted string. What Graphviz makes of its escapes (`\n`, `\N`) and of named
  /// entities stays; other backslashes stand for themselves, and so do character numbers, which could name a control
  /// character.
  static func attribute(_ value: String) -> String {
    var result = "\""
    var rest = Substring(DisplayText.plain(value, limit: DisplayText.limit))
    while let character = rest.popFirst() {
      switch character {
      case "\"": result += "\\\""
      case "&" where rest.first == "#": result += "&amp;"
      case "\\":
        if let next = rest.first, "nlrNGETHL\\".contains(next) {
          result += "\\\(next)"
          rest.removeFirst()
        } else {
          result += "\\\\"
        }
      default: result.append(character)
      }
    }
    return result + "\""
  }

  /// Returns a user's text for an HTML-like label. Graphviz reads entities there, and then the escapes of its strings.
  static func html(_ text: String) -> String {
    HTMLText.verbatim(text).replacing("\\", with: "\\\\")
  }

  /// Returns the list of attributes in brackets, in the order of their names.
  static func list(_ attributes: [String: String]) -> String {
    let items = attributes.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    return "[\(items.joined(separator: ", "))]"
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
