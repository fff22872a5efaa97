import Interchange
import NetworkModel
import RootCause
import Testing
import _TestSupport

@Suite struct NETReaderTests {
  static func read(_ text: String) throws(FormatError) -> LoadedNetwork {
    try NETReader.read(SourceText(file: "n.net", text: text))
  }

  private static func pair(_ potential: String) -> MarkedText {
    MarkedText(
      """
      net { }
      node a { states = ("x" "y"); }
      node b { states = ("x" "y"); }
      potential (a) { data = (0.5 0.5); }
      \(potential)
      """)
  }

  @Test func `nodes, potentials and labels are read`() throws {
    let graph = try Self.read(NetworkSamples.net).graph
    #expect(graph.title == "Pair")
    #expect(graph.variables.map(\.name) == ["C1", "E", "D"])
    #expect(graph.variables[0].label == "The \"cause\"")
    #expect(graph.variables[0].variable.states == ["<5", "b c"])
    #expect(graph.variables.map(\.kind) == [.lot, .context, .context])
    #expect(graph.structure.parents == [[], [2, 0], []])
    let table = try #require(graph.variables[1].expert?.table.values)
    #expect(
      zip(table, [0.1, 0.2, 0.7, 0.3, 0.3, 0.4, 1, 0, 0, 0, 0, 1]).allSatisfy {
        abs($0 - $1) < 1e-15
      })
  }

  @Test func `one list serves as nested ones do`() throws {
    let flat = Self.pair("potential (b | a) { data = (0.1 0.9 0.2 0.8); }").text
    let nested = Self.pair("potential (b | a) { data = ((0.1 0.9) (0.2 0.8)); }").text
    #expect(try Self.read(flat).graph == Self.read(nested).graph)
  }

  static let malformed: [MalformedText] = [
    .init(
      pair("potential (b | a) { data = ((👉0.1 0.8) (👉0.2 0.9)); }"),
      "'b' given (x): the probabilities sum to 0.9, not to 1",
      "'b' given (y): the probabilities sum to 1.1, not to 1"),
    .init(
      pair("potential (b | a) { data = ((👉0.1 0.9 0.2) (0.8)); }"),
      "'b': the list has 3 numbers, and there are 2 states: x, y"),
    .init(
      pair("potential (b | a) { data = (👉0.1 0.9); }"),
      "'b' has 2 numbers; its family needs 4, 2 for each of 2 joint states of its parents"),
    .init(
      pair("potential (b | a) { 👉model_data = (Normal (0, 1)); }"),
      "the potential is an expression (model_data), which is not read; save it with its table as data"
    ),
    .init(
      pair("potential (👉b | a) { }"), "the potential of 'b' has no data"),
    .init(
      pair("potential (b 👉a) { data = (1 0); }"),
      "expected '|' or ')': a potential is of one node, found 'a'"),
    .init(
      pair("potential (b) { data = (1 👉x); }\n👉utility u { }"),
      "expected a number or ')', found 'x'",
      "a network has discrete nodes alone; this one is a utility node"),
    .init(
      pair("potential (b) { data = (1 👉\"0); }"), "the quote is not closed"),
    .init(
      pair("potential (b | 👉c) { data = (1 0); }"), "there is no variable 'c'"),
    .init(
      "net { }\nnode 👉a { states = (\"x\" \"👉x\"); }",
      "'a' has no potential; give 'potential (a) { data = (…); }'", "'a' has the state 'x' already"),
    .init(
      "net { }\nnode 👉a { label = \"A\"; }",
      "'a' has no states; give states = (\"first\" \"second\")"),
    .init("👉class x { }", "classes are not read; save the network without them"),
    .init("net { a = 👉{ }", "expected ';', found '{'"),
    .init("net { 👉", "the file ends where '}' should stand"),
    .init("👉network", "expected 'net', 'node' or 'potential', found 'network'"),
  ]

  @Test(arguments: malformed)
  func `what is wrong is said where it is written`(malformed: MalformedText) throws {
    let error = try #require(
      NetworkSamples.problems { () throws(FormatError) in
        try Self.read(malformed.marked.text)
      })
    #expect(malformed.difference(from: error) == nil)
  }
}
