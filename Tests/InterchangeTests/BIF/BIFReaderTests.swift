import Interchange
import NetworkModel
import RootCause
import Testing

struct BIFReaderTests {
  @Test func `variables, arcs and tables are read`() throws {
    let network = try BIFSamples.read(BIFSamples.clinic)
    let graph = network.graph
    #expect(graph.title == "clinic")
    #expect(graph.variables.map(\.name) == ["travel", "smoker", "shadow", "breath"])
    #expect(graph.variables[2].variable.states == ["none", "small", "large"])
    #expect(graph.structure.parents == [[], [], [0, 1], [2]])
    #expect(BIFSamples.table("breath", in: graph) == [0.1, 0.9, 0.6, 0.4, 0.9, 0.1])
  }

  @Test func `rows are ordered with the first parent slowest, however they are listed`() throws {
    let graph = try BIFSamples.read(BIFSamples.clinic).graph
    let table = try #require(BIFSamples.table("shadow", in: graph))
    let expected = [0.7, 0.2, 0.1, 0.9, 0.06, 0.04, 0.8, 0.15, 0.05, 0.95, 0.03, 0.02]
    for (value, wanted) in zip(table, expected) { #expect(abs(value - wanted) < 1e-15) }
    #expect(table.count == expected.count)
  }

  @Test func `a network that is read is a model`() throws {
    let network = try BIFSamples.read(BIFSamples.clinic)
    let model = try CausalModel(
      expert: network.graph, provenance: Provenance(graphDigest: network.digest))
    #expect(model.network.count == 4)
  }

  @Test
  func `in a table the states of the child change slowest and those of the last parent fastest`()
    throws
  {
    let graph = try BIFSamples.read(BIFSamples.dog).graph
    #expect(graph.title == "Dog-Problem")
    // P(light on | family out) = 0.6 and P(light on | family in) = 0.05.
    #expect(BIFSamples.table("light-on", in: graph) == [0.6, 0.4, 0.05, 0.95])
    // P(dog out | bowel problem, family out) = 0.99; with the family in 0.97; family out alone 0.90; neither 0.3.
    #expect(BIFSamples.table("dog-out", in: graph) == [0.99, 0.01, 0.97, 0.03, 0.9, 0.1, 0.3, 0.7])
  }

  @Test func `odd labels, comments and any white space are read`() throws {
    let text = """
      /* a comment
         of two lines */ network unknown{}variable x.1-y{type discrete[5]{<5,>=7.5,Asy/Patch,"not, so; {good}" 12+};}
      variable \u{FC}ber { type discrete [ 1 ] { a=b // the rest is a comment }
      }; }
      \tprobability(x.1-y|\u{FC}ber){(a=b)1e-1,.2,0.3/* here too */,3E-1,1.0e-01;}
      probability ( \u{FC}ber ) { table 1; property checked by hand; }
      """
    let graph = try BIFSamples.read(text).graph
    #expect(graph.title == nil)
    #expect(
      graph.variables[0].variable.states == ["<5", ">=7.5", "Asy/Patch", "not, so; {good}", "12+"])
    #expect(graph.variables[1].variable.states == ["a=b"])
    #expect(graph.structure.parents == [[1], []])
    let table = try #require(BIFSamples.table("x.1-y", in: graph))
    for (value, wanted) in zip(table, [0.1, 0.2, 0.3, 0.3, 0.1]) {
      #expect(abs(value - wanted) < 1e-15)
    }
  }

  @Test func `blocks may come in any order, with any line ends`() throws {
    let text = """
      probability ( b | a ) { (a1) 0.25, 0.75; (a0) 0.5, 0.5; }
      variable b { type discrete [ 2 ] { b0, b1 }; }
      probability ( a ) { table 0.4, 0.6; }
      variable a { type discrete [ 2 ] { a0, a1 }; }
      """
    for end in ["\n", "\r\n"] {
      let lines = text.split(separator: "\n").joined(separator: end)
      let graph = try BIFSamples.read(lines).graph
      #expect(graph.structure.parents == [[1], []])
      #expect(BIFSamples.table("b", in: graph) == [0.5, 0.5, 0.25, 0.75])
    }
  }

  @Test func `a default stands for the rows that are not listed`() throws {
    let text = BIFSamples.pair("default 0.1, 0.9; (a1) 1, 0;")
    #expect(BIFSamples.table("b", in: try BIFSamples.read(text).graph) == [0.1, 0.9, 1, 0])
    let root =
      "variable a { type discrete [ 2 ] { x, y }; } probability ( a ) { default 0.25, 0.75; }"
    #expect(BIFSamples.table("a", in: try BIFSamples.read(root).graph) == [0.25, 0.75])
  }

  @Test func `rows that sum to nearly 1 are normalised and the largest deviation is told`() throws {
    let text = BIFSamples.pair("(a0) 0.3333333, 0.6666666; (a1) 0.5000004, 0.5000004;")
    let network = try BIFSamples.read(text)
    #expect(abs(network.largestDeviation - 8e-7) < 1e-15)
    let table = try #require(BIFSamples.table("b", in: network.graph))
    #expect(table[0] + table[1] == 1)
    #expect(table[2] == 0.5)
    #expect(abs(table[0] - 0.3333333 / 0.9999999) < 1e-16)
    #expect(
      try BIFSamples.read(BIFSamples.pair("(a0) 0.5 0.5; (a1) 0.25 0.75;")).largestDeviation == 0)
  }

  @Test func `thirds of six digits are within the tolerance, whatever binary makes of them`() throws
  {
    let text = """
      variable a { type discrete [ 3 ] { x, y, z }; }
      probability ( a ) { table 0.333333, 0.333333, 0.333333; }
      """
    let network = try BIFSamples.read(text)
    #expect(abs(network.largestDeviation - 1e-6) < 1e-15)
    let thirds = [Double](repeating: 1.0 / 3, count: 3)
    #expect(BIFSamples.table("a", in: network.graph) == thirds)
  }

  @Test func `numbers keep every digit`() throws {
    let text = BIFSamples.pair("(a0) 0.12345678901234567, 0.87654321098765433; (a1) 4.9e-324, 1;")
    let table = try #require(BIFSamples.table("b", in: try BIFSamples.read(text).graph))
    #expect(table == [0.12345678901234567, 0.87654321098765433, .leastNonzeroMagnitude, 1])
  }

  @Test func `kinds are guessed from the arcs where the file has none`() throws {
    let graph = try BIFSamples.read(BIFSamples.clinic).graph
    #expect(graph.hasGuessedKinds)
    #expect(graph.variables.map(\.kind) == [.step, .step, .defect, .test])
  }

  @Test(arguments: [
    "property kind = lot;", "property \"kind = lot\";", "property kind lot ;",
    "property kind=\"lot\";",
  ])
  func `a kind that the file gives is honoured and the others are context`(property: String) throws
  {
    let text = BIFSamples.pair("(a0) 1, 0; (a1) 0, 1;")
    let marked = text.split(separator: "\n").map { line in
      line.hasPrefix("variable a")
        ? line.dropLast() + property + "property color = red; }" : String(line)
    }
    let graph = try BIFSamples.read(marked.joined(separator: "\n")).graph
    #expect(!graph.hasGuessedKinds)
    #expect(graph.variables.map(\.kind) == [.lot, .context])
  }

  @Test func `a chain of twenty thousand variables is read`() throws {
    var text = "network chain { }\n"
    for index in 0..<20_000 {
      text += "variable v\(index) { type discrete [ 2 ] { a, b }; }\n"
      text +=
        index == 0
        ? "probability ( v0 ) { table 0.5, 0.5; }\n"
        : "probability ( v\(index) | v\(index - 1) ) { (a) 0.9, 0.1; (b) 0.2, 0.8; }\n"
    }
    let graph = try BIFSamples.read(text).graph
    #expect(graph.variables.count == 20_000)
    #expect(graph.structure.arcCount == 19_999)
  }
}
