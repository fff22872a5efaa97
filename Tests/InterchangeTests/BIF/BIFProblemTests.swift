import Interchange
import NetworkModel
import RootCause
import Testing

struct BIFProblemTests {
  @Test(arguments: [
    // Rows
    ("(a0) 0.5, 0.5; (a2) 0.5, 0.5;", ["6:17 'a' has no state 'a2'; did you mean 'a0'?"]),
    ("(a0) 0.5, 0.5; (yes) 0.5, 0.5;", ["6:17 'a' has no state 'yes'; its states are a0, a1"]),
    ("(a0) 0.5, 0.5;", ["5:15 'b' has no row (a1); give every row, or a default"]),
    ("", ["5:15 'b' has no row (a0), (a1); give every row, or a default"]),
    ("(a0) 1, 0; (a1) 1, 0; (a0) 1, 0;", ["6:23 the row (a0) is given twice; give it once"]),
    ("(a0) 1, 0, 0; (a1) 1, 0;", ["6:1 'b' given (a0): 3 numbers, and 2 states: b0, b1"]),
    ("(a0) 0.5, 0.4; (a1) 1, 0;", ["6:1 'b' given (a0): the probabilities sum to 0.9, not to 1"]),
    (
      "(a0) 0.5, 0.500002; (a1) 1, 0;",
      ["6:1 'b' given (a0): the probabilities sum to 1.000002, not to 1"]
    ),
    ("(a0) 1.5, -0.5; (a1) 1, 0;", ["6:6 1.5 is no probability: it is not from 0 to 1"]),
    ("(a0) -0.5, 1.5; (a1) 1, 0;", ["6:6 -0.5 is no probability: it is not from 0 to 1"]),
    (
      "(a0) 1, zero; (a1) nan, 0;",
      [
        "6:9 expected a number or ';', found 'zero'", "6:20 expected a number or ';', found 'nan'",
      ]
    ),
    ("(a0, a1) 1, 0; (a1) 1, 0;", ["6:1 the row names 2 states, and 'b' has 1 parent: a"]),
    ("(a0) 1, 0; (a1) 1, 0", ["7:1 expected a number or ';', found '}'"]),
    ("(a0 1, 0; (a1) 1, 0;", ["6:9 expected a state or ')', found ';'"]),
    ("(\"\") 1, 0; (a1) 1, 0;", ["6:3 expected a state or ')', found an empty name"]),
    ("[a0] 1, 0; (a1) 1, 0;", ["6:1 expected '(', 'table', 'default' or '}', found '['"]),
    // Tables and defaults
    (
      "table 0.1 0.2 0.9;",
      ["6:1 the table has 3 numbers; 'b' needs 4, 2 for each of 2 joint states of its parents"]
    ),
    ("table 0.1 0.2 0.8 0.8;", ["6:1 'b' given (a0): the probabilities sum to 0.9, not to 1"]),
    (
      "table 0.1 0.9 0.2 0.8;",
      [
        "6:1 in a table of BIF the states of 'b' change slowest; these numbers sum to 1 row by row: write each row as"
          + " '(states of the parents) numbers;'"
      ]
    ),
    ("table 1 1 0 0; (a0) 1, 0;", ["6:1 a block has a table or rows, not both; leave one out"]),
    ("table 1 1 0 0; table 1 1 0 0;", ["6:16 the block has a table already"]),
    ("default 1 0; default 1 0;", ["6:14 the block has a default already"]),
    ("default 0.5 0.4;", ["6:1 'b', default: the probabilities sum to 0.9, not to 1"]),
    ("property open", ["6:1 the property is not closed by ';'"]),
  ])
  func `what is wrong with a distribution is said where it stands`(body: String, problems: [String])
  {
    #expect(BIFSamples.problems(BIFSamples.pair(body)) == problems)
  }

  @Test(arguments: [
    ("", ["1:1 the file has no variables"]),
    ("network x { }", ["1:1 the file has no variables"]),
    (
      "varable a { }",
      ["1:1 expected 'variable' or 'probability', found 'varable'; did you mean 'variable'?"]
    ),
    (
      "variable a { type discrete [ 3 ] { x, y }; }\nprobability ( a ) { table 1, 0; }",
      [
        "1:30 'a' says that it has 3 states, and lists 2"
      ]
    ),
    (
      "variable a { type discrete [ 2 ] { not good, good }; }\nprobability ( a ) { table 1, 0; }",
      [
        "1:30 'a' says that it has 2 states, and lists 3; a state with a space needs quotes"
      ]
    ),
    (
      "variable a { type discrete [ 2 ] { x, x }; }\nprobability ( a ) { table 1, 0; }",
      [
        "1:39 'a' has the state 'x' already"
      ]
    ),
    (
      "variable a { type continuous; }\nprobability ( a ) { table 1, 0; }",
      [
        "1:19 expected 'discrete', the only type there is, found 'continuous'"
      ]
    ),
    (
      "variable a { }\nprobability ( a ) { table 1, 0; }",
      [
        "1:10 'a' has no type; give 'type discrete [ 2 ] { first, second };'"
      ]
    ),
    (
      "variable a { type discrete [ 1 ] { x }; }",
      [
        "1:10 'a' has no probability block; give 'probability ( a ) { table …; }'"
      ]
    ),
    (
      "variable a { type discrete [ 1 ] { x }; }\nprobability ( a ) { }",
      ["2:15 'a' has no numbers; give a table"]
    ),
    (
      "variable a { type discrete [ 1 ] { x }; }\nvariable a { type discrete [ 1 ] { x }; }\nprobability ( a ) { table 1; }\nprobability ( a ) { table 1; }",
      [
        "2:10 there is a variable 'a' already; a name is given once",
        "4:15 'a' has a probability block already; give it one",
      ]
    ),
    (
      "variable smoke { type discrete [ 1 ] { x }; }\nprobability ( smoke | smoek, fire ) { table 1; }\nprobability ( Smoke ) { table 1; }",
      [
        "2:23 there is no variable 'smoek'; did you mean 'smoke'?",
        "2:30 there is no variable 'fire'",
        "3:15 there is no variable 'Smoke'; did you mean 'smoke'?",
      ]
    ),
    (
      "variable a { type discrete [ 1 ] { x }; }\nvariable b { type discrete [ 1 ] { x }; }\nprobability ( a | b ) { (x) 1; }\nprobability ( b | a ) { (x) 1; }",
      ["3:19 the arcs run in a circle: b -> a -> b; leave one of them out"]
    ),
    (
      "variable a { type discrete [ 1 ] { x }; }\nprobability ( a | a ) { (x) 1; }",
      [
        "2:19 the arcs run in a circle: a -> a; leave one of them out"
      ]
    ),
    (
      "variable a { type discrete [ 1 ] { x }; }\nvariable b { type discrete [ 1 ] { x }; }\nprobability ( a ) { table 1; }\nprobability ( b | a, a ) { (x, x) 1; }",
      ["4:22 'a' is a parent already"]
    ),
    (
      "variable a { type discrete [ 1 ] { x }; property kind = lott; }\nprobability ( a ) { table 1; }",
      [
        "1:41 'lott' is no kind; did you mean 'lot'?"
      ]
    ),
    (
      "variable a { type discrete [ 1 ] { x }; property kind = lot }\nprobability ( a ) { table 1; }",
      [
        "1:41 the property is not closed by ';'"
      ]
    ),
    (
      "variable a { type discrete [ 1 ] { \"x }; }\nprobability ( a ) { table 1; }",
      [
        "1:36 the quote is not closed on its line"
      ]
    ),
    (
      "variable a { type discrete [ 1 ] { x }; }\n/* never\nprobability ( a ) { table 1; }",
      [
        "2:1 the comment is not closed by '*/'"
      ]
    ),
    (
      "variable a {\nvariable b { type discrete [ 1 ] { x }; }\nprobability ( b ) { table 1; }\nprobability ( a | b ) { (y) 1; }",
      [
        "2:1 expected 'type', 'property' or '}', found 'variable'"
      ]
    ),
    (
      "variable a { type discrete [ 1 ] { x }; }\nprobability ( a {\n table 1; }\nprobability ( b ) { table 1; }",
      [
        "2:17 expected a parent or ')', found '{'", "4:15 there is no variable 'b'",
      ]
    ),
    (
      "variable a { type discrete [ 1 ] { x }; }\nprobability ( a ) {\n table 1;\n",
      [
        "4:1 the file ends where '}' should stand"
      ]
    ),
    (
      "network a { }\nnetwork b { }\n",
      ["2:1 there is a network block already; a file holds one network"]
    ),
    (
      "variable a { type discrete [ 1 ] { x }; }\nvariable b { type discrete [ 1 ] { x }; }\nprobability ( a, b | b ) { table 1; }",
      [
        "2:10 'b' has no probability block; give 'probability ( b ) { table …; }'",
        "3:20 one variable stands before the '|', and its parents after it",
      ]
    ),
  ])
  func `what is wrong with a file is said where it stands`(text: String, problems: [String]) {
    #expect(BIFSamples.problems(text) == problems)
  }

  @Test func `every problem is told at once, in the order of the file`() {
    let text = """
      network n { }
      variable a { type discrete [ 2 ] { a0, a1 }; property kind = stepp; }
      variable b { type discrete [ 2 ] { b0, b1 }; }
      variable c { type discrete [ 2 ] { c0, c1 }; }
      probability ( b | a, d ) { (a0) 1, 0; }
      probability ( c | b ) { (b0) 0.5, 0.6; (b1) 1, x; }
      probabilty ( a ) { table 1, 0; }
      """
    #expect(
      BIFSamples.problems(text) == [
        "2:46 'stepp' is no kind; did you mean 'step'?",
        "5:28 the row names 1 state, and 'b' has 2 parents: a, d",
        "6:25 'c' given (b0): the probabilities sum to 1.1, not to 1",
        "6:48 expected a number or ';', found 'x'",
        "7:1 expected 'variable' or 'probability', found 'probabilty'; did you mean 'probability'?",
      ])
  }

  @Test func `a hundred problems are named and the others counted`() {
    let states = (0..<300).map { "s\($0)" }
    let rows = states.map { "(\($0)) 0.5, 0.6;" }.joined(separator: "\n")
    let text = """
      variable a { type discrete [ 300 ] { \(states.joined(separator: " ")) }; }
      variable b { type discrete [ 2 ] { b0, b1 }; }
      probability ( a ) { default \(states.map { _ in "0.00333333333" }.joined(separator: " ")); }
      probability ( b | a ) {
      \(rows)
      }
      """
    let problems = BIFSamples.problems(text)
    #expect(problems.count == 101)
    #expect(problems.last == "105:1 and 200 more problems from here on")
  }

  @Test func `a few bytes that ask for gigabytes are refused`() {
    var text = ""
    for index in 0..<70 {
      text +=
        "variable v\(index) { type discrete [ 2 ] { a, b }; }\nprobability ( v\(index) ) { table 1 0; }\n"
    }
    for count in [30, 62, 70] {
      let parents = (0..<count).map { "v\($0)" }.joined(separator: ", ")
      let child = "variable x { type discrete [ 2 ] { a, b }; }\nprobability ( x | \(parents) ) {"
      for body in [" default 1 0; }", " }"] {
        #expect(
          BIFSamples.problems(text + child + body) == [
            "142:15 the parents of 'x' have more joint states than there is room for; give it fewer parents"
          ])
      }
    }
  }

  @Test func `twenty thousand names that nobody knows are one short report in no time`() {
    var text = ""
    for index in 0..<20_000 {
      text +=
        "variable v\(index) { type discrete [ 1 ] { a }; }\nprobability ( v\(index) | w\(index) ) { (a) 1; }\n"
    }
    let problems = BIFSamples.problems(text)
    #expect(problems.count == 101)
    #expect(problems.first == "2:20 there is no variable 'w0'; did you mean 'v0'?")
  }

  @Test func `deep and long inputs are errors`() {
    for piece in [
      "{", "(", "[", "\"", "/*", "variable a {", "probability (", "a ", ";", "network ",
    ] {
      let text = String(repeating: piece, count: 100_000)
      let problems = BIFSamples.problems(text)
      #expect(!problems.isEmpty && problems.count <= 101)
      for problem in problems { #expect(problem.count < 500) }
    }
  }

  @Test(arguments: 0..<40)
  func `a damaged file neither traps nor points outside itself`(seed: UInt64) {
    var source = SplitMixSource(seed: seed)
    let pieces = [
      "{", "}", "(", ")", ";", "|", "\"", "/*", "*/", "//", "\n", "variable ", "probability ",
      "table ", "default ", "1e", "property ", "yes",
    ]
    for _ in 0..<100 {
      for sample in [BIFSamples.clinic, BIFSamples.dog] {
        let text = String(decoding: source.damaged(Array(sample.utf8), with: pieces), as: UTF8.self)
        do throws(FormatError) {
          let graph = try BIFSamples.read(text).graph
          #expect(throws: Never.self) {
            try CausalModel(expert: graph, provenance: Provenance(graphDigest: ""))
          }
        } catch {
          let lines = text.utf8.count { $0 == 0x0A } + 1
          #expect(!error.diagnostics.isEmpty)
          for position in error.diagnostics.compactMap(\.position) {
            #expect(
              (1...lines).contains(position.line)
                && (1...text.utf8.count + 1).contains(position.column))
          }
        }
      }
    }
  }
}
