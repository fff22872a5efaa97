import Interchange
import RootCause
import Testing
import _TestSupport

/// Rules are read, their mistakes are named, and rows that break them are set aside.
@Suite struct RulesTests {
  private static func rules(_ text: String) throws -> [DataRule] {
    try RulesReader.read(SourceText(file: "line.rules", text: text), for: RecordsSamples.line())
  }

  private static func read(_ text: String, rules: String) throws -> LoadedRecords {
    var options = RecordsReader.Options()
    options.ignoredColumns = ["shipped", "code"]
    options.rules = try RulesReader.read(
      SourceText(file: "line.rules", text: rules), for: RecordsSamples.line(),
      ignoredColumns: options.ignoredColumns)
    return try RecordsSamples.read(text, options)
  }

  @Test func `rules stand in lines, with comments`() throws {
    let rules = try Self.rules(
      """
      # the line
      never: reflow=cold and paste!=good   # cold paste
      range: torque 0.5..4.2; range: oven ..300
      never: 'X-ray, final' = fail and shift="NA"
      """)
    #expect(
      rules.map(\.description) == [
        "never: reflow=cold and paste!=good", "range: torque 0.5..4.2", "range: oven ..300.0",
        "never: 'X-ray, final'=fail and shift=NA",
      ])
  }

  @Test(arguments: [
    "never: reflow=cold", "range: torque 0.5..", "range: torque -1e-05..1e+20",
    "never: 'X-ray, final'!=fail and unit='U 1' and time=\"o'clock\" and count='and'",
  ])
  func `a rule that is written is read as the same`(text: String) throws {
    let rules = try Self.rules(text)
    #expect(rules.map(\.description) == [text])
    #expect(try Self.rules(rules[0].description) == rules)
  }

  @Test(
    arguments: [
      .init("👉nevr: paste=bad", "'nevr' begins no rule; did you mean 'never'?"),
      .init("👉never paste=bad", "'never' begins no rule; write 'never:' with a colon"),
      .init(
        "👉paste=bad",
        "'paste' begins no rule; write 'never: A=x and B=y' or 'range: NAME 0.5..4.2'"),
      .init(
        "👉never:", "the rule ends where the name of a variable or a column should follow 'never'"),
      .init("never: paste👉=", "the rule ends where a value should follow '='"),
      .init("never: 👉paste", "the rule ends where '=' or '!=' after 'paste' should follow 'paste'"),
      .init("never: paste 👉bad", "'bad' stands where '=' or '!=' after 'paste' should be"),
      .init(
        "never: paste=bad 👉reflow=cold",
        "'reflow' stands where 'and' and another condition, or the end of the rule should be"),
      .init("never: paste=👉'bad", "the quote that opens here is never closed"),
      .init(
        "never: paste=bad and reflow=👉clod", "'reflow' has no state 'clod'; did you mean 'cold'?"),
      .init(
        "never: 👉past=bad",
        "'past' is no variable and no column; did you mean 'paste'?"),
      .init(
        "never: 👉shipped=yes",
        "'shipped' is no variable and no column; a column that no variable takes is known when ignore names it"
      ),
      .init("never: torque=👉high", "'torque' is a reading, and 'high' no number"),
      .init("never: unit=👉NA", "'NA' is a missing cell, which breaks no rule"),
      .init(
        "never: paste=bad and 👉paste=good",
        "no record says two things of 'paste' at once, so none can break the rule"),
      .init("range: torque 👉0.5-4.2", "'0.5-4.2' is no range; write 0.5..4.2, 0.5.. or ..4.2"),
      .init("range: torque 👉0...2", "'0...2' is no range; write 0.5..4.2, 0.5.. or ..4.2"),
      .init("range: torque 👉..", "'..' is no range; write 0.5..4.2, 0.5.. or ..4.2"),
      .init(
        "range: torque 👉4..2", "the range '4..2' is empty; write the smaller number first"),
      .init(
        "range: 👉paste 1..2", "'paste' has states and no numbers; write 'never: paste=…'"),
      .init(
        "never: paste=👉bda and reflow=👉clod\n\n  👉x",
        "'paste' has no state 'bda'; did you mean 'bad'?",
        "'reflow' has no state 'clod'; did you mean 'cold'?",
        "'x' begins no rule; write 'never: A=x and B=y' or 'range: NAME 0.5..4.2'"),
    ] as [MalformedText])
  func `what is wrong with rules is named where it stands`(malformed: MalformedText) throws {
    let error = try #require(throws: FormatError.self) {
      try Self.rules(malformed.marked.text)
    }
    #expect(malformed.difference(from: error) == nil)
  }

  @Test(arguments: UInt64(1)...60)
  func `no text of rules is too much`(seed: UInt64) {
    var dice = Dice(seed: seed)
    let pieces = [
      "never:", " ", "range:", "torque", "=", "!", "!=", "'", "\"", "..", "1", "\n", ";", "#",
      "and", "é",
    ]
    let text = (0..<30).map { _ in pieces[dice.below(pieces.count)] }.joined()
    do {
      _ = try Self.rules(text)
    } catch let error as FormatError {
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      for diagnostic in error.diagnostics {
        let position = diagnostic.position ?? SourcePosition(line: 0, column: 0)
        #expect((1...lines.count).contains(position.line))
      }
    } catch {
      Issue.record("\(error)")
    }
  }

  @Test func `rows that break a rule are set aside, those with missing cells never`() throws {
    let records = try Self.read(
      """
      unit,paste,reflow,torque,oven,shipped,code
      1,bad,cold,1,25,yes,7
      2,good,cold,1,25,yes,7
      3,bad,,1,25,yes,7
      4,bad,cold,1,25,,7
      5,bad,cold,1,25,no,7
      6,good,hot,9,25,no,7
      7,good,hot,NA,600,no,7
      8,good,hot,2,high,no,x
      9,good,hot,2,NaN,no,?
      """,
      rules: """
        never: paste=bad and reflow!=hot and shipped=yes
        range: torque 0..4
        range: oven 0..500
        range: code 0..10
        """)
    #expect(records.rowNumbers == [2, 3, 4, 5, 9])
    #expect(records.quarantinedCount == 4)
    #expect(records.ruleBreakerCount == 4)
    #expect(records.ruleCounts.map(\.rows) == [1, 1, 1, 1])
    #expect(records.setAside?.rows == 4)
    #expect(records.store.count == 5)
  }

  @Test func `a quarantine tells the rule and the number`() throws {
    try RecordsSamples.withFolder { folder in
      var options = RecordsReader.Options()
      options.quarantine = folder + "/aside.csv"
      options.rules = try Self.rules("never: reflow=cold and paste=bad\nrange: torque ..4")
      let records = try RecordsSamples.read(
        "paste,reflow,torque\nbad,cold,5.5\nbda,hot,1\ngood,hot,1\n", options)
      #expect(records.quarantinedCount == 2)
      #expect(records.ruleBreakerCount == 1)
      let lines = try RecordsSamples.text(at: folder + "/aside.csv").split(separator: "\n")
      #expect(
        lines[1]
          == "1,2,breaks 'never: reflow=cold and paste=bad'; breaks 'range: torque ..4.0': it is 5.5,bad,cold,5.5"
      )
      #expect(lines.count == 3)
    }
  }

  @Test func `a bad cell without a quarantine stays an error beside rules`() throws {
    var options = RecordsReader.Options()
    options.rules = try Self.rules("never: paste=bad")
    #expect(
      try RecordsSamples.problems("paste\nbad\nbda\n", options)
        == ["3:1 row 2: column 'paste': 'paste' has no state 'bda'; did you mean 'bad'?"])
    #expect(
      try RecordsSamples.problems("paste\nbad\n", options)
        == ["none of its 1 row can be used; each breaks a rule"])
  }

  @Test func `a rule about a column that is not there is told`() throws {
    let records = try Self.read(
      "paste\nbad\n", rules: "never: paste=bad and shipped=yes; never: reflow=cold")
    #expect(records.store.count == 1)
    #expect(records.idleRules.map(\.name) == ["shipped", "reflow"])
    #expect(records.ruleCounts.map(\.rows) == [0, 0])
  }

  @Test func `the rules of a graph are read, written and kept in a model`() throws {
    let text = """
      digraph { ignore="shipped"; rules="never: a=bad and shipped=yes; range: 'size, mm' 1..2";
        a [kind=lot, prior="0.9 0.1"]; s [kind=test, reading=gaussian, column="size, mm", cpt="1 2; 2 2"];
        a -> s }
      """
    let model = try GraphSamples.model(text)
    #expect(
      model.graph.rules.map(\.description)
        == ["never: a=bad and shipped=yes", "range: 'size, mm' 1.0..2.0"])
    let written = try ModelWriter.text(of: model)
    #expect(try ModelReader.read(SourceText(file: "m.json", text: written)) == model)
    let wrong = MalformedText(
      "digraph {\n  👉rules=\"never: a=bda\";\n  a [kind=lot] }",
      "rules: 'a' has no state 'bda'; did you mean 'bad'?")
    let error = try #require(throws: FormatError.self) { try GraphSamples.graph(wrong.marked.text) }
    #expect(wrong.difference(from: error) == nil)
  }
}
