import NetworkModel
import RootCause

/// Properties of a variable as BIF and XMLBIF have them: `kind = lot`.
enum PropertyText {
  /// Returns what is set, and to what.
  static func parts(of property: String) -> (name: String, value: String) {
    let text = property.trimmingSpaces()
    let end = text.firstIndex { $0 == "=" || $0 == " " || $0 == "\t" } ?? text.endIndex
    let rest = String(text[end...]).trimmingSpaces()
    let value = rest.hasPrefix("=") ? String(rest.dropFirst()).trimmingSpaces() : rest
    return (String(text[..<end]), value)
  }
}

extension NetworkDraft.Variable {
  /// Takes what the file says that the variable is in the factory.
  mutating func takeKind(_ text: String, at offset: Int) throws(NetworkSyntaxError) {
    guard let kind = Kind(rawValue: text) else {
      let kinds = Kind.allCases.map(\.rawValue)
      let value = shown(text)
      let hint = Spelling.suggestion(for: value, among: kinds)
      throw NetworkSyntaxError(
        message: "'\(value)' is no kind"
          + (hint.isEmpty ? "; the kinds are \(kinds.joined(separator: ", "))" : hint),
        offset: offset)
    }
    guard self.kind == nil || self.kind == kind else {
      throw NetworkSyntaxError(
        message: "'\(shown(name.text))' has two kinds; give one", offset: offset)
    }
    self.kind = kind
  }
}
