import Interchange
import NetworkModel
import RootCause
import Testing
import _TestSupport

@Suite struct XMLBIFReaderTests {
  static func read(_ text: String) throws(FormatError) -> LoadedNetwork {
    try XMLBIFReader.read(SourceText(file: "n.xmlbif", text: text))
  }

  /// Two variables; `definition` is what follows the variables.
  private static func pair(_ definition: String) -> MarkedText {
    MarkedText(
      """
      <BIF VERSION="0.3"><NETWORK>
      <VARIABLE TYPE="nature"><NAME>a</NAME><OUTCOME>x</OUTCOME><OUTCOME>y</OUTCOME></VARIABLE>
      <VARIABLE TYPE="nature"><NAME>b</NAME><OUTCOME>x</OUTCOME><OUTCOME>y</OUTCOME></VARIABLE>
      <DEFINITION><FOR>a</FOR><TABLE>0.5 0.5</TABLE></DEFINITION>
      \(definition)
      </NETWORK></BIF>
      """)
  }

  @Test func `variables, arcs and tables are read`() throws {
    let graph = try Self.read(NetworkSamples.xmlbif).graph
    #expect(graph.title == "Dog")
    #expect(graph.variables.map(\.name) == ["light & on", "out"])
    #expect(graph.variables[0].variable.states == ["<5", "no"])
    #expect(graph.structure.parents == [[1], []])
    #expect(graph.variables[0].expert?.table.values == [0.6, 0.4, 0.05, 0.95])
    #expect(graph.variables[1].expert?.table.values == [0.15, 0.85])
    #expect(graph.hasGuessedKinds)
  }

  @Test func `rows that sum to nearly 1 are divided by their sum and the deviation is told`() throws
  {
    let text = Self.pair(
      "<DEFINITION><FOR>b</FOR><GIVEN>a</GIVEN><TABLE>0.3333333 0.6666666 0.5 0.5</TABLE></DEFINITION>"
    )
    let network = try Self.read(text.text)
    #expect(abs(network.largestDeviation - 1e-7) < 1e-15)
    let table = try #require(network.graph.variables[1].expert?.table.values)
    #expect(table[0] + table[1] == 1)
  }

  static let malformed: [MalformedText] = [
    .init(
      pair("<DEFINITION><FOR>b</FOR><GIVEN>a</GIVEN><TABLE>👉0.5 0.4 👉0.6 0.5</TABLE></DEFINITION>"),
      "'b' given (x): the probabilities sum to 0.9, not to 1",
      "'b' given (y): the probabilities sum to 1.1, not to 1"),
    .init(
      pair("<DEFINITION><FOR>b</FOR><GIVEN>a</GIVEN><TABLE>0.5 👉half 0.5 0.5</TABLE></DEFINITION>"),
      "'half' is no number"),
    .init(
      pair("<DEFINITION><FOR>b</FOR><TABLE>0.5\n  👉1.5</TABLE></DEFINITION>"),
      "1.5 is no probability: it is not from 0 to 1"),
    .init(
      pair("<DEFINITION><FOR>b</FOR><GIVEN>a</GIVEN><TABLE>👉0.5 0.5</TABLE></DEFINITION>"),
      "'b' has 2 numbers; its family needs 4, 2 for each of 2 joint states of its parents"),
    .init(
      pair(
        "<DEFINITION><FOR>👉c</FOR><TABLE>1 0</TABLE></DEFINITION><DEFINITION><FOR>b</FOR><GIVEN>👉aa</GIVEN><TABLE>1 0</TABLE></DEFINITION>"
      ),
      "there is no variable 'c'", "there is no variable 'aa'; did you mean 'a'?"),
    .init(
      "<BIF><NETWORK><VARIABLE><NAME>👉a</NAME><OUTCOME>x</OUTCOME><OUTCOME>👉x</OUTCOME></VARIABLE></NETWORK></BIF>",
      "'a' has no DEFINITION; give it one", "'a' has the state 'x' already"),
    .init(
      "<BIF><NETWORK>👉<VARIABLE TYPE=\"utility\"><NAME>u</NAME></VARIABLE></NETWORK></BIF>",
      "'u' is of the type 'utility'; a network has variables of the type 'nature' alone"),
    .init("👉<net/>", "the file is no XMLBIF: it begins with <net>, not with <BIF>"),
    .init("👉<BIF/>", "the file has no NETWORK"),
    .init(
      "<BIF>\n<NETWORK></BIF>👉",
      "the file can't be read as XML: opening and ending tag mismatch: NETWORK line 2 and BIF"),
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
