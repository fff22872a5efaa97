import Interchange
import RootCause
import Testing
import _TestSupport

/// What is wrong with a model file, and where.
@Suite struct ModelErrorTests {
  @Test(arguments: syntax + members)
  func `what is wrong is said where it is written`(malformed: MalformedText) throws {
    let error = try #require(throws: FormatError.self) { try Self.read(malformed.marked.text) }
    #expect(malformed.difference(from: error) == nil)
  }

  @Test(arguments: content)
  func `what is wrong with a variable is said where it stands`(change: Change) throws {
    let text = Self.whole.replacing(change.old, with: change.new)
    try #require(text != Self.whole)
    let malformed = MalformedText(MarkedText(text), change.message)
    let error = try #require(throws: FormatError.self) { try Self.read(malformed.marked.text) }
    #expect(malformed.difference(from: error) == nil)
  }

  @Test func `every problem is reported`() throws {
    let text = Self.whole.replacing("\"good\",\"bad\"", with: "").replacing(
      "\"paste\"]", with: "\"paset\"]"
    )
    .replacing("\"weight\":8", with: "\"weight\":-8").replacing(
      "\"LR\"", with: "\"LR\",\"url\":\"x\"")
    let error = try #require(throws: FormatError.self) { try Self.read(text) }
    #expect(error.diagnostics.count == 4)
  }

  @Test func `an earlier reader refuses what a later version wrote`() throws {
    let text = "{\"format\": 3, \"variables\": [{\"new\": true}]}"
    let error = try #require(throws: FormatError.self) { try Self.read(text) }
    #expect(
      "\(error)"
        == "m.json: error: the model has format 3, and this version of Fishbone (\(fishboneVersion)) reads"
        + " up to 2; use a newer one")
  }

  @Test func `a file that was cut off is refused wherever the cut is`() throws {
    _ = try Self.read(Self.whole)
    for length in stride(from: 0, to: Self.whole.utf8.count - 2, by: 7) {
      let error = try #require(throws: FormatError.self) {
        try Self.read(String(decoding: Self.whole.utf8.prefix(length), as: UTF8.self))
      }
      #expect(error.diagnostics.count == 1)
      #expect(error.diagnostics[0].position != nil)
    }
  }

  @Test(arguments: UInt64(1)...20)
  func `a damaged model is read or refused at a place in the file`(seed: UInt64) throws {
    var fuzz = TokenFuzz(Self.whole, seed: seed)
    for _ in 0..<60 {
      let text = fuzz.text()
      let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      do {
        let model = try Self.read(text)
        _ = try Diagnostician(model)
      } catch let error as FormatError {
        #expect(!error.diagnostics.isEmpty)
        for position in error.diagnostics.compactMap(\.position) {
          #expect(lines.indices.contains(position.line - 1))
        }
      }
    }
  }

  @Test func `nesting without end is refused`() throws {
    let text = "{\"format\":1,\"title\":" + String(repeating: "[", count: 200_000)
    #expect(throws: FormatError.self) { try Self.read(text) }
  }

  /// A change of the whole model, with a mark where it is complained about.
  struct Change: Sendable, CustomStringConvertible {
    let old: String
    let new: String
    let message: String
    var description: String { message }
  }

  private static func read(_ text: String) throws -> CausalModel {
    try ModelReader.read(SourceText(file: "m.json", text: text))
  }

  private static let whole = """
    {"format":1,"title":"T","graphAttributes":{"rankdir":"LR"},"provenance":{"version":"0","graphDigest":""},
    "variables":[
    {"name":"paste","kind":"lot","form":"table","states":["good","bad"],"parents":[],"weight":8,"cost":2,
     "cpd":{"rows":[[0.75,0.25]]},"expert":{"rows":[[0.5,0.5]]},"counts":[[3,1]]},
    {"name":"voids","kind":"defect","form":"noisy_max","states":["absent","present"],"parents":["paste"],
     "cpd":{"leak":[1,0],"strengths":{"paste":[[0.5,0.5]]}},"counts":[[1,2],[3,4]]},
    {"name":"size","kind":"test","form":"table","states":["low","high"],"bins":"low<1<high","parents":["voids"],
     "cpd":{"rows":[[1,0],[0.5,0.5]]},"counts":[[1,2],[3,4]],"attributes":{"tooltip":"t"}},
    {"name":"gain","kind":"test","form":"gaussian","parents":["voids"],
     "cpd":{"rows":[[3,0.5],[1,2]]},"counts":[[1,-2,3],[4,5,6]]}
    ]}
    """
}

extension ModelErrorTests {
  static let syntax: [MalformedText] = [
    .init("👉", "the file is not JSON: the file ends too early"),
    .init("{👉", "the file is not JSON: the file ends too early"),
    .init("{\"format\": 1👉", "the file is not JSON: the file ends too early"),
    .init(
      "{\"format\": 👉\"1",
      "the file is not JSON: this text does not end; its closing quote is missing"),
    .init("{\"format\" 👉1}", "the file is not JSON: after the name of a member comes ':'"),
    .init("{👉format: 1}", "the file is not JSON: a member begins with its name in quotes"),
    .init("{\"format\": 1\n 👉\"title\": 2}", "the file is not JSON: a comma is missing"),
    .init("{\"format\": 👉NaN}", "the file is not JSON: 'NaN' is no JSON"),
    .init("{\"format\": 👉1e999}", "the file is not JSON: the number 1e999 is too large"),
    .init("{\"format\": 1} 👉x", "the file is not JSON: nothing may follow the end"),
    .init("👉digraph { }", "the file is not JSON: 'digraph' is no JSON"),
    .init(
      "{\"format\": 1.5}",
      "the file is no model: a number in it is too large, or not whole where it has to be"),
  ]

  static let members: [MalformedText] = [
    .init("👉[1]", "the file is no model: this is not an object"),
    .init("👉{}", "the file is no model: 'format' is missing"),
    .init("{\"format\": 👉\"1\"}", "the file is no model: format: this is not a whole number"),
    .init("{\"format\": 0}", "there is no model format 0"),
    .init("👉{\"format\": 1}", "the file is no model: 'variables' is missing"),
    .init(
      "{\"format\": 1, \"variables\": 👉3}", "the file is no model: variables: this is not a list"),
    .init(
      "{\"format\": 1, \"variables\": [\n👉{\"name\": \"a\", \"kind\": \"lot\"}]}",
      "the file is no model: variables[0]: 'form' is missing"),
    .init(
      "{\"format\": 1, \"variables\": [\n{\"name\": 👉[]}]}",
      "the file is no model: variables[0].name: this is not a text"),
    .init(
      "{\"format\": 1, \"variables\": [{\"name\": \"a\", \"kind\": 👉\"lto\"}]}",
      "the file is no model: variables[0].kind: this is none of step, lot, station, defect, test, context"
    ),
    .init(
      "{\"format\": 1, \"variables\": 👉[], \"provenance\": {\"version\": \"\", \"graphDigest\": \"\"}}",
      "the model has no variables"),
  ]

  static let content: [Change] = [
    Change(
      old: "[[0.75,0.25]]", new: "[[0.75,0.5]]",
      message: "'paste': the probabilities sum to 1.25, not to 1"),
    Change(old: "[[0.75,0.25]]", new: "[[1.5,-0.5]]", message: "'paste': 1.5 is not a probability"),
    Change(
      old: "[[0.75,0.25]]", new: "[[\"nan\",0.5]]", message: "'paste': nan is not a probability"),
    Change(
      old: "{\"rows\":[[0.75,0.25]]}", new: "👉{\"rows\":[[0.75,0.25,0]]}",
      message: "'paste': its cpd does not have the rows of a table with these states and parents"),
    Change(
      old: "{\"rows\":[[0.75,0.25]]}", new: "{\"rows\":[[0.75,0.25],[1,0]]}",
      message: "the distribution of 'paste' has 4 numbers where its family asks for 2"),
    Change(
      old: "[[0.5,0.5]]},\"counts\":[[3", new: "[[0.5,0.4]]},\"counts\":[[3",
      message: "'paste': the probabilities sum to 0.9, not to 1"),
    Change(
      old: "[[0.5,0.5]]},\"counts\":[[3", new: "[[0.5,0.5],[1,0]]},\"counts\":[[3",
      message: "the distribution of 'paste' has 4 numbers where its family asks for 2"),
    Change(
      old: "\"counts\":[[3,1]]", new: "\"counts\":👉[[3,-1]]",
      message: "'paste': its counts are not 1 rows of 2 numbers from 0"),
    Change(
      old: "\"counts\":[[3,1]]", new: "\"counts\":👉[[3,1],[1,1]]",
      message: "'paste': its counts are not 1 rows of 2 numbers from 0"),
    Change(
      old:
        "{\"name\":\"gain\",\"kind\":\"test\",\"form\":\"gaussian\",\"parents\":[\"voids\"],\n \"cpd\":{\"rows\":[[3,0.5],[1,2]]},\"counts\":[[1,-2,3],[4,5,6]]}",
      new:
        "👉{\"name\":\"gain\",\"kind\":\"test\",\"form\":\"gaussian\",\"parents\":[\"voids\"],\n \"cpd\":{\"rows\":[[3,0.5],[1,2]]}}",
      message: "'gain': its counts are not 2 rows of 3 numbers from 0"),
    Change(
      old: "[[3,0.5],[1,2]]", new: "[[3,0],[1,2]]",
      message:
        "'gain' given voids=absent: means and slopes have to be finite and a standard deviation above 0"
    ),
    Change(
      old: "{\"leak\":[1,0],\"strengths\":{\"paste\"",
      new: "👉{\"leak\":[1,0],\"strengths\":{\"paset\"",
      message:
        "'voids': its cpd does not have the rows of a noisy_max with these states and parents"),
    Change(
      old: "{\"name\":\"size\"", new: "👉{\"name\":\"voids\"",
      message: "'voids': there are two variables of this name"),
    Change(
      old: "\"parents\":[\"paste\"]", new: "\"parents\":👉[\"paset\"]",
      message: "'voids': its parent 'paset' is no variable; did you mean 'paste'?"),
    Change(
      old: "\"states\":[\"good\",\"bad\"],\"parents\":[]",
      new: "\"states\":[\"good\",\"bad\"],\"parents\":👉[\"paste\"]",
      message: "'paste': the arcs run in a circle: paste -> paste"),
    Change(
      old: "\"states\":[\"good\",\"bad\"]", new: "\"states\":[\"bad\",\"bad\"]",
      message: "'paste' has two states called 'bad'"),
    Change(
      old: "\"low<1<high\"", new: "👉\"low<1<hihg\"",
      message: "'size': 'low<1<hihg' are no bins for its states"),
    Change(
      old: "\"weight\":8", new: "\"weight\":👉0",
      message: "'paste': its weight is a number above 0, not 0.0"),
    Change(
      old: "\"weight\":8", new: "\"weight\":👉\"nan\"",
      message: "'paste': its weight is a number above 0, not nan"),
    Change(
      old: "\"cost\":2", new: "\"cost\":👉-1",
      message: "'paste': its cost is a number of 0 or more, not -1.0"),
    Change(
      old: "{\"tooltip\":\"t\"}", new: "{\"image\":👉\"/etc/passwd\"}",
      message: "'image' is refused: a graph may neither load files nor link anywhere"),
    Change(
      old: "{\"rankdir\":\"LR\"}", new: "{\"rankdri\":👉\"LR\"}",
      message: "a graph has no attribute 'rankdri'; did you mean 'rankdir'?"),
  ]
}
