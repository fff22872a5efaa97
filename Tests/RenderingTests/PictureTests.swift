import NetworkModel
import Rendering
import RootCause
import Testing
import _TestSupport

/// Pictures as DOT.
@Suite struct PictureTests {
  @Test func `a graph without numbers is drawn plainly`() throws {
    let graph = try Samples.model().graph
    try expectSnapshot(Picture(graph: graph).dot, named: "plain.gv")
  }

  @Test func `a diagnosis brings bars, marked evidence, shaded candidates and numbered causes`()
    throws
  {
    let model = try Samples.model()
    let picture = Picture(graph: model.graph, diagnosis: try Samples.diagnosis(of: model))
    try expectSnapshot(picture.dot, named: "evidence.gv")
  }

  @Test func `states that are ruled out are marked, and the legend explains the mark`() throws {
    let model = try Samples.model()
    let index = try #require(
      model.network.variables.firstIndex { $0.states.count > 2 }
        ?? model.network.variables
        .firstIndex { $0.states.count > 1 })
    let dot = Picture(
      graph: model.graph,
      diagnosis: try Diagnostician(model).diagnose(Evidence([index: .excluded([1])]))
    ).dot
    let state = model.network.variables[index].states[1]
    #expect(dot.contains(">× \(state)&#160;<"))
    #expect(dot.contains("× RULED OUT"))
    #expect(dot.contains("legend_ruled_out") && !dot.contains("OBSERVED"))
    #expect(dot.contains("ruled out: \(state)"))
  }

  @Test func `without evidence no cause is numbered and the legend explains no evidence`() throws {
    let model = try Samples.model()
    let dot = Picture(graph: model.graph, diagnosis: try Diagnostician(model).diagnose(Evidence()))
      .dot
    #expect(!dot.contains("CAUSE"))
    #expect(!dot.contains("OBSERVED") && !dot.contains("DOUBTFUL"))
    #expect(dot.contains("legend_shading"))
  }

  @Test func `of many states the most probable are shown`() throws {
    let names = (1...12).map { "s\($0)" }
    let variable = Variable("many", states: names)
    let graph = try Samples.loose([CausalVariable(variable, kind: .step)]).graph
    let values = [0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.07, 0.08, 0.09, 0.1, 0.2, 0.25]
    let model = try CausalModel(
      graph: graph, cpds: [.table(TabularCPD(cardinality: 12, values: values))],
      provenance: Provenance(graphDigest: ""))
    let dot = Picture(graph: graph, diagnosis: try Diagnostician(model).diagnose(Evidence())).dot
    let rows = dot.split(separator: "\n").filter { $0.contains("ALIGN=\"RIGHT\"") }
    #expect(rows.count == 8)
    #expect(rows.first?.contains(">s6&#160;<") == true)
    #expect(rows.last?.contains(">5 more&#160;<") == true && rows.last?.contains("15.0 %") == true)
  }

  @Test func `long names are broken and long states shortened, with the whole text in the tooltip`()
    throws
  {
    let state = "a_state_whose_name_goes_on_and_on"
    let name = "hydraulic_pressure_sensor_reading_of_the_press"
    let model = try Samples.loose([
      CausalVariable(Variable(name, states: ["in_control", state]), kind: .step)
    ])
    let dot = Picture(graph: model.graph, diagnosis: try Diagnostician(model).diagnose(Evidence()))
      .dot
    #expect(
      dot.contains("<B>hydraulic_pressure_</B><BR/><B>sensor_reading_of_the_</B><BR/><B>press</B>"))
    #expect(dot.contains("a_state_whose_name_g…&#160;"))
    #expect(dot.contains("\\n\(state): 50.0 %\""))
  }

  @Test func `attributes that say how things look are passed on, quoted`() throws {
    var graph = try Samples.model().graph
    graph.appearance.graph = ["rankdir": "TB", "nodesep": "0.4"]
    graph.appearance.nodes["reflow"] = ["tooltip": "The \"oven\"", "group": "line"]
    graph.appearance.arcs[.init(parent: "reflow", child: "voids")] = [
      "style": "dashed", "xlabel": "first\\nsecond\\",
    ]
    let dot = Picture(graph: graph).dot
    #expect(dot.contains("rankdir=\"TB\"") && dot.contains("nodesep=\"0.4\""))
    #expect(dot.contains("group=\"line\"") && dot.contains("tooltip=\"The \\\"oven\\\"\""))
    #expect(dot.contains("style=\"dashed\"") && dot.contains("xlabel=\"first\\nsecond\\\\\""))
  }

  @Test(arguments: [
    "image", "shapefile", "URL", "href", "shape", "charset", "id", "label", "_background",
  ])
  func `attributes that load, link or undo the picture are left out`(name: String) throws {
    var graph = try Samples.model().graph
    graph.appearance.nodes["reflow"] = [name: "foreign"]
    #expect(!Picture(graph: graph).dot.contains("foreign"))
  }

  @Test func `a value that could end an attribute of SVG is left out`() throws {
    var graph = try Samples.model().graph
    graph.appearance.nodes["reflow"] = ["fontname": "x\" onload=\"alert(1)", "class": "<script>"]
    graph.appearance.arcs[.init(parent: "reflow", child: "voids")] = ["color": "red' onload='1"]
    let dot = Picture(graph: graph).dot
    #expect(!dot.contains("onload") && !dot.contains("<script>"))
  }

  @Test func `no two nodes have the same id`() throws {
    let names = ["a b", "a_b", "a-b", "a_b-n0", "é", "", "ä"]
    let model = try Samples.loose(
      names.map { CausalVariable(Variable($0, states: ["x", "y"]), kind: .step) })
    let dot = Picture(graph: model.graph).dot
    let ids = dot.split(separator: "id=\"").dropFirst().compactMap {
      $0.split(separator: "\"").first
    }
    #expect(Set(ids).count == ids.count)
    #expect(ids.contains("variable_a_b"))
  }

  @Test func `the layout of a large graph is limited`() throws {
    let variables = (0..<2000).map {
      CausalVariable(Variable("v\($0)", states: ["x", "y"]), kind: .step)
    }
    #expect(Picture(graph: try Samples.loose(variables).graph).dot.contains("nslimit=0.250"))
    #expect(!Picture(graph: try Samples.model().graph).dot.contains("nslimit"))
  }
}
