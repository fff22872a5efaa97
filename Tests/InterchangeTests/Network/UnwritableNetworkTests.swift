import Interchange
import NetworkModel
import RootCause
import Testing
import _TestSupport

/// What a format can't hold is an error where numbers would be lost, and told where it is only meaning.
@Suite struct UnwritableNetworkTests {
  private static func convert(
    _ graph: CausalGraph, _ format: NetworkFormat
  ) throws(UnwritableNetwork) -> (text: String, losses: [Loss]) {
    try NetworkConverter.text(of: graph, cpds: graph.variables.map(\.expert), as: format)
  }

  @Test(arguments: [NetworkFormat.bif, .xmlbif, .xdsl, .net])
  func `readings are named`(format: NetworkFormat) throws {
    let graph = try GraphSamples.graph(GraphSamples.line)
    #expect(throws: UnwritableNetwork(format: format, problems: [.readings(["gain"])])) {
      try Self.convert(graph, format)
    }
  }

  @Test func `every reason is given at once`() throws {
    let graph = try GraphSamples.graph(
      "digraph { a [kind=lot]; \"b \\\"\" [kind=step, states=\"x,y\\\"\", prior=\"1 0\"]; c [kind=lot] }"
    )
    let error = UnwritableNetwork(
      format: .bif,
      problems: [
        .missingNumbers(["a", "c"]), .variableName("b \""),
        .stateName(variable: "b \"", state: "y\""),
      ])
    #expect(throws: error) { try Self.convert(graph, .bif) }
    #expect(
      "\(error)"
        == """
        BIF can't hold it: there are no numbers for a, c; give each a prior or a cpt, or learn them with 'fishbone learn'
        BIF can't hold it: no variable can be called 'b "' there
        BIF can't hold it: no state can be called 'y"' there, as one of 'b "' is
        """)
  }

  @Test func `a graph has readings that are tests, and states in a list`() throws {
    let gain = CausalVariable(Variable("gain", domain: .reading), kind: .step)
    var one = CausalVariable(Variable("one\\", states: ["a,b"]), kind: .lot)
    one.key = "key\\"
    let graph = CausalGraph(variables: [gain, one], structure: try .init(parents: [[], []]))
    #expect(
      throws: UnwritableNetwork(
        format: .graph,
        problems: [
          .readingKind("gain"), .variableName("one\\"), .stateName(variable: "one\\", state: "a,b"),
          .singleState("one\\"), .text(variable: "one\\", "key\\"),
        ])
    ) { try Self.convert(graph, .graph) }
  }

  @Test
  func `a noisy-MAX of thirty parents is too large for a table, and fits where there are such`()
    throws
  {
    let names = (0..<30).map { "p\($0)" }
    var text = "digraph { v [kind=defect, cpd=noisy_max, leak=0.1];"
    for name in names {
      text += "\(name) [kind=lot, prior=\"0.9 0.1\"]; \(name) -> v [strength=0.5];"
    }
    let graph = try GraphSamples.graph(text + "}")
    for format in [NetworkFormat.bif, .xmlbif, .net] {
      #expect(throws: UnwritableNetwork(format: format, problems: [.tooLarge(variable: "v")])) {
        try Self.convert(graph, format)
      }
    }
    let read = try XDSLReader.read(
      SourceText(file: "n.xdsl", text: Self.convert(graph, .xdsl).text))
    #expect(read.graph.variables.map(\.expert) == graph.variables.map(\.expert))
  }

  @Test func `what is left out is told`() throws {
    let text = GraphSamples.line.split(separator: "\n").filter { !$0.contains("gain") }
    let graph = try GraphSamples.graph(text.joined(separator: "\n"))
    let bif = try Self.convert(graph, .bif).losses
    #expect(bif.contains(Loss(meaning: .labels, variables: ["paste"])))
    #expect(bif.contains(Loss(meaning: .noisyMax, variables: ["voids"])))
    #expect(bif.map(\.meaning) == [.labels, .noisyMax, .keys, .columns, .bins, .costs, .weights])
    #expect(
      try Self.convert(graph, .xdsl).losses.map(\.meaning) == [
        .keys, .columns, .bins, .costs, .weights,
      ])
    #expect(try Self.convert(graph, .graph).losses == [])
  }
}
