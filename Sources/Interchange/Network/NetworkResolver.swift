import GraphStructure
import NetworkModel
import RootCause

/// Looks up the names of a network file, has its numbers read, and checks that they make a network.
struct NetworkResolver<Reader: FamilyReader> {
  typealias Draft = NetworkDraft<Reader.Body>

  let draft: Draft
  private(set) var problems: SourceProblems
  private var reader: Reader

  private var states: [String: StateNames] = [:]
  private var indices: [String: Int] = [:]
  private var parents: [[Int]] = []
  private var cpds: [CPD?] = []

  init(_ draft: Draft, _ reader: Reader, problems: SourceProblems) {
    self.draft = draft
    self.reader = reader
    self.problems = problems
  }

  /// Returns the network.
  ///
  /// - Throws: `FormatError` with every problem.
  mutating func network(in source: SourceText) throws(FormatError) -> LoadedNetwork {
    let isReadable = problems.isEmpty
    guard let graph = graph() else {
      var error = problems.error(in: source)
      error.isAboutMeaning = isReadable
      throw error
    }
    return LoadedNetwork(
      graph: graph, largestDeviation: reader.largestDeviation, digest: source.digest)
  }

  /// Returns the network; nil when there are problems.
  private mutating func graph() -> CausalGraph? {
    registerVariables()
    let families = registerFamilies()
    for (index, family) in families.enumerated() {
      if let family { read(family, of: index) }
    }
    guard let structure = structure(families), problems.isEmpty else { return nil }
    let kinds = kinds(structure)
    var variables: [CausalVariable] = []
    for (index, draft) in draft.variables.enumerated() {
      var variable = CausalVariable(
        Variable(draft.name.text, states: draft.states.map(\.text)), kind: kinds[index])
      if case .noisyMax = cpds[index] { variable.form = .noisyMax }
      variable.label = draft.label
      variable.expert = cpds[index]
      variables.append(variable)
    }
    var graph = CausalGraph(title: draft.title, variables: variables, structure: structure)
    graph.hasGuessedKinds = !hasKinds
    return graph
  }
}

extension NetworkResolver {
  private mutating func registerVariables() {
    if draft.variables.isEmpty, problems.isEmpty {
      problems.add("the file has no variables", at: 0)
    }
    for (index, variable) in draft.variables.enumerated() {
      if indices.updateValue(index, forKey: variable.name.text) != nil {
        problems.add(
          "there is a variable '\(shown(variable.name.text))' already; a name is given once",
          at: variable.name.offset)
      }
      for name in [variable.name] + variable.states where name.text.unicodeScalars.contains("\0") {
        problems.add("the name '\(shown(name.text))' has the character U+0000", at: name.offset)
      }
      var seen: Set<String> = []
      for state in variable.states where !seen.insert(state.text).inserted {
        problems.add(
          "'\(shown(variable.name.text))' has the state '\(shown(state.text))' already",
          at: state.offset)
      }
      states[variable.name.text] = StateNames(variable.states.map(\.text))
    }
    parents = draft.variables.map { _ in [] }
    cpds = draft.variables.map { _ in nil }
  }

  /// Returns the family of each variable; nil where the file has none.
  private mutating func registerFamilies() -> [Draft.Family?] {
    var families = [Draft.Family?](repeating: nil, count: draft.variables.count)
    for family in draft.families {
      guard let index = indices[family.child.text] else {
        reportUnknown(family.child)
        continue
      }
      if families[index] != nil {
        problems.add(
          Reader.duplicate(shown(family.child.text)),
          at: family.child.offset)
      } else {
        families[index] = family
      }
    }
    if draft.hasNamelessPart { return families }
    for (index, variable) in draft.variables.enumerated()
    where families[index] == nil && indices[variable.name.text] == index {
      if draft.brokenFamilies.contains(variable.name.text) { continue }
      problems.add(Reader.missing(shown(variable.name.text)), at: variable.name.offset)
    }
    return families
  }

  private mutating func reportUnknown(_ name: PlacedName) {
    // Its block may be one that could not be read.
    if draft.hasNamelessPart || draft.brokenVariables.contains(name.text) { return }
    // Hints that nobody will see would take their time.
    let wantsHint = problems.list.count <= ProblemLimit.shown && canBeSlip(name.text)
    let hint =
      wantsHint
      ? Spelling.suggestion(for: name.text, among: draft.variables.map(\.name.text)) : ""
    problems.add("there is no variable '\(shown(name.text))'\(hint)", at: name.offset)
  }

  private mutating func read(_ family: Draft.Family, of index: Int) {
    guard let childStates = states[family.child.text] else { return }
    var seen: Set<String> = []
    for parent in family.parents {
      guard let parentIndex = indices[parent.text] else {
        reportUnknown(parent)
        continue
      }
      if seen.insert(parent.text).inserted {
        parents[index].append(parentIndex)
      } else {
        problems.add("'\(shown(parent.text))' is a parent already", at: parent.offset)
      }
    }
    let names = FamilyNames(
      child: family.child.text, states: childStates,
      parents: family.parents.map { ($0.text, states[$0.text]) },
      isComplete: parents[index].count == family.parents.count)
    cpds[index] = reader.cpd(of: names, family.body, at: family.child.offset, &problems)
  }

  private mutating func structure(_ families: [Draft.Family?]) -> DirectedGraph? {
    do throws(GraphError) {
      return try DirectedGraph(parents: parents)
    } catch {
      guard case .cyclic(let cycles) = error else { return nil }
      for cycle in cycles { report(cycle, families) }
      return nil
    }
  }

  /// Reports a cycle at the place where its first variable is written as a parent of its second.
  private mutating func report(_ cycle: [Int], _ families: [Draft.Family?]) {
    let names = cycle.map { draft.variables[$0].name.text }
    let child = cycle.count > 1 ? cycle[1] : cycle[0]
    let place = families[child]?.parents.first { $0.text == names[0] }
    problems.add(
      "the arcs run in a circle: \(NetworkError.circle(names.map { shown($0) })); leave one of them out",
      at: place?.offset ?? draft.variables[cycle[0]].name.offset)
  }
}

extension NetworkResolver {
  /// Whether any variable says what it is in the factory.
  private var hasKinds: Bool { draft.variables.contains { $0.kind != nil } }

  /// The kinds that the file gives, the others being context; where it gives none, guesses from the arcs.
  private func kinds(_ structure: DirectedGraph) -> [Kind] {
    let hasKinds = hasKinds
    return draft.variables.enumerated().map { index, variable in
      if hasKinds { return variable.kind ?? .context }
      if structure.parents[index].isEmpty { return .step }
      return structure.children[index].isEmpty ? .test : .defect
    }
  }
}
