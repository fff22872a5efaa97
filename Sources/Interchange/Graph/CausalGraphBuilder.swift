import GraphStructure
import NetworkModel
import RootCause

/// Makes a causal graph of what libcgraph read, and finds everything that is wrong with it.
struct CausalGraphBuilder {
  private let parsed: ParsedGraph
  private let nodes: [ParsedGraph.Node]
  private let indices: [String: Int]
  /// The arcs into each node, in the order of the file.
  private let arcs: [[ParsedGraph.Arc]]

  init(_ parsed: ParsedGraph, _ outline: DOTOutline) {
    self.parsed = parsed
    // Undeclared and repeated names are reported already; leaving them in would only repeat it.
    var seen = Set<String>()
    nodes = parsed.nodes.filter {
      outline.declarations[$0.name] != nil && seen.insert($0.name).inserted
    }
    indices = Dictionary(uniqueKeysWithValues: nodes.enumerated().map { ($1.name, $0) })
    var arcs = [[ParsedGraph.Arc]](repeating: [], count: nodes.count)
    var drawn = Set<DOTOutline.Arc>()
    for arc in parsed.arcs {
      guard let head = indices[arc.head], indices[arc.tail] != nil,
        drawn.insert(DOTOutline.Arc(tail: arc.tail, head: arc.head)).inserted
      else { continue }
      arcs[head].append(arc)
    }
    self.arcs = arcs
  }

  /// Returns the graph, or nil when a problem leaves none.
  func graph(_ diagnostics: inout GraphDiagnostics) -> CausalGraph? {
    checkGraphAttributes(&diagnostics)
    checkDefaults(&diagnostics)
    for arc in parsed.arcs { checkAttributes(of: arc, &diagnostics) }
    var variables: [CausalVariable?] = nodes.map { node in
      VariableReader(node: node).variable(&diagnostics)
    }
    checkArcs(variables, &diagnostics)
    for index in nodes.indices {
      let parents = arcs[index].map { variables[indices[$0.tail] ?? 0] }
      // Numbers can't be told right from wrong while a parent is unknown, or is one that can't be.
      guard var variable = variables[index],
        parents.allSatisfy({ $0?.variable.isReading == false })
      else { continue }
      ExpertReader(node: nodes[index], arcs: arcs[index], parents: parents.compactMap(\.self))
        .read(into: &variable, &diagnostics)
      variables[index] = variable
    }
    checkKeys(variables.compactMap(\.self), &diagnostics)
    checkRegressors(variables.compactMap(\.self), &diagnostics)
    let rules = rules(variables, &diagnostics)
    let losses = losses(variables, &diagnostics)
    let complete = shareTies(variables.compactMap(\.self), &diagnostics)
    guard let structure = structure(&diagnostics), complete.count == nodes.count else { return nil }
    var graph = finished(complete, structure)
    graph.rules = rules
    graph.losses = losses
    return graph
  }

  /// What choices cost; what its names mean can't be told while a variable is unknown.
  private func losses(
    _ variables: [CausalVariable?], _ diagnostics: inout GraphDiagnostics
  ) -> LossTable? {
    let known = variables.compactMap(\.self)
    guard let text = parsed.attributes["losses"], known.count == variables.count else { return nil }
    let (table, problems) = LossesReader.table(in: text, known)
    for problem in problems {
      diagnostics.add(
        "losses: \(problem.message)", at: diagnostics.outline.position(of: "losses", in: .graph))
    }
    return table
  }

  /// The rules; what their names mean can't be told while a variable is unknown.
  private func rules(
    _ variables: [CausalVariable?], _ diagnostics: inout GraphDiagnostics
  ) -> [DataRule] {
    let known = variables.compactMap(\.self)
    guard let text = parsed.attributes["rules"], known.count == variables.count else { return [] }
    let ignored = CommaList.items(parsed.attributes["ignore"] ?? "")
    let (rules, problems) = RulesReader.rules(
      in: text, RuleVocabulary(known, ignoredColumns: ignored))
    for problem in problems {
      diagnostics.add(
        "rules: \(problem.message)", at: diagnostics.outline.position(of: "rules", in: .graph))
    }
    return rules
  }

  private func finished(_ variables: [CausalVariable], _ structure: DirectedGraph) -> CausalGraph {
    var graph = CausalGraph(
      title: parsed.attributes["title"].map(TextEscapes.resolved), variables: variables,
      structure: structure)
    graph.ignoredColumns = CommaList.items(parsed.attributes["ignore"] ?? "")
    graph.appearance.graph = parsed.attributes.filter { !GraphAttributes.ofGraph.contains($0.key) }
    for node in nodes {
      let picture = node.attributes.filter { GraphAttributes.ofPictureNode.contains($0.key) }
      if !picture.isEmpty { graph.appearance.nodes[node.name] = picture }
    }
    for arc in arcs.joined() {
      let picture = arc.attributes.filter { GraphAttributes.ofPictureArc.contains($0.key) }
      let key = CausalGraph.Appearance.Arc(parent: arc.tail, child: arc.head)
      if !picture.isEmpty { graph.appearance.arcs[key] = picture }
    }
    return graph
  }

  private func checkGraphAttributes(_ diagnostics: inout GraphDiagnostics) {
    let known = GraphAttributes.ofGraph.union(GraphAttributes.ofPictureGraph)
    for name in parsed.attributes.keys.sorted() where !known.contains(name) {
      diagnostics.add(
        GraphAttributes.complaint(about: name, of: "graph", known: known),
        at: diagnostics.outline.position(of: name, in: .graph))
    }
    if let charset = parsed.attributes["charset"]?.lowercased(), charset != "utf-8",
      charset != "utf8"
    {
      diagnostics.add(
        "charset is UTF-8, not '\(shown(charset))'",
        at: diagnostics.outline.position(of: "charset", in: .graph))
    }
  }

  /// Reports the attributes of subgraphs, which the graph does not have, and those of the defaults, once for all that inherit them.
  private func checkDefaults(_ diagnostics: inout GraphDiagnostics) {
    let node = GraphAttributes.ofNode.union(GraphAttributes.ofPictureNode)
    let arc = GraphAttributes.ofArc.union(GraphAttributes.ofPictureArc)
    for (owner, thing, known) in [
      (DOTOutline.Owner.subgraphs, "subgraph", GraphAttributes.ofPictureGraph),
      (.nodeDefaults, "node", node),
      (.arcDefaults, "arc", arc),
    ] {
      for (name, places) in diagnostics.outline.attributes[owner, default: [:]]
      where !known.contains(name) {
        diagnostics.add(
          GraphAttributes.complaint(about: name, of: thing, known: known), at: places[0])
      }
    }
  }

  private func checkAttributes(of arc: ParsedGraph.Arc, _ diagnostics: inout GraphDiagnostics) {
    let known = GraphAttributes.ofArc.union(GraphAttributes.ofPictureArc)
    let owner = DOTOutline.Owner.arc(DOTOutline.Arc(tail: arc.tail, head: arc.head))
    // libcgraph takes the key of an arc as its name and shows none.
    let hidden = diagnostics.outline.position(of: "key", in: owner) == nil ? [] : ["key"]
    for name in arc.attributes.keys.sorted() + hidden
    where !known.contains(name) && !diagnostics.isInherited(name, by: owner, from: .arcDefaults) {
      diagnostics.add(
        "\(shown(arc.tail)) -> \(shown(arc.head)): "
          + GraphAttributes.complaint(about: name, of: "arc", known: known),
        arc: arc, attribute: name)
    }
  }

  private func checkArcs(_ variables: [CausalVariable?], _ diagnostics: inout GraphDiagnostics) {
    for (index, incoming) in arcs.enumerated() {
      for arc in incoming {
        if let tail = indices[arc.tail].flatMap({ variables[$0] }), tail.variable.isReading {
          diagnostics.add(
            "'\(shown(arc.tail))' is a reading and can't be a parent; cut it into states with bins=…",
            arc: arc)
        }
        if let variable = variables[index], variable.form != .noisyMax,
          arc.attributes["strength"] != nil
        {
          diagnostics.add(
            "the arc \(shown(arc.tail)) -> \(shown(arc.head)) has a strength, but"
              + " '\(shown(arc.head))' is no noisy_max; give '\(shown(arc.head))' cpd=noisy_max or take the strength away",
            arc: arc, attribute: "strength")
        }
      }
    }
  }

  /// A column that tells which lot a unit used can't tell a state as well.
  private func checkKeys(_ variables: [CausalVariable], _ diagnostics: inout GraphDiagnostics) {
    let owners = Dictionary(
      variables.map { ($0.columnName, $0.name) }, uniquingKeysWith: { first, _ in first })
    for variable in variables {
      guard let key = variable.key, let owner = owners[key] else { continue }
      diagnostics.add(
        "its key '\(key)' is the column of '\(owner)'; a key is a column of its own",
        node: variable.name, attribute: "key")
    }
  }

  private func structure(_ diagnostics: inout GraphDiagnostics) -> DirectedGraph? {
    do throws(GraphError) {
      return try DirectedGraph(parents: arcs.map { $0.compactMap { indices[$0.tail] } })
    } catch {
      switch error {
      case .cyclic(let cycles): for cycle in cycles { report(cycle, &diagnostics) }
      }
      return nil
    }
  }

  private func report(_ cycle: [Int], _ diagnostics: inout GraphDiagnostics) {
    let names = cycle.map { nodes[$0].name }
    let links = zip(names, names.dropFirst() + names.prefix(1)).map { tail, head in
      let place = diagnostics.outline.arcs[DOTOutline.Arc(tail: tail, head: head)]?.first
      return (
        text: "\(shown(tail)) -> \(shown(head))" + (place.map { " (line \($0.line))" } ?? ""),
        place: place
      )
    }
    // The circle begins where the file first draws a part of it.
    let end = SourcePosition(line: .max, column: 1)
    let start = links.indices.min { links[$0].place ?? end < links[$1].place ?? end } ?? 0
    let ordered = links[start...] + links[..<start]
    diagnostics.add(
      "the arcs run in a circle: \(ordered.map(\.text).joined(separator: ", "));"
        + " a cause can't be its own effect",
      at: links[start].place)
  }

  /// Gives the variables of a tie the expert numbers that one of them has.
  private func shareTies(
    _ variables: [CausalVariable], _ diagnostics: inout GraphDiagnostics
  ) -> [CausalVariable] {
    var variables = variables
    let cardinalities = Dictionary(
      uniqueKeysWithValues: variables.map { ($0.name, $0.variable.cardinality) })
    let groups = Dictionary(grouping: variables.indices.filter { variables[$0].tie != nil }) {
      variables[$0].tie ?? ""
    }
    for (tie, members) in groups.sorted(by: { $0.key < $1.key }) {
      let shapes = members.map { shape(of: variables[$0], cardinalities) }
      guard let first = members.first, shapes.allSatisfy({ $0 == shapes[0] }) else {
        let names = shownList(members.map { variables[$0].name })
        diagnostics.add(
          "the families tied as '\(shown(tie))' (\(names)) differ in their states or those of their parents",
          node: variables[members[0]].name, attribute: "tie")
        continue
      }
      let group = members.lazy.compactMap { variables[$0].priorGroup }.first
      for member in members {
        if let own = variables[member].priorGroup, own != group {
          diagnostics.add(
            "its prior_group differs from that of others to which it is tied",
            node: variables[member].name, attribute: "prior_group")
        }
        variables[member].priorGroup = group
      }
      let source = members.first { variables[$0].expert != nil } ?? first
      for member in members {
        let isSame =
          variables[member].expert == variables[source].expert
          && (variables[member].weight ?? variables[source].weight) == variables[source].weight
        if variables[member].expert != nil, !isSame {
          diagnostics.add(
            "its numbers differ from those of '\(shown(variables[source].name))', to which it is tied",
            node: variables[member].name, attribute: "tie")
        }
        variables[member].expert = variables[source].expert
        variables[member].weight = variables[source].weight
        variables[member].typical = variables[source].typical
      }
    }
    return variables
  }

  /// What the families of a tie have to have in common: the form, the number of regressors and all numbers of states.
  private func shape(of variable: CausalVariable, _ cardinalities: [String: Int]) -> [String] {
    let parents = arcs[indices[variable.name] ?? 0].map { cardinalities[$0.tail, default: 0] }
    let numbers = [variable.variable.regressors.count, variable.variable.cardinality] + parents
    return [variable.form.rawValue] + numbers.map(String.init)
  }
}

/// Lists as attributes have them: `a, b, c`.
enum CommaList {
  /// Returns the items, without the spaces around them.
  static func items(_ text: String) -> [String] {
    guard !text.trimmingSpaces().isEmpty else { return [] }
    return text.split(separator: ",", omittingEmptySubsequences: false)
      .map { String($0).trimmingSpaces() }
  }
}

/// The escapes of DOT's labels.
enum TextEscapes {
  /// Returns `text` with `\n`, `\l` and `\r` as line breaks and other escaped characters as themselves.
  static func resolved(_ text: String) -> String {
    var result = ""
    var isEscaped = false
    for character in text {
      if isEscaped {
        result.append("nlr".contains(character) ? "\n" : character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else {
        result.append(character)
      }
    }
    return result
  }
}
