import NetworkModel

/// Reads the body of a probability block.
struct BIFTableReader {
  let family: FamilyNames
  private(set) var entries = BIFEntries()
  var problems = SourceProblems()
  private var normalizer = RowNormalizer()
  private var lexer: BIFLexer

  init(_ family: FamilyNames, lexer: BIFLexer) {
    self.family = family
    self.lexer = lexer
  }

  /// The largest distance of a row's sum from 1.
  var largestDeviation: Double { normalizer.largestDeviation }

  /// Reads the entries of the body that begins at `offset`.
  mutating func readEntries(at offset: Int) {
    lexer.rewind(to: offset)
    while true {
      let token = lexer.next()
      if token.kind == .end || token.kind == .mark(UInt8(ascii: "}")) { return }
      let rowCount = entries.rows.count
      do throws(NetworkSyntaxError) {
        try read(token)
      } catch {
        problems.add(error)
        if entries.rows.count == rowCount { entries.hasBrokenEntry = true }
        skipEntry(from: max(error.offset, token.range.upperBound))
      }
    }
  }

  private mutating func skipEntry(from offset: Int) {
    lexer.rewind(to: offset)
    while true {
      let token = lexer.peek()
      if token.kind == .end || token.kind == .mark(UInt8(ascii: "}")) { return }
      _ = lexer.next()
      if token.kind == .mark(UInt8(ascii: ";")) { return }
    }
  }

  private mutating func read(_ token: BIFToken) throws(NetworkSyntaxError) {
    let offset = token.range.lowerBound
    switch (token.kind, lexer.text(of: token)) {
    case (.mark(UInt8(ascii: "(")), _): try readRow(at: offset)
    case (.word, "table"):
      if entries.table != nil {
        throw NetworkSyntaxError(message: "the block has a table already", offset: offset)
      }
      entries.table = (try readNumbers(), offset)
    case (.word, "default"):
      if entries.fallback != nil {
        throw NetworkSyntaxError(message: "the block has a default already", offset: offset)
      }
      entries.fallback = normalized(try readNumbers(), at: offset, place: ", default")
    case (.word, "property"):
      guard lexer.property() != nil else {
        throw NetworkSyntaxError(message: "the property is not closed by ';'", offset: offset)
      }
    default: throw lexer.unexpected(token, instead: "'(', 'table', 'default' or '}'")
    }
  }

  private mutating func readRow(at offset: Int) throws(NetworkSyntaxError) {
    var labels: [PlacedName] = []
    while try !lexer.take(")") { labels.append(try lexer.name("a state or ')'")) }
    let index = place(of: labels, at: offset)
    // A row that breaks off must not look as if it were missing as well.
    entries.rows.append(BIFEntries.Row(index: index, offset: offset, values: []))
    let place = labels.map { shown($0.text) }.joined(separator: ", ")
    let values = normalized(try readNumbers(), at: offset, place: " given (\(place))")
    entries.rows[entries.rows.count - 1] = BIFEntries.Row(
      index: index, offset: offset, values: values)
  }

  /// Reads probabilities up to a semicolon.
  private mutating func readNumbers() throws(NetworkSyntaxError) -> [Double] {
    var values: [Double] = []
    while try !lexer.take(";") {
      let token = lexer.next()
      guard token.kind == .word, let value = lexer.number(of: token) else {
        throw lexer.unexpected(token, instead: "a number or ';'")
      }
      guard value >= 0, value <= 1 + Network.rowTolerance else {
        throw NetworkSyntaxError(
          message: "\(shown(lexer.text(of: token))) is no probability: it is not from 0 to 1",
          offset: token.range.lowerBound)
      }
      values.append(value)
    }
    return values
  }

  /// The place of a row among the parents' joint states; nil when it has none.
  private mutating func place(of labels: [PlacedName], at offset: Int) -> Int? {
    guard labels.count == family.parents.count else {
      problems.add(
        "the row names \(counted(labels.count, "state")), and '\(shown(family.child))' has"
          + " \(counted(family.parents.count, "parent")): \(shownList(family.parents.map(\.name)))",
        at: offset)
      return nil
    }
    var index: Int? = 0
    for (label, parent) in zip(labels, family.parents) {
      let state = parent.states?.index(of: label.text)
      if let states = parent.states, state == nil {
        let isShown = problems.list.count <= ProblemLimit.shown
        problems.add(
          "'\(shown(parent.name))' has no state '\(shown(label.text))'"
            + (isShown ? suggestion(for: label.text, among: states.names) : ""),
          at: label.offset)
      }
      // Too many joint states for a number are reported elsewhere.
      index = state.flatMap { state in index.map { $0 &* (parent.states?.count ?? 0) &+ state } }
    }
    return index
  }

  /// Returns a row divided by its sum; empty, with a problem, when it is no distribution over the child's states.
  mutating func normalized(_ row: [Double], at offset: Int, place: String) -> [Double] {
    guard row.count == family.states.count else {
      problems.add(
        "'\(shown(family.child))'\(place): \(counted(row.count, "number")), and"
          + " \(counted(family.states.count, "state")): \(shownList(family.states.names))",
        at: offset)
      return []
    }
    var values = row
    if let sum = normalizer.normalize(&values, values.indices) {
      problems.add(
        "'\(shown(family.child))'\(place): the probabilities sum to \(RowNormalizer.shown(sum)), not to 1",
        at: offset)
      return []
    }
    return values
  }
}
