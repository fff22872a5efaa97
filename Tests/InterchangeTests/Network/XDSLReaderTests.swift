import Interchange
import NetworkModel
import RootCause
import Testing
import _TestSupport

@Suite struct XDSLReaderTests {
  static func read(_ text: String) throws(FormatError) -> LoadedNetwork {
    try XDSLReader.read(SourceText(file: "n.xdsl", text: text))
  }

  private static func nodes(_ text: String) -> MarkedText {
    MarkedText("<smile version=\"1.0\" id=\"n\">\n<nodes>\n\(text)\n</nodes>\n</smile>")
  }

  @Test func `nodes, names and kinds are read, and idle states come first`() throws {
    let graph = try Self.read(NetworkSamples.xdsl).graph
    #expect(graph.title == "A press")
    #expect(graph.variables.map(\.name) == ["Wear", "Lot", "Crack", "Test"])
    #expect(graph.variables.map(\.label) == ["Wear of the die", nil, nil, "Leak & test"])
    #expect(graph.variables.map(\.kind) == [.step, .context, .context, .context])
    #expect(
      graph.variables.map(\.variable.states) == [
        ["none", "high", "low"], ["good", "bad"], ["absent", "small", "large"], ["fail", "pass"],
      ])
    #expect(graph.structure.parents == [[], [0], [0, 1], [2, 1]])
    #expect(graph.variables[0].expert?.table.values == [0.7, 0.1, 0.2])
    // Resulting states are for high, none, low.
    #expect(graph.variables[1].expert?.table.values == [1, 0, 0, 1, 1, 0])
    // Rows of the file: large bad, large good, small bad, small good, absent bad, absent good.
    #expect(
      graph.variables[3].expert?.table.values == [
        0.25, 0.75, 0.5, 0.5, 0.6, 0.4, 0.7, 0.3, 0.8, 0.2, 0.9, 0.1,
      ])
  }

  @Test func `a file of aGrUM has its first parent fastest`() throws {
    let nodes = ["a", "b"].map {
      "<cpt id=\"\($0)\"><state id=\"x\"/><state id=\"y\"/><probabilities>0.5 0.5</probabilities></cpt>"
    }
    func text(app: String) -> String {
      """
      <smile version="1.0" id="n"><nodes>\(nodes.joined())
      <cpt id="c"><state id="x"/><state id="y"/><parents>a b</parents>
      <probabilities>0.1 0.9 0.2 0.8 0.3 0.7 0.4 0.6</probabilities></cpt></nodes>
      <extensions><genie version="1.0" app="\(app)" name="n"/></extensions></smile>
      """
    }
    let theirs = try Self.read(text(app: "aGrUM 3.3.1")).graph
    let smile = try Self.read(text(app: "GeNIe 4.0")).graph
    #expect(theirs.structure.parents[2] == [1, 0])
    #expect(smile.structure.parents[2] == [0, 1])
    // The second row is a = y, b = x here, and a = x, b = y there.
    #expect(theirs.variables[2].expert?.table.values[2] == 0.2)
    #expect(smile.variables[2].expert?.table.values[2] == 0.2)
  }

  @Test func `a noisy-MAX is the table that it was expanded to by hand`() throws {
    let graph = try Self.read(NetworkSamples.xdsl).graph
    guard case .noisyMax(let noisyMax)? = graph.variables[2].expert else {
      Issue.record("no noisy-MAX")
      return
    }
    #expect(graph.variables[2].form == .noisyMax)
    #expect(noisyMax.leak == [0.95, 0.04, 0.01])
    #expect(noisyMax.strengths == [[0.2, 0.3, 0.5, 0.7, 0.2, 0.1], [0.5, 0.1, 0.4]])
    // P(X <= x) is the product of what leak, wear and lot leave: absent, then at most small.
    let expected: [(wear: [Double], lot: [Double])] = [
      ([1, 1], [1, 1]), ([1, 1], [0.5, 0.6]), ([0.2, 0.5], [1, 1]), ([0.2, 0.5], [0.5, 0.6]),
      ([0.7, 0.9], [1, 1]), ([0.7, 0.9], [0.5, 0.6]),
    ]
    let table = noisyMax.table
    for (row, factors) in expected.enumerated() {
      let absent = 0.95 * factors.wear[0] * factors.lot[0]
      let atMostSmall = 0.99 * factors.wear[1] * factors.lot[1]
      let wanted = [absent, atMostSmall - absent, 1 - atMostSmall]
      #expect(zip(table[row: row], wanted).allSatisfy { abs($0 - $1) < 1e-15 }, "row \(row)")
    }
  }

  @Test func `where children disagree on the idle state, one is read as a table`() throws {
    let text = Self.nodes(
      """
      <cpt id="A"><state id="p"/><state id="q"/><probabilities>0.3 0.7</probabilities></cpt>
      <noisymax id="B"><state id="y"/><state id="n"/><parents>A</parents><strengths>0 1</strengths>
        <parameters>0.8 0.2 0 1 0.1 0.9</parameters></noisymax>
      <noisymax id="C"><state id="y"/><state id="n"/><parents>A</parents><strengths>1 0</strengths>
        <parameters>0.6 0.4 0 1 0.1 0.9</parameters></noisymax>
      """)
    let graph = try Self.read(text.text).graph
    #expect(graph.variables.map(\.variable.states) == [["p", "q"], ["n", "y"], ["n", "y"]])
    #expect(graph.variables.map(\.form) == [.table, .table, .noisyMax])
    let b = try #require(graph.variables[1].expert?.table.values)
    let c = try #require(graph.variables[2].expert?.table.values)
    #expect(zip(b, [0.18, 0.82, 0.9, 0.1]).allSatisfy { abs($0 - $1) < 1e-15 })
    #expect(zip(c, [0.9, 0.1, 0.36, 0.64]).allSatisfy { abs($0 - $1) < 1e-15 })
  }

  private static let cause =
    "<cpt id=\"A\"><state id=\"p\"/><state id=\"q\"/><probabilities>0.3 0.7</probabilities></cpt>\n"

  static let malformed: [MalformedText] = [
    .init(
      nodes(
        "👉<decision id=\"D\"><state id=\"a\"/></decision>\n👉<equation id=\"E\"><state id=\"a\"/></equation>"
      ),
      "'D' is a node of the type 'decision'; those that are read are cpt, noisymax and deterministic",
      "'E' is a node of the type 'equation'; those that are read are cpt, noisymax and deterministic"
    ),
    .init(
      nodes(
        "<cpt id=\"A\"><state id=\"p\"/><state id=\"q\"/><probabilities>👉0.3 0.6</probabilities></cpt>"
      ),
      "'A': the probabilities sum to 0.9, not to 1"),
    .init(
      nodes(
        "<cpt id=\"A\"><state id=\"p\"/><parents>👉X</parents><probabilities>1</probabilities></cpt>"
      ),
      "there is no variable 'X'"),
    .init(nodes("👉<cpt id=\"A\"><state id=\"p\"/></cpt>"), "'A' has no <probabilities>"),
    .init(nodes("👉<cpt><state id=\"p\"/></cpt>"), "a node needs an id"),
    .init(nodes("👉<cpt id=\"A\"/>"), "'A' needs states, each with an id"),
    .init(
      nodes(
        cause
          + "<deterministic id=\"B\"><state id=\"on\"/><state id=\"off\"/><parents>A</parents><resultingstates>on 👉offf</resultingstates></deterministic>"
      ),
      "'B' has no state 'offf'; did you mean 'off'?"),
    .init(
      nodes(
        cause
          + "<noisymax id=\"B\"><state id=\"y\"/><state id=\"n\"/><parents>A</parents><strengths>👉0 0</strengths><parameters>0.8 0.2 0 1 0.1 0.9</parameters></noisymax>"
      ),
      "the strengths of 'B' do not name each state of each parent once, by its number from 0"),
    .init(
      nodes(
        cause
          + "<noisymax id=\"B\"><state id=\"y\"/><state id=\"n\"/><parents>A</parents><strengths>0 1</strengths><parameters>👉0.8 0.2 0 1</parameters></noisymax>"
      ),
      "'B' has 4 parameters; it needs 6, 2 for each state of its parents and for the leak"),
    .init(
      nodes(
        cause
          + "<noisymax id=\"B\"><state id=\"y\"/><state id=\"n\"/><parents>A</parents><strengths>0 1</strengths><parameters>0.8 0.2 👉0.1 0.9 0.1 0.9</parameters></noisymax>"
      ),
      "'B': the last of the strengths of 'A' is of the state that does nothing, and its distribution is 0 … 0 1"
    ),
    .init("👉<BIF/>", "the file is no XDSL: it begins with <BIF>, not with <smile>"),
    .init(
      "<smile>👉<dynamic/><nodes>👉<cpt/></nodes></smile>",
      "the network is dynamic, which is not read; unroll it first", "a node needs an id"),
  ]

  @Test(arguments: malformed)
  func `what is wrong is said where it is written`(malformed: MalformedText) throws {
    let error = try #require(
      NetworkSamples.problems { () throws(FormatError) in
        try Self.read(malformed.marked.text)
      })
    #expect(malformed.difference(from: error) == nil)
  }

  @Test func `identifiers are what GeNIe takes, and distinct`() throws {
    let names = ["a b", "a_b", "a?b", "1", "é"]
    let variables = names.map { name in
      var variable = CausalVariable(Variable(name, states: ["<5", ">5"]), kind: .step)
      variable.expert = .table(.uniform(cardinality: 2, rows: 1))
      return variable
    }
    let graph = CausalGraph(
      variables: variables, structure: try .init(parents: names.map { _ in [] }))
    let text = try NetworkConverter.text(
      of: graph, cpds: graph.variables.map(\.expert), as: .xdsl
    ).text
    for id in ["a_b_2", "a_b", "a_b_3", "x_1", "x__"] {
      #expect(text.contains("<cpt id=\"\(id)\">"), "\(id)")
    }
    #expect(text.contains("<state id=\"x__5\" />\n\t\t\t<state id=\"x__5_2\" />"))
    #expect(try Self.read(text).graph == graph)
  }
}
