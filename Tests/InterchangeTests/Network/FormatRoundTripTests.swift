import Interchange
import NetworkModel
import RootCause
import Testing
import _TestSupport

/// What is written in a format is read as it was, to the last bit.
@Suite struct FormatRoundTripTests {
  private static var discrete: RandomNetwork.Ingredients {
    var ingredients = RandomNetwork.Ingredients()
    ingredients.readings = false
    return ingredients
  }

  private static var tables: RandomNetwork.Ingredients {
    var ingredients = discrete
    ingredients.noisyMax = false
    return ingredients
  }

  @Test func `a graph keeps regressors, and says that their covariances are lost`() throws {
    let graph = try GraphSamples.graph(GraphSamples.press)
    #expect(try Self.read(Self.written(graph, .graph), .graph).variables == graph.variables)
    let torque = try #require(graph.index(of: "torque"))
    var cpds = graph.variables.map(\.expert)
    guard case .gaussian(var gaussian) = cpds[torque] else { return }
    gaussian.regressors = RegressorMoments(means: [20, 1], covariances: [4, 1, 1, 9])
    cpds[torque] = .gaussian(gaussian)
    let (text, losses) = try NetworkConverter.text(
      of: graph, cpds: cpds, isLearned: true, as: .graph)
    #expect(losses.contains(Loss(meaning: .covariances, variables: ["torque"])))
    let read = try Self.read(text, .graph).variables[torque]
    #expect(read.typical == RegressorMoments(means: [20, 1], standardDeviations: [2, 3]))
    guard case .gaussian(let again) = read.expert else { return }
    #expect(again.slopes == gaussian.slopes)
  }

  private static func written(_ graph: CausalGraph, _ format: NetworkFormat) throws -> String {
    try NetworkConverter.text(of: graph, cpds: graph.variables.map(\.expert), as: format).text
  }

  private static func read(_ text: String, _ format: NetworkFormat) throws -> CausalGraph {
    let source = SourceText(file: "n.\(format.endings[0])", text: text)
    return switch format {
    case .graph: try GraphReader.read(source)
    case .bif: try BIFReader.read(source).graph
    case .xmlbif: try XMLBIFReader.read(source).graph
    case .xdsl: try XDSLReader.read(source).graph
    case .net: try NETReader.read(source).graph
    case .model: try ModelReader.read(source).graph
    }
  }

  private static func withoutLabels(_ graph: CausalGraph) -> CausalGraph {
    var plain = CausalGraph(
      title: graph.title,
      variables: graph.variables.map { variable in
        var variable = variable
        variable.label = nil
        return variable
      }, structure: graph.structure)
    plain.hasGuessedKinds = graph.hasGuessedKinds
    return plain
  }

  @Test(arguments: UInt64(1)...80, [NetworkFormat.bif, .xmlbif])
  func `tables, names and kinds are the same after BIF and XMLBIF`(
    seed: UInt64, format: NetworkFormat
  ) throws {
    let extra = format == .bif ? [",", "\t"] : ["\"", ",", "\t", "\n", "&lt;", "]]>"]
    let graph = Self.withoutLabels(
      try NamedNetwork.make(seed: seed, Self.tables, extraNames: extra.map { "x\($0)y" }))
    let text = try Self.written(graph, format)
    let read = try Self.read(text, format)
    #expect(read == graph)
    #expect(try Self.written(read, format) == text)
  }

  @Test(arguments: UInt64(1)...80)
  func `tables, names, kinds and labels are the same after NET`(seed: UInt64) throws {
    let graph = try NamedNetwork.make(
      seed: seed, Self.tables, extraNames: ["\"", ",", "\\", "\n", "\r", " "])
    let text = try Self.written(graph, .net)
    let read = try Self.read(text, .net)
    #expect(read == graph)
    #expect(try Self.written(read, .net) == text)
  }

  @Test(arguments: UInt64(1)...160)
  func `tables, noisy-MAX, names, kinds and labels are the same after XDSL`(seed: UInt64) throws {
    let graph = try NamedNetwork.make(
      seed: seed, Self.discrete, extraNames: ["\"", ",", "\t", "\n", "&lt;", "]]>", " "])
    let text = try Self.written(graph, .xdsl)
    let read = try Self.read(text, .xdsl)
    #expect(read == graph)
    #expect(try Self.written(read, .xdsl) == text)
  }

  @Test(arguments: UInt64(1)...160)
  func `all there is is the same after a graph`(seed: UInt64) throws {
    var graph = try NamedNetwork.make(
      seed: seed, .everything, extraNames: ["\"", "\\\\", "\\n", "]]>"])
    graph.hasGuessedKinds = false
    guard !graph.variables.contains(where: { $0.variable.states.count == 1 }) else { return }
    let text = try Self.written(graph, .graph)
    let read = try Self.read(text, .graph)
    #expect(read == graph)
    #expect(try Self.written(read, .graph) == text)
  }

  @Test(arguments: UInt64(1)...40, [NetworkFormat.bif, .xmlbif, .net])
  func `a noisy-MAX is expanded where the format has none`(seed: UInt64, format: NetworkFormat)
    throws
  {
    let graph = try NamedNetwork.make(seed: seed, Self.discrete)
    let read = try Self.read(Self.written(graph, format), format)
    #expect(read.structure == graph.structure)
    for (variable, original) in zip(read.variables, graph.variables) {
      #expect(variable.variable == original.variable)
      let values = try #require(variable.expert?.table.values)
      let expected = try #require(original.expert?.table.values)
      #expect(values.count == expected.count)
      #expect(zip(values, expected).allSatisfy { abs($0 - $1) <= 1e-15 })
    }
  }

  @Test(arguments: [NetworkFormat.bif, .xmlbif, .xdsl, .net, .graph])
  func `numbers keep their last bit`(format: NetworkFormat) throws {
    let third = 1.0 / 3
    let odd = [Double.leastNonzeroMagnitude, 2.2250738585072014e-308, 0.1 + 0.2, 1 - third, 1e-300]
    for value in odd + [0, 1, third, 0.1] {
      var variable = CausalVariable(Variable("a", states: ["x", "y"]), kind: .step)
      variable.expert = .table(TabularCPD(cardinality: 2, values: [value, 1 - value]))
      let graph = CausalGraph(variables: [variable], structure: try .init(parents: [[]]))
      let read = try Self.read(Self.written(graph, format), format)
      #expect(read.variables[0].expert == variable.expert)
    }
  }

  @Test(arguments: [NetworkFormat.bif, .xmlbif, .xdsl, .net, .graph])
  func `a table of a megabyte is written and read`(format: NetworkFormat) throws {
    var dice = Dice(seed: 3)
    let states = (0..<60).map { "s\($0)" }
    var variables = (0..<3).map { CausalVariable(Variable("v\($0)", states: states), kind: .step) }
    for index in 0..<3 {
      let rows = index == 2 ? 3600 : 1
      variables[index].expert = .table(
        TabularCPD(cardinality: 60, values: (0..<rows).flatMap { _ in dice.distribution(60) }))
    }
    let graph = CausalGraph(variables: variables, structure: try .init(parents: [[], [], [1, 0]]))
    let text = try Self.written(graph, format)
    #expect(text.utf8.count > 2_000_000)
    let read = try Self.read(text, format)
    #expect(read.variables.map(\.expert) == graph.variables.map(\.expert))
    #expect(read.structure == graph.structure)
  }
}
