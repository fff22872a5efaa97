import NetworkModel
import RootCause

/// Writes causal graphs as DOT, as `GraphReader` reads them.
enum GraphWriter: NetworkWriter {
  static let holds = Set(Meaning.allCases).subtracting([.learning, .guesses, .covariances])

  static func canName(variable: String) -> Bool {
    !variable.trimmingSpaces().isEmpty && DOTQuoting.canHold(variable)
  }

  /// States stand in a list with commas and spaces between them.
  static func canName(state: String) -> Bool {
    !state.isEmpty && state.trimmingSpaces() == state && !state.contains(",")
      && DOTQuoting.canHold(state)
  }

  static func canTitle(_ title: String) -> Bool { !title.isEmpty }

  static func text(of network: WritableNetwork) -> String {
    let graph = network.graph
    var page = TextPage()
    page.write("digraph {\n")
    if let title = graph.title { page.write("  title=\(DOTQuoting.escaped(title));\n") }
    if !graph.ignoredColumns.isEmpty {
      page.write("  ignore=\(DOTQuoting.quoted(graph.ignoredColumns.joined(separator: ", ")));\n")
    }
    if !graph.rules.isEmpty { page.write("  rules=\(DOTQuoting.quoted(rules(of: graph)));\n") }
    if let losses = graph.losses {
      page.write("  losses=\(DOTQuoting.quoted(losses.description));\n")
    }
    for (name, value) in graph.appearance.graph.sorted(by: { $0.key < $1.key }) {
      page.write("  \(name)=\(DOTQuoting.quoted(value));\n")
    }
    for (index, variable) in graph.variables.enumerated() {
      page.write("  \(name(variable.name)) \(list(attributes(of: index, in: network)));\n")
    }
    for (child, parents) in graph.structure.parents.enumerated() {
      for place in parents.indices { write(place, of: child, in: network, to: &page) }
    }
    page.write("}\n")
    return page.text
  }

  /// The texts that stand in quotes as they are, names and states apart.
  static func texts(of network: WritableNetwork) -> [(variable: String?, text: String)] {
    let graph = network.graph
    var texts: [(variable: String?, text: String)] =
      (graph.ignoredColumns + [rules(of: graph)] + losses(of: graph)
      + graph.appearance.graph.values.sorted()).map {
        (nil, $0)
      }
    for variable in graph.variables {
      let own: [String?] = [
        variable.key, variable.column, variable.bins?.description, variable.unit, variable.tie,
        variable.priorGroup, variable.variable.regressors.joined(separator: ", "),
      ]
      let picture = graph.appearance.nodes[variable.name, default: [:]].values.sorted()
      texts += (own.compactMap(\.self) + picture).map { (variable.name, $0) }
    }
    let arcs = graph.appearance.arcs.sorted {
      ($0.key.child, $0.key.parent) < ($1.key.child, $1.key.parent)
    }
    for (arc, attributes) in arcs { texts += attributes.values.sorted().map { (arc.child, $0) } }
    return texts
  }

  private static func rules(of graph: CausalGraph) -> String {
    graph.rules.map(\.description).joined(separator: "; ")
  }

  private static func losses(of graph: CausalGraph) -> [String] {
    graph.losses.map { [$0.description] } ?? []
  }

  // MARK: Nodes

  private static func attributes(of index: Int, in network: WritableNetwork) -> [String] {
    let variable = network.variables[index]
    var list = ["kind=\(variable.kind.rawValue)"]
    func add(_ name: String, _ text: String?) {
      if let text { list.append("\(name)=\(DOTQuoting.quoted(text))") }
    }
    if variable.variable.isReading {
      list.append("reading=gaussian")
      list += regressors(of: index, in: network)
    } else {
      add("states", variable.variable.states.joined(separator: ","))
    }
    if let label = variable.label { list.append("label=\(DOTQuoting.escaped(label))") }
    add("key", variable.key)
    add("column", variable.column)
    add("bins", variable.bins?.description)
    add("unit", variable.unit)
    add("tie", variable.tie)
    add("prior_group", variable.priorGroup)
    if let cost = variable.cost { list.append("cost=\(cost)") }
    list += numbers(of: index, in: network)
    let picture = network.graph.appearance.nodes[variable.name] ?? [:]
    for (name, value) in picture.sorted(by: { $0.key < $1.key }) { add(name, value) }
    return list
  }

  private static func numbers(of index: Int, in network: WritableNetwork) -> [String] {
    let variable = network.variables[index]
    var list = variable.form == .noisyMax ? ["cpd=noisy_max"] : []
    if !network.isLearned, let weight = variable.weight { list.append("weight=\(weight)") }
    let name = network.parents(of: index).isEmpty ? "prior" : "cpt"
    switch network.cpds[index] {
    case .table(let table): list.append("\(name)=\(rows(table.values, table.cardinality))")
    case .noisyMax(let noisyMax): list.append("leak=\(rows(noisyMax.leak, noisyMax.cardinality))")
    case .gaussian(let gaussian):
      let numbers = gaussian.means.indices.flatMap { row in
        [gaussian.means[row], gaussian.standardDeviations[row]] + gaussian[slopesOfRow: row]
      }
      list.append("\(name)=\(rows(numbers, 2 + gaussian.regressors.count))")
    case nil: break
    }
    return list
  }

  /// The regressors, and where they lie: of a learned reading as the records showed it.
  private static func regressors(of index: Int, in network: WritableNetwork) -> [String] {
    let variable = network.variables[index]
    let names = variable.variable.regressors
    guard !names.isEmpty else { return [] }
    var moments = variable.typical
    if network.isLearned, case .gaussian(let gaussian) = network.cpds[index] {
      moments = gaussian.regressors
    }
    let typical = moments.map { moments in
      let pairs = zip(moments.means, moments.standardDeviations).flatMap { [$0, $1] }
      return "typical=\(rows(pairs, 2))"
    }
    return ["regressors=\(DOTQuoting.quoted(names.joined(separator: ", ")))"]
      + (typical.map { [$0] } ?? [])
  }

  /// Numbers in rows with semicolons between them.
  private static func rows(_ values: [Double], _ length: Int) -> String {
    var page = TextPage()
    for start in stride(from: 0, to: values.count, by: length) {
      if start > 0 { page.write("; ") }
      page.write(values[start..<start + length], separator: " ")
    }
    return DOTQuoting.quoted(page.text)
  }

  // MARK: Arcs

  private static func write(
    _ place: Int, of child: Int, in network: WritableNetwork, to page: inout TextPage
  ) {
    let names = [network.parents(of: child)[place], child].map { network.variables[$0].name }
    var list: [String] = []
    if case .noisyMax(let noisyMax) = network.cpds[child] {
      list.append("strength=\(rows(noisyMax.strengths[place], noisyMax.cardinality))")
    }
    let arc = CausalGraph.Appearance.Arc(parent: names[0], child: names[1])
    let picture = network.graph.appearance.arcs[arc] ?? [:]
    for (name, value) in picture.sorted(by: { $0.key < $1.key }) {
      list.append("\(name)=\(DOTQuoting.quoted(value))")
    }
    let attributes = list.isEmpty ? "" : " \(Self.list(list))"
    page.write("  \(names.map(name).joined(separator: " -> "))\(attributes);\n")
  }

  /// A name bare where DOT takes it so, else in quotes.
  private static func name(_ name: String) -> String {
    let keywords = ["node", "edge", "graph", "digraph", "subgraph", "strict"]
    return Identifiers.isIdentifier(name) && !keywords.contains(name.lowercased())
      ? name : DOTQuoting.quoted(name)
  }

  private static func list(_ attributes: [String]) -> String {
    "[\(attributes.joined(separator: ", "))]"
  }
}
