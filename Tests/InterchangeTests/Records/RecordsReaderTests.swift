import Interchange
import Learning
import NetworkModel
import RootCause
import Testing

struct RecordsReaderTests {
  @Test func `a state is found by its name`() throws {
    let records = try RecordsSamples.read("reflow,paste\ncold,good\nin_control,bad\nhot,good\n")
    #expect(records.store.count == 3)
    #expect(records.store.columns[1] == .states8([1, 0, 2]))
    #expect(records.store.columns[0] == .states8([0, 1, 0]))
    #expect(records.store.counts == nil)
    #expect(records.store.units == nil)
    #expect(records.rowNumbers == nil)
  }

  @Test func `a variable without a column is unobserved`() throws {
    let records = try RecordsSamples.read("reflow\ncold\n")
    #expect(records.variablesWithoutColumn == [0, 2, 3, 4, 5])
    #expect(records.store.columns[0] == .unobserved)
  }

  @Test(arguments: ["\n", "\r\n", "\r"])
  func `every line end is understood`(end: String) throws {
    let lines = ["reflow,\"X-ray, final\"", "cold,pass", "\"hot\",\"fail\""]
    for last in ["", end, end + end] {
      let records = try RecordsSamples.read(lines.joined(separator: end) + last)
      #expect(try RecordsSamples.cells("reflow", of: records) == ["cold", "hot"])
      #expect(try RecordsSamples.cells("xray", of: records) == ["pass", "fail"])
    }
  }

  @Test func `a byte order mark and blank lines are passed over`() throws {
    let records = try RecordsSamples.read(
      "\u{FEFF}\n\r\nreflow,paste\n\ncold,good\n\n\nhot,bad\n\n")
    #expect(try RecordsSamples.cells("reflow", of: records) == ["cold", "hot"])
  }

  @Test func `a cell is missing when it is empty, NA or a question mark`() throws {
    let text = "reflow,paste\ncold,\nNA,good\n?,\"\"\n\"NA\", ? \n ,good\n"
    let records = try RecordsSamples.read(text)
    #expect(try RecordsSamples.cells("reflow", of: records) == ["cold", "-", "-", "-", "-"])
    #expect(try RecordsSamples.cells("paste", of: records) == ["-", "good", "-", "-", "good"])
  }

  @Test func `None and NA are states where the variable has them`() throws {
    let records = try RecordsSamples.read("shift,reflow\nNone,NA\nNA,cold\n,hot\n?,hot\nday,hot\n")
    #expect(try RecordsSamples.cells("shift", of: records) == ["None", "NA", "-", "-", "day"])
    #expect(try RecordsSamples.cells("reflow", of: records) == ["-", "cold", "hot", "hot", "hot"])
  }

  @Test func `spaces around a bare cell are passed over unless a state is called so`() throws {
    let padded = CausalVariable(Variable("v", states: ["a", " b", "c d"]), kind: .context)
    let graph = try RecordsSamples.graph([padded])
    let records = try RecordsSamples.read(" v \n a\t\n b\n c d \n\" b\"\n", graph: graph)
    #expect(try RecordsSamples.cells("v", of: records, graph: graph) == ["a", " b", "c d", " b"])
    #expect(
      try RecordsSamples.problems("v\n\"a \"\n", graph: graph)
        == ["2:2 row 1: column 'v': 'v' has no state 'a '; did you mean 'a'?"])
  }

  @Test func `labels with quotes, commas and line breaks are read`() throws {
    let states = [
      "plain", "say \"no\"", "a,b", "two\nlines", "\"", "Überlänge – sehr lang, mit Komma",
    ]
    let graph = try RecordsSamples.graph([
      CausalVariable(Variable("v", states: states), kind: .test)
    ])
    let cells = states.map {
      "\"" + $0.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
        + "\""
    }
    let records = try RecordsSamples.read("v\n" + cells.joined(separator: "\n"), graph: graph)
    #expect(records.store.columns[0] == .states8([0, 1, 2, 3, 4, 5]))
  }

  @Test func `a label is the same text however its accents are written`() throws {
    let graph = try RecordsSamples.graph([
      CausalVariable(Variable("pr\u{FC}fung", states: ["gut", "m\u{E4}\u{DF}ig"]), kind: .test)
    ])
    let records = try RecordsSamples.read(
      "pru\u{308}fung\nma\u{308}\u{DF}ig\nm\u{E4}\u{DF}ig \n", graph: graph)
    #expect(records.store.columns[0] == .states8([1, 1]))
  }

  @Test func `labels of any length are told apart`() throws {
    let states = (1...40).flatMap { length in
      ["a", "b"].map {
        String(repeating: "x", count: length / 2) + $0
          + String(repeating: "y", count: length - length / 2)
      }
    }
    let graph = try RecordsSamples.graph([
      CausalVariable(Variable("v", states: states), kind: .test)
    ])
    let records = try RecordsSamples.read("v\n" + states.joined(separator: "\n"), graph: graph)
    #expect(records.store.columns[0] == .states8(states.indices.map { UInt8($0) }))
  }

  @Test func `the same label means another state in another column`() throws {
    let graph = try RecordsSamples.graph(
      (0..<500).map { index in
        let states = (0..<7).map { "s\(($0 * (index % 6 + 1)) % 7)" }
        return CausalVariable(Variable("v\(index)", states: states), kind: .test)
      })
    let header = graph.variables.map(\.name).joined(separator: ",")
    let rows = (0..<7).map { state in
      graph.variables.map { _ in "s\(state)" }.joined(separator: ",")
    }
    let records = try RecordsSamples.read(([header] + rows).joined(separator: "\n"), graph: graph)
    for (index, variable) in graph.variables.enumerated() {
      let codes = (0..<7).map { UInt8(variable.variable.state("s\($0)") ?? 99) }
      #expect(records.store.columns[index] == .states8(codes))
    }
  }

  @Test func `a variable with many states takes two bytes a cell`() throws {
    let states = (0..<300).map { "s\($0)" }
    let graph = try RecordsSamples.graph([
      CausalVariable(Variable("v", states: states), kind: .test),
      CausalVariable(Variable("w", states: Array(states.prefix(254))), kind: .test),
      CausalVariable(Variable("x", states: Array(states.prefix(255))), kind: .test),
    ])
    let records = try RecordsSamples.read("v,w,x\ns299,s253,s254\n?,?,?\n", graph: graph)
    #expect(records.store.columns[0] == .states16([299, CaseStore.missing16]))
    #expect(records.store.columns[1] == .states8([253, CaseStore.missing8]))
    #expect(records.store.columns[2] == .states16([254, CaseStore.missing16]))
  }

  @Test func `bins cut a number into states and take states by name too`() throws {
    let text = "oven\n19.99\n20\n49\n50\n-3e2\n 21 \nhigh\nNaN\nNA\n\n\"60\"\n+1\n"
    let records = try RecordsSamples.read(text)
    let expected = [
      "low", "normal", "normal", "high", "low", "normal", "high", "-", "-", "high", "low",
    ]
    #expect(try RecordsSamples.cells("oven", of: records) == expected)
  }

  @Test func `several variables may cut one column`() throws {
    var first = CausalVariable(Variable("warm", states: ["no", "yes"]), kind: .context)
    var second = CausalVariable(Variable("level", states: ["mid", "low", "top"]), kind: .context)
    var third = CausalVariable(Variable("degrees", domain: .reading), kind: .test)
    first.bins = Bins("no<30<yes")
    second.bins = Bins("low<10<mid<40<top")
    (first.column, second.column, third.column) = ("t", "t", "t")
    let graph = try RecordsSamples.graph([first, second, third])
    let records = try RecordsSamples.read("t\n5\n35\n40\n\"\"\n", graph: graph)
    #expect(
      try RecordsSamples.cells("warm", of: records, graph: graph) == ["no", "yes", "yes", "-"])
    #expect(
      try RecordsSamples.cells("level", of: records, graph: graph) == ["low", "mid", "top", "-"])
    #expect(
      try RecordsSamples.cells("degrees", of: records, graph: graph) == [
        "5.0", "35.0", "40.0", "-",
      ])
  }

  @Test func `a reading is read to its last bit`() throws {
    var generator = SplitMixSource(seed: 4)
    var texts = [
      "0", "-0.0", "1e22", "1e23", "9007199254740993", "0.1", "3.", ".5", "1E-7", "5e-324",
      "123456789012345678901234567890",
    ]
    for _ in 0..<500 { texts.append("\(generator.number())") }
    let records = try RecordsSamples.read("torque\n" + texts.joined(separator: "\n"))
    guard case .values(let values, _) = records.store.columns[5] else {
      Issue.record("the column holds no values")
      return
    }
    for (text, value) in zip(texts, values) {
      #expect(Double(text)?.bitPattern == value.bitPattern, "\(text)")
    }
  }

  @Test func `counts may be fractions`() throws {
    let records = try RecordsSamples.read("count,reflow\n2.5,cold\n0,hot\n1e3,hot\n")
    #expect(records.store.counts == [2.5, 0, 1000])
    #expect(records.store.totalCount == 1002.5)
  }

  @Test func `units are kept when they are asked for`() throws {
    var options = RecordsReader.Options()
    options.keepsUnits = true
    let text = "reflow,unit,time,paste_lot_id\ncold,\"U \"\"1\"\"\",2024-01-01,L1\nhot,U2,,\n"
    #expect(try RecordsSamples.read(text, options).store.units == ["U \"1\"", "U2"])
    #expect(try RecordsSamples.read(text).store.units == nil)
    #expect(try RecordsSamples.read("reflow\ncold\n", options).store.units == nil)
  }

  @Test func `a variable called unit or count takes the column`() throws {
    let graph = try RecordsSamples.graph([
      CausalVariable(Variable("unit", states: ["a", "b"]), kind: .context),
      CausalVariable(Variable("count", states: ["one", "two"]), kind: .context),
    ])
    let records = try RecordsSamples.read("unit,count\nb,two\n", graph: graph)
    #expect(records.store.columns == [.states8([1]), .states8([1])])
    #expect(records.store.counts == nil)
  }

  @Test func `columns are passed over as the graph and the options say`() throws {
    var graph = try RecordsSamples.line()
    graph.ignoredColumns = ["note*", "reflow"]
    var options = RecordsReader.Options()
    options.ignoredColumns = ["*_raw"]
    let records = try RecordsSamples.read(
      "note 1,reflow,x_raw,notes\n\"anything, \"\"really\"\"\",cold,7,\n", options, graph: graph)
    #expect(records.ignoredColumns == ["note 1", "x_raw", "notes"])
    #expect(try RecordsSamples.cells("reflow", of: records) == ["cold"])
  }

  @Test(arguments: [
    ("*", "", true), ("*", "abc", true), ("a*", "abc", true), ("*c", "abc", true),
    ("a*c", "ac", true),
    ("a*b*c", "aXbYbZc", true), ("a*b", "abc", false), ("abc", "abc", true), ("abc", "abcd", false),
    ("", "", true), ("", "a", false), ("**a", "ba", true), ("*ä*", "Bär", true),
  ])
  func `a star stands for any text`(pattern: String, name: String, matches: Bool) {
    #expect(ColumnPattern(pattern).matches(name) == matches)
  }

  @Test func `the digest is that of the whole file`() throws {
    // sha256sum of the seven bytes "reflow\ncold\n" is not short: two files that differ in a byte differ here.
    let first = try RecordsSamples.read("reflow\ncold\n").digest
    #expect(first.count == 64)
    #expect(try RecordsSamples.read("reflow\ncold\n\n").digest != first)
    #expect(try RecordsSamples.read("reflow\ncold\n").digest == first)
  }

  @Test func `a file is read as its text is`() throws {
    let text = "reflow,torque\ncold,1.5\nhot,\n"
    try RecordsSamples.withFolder { folder in
      let path = folder + "/line.csv"
      try AtomicFile.write(text, to: path)
      let read = try RecordsReader(graph: RecordsSamples.line()).read(path)
      #expect(read.digest == (try RecordsSamples.read(text).digest))
      #expect(try RecordsSamples.cells("reflow", of: read) == ["cold", "hot"])
    }
    #expect(throws: FileError.unreadable(file: "/no/such.csv", reason: "there is no such file")) {
      try RecordsReader(graph: RecordsSamples.line()).read("/no/such.csv")
    }
  }

  @Test func `rows beyond the first block and the first estimate are kept in order`() throws {
    let states = ["in_control", "cold", "hot"]
    let cells = (0..<5000).map { states[($0 * $0 / 7) % 3] }
    let text = "reflow,torque\n" + cells.indices.map { "\(cells[$0]),\($0)\n" }.joined()
    let records = try RecordsSamples.read(text)
    #expect(try RecordsSamples.cells("reflow", of: records) == cells)
    #expect(
      try RecordsSamples.cells("torque", of: records) == cells.indices.map { "\(Double($0))" })
  }
}
