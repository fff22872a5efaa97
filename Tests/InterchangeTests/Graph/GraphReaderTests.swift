import GraphStructure
import Interchange
import NetworkModel
import RootCause
import Testing
import _TestSupport

/// What a graph file can say, and what is made of it.
@Suite struct GraphReaderTests {
  @Test func `every attribute of a variable is read`() throws {
    let graph = try GraphSamples.graph(
      """
      digraph g {
        title="Voids \\"and\\" more"; ignore="run, note_*";
        a [kind=step, key=a_run, label="Step\\nA", tie=t, weight=30, prior="0.9 0.1", cost=2.5, column="A (raw)"];
        b [kind=step, tie=t];
        c [kind=test, bins="low<-1.5<normal<50<high", states="normal, low, high"];
        d [kind=test, reading=gaussian, unit="N m", prior="3 0.5"];
      }
      """)
    #expect(graph.title == "Voids \"and\" more")
    #expect(graph.ignoredColumns == ["run", "note_*"])
    let a = graph.variables[0]
    #expect(a.variable == Variable("a", states: ["in_control", "out_of_control"]))
    #expect(a.label == "Step\nA")
    #expect(a.displayName == "Step\nA")
    #expect((a.key, a.column, a.tie) == ("a_run", "A (raw)", "t"))
    #expect((a.weight, a.cost) == (30, 2.5))
    #expect(a.expert == .table(TabularCPD(cardinality: 2, values: [0.9, 0.1])))
    let c = graph.variables[2]
    #expect(c.variable.states == ["normal", "low", "high"])
    #expect(c.bins?.thresholds == [-1.5, 50])
    #expect(c.bins?.state(of: -1.5) == "normal")
    let d = graph.variables[3]
    #expect(d.variable.isReading)
    #expect((d.form, d.unit) == (.gaussian, "N m"))
    #expect(d.expert == .gaussian(GaussianCPD(means: [3], standardDeviations: [0.5])))
  }

  @Test func `families that are tied share the numbers and the weight that one of them has`() throws
  {
    let graph = try GraphSamples.graph(
      "digraph g { node [kind=step, tie=t]; a; b [prior=\"0.8 0.2\", weight=7]; c [kind=lot, tie=u]; d [tie=u] }"
    )
    #expect(graph.ties == ["t": [0, 1], "u": [2, 3]])
    #expect(graph.variables[0].expert == graph.variables[1].expert)
    #expect(graph.variables[0].weight == 7)
    #expect(graph.variables[2].expert == nil)
  }

  @Test(arguments: [
    ("step", ["in_control", "out_of_control"]), ("lot", ["good", "bad"]),
    ("station", ["in_calibration", "drifted"]), ("defect", ["absent", "present"]),
    ("test", ["pass", "fail"]),
  ])
  func `a kind brings its states`(kind: String, states: [String]) throws {
    let graph = try GraphSamples.graph("digraph g { a [kind=\(kind)] }")
    #expect(graph.variables[0].kind.rawValue == kind)
    #expect(graph.variables[0].variable.states == states)
  }

  @Test func `rows run over the parents in the order of their arcs, the first slowest`() throws {
    let graph = try GraphSamples.graph(
      """
      digraph g {
        c [kind=test, cpt="1 0; .9 .1; .8 .2; .7 .3; .6 .4; .5 .5"];
        a [kind=step, states="x,y,z"]; b [kind=lot];
        a -> c; b -> c;
      }
      """)
    #expect(graph.structure.parents == [[1, 2], [], []])
    guard case .table(let table) = graph.variables[0].expert else {
      Issue.record("there is no table")
      return
    }
    // a=y, b=good is the third row.
    #expect(table.values[4...5].isClose(to: [0.8, 0.2], .exact))
  }

  @Test func `a row near to 1 is divided by its own sum`() throws {
    let graph = try GraphSamples.graph(
      "digraph g { a [kind=lot, states=\"x,y,z,u\", prior=\"0.2499998 0.2499998 0.2499998 0.2499998\"] }"
    )
    #expect(graph.variables[0].expert == .table(.uniform(cardinality: 4, rows: 1)))
  }

  @Test func `a noisy-MAX takes a row of strengths for each off-nominal state of a parent`() throws
  {
    let graph = try GraphSamples.graph(
      """
      digraph g {
        a [kind=step, states="ok,cold,hot"]; b [kind=lot];
        v [kind=defect, states="none,some,many", cpd=noisy_max, leak="0.9 0.08 0.02"];
        a -> v [strength="0.5 0.3 0.2; 0 0.25 0.75"]; b -> v [strength="0.4 0.6 0;"];
        w [kind=defect, cpd=noisy_max, leak=0.125]; a -> w [strength="0.5, 0.5; 1"];
      }
      """)
    #expect(
      graph.variables[2].expert
        == .noisyMax(
          NoisyMaxCPD(
            cardinality: 3, strengths: [[0.5, 0.3, 0.2, 0, 0.25, 0.75], [0.4, 0.6, 0]],
            leak: [0.9, 0.08, 0.02])))
    #expect(
      graph.variables[3].expert
        == .noisyMax(
          NoisyMaxCPD(cardinality: 2, strengths: [[0.5, 0.5, 0, 1]], leak: [0.875, 0.125])))
  }

  @Test func `what Graphviz alone understands goes to the picture`() throws {
    let graph = try GraphSamples.graph(
      """
      digraph g {
        rankdir=LR; graph [nodesep=0.5]; edge [color=gray];
        a [kind=step, tooltip="where it begins"]; b [kind=test, group=tests];
        a -> b [label="shows", weight=3];
        subgraph cluster_left { label="Left"; color=blue; a }
      }
      """)
    #expect(graph.appearance.graph == ["rankdir": "LR", "nodesep": "0.5"])
    #expect(
      graph.appearance.nodes == ["a": ["tooltip": "where it begins"], "b": ["group": "tests"]])
    let arc = CausalGraph.Appearance.Arc(parent: "a", child: "b")
    #expect(graph.appearance.arcs == [arc: ["label": "shows", "weight": "3", "color": "gray"]])
  }

  /// All of these are the graph a → b, a → c.
  @Test(arguments: [
    "digraph { node [kind=step]; a; b; c; a -> b; a -> c }",
    "DiGraph g { NODE [kind=step] a b c a->b a->c }",
    "strict digraph { node [kind=step]; a; b; c; a -> b; a -> c; }",
    "digraph { node [kind=step]; a; b; c; a -> {b c} }",
    "digraph { node [kind=step]; a, b, c; a -> b, c }",
    "digraph { node [kind=step]; a; b; c; a -> {{b} c} }",
    "digraph { node [kind=step]; subgraph s { a; b; c } a -> subgraph t { b; c } }",
    "digraph { a [kind=step]; b [kind=step]; c [kind=step]; {rank=same; b; c} a:e -> b:w:n; a -> c }",
    "digraph { a [kind=\"st\" + \"ep\"]; b [kind=<step>]; \"c\" [kind=step]; a -> b a -> \"c\" }",
    "digraph { # a comment\n/* node [ */ node [kind=step] // -> x\na; b; c; a -> b # a -> b\na -> c }",
    "digraph \"->\" {\r\n  node [kind=step];\r\n  a; b; c;\r\n  a -> b; a -> c\r\n}\r\n",
    "digraph { node [kind=step,]; a [][]; b []; c; a -> b; a -> c; }",
    "digraph { a [kind=step label=\"A -> {b}\"]; b [kind=step; label=\"\\\"b\\\"\"]; c [kind=step]; a->b;a->c; }",
  ])
  func `one graph can be written in many ways`(text: String) throws {
    let graph = try GraphSamples.graph(text)
    #expect(graph.variables.map(\.name) == ["a", "b", "c"])
    #expect(graph.structure.parents == [[], [0], [0]])
    #expect(graph.variables.allSatisfy { $0.kind == .step })
  }

  @Test func `a chain draws each of its arcs`() throws {
    let graph = try GraphSamples.graph(
      "digraph { node [kind=step]; a; b; c; d; a -> b -> {c d} }")
    #expect(graph.structure.parents == [[], [0], [1], [1]])
  }

  @Test(arguments: [
    "x ray", "Größe", "部品", "a->b", "a;b", "digraph", "node", "Subgraph", "1", "-0.5", "say \"x\"",
    "{}", "back\\\\slash",
    "👩‍🔧", "e\u{301}", "a=b", "a,b", "kind", "//", "#",
  ])
  func `a name in quotes may have anything in it`(name: String) throws {
    let quoted = "\"" + name.replacing("\"", with: "\\\"") + "\""
    let graph = try GraphSamples.graph(
      "digraph { node [kind=step]; \(quoted); other; \(quoted) -> other [strength=0.5]; other [cpd=noisy_max, leak=0] }"
    )
    #expect(graph.variables.map(\.name) == [name, "other"])
    #expect(graph.structure.parents == [[], [0]])
  }

  @Test(arguments: ["1", "-0.5", ".5", "7.", "_", "ärmel", "a1_"])
  func `a plain word or number is a name without quotes`(name: String) throws {
    let graph = try GraphSamples.graph(
      "digraph{node[kind=step];\(name);other;\(name)->other}")
    #expect(graph.variables.map(\.name) == [name, "other"])
    #expect(graph.structure.parents == [[], [0]])
  }

  @Test func `a byte order mark and a file of Windows make no difference`() throws {
    let folder = try TemporaryFolder()
    let windows = GraphSamples.line.replacing("\n", with: "\r\n")
    let path = try folder.write("\u{FEFF}" + windows, to: "windows.gv")
    let graph = try ModelLoader.graph(at: path).graph
    #expect(graph == (try GraphSamples.graph(GraphSamples.line)))
  }

  @Test func `a label of the name is no label`() throws {
    let graph = try GraphSamples.graph(
      "digraph { node [kind=step, label=\"\\N\"]; a; b [label=B] }")
    #expect(graph.variables.map(\.label) == [nil, "B"])
    #expect(graph.variables.map(\.displayName) == ["a", "B"])
  }

  @Test func `one reader does not leave anything behind for the next`() throws {
    let expected = try GraphSamples.graph(GraphSamples.line)
    for broken in [
      "digraph { a [label=\"", "digraph { /*", "digraph { a [label=<b", "digraph { a } digraph {",
      "{", "graph { a -- b }",
    ] {
      #expect(throws: FormatError.self) { try GraphSamples.graph(broken) }
      #expect(try GraphSamples.graph(GraphSamples.line) == expected)
    }
  }

  @Test func `many graphs can be read at the same time`() async throws {
    let expected = try GraphSamples.graph(GraphSamples.line)
    await withTaskGroup(of: Bool.self) { group in
      for turn in 0..<40 {
        group.addTask {
          if turn % 2 == 0 { return (try? GraphSamples.graph("digraph { a [ }")) == nil }
          return (try? GraphSamples.graph(GraphSamples.line)) == expected
        }
      }
      for await isRight in group { #expect(isRight) }
    }
  }

  @Test(arguments: ["lathe", "primary_mirror", "solder_line"])
  func `the graphs of the repository have no problems`(name: String) throws {
    let graph = try ModelLoader.graph(at: Repository.path("Graphs/\(name).gv")).graph
    #expect(!graph.variables.isEmpty)
    #expect(graph.title != nil)
  }
}
