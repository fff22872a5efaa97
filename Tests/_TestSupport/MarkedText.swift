import Interchange

/// A text in which `👉` marks the places that diagnostics are expected at, in their order.
package struct MarkedText: Sendable, ExpressibleByStringLiteral {
  /// The text without the marks.
  package let text: String

  /// The places of the marks.
  package let positions: [SourcePosition]

  /// Takes the marks out of `marked`.
  package init(_ marked: String) {
    var text = String.UnicodeScalarView()
    var positions: [SourcePosition] = []
    var (line, column) = (1, 1)
    for scalar in marked.unicodeScalars {
      if scalar == "👉" {
        positions.append(SourcePosition(line: line, column: column))
        continue
      }
      text.append(scalar)
      (line, column) = scalar == "\n" ? (line + 1, 1) : (line, column + 1)
    }
    self.text = String(text)
    self.positions = positions
  }

  package init(stringLiteral marked: String) { self.init(marked) }
}

/// A file that can't be understood, and what is said of it.
package struct MalformedText: Sendable, CustomStringConvertible {
  /// The text, with a mark at each place that is complained about; none where it is about the whole file.
  package let marked: MarkedText

  /// The messages, in the order of the marks.
  package var messages: [String]

  /// Pairs a text with what is said of it.
  package init(_ marked: MarkedText, _ messages: String...) {
    self.marked = marked
    self.messages = messages
  }

  package var description: String { messages.first ?? "" }

  /// What is expected and differs from what `error` says; nil when nothing does.
  package func difference(from error: FormatError) -> String? {
    let found = error.diagnostics.map { Self.line($0.message, $0.position) }
    let expected = messages.enumerated().map { index, message in
      Self.line(message, marked.positions.indices.contains(index) ? marked.positions[index] : nil)
    }
    guard found != expected else { return nil }
    return "expected\n\(expected.joined(separator: "\n"))\nfound\n\(found.joined(separator: "\n"))"
  }

  private static func line(_ message: String, _ position: SourcePosition?) -> String {
    (position.map { "  \($0.line):\($0.column): " } ?? "  ") + message
  }
}
