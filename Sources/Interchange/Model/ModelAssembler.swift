import GraphStructure
import Learning
import NetworkModel
import RootCause

/// Makes a model of the members of its file, and finds everything that is wrong with them.
struct ModelAssembler {
  private let file: ModelFile
  private let source: SourceText
  private let places: JSONPlaces
  private(set) var diagnostics: [Diagnostic] = []

  init(file: ModelFile, source: SourceText) {
    self.file = file
    self.source = source
    places = JSONPlaces(source)
  }

  /// Returns the model, or nil when a problem leaves none.
  mutating func model() -> CausalModel? {
    if file.variables.isEmpty { add("the model has no variables", at: [Key("variables")]) }
    let parents = parentIndices()
    let variables = file.variables.indices.map { variable($0) }
    // The numbers of a family can't be told right from wrong while its parents are not all known.
    let families = file.variables.indices.filter {
      parents[$0].count == file.variables[$0].parents.count
    }
    let cpds = families.map { cpd(file.variables[$0].cpd, of: $0, "cpd") }
    let experts = families.map { index in
      file.variables[index].expert.flatMap { cpd($0, of: index, "expert") }
    }
    let rules = rules(variables)
    let losses = losses(variables)
    guard diagnostics.isEmpty, let structure = structure(parents) else { return nil }
    var graph = CausalGraph(
      title: file.title, variables: variables.compactMap(\.self), structure: structure)
    graph.ignoredColumns = file.ignoredColumns ?? []
    graph.rules = rules
    graph.losses = losses
    graph.appearance = appearance()
    graph.hasGuessedKinds = file.hasGuessedKinds ?? false
    return model(of: graph, cpds.compactMap(\.self), experts)
  }

  private mutating func rules(_ variables: [CausalVariable?]) -> [DataRule] {
    let known = variables.compactMap(\.self)
    guard known.count == variables.count else { return [] }
    let vocabulary = RuleVocabulary(known, ignoredColumns: file.ignoredColumns ?? [])
    return (file.rules ?? []).enumerated().flatMap { index, text in
      let (rules, problems) = RulesReader.rules(in: text, vocabulary)
      for problem in problems { add(problem.message, at: [Key("rules"), Key(index)]) }
      return rules
    }
  }

  private mutating func losses(_ variables: [CausalVariable?]) -> LossTable? {
    let known = variables.compactMap(\.self)
    guard let text = file.losses, known.count == variables.count else { return nil }
    let (table, problems) = LossesReader.table(in: text, known)
    for problem in problems { add(problem.message, at: [Key("losses")]) }
    return table
  }

  private mutating func model(of graph: CausalGraph, _ cpds: [CPD], _ experts: [CPD?])
    -> CausalModel?
  {
    // The expert numbers have to fit their families as the numbers at work do: learning starts from them.
    let expected = zip(experts, cpds).map { $0 ?? $1 }
    do throws(NetworkError) {
      let network = try Network(
        variables: graph.variables.map(\.variable), graph: graph.structure, cpds: cpds)
      if let basis = file.basis, !basis.suits(network) {
        add("its basis does not have the rows of its families", at: [Key("basis")])
        return nil
      }
      let model = try CausalModel(
        graph: graph, cpds: cpds, counts: counts(in: graph), basis: file.basis,
        provenance: file.provenance)
      _ = try Network(
        variables: graph.variables.map(\.variable), graph: graph.structure, cpds: expected)
      return model
    } catch {
      for problem in error.problems { diagnostics.append(Diagnostic(problem.description)) }
      return nil
    }
  }

  private mutating func add(_ message: String, at path: [any CodingKey]) {
    diagnostics.append(source.diagnostic(message, at: places.position(of: path)))
  }

  private mutating func add(_ message: String, of variable: Int, _ member: String? = nil) {
    let path: [any CodingKey] =
      [Key("variables"), Key(variable)] + (member.map { [Key($0)] } ?? [])
    add("'\(shown(file.variables[variable].name))': \(message)", at: path)
  }

  // MARK: Structure

  private mutating func parentIndices() -> [[Int]] {
    var indices: [String: Int] = [:]
    for (index, entry) in file.variables.enumerated()
    where indices.updateValue(index, forKey: entry.name) != nil {
      add("there are two variables of this name", of: index)
    }
    let names = indices.keys.sorted()
    return file.variables.enumerated().map { index, entry in
      var family: [Int] = []
      for name in entry.parents {
        if let parent = indices[name], !family.contains(parent) {
          family.append(parent)
        } else {
          let reason = indices[name] == nil ? "is no variable" : "stands there twice"
          add(
            "its parent '\(shown(name))' \(reason)\(Spelling.suggestion(for: name, among: names))",
            of: index, "parents")
        }
      }
      return family
    }
  }

  private mutating func structure(_ parents: [[Int]]) -> DirectedGraph? {
    do throws(GraphError) {
      return try DirectedGraph(parents: parents)
    } catch {
      switch error {
      case .cyclic(let cycles):
        for cycle in cycles {
          let names = cycle.map { file.variables[$0].name }
          add("the arcs run in a circle: \(NetworkError.circle(names))", of: cycle[0], "parents")
        }
      }
      return nil
    }
  }

  // MARK: Variables

  private mutating func variable(_ index: Int) -> CausalVariable? {
    let entry = file.variables[index]
    guard (entry.form == .gaussian) == (entry.states == nil), entry.states?.isEmpty != true else {
      add("a reading has no states, and any other variable has some", of: index)
      return nil
    }
    var variable = CausalVariable(
      Variable(
        entry.name, domain: entry.states.map { .states($0) } ?? .reading,
        regressors: entry.regressors ?? []), kind: entry.kind, form: entry.form)
    takeRegressors(of: index, into: &variable)
    variable.label = entry.label
    variable.key = entry.key
    variable.column = entry.column
    variable.unit = entry.unit
    variable.cost = entry.cost
    variable.tie = entry.tie
    variable.priorGroup = entry.priorGroup
    variable.weight = entry.weight
    variable.bins = entry.bins.flatMap { Bins($0) }
    if let states = entry.states, states.count > VariableReader.stateLimit {
      add(
        "it has \(states.count) states, and the most are \(VariableReader.stateLimit)", of: index,
        "states")
    }
    if let text = entry.bins, variable.bins.map({ Set($0.states) }) != Set(entry.states ?? []) {
      add("'\(shown(text))' are no bins for its states", of: index, "bins")
    }
    if let weight = entry.weight, !(weight > 0 && weight.isFinite) {
      add("its weight is a number above 0, not \(weight)", of: index, "weight")
    }
    if let cost = entry.cost, !(cost >= 0 && cost.isFinite) {
      add("its cost is a number of 0 or more, not \(cost)", of: index, "cost")
    }
    if let expert = entry.expert { variable.expert = cpd(expert, of: entry) }
    return variable
  }

  private mutating func takeRegressors(of index: Int, into variable: inout CausalVariable) {
    let entry = file.variables[index]
    let names = entry.regressors ?? []
    let others = Set(
      file.variables.flatMap { [$0.name, $0.column ?? $0.name] + [$0.key].compactMap(\.self) })
    let isName = { (name: String) in
      !name.isEmpty && name.trimmingSpaces() == name && !name.contains(",")
    }
    if !names.isEmpty, entry.form != .gaussian {
      add("only a reading has regressors", of: index, "regressors")
    } else if Set(names).count < names.count || !names.allSatisfy(isName)
      || names.count > RegressorReader.limit
    {
      add(
        "its regressors are up to \(RegressorReader.limit) different names of record columns, without commas",
        of: index, "regressors")
    } else if let taken = names.first(where: others.contains) {
      add(
        "its regressor '\(shown(taken))' is a variable, a column or a key of one; a regressor is a column of its own",
        of: index, "regressors")
    }
    guard let typical = entry.typical else { return }
    variable.typical = typical.moments(count: names.count)
    if variable.typical == nil {
      add("its typical does not have the moments of its regressors", of: index, "typical")
    }
  }

  private mutating func cpd(_ numbers: ModelFile.DistributionEntry, of index: Int, _ member: String)
    -> CPD?
  {
    let entry = file.variables[index]
    let cpd = cpd(numbers, of: entry)
    if cpd == nil {
      add(
        "its \(member) does not have the rows of a \(entry.form.rawValue) with these states and parents",
        of: index,
        member)
    }
    return cpd
  }

  private func cpd(_ numbers: ModelFile.DistributionEntry, of entry: ModelFile.VariableEntry)
    -> CPD?
  {
    numbers.cpd(
      entry.form, cardinality: entry.states?.count ?? 1,
      regressorCount: entry.regressors?.count ?? 0, parents: entry.parents)
  }

  /// The counts, when every variable has them in the shape of its family.
  private mutating func counts(in graph: CausalGraph) -> [[Double]]? {
    let counts = file.variables.map(\.counts)
    guard counts.contains(where: { $0 != nil }) else { return nil }
    for (index, rows) in counts.enumerated() {
      let parents = graph.structure.parents[index].map { graph.variables[$0].variable.cardinality }
      let (count, length) = (
        JointStates(cardinalities: parents).count,
        ExpectedCounts.rowLength(of: graph.variables[index].variable)
      )
      let isReading = graph.variables[index].variable.isReading
      let isRow = { (row: [Double]) in
        // Of a reading the number of values is a count, the sums of their distances are not.
        row.count == length && row.allSatisfy(\.isFinite)
          && row.prefix(isReading ? 1 : length).allSatisfy { $0 >= 0 }
      }
      if rows?.count != count || rows?.allSatisfy(isRow) == false {
        add(
          "its counts are not \(count) rows of \(length) numbers from 0", of: index,
          rows == nil ? nil : "counts")
      }
    }
    return counts.map { Array(($0 ?? []).joined()) }
  }

  // MARK: Appearance

  private mutating func appearance() -> CausalGraph.Appearance {
    var appearance = CausalGraph.Appearance()
    appearance.graph = file.graphAttributes ?? [:]
    check(appearance.graph, "graph", GraphAttributes.ofPictureGraph, at: [Key("graphAttributes")])
    for (index, entry) in file.variables.enumerated() {
      let path = [Key("variables"), Key(index)]
      appearance.nodes[entry.name] = entry.attributes
      check(
        entry.attributes ?? [:], "node", GraphAttributes.ofPictureNode,
        at: path + [Key("attributes")])
      for (parent, attributes) in entry.arcAttributes ?? [:] {
        appearance.arcs[.init(parent: parent, child: entry.name)] = attributes
        check(
          attributes, "arc", GraphAttributes.ofPictureArc,
          at: path + [Key("arcAttributes"), Key(parent)])
      }
    }
    return appearance
  }

  /// A model may come from anywhere: its picture obeys the same rules as that of a graph file.
  private mutating func check(
    _ attributes: [String: String], _ thing: String, _ known: Set<String>, at path: [Key]
  ) {
    for name in attributes.keys.sorted() where !known.contains(name) {
      add(GraphAttributes.complaint(about: name, of: thing, known: known), at: path + [Key(name)])
    }
  }

  /// A step of a path through the file.
  private struct Key: CodingKey {
    let stringValue: String
    let intValue: Int?

    init(_ name: String) {
      stringValue = name
      intValue = nil
    }

    init(_ index: Int) {
      stringValue = "\(index)"
      intValue = index
    }

    init?(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { self.init(intValue) }
  }
}
