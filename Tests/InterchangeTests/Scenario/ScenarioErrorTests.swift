import Interchange
import RootCause
import Testing
import _TestSupport

/// What is wrong with a scenario is said in the words expected here, at the place of the mark.
@Suite struct ScenarioErrorTests {
  @Test(arguments: shape + values + names + yaml)
  func `what is wrong is said where it is written`(malformed: MalformedText) throws {
    let error = try #require(throws: FormatError.self) {
      try ScenarioFolder().read(malformed.marked.text)
    }
    #expect(malformed.difference(from: error) == nil)
  }

  @Test func `problems of the file and of its names are reported at once`() throws {
    let error = try #require(throws: FormatError.self) {
      try ScenarioFolder().read(
        """
        titel: T
        title: T
        graph: line.gv
        confirmed: { pasta: bad }
        discovered: 1990-13
        events:
          - { on: 2021-02-29, observe: { xray: fail } }
          - { on: 2021, observe: { xray: fial, heigth: low }, trust: 2 }
        expect:
          - { after: 3, cause: paste, rank: 0 }
        """)
    }
    #expect(
      error.diagnostics.map { $0.position?.line } == [1, 4, 5, 7, 8, 8, 8, 10])
  }

  @Test(arguments: UInt64(1)...20)
  func `a damaged scenario is read or refused at a place in the file`(seed: UInt64) throws {
    let folder = try ScenarioFolder()
    var fuzz = TokenFuzz(Self.whole, seed: seed)
    for _ in 0..<30 {
      let text = fuzz.text()
      do {
        let scenario = try folder.read(text)
        _ = try Replay(scenario)
      } catch let error as FormatError where error.file.hasSuffix("scenario.yaml") {
        #expect(!error.diagnostics.isEmpty)
        for position in error.diagnostics.compactMap(\.position) {
          #expect(
            position.line >= 1 && position.column >= 1
              && position.line <= text.unicodeScalars.count + 1)
        }
        #expect(!"\(error)".isEmpty)
      } catch is FormatError {
      } catch is FileError {
      } catch is ReplayError {
      }
    }
  }

  private static let whole = """
    title: Voids in March
    graph: line.gv
    sources: ["Report 7", 'Minutes']
    confirmed: { paste: bad }
    discovered: 2021-05
    events:
      - on: 2021-03-01
        note: >-
          The first unit
          fails.
        observe: { xray: fail, height: 62.5, gain: 28 }
      - on: 2021-04
        observe: { reflow: cold }
        trust: 0.8
    expect:
      - { after: 1, cause: paste, state: bad, rank: 3 }
    """
}

extension ScenarioErrorTests {
  /// A whole scenario but for what `text` says: its title, graph, cause and event come first, each unless `text` gives its own.
  private static func scenario(_ text: String, _ messages: String...) -> MalformedText {
    var lines = [
      "title: T", "graph: line.gv", "confirmed: { paste: bad }", "events: [{ on: 2020 }]",
    ]
    lines.removeAll { line in
      text.split(separator: "\n").contains {
        $0.replacing("👉", with: "").hasPrefix(line.prefix(while: { $0 != ":" }) + ":")
      }
    }
    var malformed = MalformedText(MarkedText((lines + [text]).joined(separator: "\n")))
    malformed.messages = messages
    return malformed
  }

  static let shape: [MalformedText] = [
    .init(
      "👉[]",
      "a scenario is a mapping with title, graph, model, sources, confirmed, discovered, events, expect"
    ),
    .init(
      "👉👉👉title: T", "a scenario names its graph: graph: path/to/file.gv", "'confirmed' is missing",
      "'events' is missing"),
    scenario("👉titel: x", "a scenario has no 'titel'; did you mean 'title'?"),
    scenario(
      "👉author: x",
      "a scenario has no 'author'; it has title, graph, model, sources, confirmed, discovered, events, expect"
    ),
    scenario("title: x\n👉title: y", "'title' is given twice"),
    scenario("title: 👉[x]", "title is a text, not a list"),
    scenario("? 👉[x]\n: y", "the name of a member is a text, not a list"),
    scenario("graph: line.gv\nmodel: 👉line.json", "a scenario has a graph or a model, not both"),
    scenario("sources: 👉Report", "sources is a list, not 'Report'"),
    scenario("sources: [👉{a: b}]", "a source is a text, not a mapping"),
    scenario(
      "confirmed: 👉paste", "confirmed names variables with their states: { variable: state }"),
    scenario("confirmed: 👉{}", "confirmed names variables with their states: { variable: state }"),
    scenario(
      "confirmed: { 👉paste: [bad] }",
      "confirmed names variables with their states: { variable: state }"),
    scenario("events: 👉[]", "a scenario has events"),
    scenario("events: 👉{ on: 2020 }", "events is a list, not a mapping"),
    scenario("events: [👉2020]", "an event is a mapping with on, note, observe, trust"),
    scenario("events: [👉{ note: x }]", "'on' is missing"),
    scenario(
      "events: [{ on: 2020, 👉observed: { xray: fail } }]",
      "an event has no 'observed'; did you mean 'observe'?"),
    scenario(
      "events: [{ on: 2020, observe: { xray: fail, 👉xray: pass } }]", "'xray' is given twice"),
    scenario("expect: [👉{ after: 1, cause: paste }]", "'rank' is missing"),
    scenario(
      "expect: [{ 👉afer: 1, after: 1, cause: paste, rank: 1 }]",
      "an expectation has no 'afer'; did you mean 'after'?"),
  ]

  static let values: [MalformedText] = [
    scenario("discovered: 👉yesterday", "'yesterday' is no date; write 1990-09-11, 1990-09 or 1990"),
    scenario("discovered: 👉1990-9-11", "'1990-9-11' is no date; write 1990-09-11, 1990-09 or 1990"),
    scenario(
      "discovered: 👉1990-02-29", "'1990-02-29' is no date; write 1990-09-11, 1990-09 or 1990"),
    scenario(
      "events: [{ on: 👉, note: x }]", "nothing is no date; write 1990-09-11, 1990-09 or 1990"),
    scenario(
      "events: [{ on: 2020, observe: { xray: fail }, trust: 👉0 }]",
      "trust is a number above 0 and up to 1, not '0'"),
    scenario(
      "events: [{ on: 2020, observe: { xray: fail }, trust: 👉1.01 }]",
      "trust is a number above 0 and up to 1, not '1.01'"),
    scenario(
      "events: [{ on: 2020, observe: { xray: fail }, trust: 👉nan }]",
      "trust is a number above 0 and up to 1, not 'nan'"),
    scenario(
      "events: [{ on: 2020, observe: { xray: fail }, trust: 👉high }]",
      "trust is a number above 0 and up to 1, not 'high'"),
    scenario(
      "events: [{ on: 2020, observe: { gain: 👉30 }, trust: 0.5 }]",
      "'gain' is a reading; trust is for states"),
    scenario(
      "events: [{ on: 2020, observe: { xray: 👉'!=fail' }, trust: 0.5 }]",
      "'xray' was not found in a state here; trust is for a state that was found"),
    scenario(
      "events: [{ on: 2020, observe: { xray: 👉'!=fial' } }]",
      "'xray' has no state 'fial'; did you mean 'fail'?; its states are pass, fail"),
    scenario(
      "expect: [{ after: 👉0, cause: paste, rank: 1 }]",
      "after is the number of an event, from 1, not '0'"),
    scenario(
      "expect: [{ after: 👉1.5, cause: paste, rank: 1 }]",
      "after is the number of an event, from 1, not '1.5'"),
    scenario(
      "expect: [{ after: 👉2, cause: paste, rank: 1 }]",
      "after is the number of an event, 1 to 1, not 2"),
    scenario(
      "expect: [{ after: 1, cause: paste, rank: 👉first }]",
      "rank is a whole number from 1, not 'first'"),
    scenario(
      "expect: [{ after: 1, cause: paste, rank: 👉1e300 }]",
      "rank is a whole number from 1, not '1e300'"),
    scenario(
      "events:\n  - { on: 1990-05-02 }\n  - { on: 👉1990-05-01 }",
      "this event, 1990-05-01, stands after one of 1990-05-02; events go in the order of time"),
    scenario(
      "events:\n  - { on: 1990-05 }\n  - { on: 👉1989 }",
      "this event, 1989, stands after one of 1990-05; events go in the order of time"),
  ]

  static let names: [MalformedText] = [
    scenario("confirmed: { 👉pasta: bad }", "there is no variable 'pasta'; did you mean 'paste'?"),
    scenario(
      "confirmed: { paste: 👉worse }", "the cause 'paste' is in one of its off-nominal states: bad"),
    scenario(
      "confirmed: { reflow: 👉in_control }",
      "the cause 'reflow' is in one of its off-nominal states: cold, hot"),
    scenario(
      "confirmed: { 👉voids: present }", "'voids' is a defect; a cause is a step, a lot or a station"
    ),
    scenario("confirmed: { 👉gain: 3 }", "'gain' is a test; a cause is a step, a lot or a station"),
    scenario(
      "events: [{ on: 2020, observe: { 👉xrya: fail } }]",
      "there is no variable 'xrya'; did you mean 'xray'?"),
    scenario(
      "events: [{ on: 2020, observe: { xray: 👉fial } }]",
      "'xray' has no state 'fial'; did you mean 'fail'?; its states are pass, fail"),
    scenario(
      "events: [{ on: 2020, observe: { gain: 👉high } }]",
      "'gain' is a reading, and 'high' is not a number"),
    scenario(
      "expect: [{ after: 1, cause: 👉reflow, rank: 1 }]",
      "the cause 'reflow' is in one of its off-nominal states: cold, hot"),
    scenario(
      "expect: [{ after: 1, cause: reflow, state: 👉warm, rank: 1 }]",
      "the cause 'reflow' is in one of its off-nominal states: cold, hot"),
    scenario(
      "expect: [{ after: 1, cause: 👉shift, rank: 1 }]",
      "'shift' is a context; a cause is a step, a lot or a station"),
  ]

  static let yaml: [MalformedText] = [
    .init("", "the file is empty"),
    .init("# nothing\n", "the file has no document"),
    .init("title: 👉*x", "aliases are not supported"),
    .init("👉*x", "aliases are not supported"),
    .init("a: &x 1\nb: 👉*x", "aliases are not supported"),
    .init("title: T\n---\n👉title: U", "a file has one document"),
    .init(
      "title: T\n👉\tgraph: x",
      "the file is not YAML: found a tab character that violates indentation"),
    .init("title: [a\n👉", "the file is not YAML: did not find expected ',' or ']'"),
    .init(
      MarkedText(String(repeating: "[", count: 32) + "👉" + String(repeating: "[", count: 968)),
      "the nesting is deeper than 32"),
    .init(
      MarkedText(String(repeating: "[", count: 32) + "👉" + String(repeating: "[", count: 100_000)),
      "the nesting is deeper than 32"),
  ]
}
