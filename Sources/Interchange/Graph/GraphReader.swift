import GraphStructure
import NetworkModel
import RootCause

/// Reads causal graphs: DOT digraphs whose nodes are variables and whose arcs lead from causes to effects.
///
/// The text is parsed by libcgraph, so every Graphviz tool previews the same file.
public enum GraphReader {
  /// Returns the graph in `source`.
  ///
  /// - Throws: `FormatError` with every problem.
  /// - Complexity: O(size of the text), and of the expert tables.
  public static func read(_ source: SourceText) throws(FormatError) -> CausalGraph {
    let scan = DOTScanner.scan(source.text)
    if let place = scan.oversized {
      throw source.error("this is longer than 1 MB; cut it into texts joined by +", at: place)
    }
    let parsed: ParsedGraph
    do throws(ParseFailure) {
      parsed = try ParsedGraph(source.text)
    } catch {
      throw error.error(in: source, openEnd: scan.openEnd)
    }
    guard parsed.isDirected else {
      throw source.error("the graph is undirected; write 'digraph' and draw arcs with '->'")
    }
    guard !parsed.nodes.isEmpty else { throw source.error("the graph has no variables") }
    let outline = DOTOutline(scan)
    if let place = outline.tooDeep {
      throw source.error(
        "subgraphs lie more than \(DOTOutline.depthLimit) deep in each other", at: place)
    }
    var diagnostics = GraphDiagnostics(source: source, outline: outline)
    checkStatements(parsed, &diagnostics)
    let graph = CausalGraphBuilder(parsed, outline).graph(&diagnostics)
    guard let graph, diagnostics.diagnostics.isEmpty else { throw diagnostics.error }
    return graph
  }

  /// Reports what libcgraph takes without a word: what is said twice, names that are nowhere declared, a second graph.
  private static func checkStatements(_ parsed: ParsedGraph, _ diagnostics: inout GraphDiagnostics)
  {
    if let trailing = diagnostics.outline.trailing {
      diagnostics.add("a file has one graph; what follows it would be lost", at: trailing)
    }
    checkDuplicates(diagnostics.outline, &diagnostics)
    checkArcs(parsed.arcs, &diagnostics)
    checkDeclarations(parsed.nodes, &diagnostics)
  }

  private static func checkDuplicates(_ outline: DOTOutline, _ diagnostics: inout GraphDiagnostics)
  {
    for (name, places) in outline.declarations.sorted(by: { $0.key < $1.key }) {
      for place in places.dropFirst() {
        let first = places[0]
        diagnostics.add(
          "'\(shown(name))' is declared twice; first in line \(first.line)", at: place)
      }
    }
    for (arc, places) in outline.arcs {
      for place in places.dropFirst() {
        diagnostics.add(
          "the arc \(shown(arc.tail)) -> \(shown(arc.head)) is drawn twice; first in line \(places[0].line)",
          at: place)
      }
    }
    for (owner, attributes) in outline.attributes where owner.isOne {
      for (name, places) in attributes {
        for place in places.dropFirst() {
          diagnostics.add(
            "'\(shown(name))' is set twice; first in line \(places[0].line)", at: place)
        }
      }
    }
  }

  /// Reports arcs that run beside each other although the file draws each once: a subgraph by its name has members that stand elsewhere.
  private static func checkArcs(_ arcs: [ParsedGraph.Arc], _ diagnostics: inout GraphDiagnostics) {
    var seen = Set<DOTOutline.Arc>()
    for arc in arcs {
      let key = DOTOutline.Arc(tail: arc.tail, head: arc.head)
      guard !seen.insert(key).inserted, diagnostics.outline.arcs[key, default: []].count < 2 else {
        continue
      }
      diagnostics.add("the arc \(shown(arc.tail)) -> \(shown(arc.head)) is drawn twice", arc: arc)
    }
  }

  private static func checkDeclarations(
    _ nodes: [ParsedGraph.Node], _ diagnostics: inout GraphDiagnostics
  ) {
    let outline = diagnostics.outline
    let declared = outline.declarations.keys.sorted()
    var seen = Set<String>()
    var unknownCount = 0
    for node in nodes {
      if !seen.insert(node.name).inserted {
        diagnostics.add("another node has this name, one of them in <…>", node: node.name)
      }
      guard outline.declarations[node.name] == nil else { continue }
      // What is beyond the limit is not shown, and looking for a name among thousands takes its time.
      let suggestion =
        unknownCount < ProblemLimit.shown
        ? Spelling.suggestion(for: node.name, among: declared) : ""
      unknownCount += 1
      diagnostics.add(
        "'\(shown(node.name))' stands in an arc but is not declared\(suggestion)",
        at: outline.mentions[node.name])
    }
  }
}

extension DOTOutline.Owner {
  /// Whether there is one thing that has the attributes, so that each can be set once.
  fileprivate var isOne: Bool {
    switch self {
    case .graph, .node, .arc: true
    case .subgraphs, .nodeDefaults, .arcDefaults: false
    }
  }
}
