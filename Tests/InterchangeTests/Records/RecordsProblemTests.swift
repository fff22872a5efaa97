import Interchange
import NetworkModel
import RootCause
import Testing

struct RecordsProblemTests {
  @Test(arguments: [
    // Cells
    (
      "reflow\ncold\ncolt\n",
      ["3:1 row 2: column 'reflow': 'reflow' has no state 'colt'; did you mean 'cold'?"]
    ),
    (
      "paste,reflow\ngood,\"warm\"\n",
      [
        "2:7 row 1: column 'reflow': 'reflow' has no state 'warm'; its states are in_control, cold, hot"
      ]
    ),
    (
      "reflow\nnull\n",
      [
        "2:1 row 1: column 'reflow': 'reflow' has no state 'null'; its states are in_control, cold, hot;"
          + " leave a cell that is not known empty"
      ]
    ),
    (
      "reflow\nnone\n\"a\nb\"\n",
      [
        "2:1 row 1: column 'reflow': 'reflow' has no state 'none'; its states are in_control, cold, hot; leave a cell that is not known empty",
        "3:2 row 2: column 'reflow': 'reflow' has no state 'a\\nb'; its states are in_control, cold, hot",
      ]
    ),
    ("oven,paste\n20 C,\n", ["2:1 row 1: column 'oven': '20 C' is not a number or a state"]),
    (
      "oven\nhi\n",
      ["2:1 row 1: column 'oven': 'oven' has no state 'hi'; its states are normal, low, high"]
    ),
    ("oven\nlwo\n", ["2:1 row 1: column 'oven': 'oven' has no state 'lwo'; did you mean 'low'?"]),
    ("oven\n1e999\n", ["2:1 row 1: column 'oven': '1e999' is not a number or a state"]),
    (
      "torque\n\"1,5\"\n",
      ["2:2 row 1: column 'torque': '1,5' is not a number; write 1.5 with a point"]
    ),
    (
      "torque\n0x10\ninf\n-\n1e\n",
      [
        "2:1 row 1: column 'torque': '0x10' is not a number",
        "3:1 row 2: column 'torque': 'inf' is not a number",
        "4:1 row 3: column 'torque': '-' is not a number",
        "5:1 row 4: column 'torque': '1e' is not a number",
      ]
    ),
    (
      "count,reflow\n,cold\n-1,cold\nNA,cold\n",
      [
        "2:1 row 1: column 'count': the cell is empty; give how many units the row stands for",
        "3:1 row 2: column 'count': '-1' is not a number from 0; give how many units the row stands for",
        "4:1 row 3: column 'count': 'NA' is not a number from 0; give how many units the row stands for",
      ]
    ),
    // Rows
    ("reflow,paste\ncold\n", ["2:1 row 1: 1 cell, where the header has 2"]),
    ("reflow,paste\n\ncold,good,\nhot,bad\n", ["3:1 row 1: 3 cells, where the header has 2"]),
    ("reflow\n", ["the file has a header and no records"]),
    ("reflow", ["the file has a header and no records"]),
    ("", ["the file is empty"]),
    ("\u{FEFF}", ["the file is empty"]),
    ("\n\n\r\n", ["the file has no header, just blank lines"]),
    // Quotes
    ("reflow,paste\ncold,\"good\nhot,bad\n", ["2:6 the quote that opens here is never closed"]),
    (
      "reflow,paste\nco\"ld,good\n",
      [
        "2:3 a quote inside a cell that does not begin with one; put the whole cell in quotes and write those inside it twice"
      ]
    ),
    (
      "reflow,paste\ncold, \"good\"\n",
      [
        "2:7 a quote inside a cell that does not begin with one; put the whole cell in quotes and write those inside it twice"
      ]
    ),
    (
      "reflow,paste\n\"co\nld\"x,good\n",
      [
        "3:4 text after the closing quote of a cell that begins in line 2; a quote inside a cell is written twice"
      ]
    ),
    ("reflow\n\"", ["2:1 the quote that opens here is never closed"]),
    ("reflow,\"paste\ncold,good\n", ["1:8 the quote that opens here is never closed"]),
    (
      "reflow,paste\r\n\"co\r\nld\",good\r\n\r\ncold,goot\r\n",
      [
        "2:2 row 1: column 'reflow': 'reflow' has no state 'co\\r\\nld'; its states are in_control, cold, hot",
        "5:6 row 2: column 'paste': 'paste' has no state 'goot'; did you mean 'good'?",
      ]
    ),
    // The header
    (
      "Reflow,paste\ncold,good\n",
      [
        "1:1 column 'Reflow' is no variable of the graph; did you mean 'reflow'? pass over it with ignore=\"Reflow\" in the graph or --ignore Reflow"
      ]
    ),
    (
      "paste,operator's name\ngoot,Ann\n",
      [
        "1:7 column 'operator's name' is no variable of the graph; pass over it with ignore=\"operator's name\" in the graph or --ignore 'operator'\\''s name'",
        "2:1 row 1: column 'paste': 'paste' has no state 'goot'; did you mean 'good'?",
      ]
    ),
    (
      "reflow,paste, reflow\ncold,good,hot\n",
      ["1:14 columns 1 and 3 are both called 'reflow'; name one otherwise"]
    ),
    (
      "reflow,,paste,\ncold,,good,\n",
      ["1:8 column 2 has no name; give it one", "1:15 column 4 has no name; give it one"]
    ),
    ("reflow;paste\ncold;good\n", ["1:1 the file is separated by ';'; save it with commas"]),
    ("reflow\tpaste\ncold\tgood\n", ["1:1 the file is separated by tabs; save it with commas"]),
    (
      "unit,time\nU1,now\n",
      [
        "1:1 no column is a variable of the graph; the header has unit, time, and the graph paste, reflow, X-ray, final, shift, oven, torque"
      ]
    ),
  ])
  func `what is wrong is said where it stands`(text: String, problems: [String]) throws {
    #expect(try RecordsSamples.problems(text) == problems)
  }

  @Test func `text that is not UTF-8 is refused`() throws {
    let reader = try RecordsReader(graph: RecordsSamples.line())
    let cases: [([UInt8], SourcePosition?)] = [
      (Array("reflow\nc\u{00}ld\n".utf8), SourcePosition(line: 2, column: 2)),
      (Array("reflow\nc".utf8) + [0xE4], SourcePosition(line: 2, column: 2)),
      ([0xFF, 0xFE, 0x41, 0x00], nil),
    ]
    for (bytes, position) in cases {
      let error = #expect(throws: FormatError.self) {
        try reader.read(bytes: bytes, file: "line.csv")
      }
      #expect(error?.diagnostics.map(\.position) == [position])
    }
  }

  @Test func `a hundred problems are named and the others counted`() throws {
    let text = "reflow,paste\n" + String(repeating: "warm,good\n", count: 103)
    let problems = try RecordsSamples.problems(text)
    #expect(problems.count == 101)
    #expect(problems.last == "102:1 and 3 more problems from here on")
    let exact = try RecordsSamples.problems("reflow\n" + String(repeating: "warm\n", count: 100))
    #expect(exact.count == 100 && exact.last?.hasPrefix("101:1 row 100:") == true)
  }

  @Test func `a row of thousands of bad cells is one short report`() throws {
    let graph = try RecordsSamples.graph(
      (0..<3000).map { CausalVariable(Variable("v\($0)", states: ["a", "b"]), kind: .test) })
    let header = (0..<3000).map { "v\($0)" }.joined(separator: ",")
    let row = String(repeating: "x,", count: 2999) + "x\n"
    let problems = try RecordsSamples.problems(header + "\n" + row + row, graph: graph)
    #expect(problems.count == 101)
    #expect(problems.last == "2:201 and 5900 more problems from here on")
  }

  @Test func `a hundred thousand wrong columns are one short report in no time`() throws {
    let graph = try RecordsSamples.graph(
      (0..<1000).map { CausalVariable(Variable("v\($0)", states: ["a", "b"]), kind: .test) })
    let header = "v1," + (0..<100_000).map { "w\($0)" }.joined(separator: ",")
    let quotes = "v1\n" + String(repeating: "x\",", count: 100_000)
    for text in [header, quotes] {
      let problems = try RecordsSamples.problems(text, graph: graph)
      #expect(problems.count == 101 && problems.last?.contains("more problems") == true)
    }
  }

  @Test func `ten megabytes in one cell make a short error`() throws {
    let long = String(repeating: "x", count: 10_000_000)
    for text in [
      "reflow\n\(long)\n", "reflow\n\"\(long)\"\n", "torque\n\(long)\n", "reflow,\(long)\ncold,\n",
      "\(long)\ncold\n",
    ] {
      let problems = try RecordsSamples.problems(text)
      #expect(!problems.isEmpty && problems.count <= 2)
      for problem in problems { #expect(problem.count < 500) }
    }
    let digits = "torque\n" + String(repeating: "1", count: 10_000_000)
    #expect(try RecordsSamples.problems(digits).first?.hasSuffix("1…' is not a number") == true)
  }

  @Test func `a state that no two bytes can number is refused`() throws {
    let states = (0..<65536).map { "s\($0)" }
    let graph = try RecordsSamples.graph([
      CausalVariable(Variable("v", states: states), kind: .test)
    ])
    #expect(
      try RecordsSamples.problems("v\ns1\n", graph: graph)
        == ["'v' has 65536 states; records can tell 65535 apart"])
  }

  @Test(arguments: 0..<40)
  func `a damaged file neither traps nor points outside itself`(seed: UInt64) throws {
    var source = SplitMixSource(seed: seed)
    let text = #"""
      unit,paste_lot_id,paste,reflow,"X-ray, final",shift,oven,torque,count
      U1,L1,good,cold,pass,None,20.5,1e-3,1
      U2,"L ""2""",bad,,fail,NA,high,NaN,2.5
      U3,,?,hot,"pass",day,"12",-7,0
      """#
    let pieces = ["\"", ",", "\n", "\r", "\r\n", "\"\"", ";", "\u{FEFF}", "NA", "1e", "é", "\0"]
    let reader = try RecordsReader(graph: RecordsSamples.line())
    for _ in 0..<200 {
      let bytes = source.damaged(Array(text.utf8), with: pieces)
      do {
        let records = try reader.read(bytes: bytes, file: "line.csv")
        for column in records.store.columns {
          for row in 0..<records.store.count { _ = column[row] }
        }
      } catch let error as FormatError {
        let lines = bytes.count { $0 == 0x0A || $0 == 0x0D } + 1
        #expect(!error.diagnostics.isEmpty)
        for position in error.diagnostics.compactMap(\.position) {
          #expect(
            (1...lines).contains(position.line) && (1...bytes.count + 1).contains(position.column))
        }
      }
    }
  }
}
