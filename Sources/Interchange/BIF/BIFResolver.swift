import GraphStructure
import NetworkModel
import RootCause

/// Looks up the names of a BIF file, reads its tables and checks that they make a network.
struct BIFResolver {
  let document: BIFDocument
  let lexer: BIFLexer
  var problems: BIFProblems
  private(set) var largestDeviation = 0.0

  private var states: [String: BIFStates] = [:]
  /// The index of each variable that has a block of its own.
  private var indices: [String: Int] = [:]
  private var parents: [[Int]] = []
  private var tables: [TabularCPD?] = []
  /// How many cells `default` may fill in the whole file: a hundred megabytes out of a few bytes are a slip.
  private var room = 1 << 24

  init(_ document: BIFDocument, lexer: BIFLexer, problems: BIFProblems) {
    self.document = document
    self.lexer = lexer
    self.problems = problems
  }

  /// Returns the network; nil when there are problems.
  mutating func graph() -> CausalGraph? {
    registerVariables()
    let blocks = registerBlocks()
    for (index, block) in blocks.enumerated() {
      if let block { readFamily(of: index, block) }
    }
    guard let structure = structure(blocks), problems.isEmpty else { return nil }
    let kinds = kinds(structure)
    var variables: [CausalVariable] = []
    for (index, block) in document.variables.enumerated() {
      var variable = CausalVariable(
        Variable(block.name.text, states: block.states.map(\.text)), kind: kinds[index])
      variable.expert = tables[index].map { .table($0) }
      variables.append(variable)
    }
    var graph = CausalGraph(title: document.title, variables: variables, structure: structure)
    graph.hasGuessedKinds = !hasKinds
    return graph
  }
}

extension BIFResolver {
  private mutating func registerVariables() {
    if document.variables.isEmpty, problems.isEmpty {
      problems.add("the file has no variables", at: 0)
    }
    for (index, block) in document.variables.enumerated() {
      if indices.updateValue(index, forKey: block.name.text) != nil {
        problems.add(
          "there is a variable '\(shown(block.name.text))' already; a name is given once",
          at: block.name.offset)
      }
      var seen: Set<String> = []
      for state in block.states where !seen.insert(state.text).inserted {
        problems.add(
          "'\(shown(block.name.text))' has the state '\(shown(state.text))' already",
          at: state.offset)
      }
      states[block.name.text] = BIFStates(block.states.map(\.text))
    }
    parents = document.variables.map { _ in [] }
    tables = document.variables.map { _ in nil }
  }

  /// Returns the probability block of each variable; nil where it has none.
  private mutating func registerBlocks() -> [BIFDocument.ProbabilityBlock?] {
    var blocks = [BIFDocument.ProbabilityBlock?](repeating: nil, count: document.variables.count)
    for block in document.probabilities {
      guard let index = indices[block.child.text] else {
        reportUnknown(block.child)
        continue
      }
      if blocks[index] != nil {
        problems.add(
          "'\(shown(block.child.text))' has a probability block already; give it one",
          at: block.child.offset)
      } else {
        blocks[index] = block
      }
    }
    if document.hasNamelessBlock { return blocks }
    for (index, variable) in document.variables.enumerated()
    where blocks[index] == nil && indices[variable.name.text] == index {
      if document.brokenProbabilities.contains(variable.name.text) { continue }
      let name = shown(variable.name.text)
      problems.add(
        "'\(name)' has no probability block; give 'probability ( \(name) ) { table …; }'",
        at: variable.name.offset)
    }
    return blocks
  }

  private mutating func reportUnknown(_ name: BIFDocument.Name) {
    // Its block may be one that could not be read.
    if document.hasNamelessBlock || document.brokenVariables.contains(name.text) { return }
    // Hints that nobody will see would take their time.
    let wantsHint = problems.list.count <= ProblemLimit.shown && canBeSlip(name.text)
    let hint =
      wantsHint
      ? Spelling.suggestion(for: name.text, among: document.variables.map(\.name.text)) : ""
    problems.add("there is no variable '\(shown(name.text))'\(hint)", at: name.offset)
  }

  private mutating func readFamily(of index: Int, _ block: BIFDocument.ProbabilityBlock) {
    guard let childStates = states[block.child.text] else { return }
    var seen: Set<String> = []
    for parent in block.parents {
      if let parentIndex = indices[parent.text] {
        guard seen.insert(parent.text).inserted else {
          problems.add("'\(shown(parent.text))' is a parent already", at: parent.offset)
          continue
        }
        parents[index].append(parentIndex)
      } else {
        reportUnknown(parent)
      }
    }
    let family = BIFFamily(
      child: block.child.text, states: childStates,
      parents: block.parents.map { ($0.text, states[$0.text]) })
    var reader = BIFTableReader(family, lexer: lexer)
    reader.readEntries(at: block.body)
    if parents[index].count == block.parents.count {
      tables[index] = reader.table(at: block.child.offset, room: room)
    }
    if reader.entries.fallback != nil { room -= tables[index]?.values.count ?? 0 }
    largestDeviation = max(largestDeviation, reader.largestDeviation)
    problems.add(reader.problems)
  }

  private mutating func structure(_ blocks: [BIFDocument.ProbabilityBlock?]) -> DirectedGraph? {
    do throws(GraphError) {
      return try DirectedGraph(parents: parents)
    } catch {
      guard case .cyclic(let cycles) = error else { return nil }
      for cycle in cycles { reportCycle(cycle, blocks) }
      return nil
    }
  }

  /// Reports a cycle at the place where its first variable is written as a parent of its second.
  private mutating func reportCycle(_ cycle: [Int], _ blocks: [BIFDocument.ProbabilityBlock?]) {
    let names = cycle.map { document.variables[$0].name.text }
    let child = cycle.count > 1 ? cycle[1] : cycle[0]
    let place = blocks[child]?.parents.first { $0.text == names[0] }
    problems.add(
      "the arcs run in a circle: \(NetworkError.circle(names.map { shown($0) })); leave one of them out",
      at: place?.offset ?? document.variables[cycle[0]].name.offset)
  }
}

extension BIFResolver {
  /// Whether any variable says what it is in the factory.
  private var hasKinds: Bool { document.variables.contains { $0.kind != nil } }

  /// The kinds that the file gives, the others being context; where it gives none, guesses from the arcs.
  private func kinds(_ structure: DirectedGraph) -> [Kind] {
    let hasKinds = hasKinds
    return document.variables.enumerated().map { index, block in
      if hasKinds { return block.kind ?? .context }
      if structure.parents[index].isEmpty { return .step }
      return structure.children[index].isEmpty ? .test : .defect
    }
  }
}
