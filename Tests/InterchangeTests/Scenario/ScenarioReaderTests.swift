import Interchange
import NetworkModel
import RootCause
import Testing
import _TestSupport

/// What a scenario file can say, and what is made of it.
@Suite struct ScenarioReaderTests {
  @Test func `every key of a scenario is read`() throws {
    let scenario = try ScenarioFolder().read(
      """
      title: Voids in March
      graph: line.gv
      sources: ["Report 7", 'Minutes of 3 March']
      confirmed: { paste: bad }
      discovered: 2021-05
      events:
        - on: 2021-03-01
          note: >-
            The first unit
            fails.
          observe: { xray: fail, height: 62.5 }
        - { on: 2021-03, observe: { shift: night, gain: 28.75, reflow: "!=hot" } }
        - on: 2021
          note: Seen again, from afar
          observe:
            xray: pass
            reflow: cold
          trust: 0.8
        - { on: 2021-04-01, note: Nothing new }
      expect:
        - { after: 1, cause: paste, rank: 3 }
        - { after: 4, cause: reflow, state: hot, rank: 2 }
      """)
    #expect(scenario.title == "Voids in March")
    #expect(scenario.sources == ["Report 7", "Minutes of 3 March"])
    #expect(scenario.confirmed == [.init(variable: "paste", state: "bad")])
    #expect(scenario.discovered == PartialDate("2021-05"))
    let model = scenario.model
    func index(_ name: String) throws -> Int { try #require(model.graph.index(of: name)) }
    #expect(
      scenario.events.map(\.on.description) == ["2021-03-01", "2021-03", "2021", "2021-04-01"])
    #expect(scenario.events[0].note == "The first unit fails.")
    #expect(
      scenario.events[0].evidence.items == [
        try index("xray"): .state(1), try index("height"): .state(2),
      ])
    #expect(scenario.events[1].evidence[try index("gain")] == .value(28.75))
    #expect(scenario.events[1].evidence[try index("reflow")] == .excluded([2]))
    let trusted = try #require(scenario.events[2].evidence[try index("reflow")])
    guard case .likelihood(let weights) = trusted else {
      Issue.record("\(trusted) is no likelihood")
      return
    }
    #expect(weights.isClose(to: [0.1, 0.8, 0.1], .exact))
    #expect(scenario.events[2].evidence[try index("xray")] == .likelihood([0.8, 1 - 0.8]))
    #expect(scenario.events[3].evidence.isEmpty)
    #expect(
      scenario.expectations == [
        .init(after: 1, cause: .init(variable: "paste", state: "bad"), rank: 3),
        .init(after: 4, cause: .init(variable: "reflow", state: "hot"), rank: 2),
      ])
  }

  @Test func `a learned model may stand in the place of the graph`() throws {
    let folder = try ScenarioFolder()
    try folder.files.write(
      ModelWriter.text(of: GraphSamples.model(GraphSamples.line)), to: "line.json")
    let scenario = try folder.read(
      "title: T\nmodel: line.json\nconfirmed: { paste: bad }\nevents: [{ on: 2020, observe: { xray: fail } }]"
    )
    #expect(scenario.model.graph.variables.count == 9)
  }

  @Test func `the graph is found beside the scenario, and an absolute path where it says`() throws {
    let folder = try ScenarioFolder()
    for path in [
      "line.gv", "./line.gv", "../\(folder.files.path.split(separator: "/").last ?? "")/line.gv",
      folder.files.path("line.gv"),
    ] {
      #expect(
        try folder.read(
          "title: T\ngraph: \(path)\nconfirmed: { paste: bad }\nevents: [{ on: 2020 }]"
        ).title == "T")
    }
  }

  @Test func `states that other programs take for yes and no stay what they are`() throws {
    let folder = try ScenarioFolder()
    try folder.files.write(
      "digraph { a [kind=step, states=\"no,yes,null,~,1.0,1e3\", prior=\"0.5 0.1 0.1 0.1 0.1 0.1\"] }",
      to: "words.gv")
    for (place, state) in ["no", "yes", "null", "~", "1.0", "1e3"].enumerated() {
      let scenario = try folder.read(
        "title: no\ngraph: words.gv\nconfirmed: { a: yes }\nevents: [{ on: 2020, observe: { a: \(state) } }]"
      )
      #expect(scenario.title == "no")
      #expect(scenario.events[0].evidence[0] == .state(place))
    }
  }

  @Test func `full trust is a finding`() throws {
    let scenario = try ScenarioFolder().read(
      "title: T\ngraph: line.gv\nconfirmed: { paste: bad }\nevents: [{ on: 2020, observe: { xray: fail }, trust: 1 }]"
    )
    let xray = try #require(scenario.model.graph.index(of: "xray"))
    #expect(scenario.events[0].evidence[xray] == .state(1))
  }

  @Test func `a missing graph is a file that can't be read`() throws {
    let folder = try ScenarioFolder()
    let error = try #require(throws: FileError.self) {
      try folder.read(
        "title: T\ngraph: lines.gv\nconfirmed: { paste: bad }\nevents: [{ on: 2020 }]")
    }
    #expect(
      error == .unreadable(file: folder.files.path("lines.gv"), reason: "there is no such file"))
  }

  @Test func `what is wrong with the graph is said of the graph`() throws {
    let folder = try ScenarioFolder()
    try folder.files.write("digraph { a [kind=stap] }", to: "bad.gv")
    try folder.files.write("digraph { a [kind=step]; b [kind=step] }", to: "bare.gv")
    func text(_ graph: String) -> String {
      "title: T\ngraph: \(graph)\nconfirmed: { a: out_of_control }\nevents: [{ on: 2020 }]"
    }
    let bad = try #require(throws: FormatError.self) { try folder.read(text("bad.gv")) }
    #expect(bad.file == folder.files.path("bad.gv"))
    let bare = try #require(throws: FormatError.self) { try folder.read(text("bare.gv")) }
    #expect(
      bare.diagnostics.map(\.message) == [
        "the graph is no model: there are no numbers for a, b; give each a prior or a cpt, or learn them with"
          + " 'fishbone learn'"
      ])
  }

  @Test func `the scenarios of the repository have no problems`() throws {
    let scenario = try ScenarioReader.read(
      at: Repository.path("Scenarios/hubble_primary_mirror.yaml"))
    #expect(scenario.events.count == 8)
    #expect(scenario.expectations.count == 11)
  }
}

/// A folder with the graph `line.gv` and room for a scenario.
struct ScenarioFolder {
  let files: TemporaryFolder

  init() throws {
    files = try TemporaryFolder()
    try files.write(GraphSamples.line, to: "line.gv")
  }

  func read(_ text: String) throws -> Scenario {
    try ScenarioReader.read(at: files.write(text, to: "scenario.yaml"))
  }
}
