/// That libcgraph could not read a graph.
struct ParseFailure: Error {
  /// A message of the parser.
  struct Message {
    let line: Int?
    let text: String
  }

  let messages: [Message]

  /// The failure in our words, each message with the place that it is about.
  ///
  /// - Parameters:
  ///   - source: What was read.
  ///   - openEnd: The place of the text or comment that never ends, if there is one.
  func error(in source: SourceText, openEnd: SourcePosition?) -> FormatError {
    guard !messages.isEmpty else {
      return source.error("there is no graph; a graph file reads: digraph name { … }")
    }
    return FormatError(file: source.file, messages.map { diagnostic($0, source, openEnd) })
  }

  private func diagnostic(
    _ message: Message, _ source: SourceText, _ openEnd: SourcePosition?
  ) -> Diagnostic {
    for (clue, text) in Self.openEnds where message.text.contains(clue) {
      return source.diagnostic(text, at: openEnd ?? message.position)
    }
    if let number = message.quotedWord(after: "badly delimited number ") {
      return source.diagnostic(
        "a name that begins with a digit stands in quotes, unless it is a number",
        at: message.position(of: number, in: message.line.flatMap(source.line)))
    }
    guard let word = message.quotedWord(after: "near ") else {
      let isEnd = message.text.hasPrefix("syntax error")
      return source.diagnostic(
        isEnd ? "the file ends too early; is a '}' missing?" : message.text, at: message.position)
    }
    let hint = word == "--" ? "; draw arcs with '->'" : ""
    let line = message.line.flatMap(source.line)
    return source.diagnostic(
      "the syntax is wrong near '\(shown(word))'\(hint)", at: message.position(of: word, in: line))
  }

  /// What libcgraph says of a text or a comment that never ends.
  private static let openEnds = [
    ("scanning a quoted string", "this text does not end; its closing quote is missing"),
    ("scanning a HTML string", "this text does not end; a '>' is missing"),
    ("comment (missing", "this comment does not end; '*/' is missing"),
  ]
}

extension ParseFailure.Message {
  /// The start of the line.
  fileprivate var position: SourcePosition? { line.map { SourcePosition(line: $0, column: 1) } }

  /// The word in quotes that follows `prefix`.
  fileprivate func quotedWord(after prefix: String) -> String? {
    guard let start = text.firstRange(of: prefix + "'")?.upperBound,
      let end = text.lastIndex(of: "'"), start < end
    else { return nil }
    return String(text[start..<end])
  }

  /// The place of `word` where its line has it once, else the start of the line.
  fileprivate func position(of word: String, in text: String?) -> SourcePosition? {
    guard let line, let text, !word.isEmpty else { return position }
    let places = text.ranges(of: word)
    guard places.count == 1 else { return position }
    let column = text.unicodeScalars.distance(from: text.startIndex, to: places[0].lowerBound) + 1
    return SourcePosition(line: line, column: column)
  }
}
