import Inference
import Interchange
import NetworkModel
import RootCause
import Testing
import _TestSupport

/// What a file of cases can say, and what is said of one that is wrong.
@Suite struct CasesReaderTests {
  private let model: CausalModel

  init() throws { model = try GraphSamples.model(GraphSamples.line) }

  private func read(_ text: String) throws(FormatError) -> [QueryCase] {
    try CasesReader.read(SourceText(file: "cases.json", text: text), for: model)
  }

  private func index(_ name: String) throws -> Int { try #require(model.network.index(of: name)) }

  @Test func `everything that a case can have is read`() throws {
    let cases = try read(Self.whole)
    #expect(cases.count == 6)
    #expect(cases[0] == QueryCase())
    #expect(cases[1].id == .text("unit \u{FC} 7"))
    #expect(
      cases[1].evidence.items == [
        try index("xray"): .state(1), try index("height"): .state(2),
        try index("gain"): .value(-28),
        try index("shift"): .excluded([0]), try index("reflow"): .excluded([0, 2]),
        try index("camera"): .likelihood([0.25, 3]),
      ])
    #expect(cases[1].interventions == [try index("paste"): 1, try index("voids"): 0])
    #expect(cases[1].question == .posteriors(of: nil))
    #expect(cases[2].id == .number(-7))
    #expect(cases[2].question == .explanation)
    #expect(cases[3].question == .explanations(3))
    #expect(cases[4].question == .joint([try index("xray"), try index("paste")]))
    #expect(cases[5].question == .posteriors(of: [try index("voids")]))
    #expect(cases[5].shownVariables(in: model.network) == [try index("voids")])
    #expect(!cases[0].shownVariables(in: model.network).contains(try index("gain")))
  }

  @Test func `a list without cases is one`() throws { #expect(try read(" [ ] ").isEmpty) }

  @Test(arguments: shape + names + json)
  func `what is wrong is said where it is written`(malformed: MalformedText) throws {
    let error = try #require(throws: FormatError.self) { try read(malformed.marked.text) }
    #expect(malformed.difference(from: error) == nil)
  }

  @Test func `every problem of every case is reported at once`() throws {
    let error = try #require(throws: FormatError.self) {
      try read(
        """
        [
          {"findings": {"xrya": "fail", "xray": "fial"}, "bset": 3},
          {"likelihoods": {"xray": [1, 2, 3]}, "do": {"gain": 3}},
          7
        ]
        """)
    }
    #expect(error.diagnostics.map { $0.position?.line } == [2, 2, 2, 3, 3, 4])
  }

  @Test func `beyond a hundred problems the rest is counted`() throws {
    let items = (0..<150).map { "{\"x\($0)\": 1}" }.joined(separator: ",\n")
    let error = try #require(throws: FormatError.self) { try read("[\(items)]") }
    #expect(error.diagnostics.count == 101)
    #expect(error.diagnostics.last?.message == "and 50 more problems from here on")
  }

  @Test func `no nesting is too deep for it to say so`() throws {
    let deep = String(repeating: "[", count: 100_000)
    let error = try #require(throws: FormatError.self) { try read(deep) }
    #expect(error.diagnostics.map(\.position?.column) == [65])
  }

  @Test(arguments: UInt64(1)...20)
  func `a damaged file is read or refused at a place in it`(seed: UInt64) throws {
    var fuzz = TokenFuzz(Self.whole, seed: seed)
    for _ in 0..<50 {
      let text = fuzz.text()
      do throws(FormatError) {
        _ = try read(text)
      } catch {
        #expect(!error.diagnostics.isEmpty)
        for position in error.diagnostics.map(\.position) {
          let line = try #require(position).line
          #expect(line >= 1 && line <= text.unicodeScalars.count { $0 == "\n" } + 1)
        }
      }
    }
  }

  private static let whole = #"""
    [
      {},
      {"id": "unit \u00fc 7", "findings": {"xray": "fail", "height": 62.5, "gain": -2.8e1, "shift": "!=day"},
       "not": {"reflow": ["in_control", "hot"]}, "likelihoods": {"camera": [0.25, 3]},
       "do": {"paste": "bad", "voids": "absent"}, "mpe": false},
      {"id": -7, "mpe": true, "not": {"xray": "pass"}},
      {"best": 3},
      {"joint": ["xray", "paste"]},
      {"variables": ["voids"]}
    ]
    """#
}

extension CasesReaderTests {
  static let shape: [MalformedText] = [
    .init(
      "👉{\"findings\": {}}",
      "the cases are a list, [{\"findings\": {\"X\": \"s\"}}, …], not an object"),
    .init("[👉\"xray\"]", "a case is an object, {\"findings\": {\"X\": \"s\"}}, not 'xray'"),
    .init("[{👉\"finding\": {}}]", "a case has no 'finding'; did you mean 'findings'?"),
    .init(
      "[{👉\"evidence\": {}}]",
      "a case has no 'evidence'; it has id, findings, not, likelihoods, do, variables, mpe, best, joint"
    ),
    .init("[{\"mpe\": true, 👉\"mpe\": true}]", "'mpe' is given twice"),
    .init(
      "[{\"findings\": {\"xray\": \"fail\", 👉\"xray\": \"fail\"}}]", "'xray' is given twice"),
    .init("[{\"findings\": 👉[]}]", "findings is an object, {\"X\": \"s\"}, not a list"),
    .init(
      "[{\"likelihoods\": 👉null}]", "likelihoods is an object, {\"X\": [0.2, 0.8]}, not null"),
    .init(
      "[{\"findings\": {\"xray\": 👉true}}]", "a state is a text, a reading a number, not true"),
    .init(
      "[{\"not\": {\"xray\": [👉[]]}}]", "a state is a text, a reading a number, not a list"),
    .init(
      "[{\"likelihoods\": {\"xray\": 👉0.5}}]",
      "a likelihood is a list of weights, [0.2, 0.8], not 0.5"),
    .init(
      "[{\"likelihoods\": {\"xray\": [👉\"1\", 👉null]}}]", "a weight is a number, not '1'",
      "a weight is a number, not null"),
    .init("[{\"id\": 👉1.5}]", "an id is a text or a whole number, not 1.5"),
    .init("[{\"mpe\": 👉1}]", "mpe is true or false, not 1"),
    .init("[{\"best\": 👉0}]", "best is a whole number from 1 to 1000, not 0"),
    .init("[{\"best\": 👉2.0}]", "best is a whole number from 1 to 1000, not 2.0"),
    .init("[{\"best\": 👉true}]", "best is a whole number from 1 to 1000, not true"),
    .init(
      "[{\"best\": 2, 👉\"joint\": [\"xray\"]}]",
      "'joint' does not go with 'best'; make two cases of it"),
    .init(
      "[{\"joint\": 👉\"xray\"}]", "joint is a list of variables, [\"X\", \"Y\"], not 'xray'"),
    .init("[{\"joint\": 👉[]}]", "a joint names at least one variable"),
    .init("[{\"variables\": [👉1]}]", "a variable is named by a text, not by 1"),
  ]

  static let names: [MalformedText] = [
    .init(
      "[{\"findings\": {👉\"xrya\": \"fail\"}}]",
      "there is no variable 'xrya'; did you mean 'xray'?"),
    .init(
      "[{\"findings\": {👉\"\\u001b[31m\": \"fail\"}}]", "there is no variable '\\u{1B}[31m'"),
    .init(
      "[{\"findings\": {\"xray\": 👉\"fial\"}}]",
      "'xray' has no state 'fial'; did you mean 'fail'?; its states are pass, fail"),
    .init(
      "[{\"findings\": {\"gain\": 👉\"high\"}}]", "'gain' is a reading, and 'high' is not a number"),
    .init(
      "[{\"findings\": {\"xray\": \"fail\"}, \"not\": {👉\"xray\": \"pass\"}}]",
      "two different things are said about 'xray'; say one"),
    .init(
      "[{\"not\": {\"xray\": [\"pass\", 👉\"fail\"]}}]",
      "every state of 'xray' (pass, fail) is excluded; leave one"),
    .init(
      "[{\"not\": {\"gain\": 👉3}}]",
      "'gain' is a reading and has no states to exclude; it takes a number"),
    .init(
      "[{\"likelihoods\": {\"xray\": 👉[0, 0]}}]",
      "the likelihood of 'xray' has no weight above 0; it takes a weight for each of its states (pass, fail), none"
        + " negative and not all 0"),
    .init(
      "[{\"do\": {\"gain\": 👉3}}]", "do sets a variable to one of its states, not to '3'"),
    .init(
      "[{\"do\": {\"xray\": 👉\"!=fail\"}}]",
      "do sets a variable to one of its states, not to '!=fail'"),
    .init(
      "[{\"joint\": [\"xray\", 👉\"xray\", 👉\"gain\", 👉\"xrya\"]}]", "'xray' is named twice",
      "'gain' is a reading and has no states to be asked for",
      "there is no variable 'xrya'; did you mean 'xray'?"),
  ]

  private static func noJSON(_ marked: MarkedText, _ message: String) -> MalformedText {
    MalformedText(marked, "the file is not JSON: " + message)
  }

  static let json: [MalformedText] = [
    noJSON("[{}👉", "the file ends too early"),
    noJSON("[{} 👉{}]", "a comma is missing"),
    noJSON("[{}, 👉]", "a value is missing"),
    noJSON("[{}] 👉[]", "nothing may follow the end"),
    noJSON("[{👉findings: {}}]", "a member begins with its name in quotes"),
    noJSON("[{\"id\" 👉7}]", "after the name of a member comes ':'"),
    noJSON("[{\"id\": 👉\"a}]", "this text does not end; its closing quote is missing"),
    noJSON(
      "[{\"id\": \"a👉\n\"}]",
      "a line break or control character in a text is written \\n, \\t or \\u…"),
    noJSON("[{\"id\": \"👉\\x41\"}]", "there is no such escape in JSON"),
    noJSON("[{\"id\": \"👉\\u00g1\"}]", "there is no such escape in JSON"),
    noJSON("[{\"id\": \"👉\\ud83d\"}]", "this is half of a character"),
    noJSON("[{\"id\": 👉0x10}]", "'0x10' is no JSON"),
    noJSON("[{\"id\": 👉01}]", "'01' is no JSON"),
    noJSON("[{\"id\": 👉+1}]", "'+1' is no JSON"),
    noJSON("[{\"id\": 👉1.}]", "'1.' is no JSON"),
    noJSON("[{\"id\": 👉NaN}]", "'NaN' is no JSON"),
    noJSON("[{\"id\": 👉1e999}]", "the number 1e999 is too large"),
    noJSON("[{\"mpe\": 👉True}]", "'True' is no JSON"),
    noJSON("[ 👉// none\n]", "'//' is no JSON"),
  ]
}
