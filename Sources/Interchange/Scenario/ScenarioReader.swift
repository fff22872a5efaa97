import NetworkModel
import RootCause

/// Reads scenarios from YAML.
public enum ScenarioReader {
  /// Returns the scenario in the file at `path`, with its graph or model, which is found relative to it.
  ///
  /// - Throws: `FileError`, or `FormatError` with every problem of the scenario or of its graph.
  public static func read(at path: String) throws -> Scenario { try load(at: path).scenario }

  /// Returns the scenario in the file at `path` as `read(at:)` does, and where its graph or model was found.
  ///
  /// - Throws: `FileError`, or `FormatError` with every problem of the scenario or of its graph.
  public static func load(at path: String) throws -> (scenario: Scenario, modelPath: String) {
    let source = try SourceText(contentsOf: path)
    let root = try YAMLParser.tree(source)
    var outline = ScenarioOutline(source)
    outline.read(root)
    guard let modelPath = outline.modelPath else {
      throw FormatError(file: path, outline.diagnostics)
    }
    let model: CausalModel
    let resolvedPath = resolved(modelPath, besides: path)
    do {
      model = try ModelLoader.model(at: resolvedPath)
    } catch {
      // What is wrong with the scenario itself comes first.
      throw outline.diagnostics.isEmpty ? error : FormatError(file: path, outline.diagnostics)
    }
    let assembler = ScenarioAssembler(source: source, outline: outline, model: model)
    return (try assembler.scenario(), resolvedPath)
  }

  private static func resolved(_ path: String, besides scenario: String) -> String {
    guard !path.hasPrefix("/"), let slash = scenario.lastIndex(of: "/") else { return path }
    return scenario[...slash] + path
  }
}

/// What a scenario file says, before its names are looked up in the model.
struct ScenarioOutline {
  typealias Text = (value: String, position: SourcePosition)

  struct Event {
    var on: PartialDate
    var position: SourcePosition
    var note = ""
    var observe: [(variable: Text, state: Text)] = []
    var trust: Double?
  }

  struct Expectation {
    var after = 0
    var afterPosition = SourcePosition(line: 1, column: 1)
    var cause: Text
    var state: Text?
    var rank = 1
  }

  private let source: SourceText
  private(set) var diagnostics: [Diagnostic] = []
  private(set) var title = ""
  private(set) var modelPath: String?
  private(set) var sources: [String] = []
  private(set) var confirmed: [(variable: Text, state: Text)] = []
  private(set) var discovered: PartialDate?
  private(set) var events: [Event] = []
  /// The number of events, those included that can't be read.
  private(set) var eventCount = 0
  private(set) var expectations: [Expectation] = []

  init(_ source: SourceText) { self.source = source }

  /// Reads the document, collecting everything that is wrong.
  mutating func read(_ root: YAMLNode) {
    let keys = [
      "title", "graph", "model", "sources", "confirmed", "discovered", "events", "expect",
    ]
    guard let members = members(of: root, "a scenario", keys) else { return }
    title = text(members["title"], "title", in: root) ?? ""
    sources =
      members["sources"].map { list($0, "sources") }?.compactMap { text($0, "a source", in: $0) }
      ?? []
    readModelPath(members, root)
    confirmed =
      required(members["confirmed"], "confirmed", in: root).map { pairs($0, "confirmed") } ?? []
    if let node = members["discovered"] { discovered = date(node) }
    if let node = required(members["events"], "events", in: root) {
      let items = list(node, "events")
      eventCount = items.count
      for item in items { readEvent(item) }
      if node.items?.isEmpty == true { add("a scenario has events", at: node.position) }
    }
    for item in members["expect"].map({ list($0, "expect") }) ?? [] { readExpectation(item) }
  }

  private mutating func readModelPath(_ members: [String: YAMLNode], _ root: YAMLNode) {
    switch (members["graph"], members["model"]) {
    case (let graph?, nil): modelPath = text(graph, "graph", in: root)
    case (nil, let model?): modelPath = text(model, "model", in: root)
    case (nil, nil): add("a scenario names its graph: graph: path/to/file.gv", at: root.position)
    case (_, let model?): add("a scenario has a graph or a model, not both", at: model.position)
    }
  }

  private mutating func readEvent(_ node: YAMLNode) {
    guard let members = members(of: node, "an event", ["on", "note", "observe", "trust"]),
      let onNode = required(members["on"], "on", in: node), let on = date(onNode)
    else { return }
    var event = Event(on: on, position: onNode.position)
    event.note = members["note"].flatMap { text($0, "note", in: node) } ?? ""
    event.observe = members["observe"].map { pairs($0, "observe") } ?? []
    if let trust = members["trust"] {
      event.trust = number(trust, "trust", "a number above 0 and up to 1") { $0 > 0 && $0 <= 1 }
    }
    events.append(event)
  }

  private mutating func readExpectation(_ node: YAMLNode) {
    guard let members = members(of: node, "an expectation", ["after", "cause", "state", "rank"]),
      let cause = required(members["cause"], "cause", in: node),
      let name = text(cause, "cause", in: node),
      let afterNode = required(members["after"], "after", in: node),
      let rankNode = required(members["rank"], "rank", in: node)
    else { return }
    var expectation = Expectation(cause: (name, cause.position))
    let isWhole: (Double) -> Bool = { $0 >= 1 && $0 == $0.rounded() && $0 < 1e9 }
    let numbers = (
      after: number(afterNode, "after", "the number of an event, from 1", isWhole),
      rank: number(rankNode, "rank", "a whole number from 1", isWhole)
    )
    guard let after = numbers.after, let rank = numbers.rank else { return }
    expectation.after = Int(after)
    expectation.rank = Int(rank)
    expectation.afterPosition = afterNode.position
    if let state = members["state"], let text = text(state, "state", in: node) {
      expectation.state = (text, state.position)
    }
    expectations.append(expectation)
  }

  // MARK: Values

  private mutating func add(_ message: String, at position: SourcePosition) {
    diagnostics.append(source.diagnostic(message, at: position))
  }

  /// The members of a mapping by key, if it is one; unknown and repeated keys are reported.
  private mutating func members(
    of node: YAMLNode, _ thing: String, _ known: [String]
  ) -> [String: YAMLNode]? {
    guard let members = node.members else {
      add("\(thing) is a mapping with \(known.joined(separator: ", "))", at: node.position)
      return nil
    }
    var result: [String: YAMLNode] = [:]
    for (key, value) in members {
      guard let name = key.scalar else {
        add("the name of a member is a text, not \(key.shownText)", at: key.position)
        continue
      }
      if !known.contains(name) {
        let suggestion = Spelling.suggestion(for: name, among: known)
        add(
          "\(thing) has no \(key.shownText)\(suggestion.isEmpty ? "; it has \(known.joined(separator: ", "))" : suggestion)",
          at: key.position)
      } else if result.updateValue(value, forKey: name) != nil {
        add("'\(name)' is given twice", at: key.position)
      }
    }
    return result
  }

  private mutating func required(_ node: YAMLNode?, _ name: String, in parent: YAMLNode)
    -> YAMLNode?
  {
    if node == nil { add("'\(name)' is missing", at: parent.position) }
    return node
  }

  private mutating func text(_ node: YAMLNode?, _ name: String, in parent: YAMLNode) -> String? {
    guard let node = required(node, name, in: parent) else { return nil }
    guard let text = node.scalar, !text.isEmpty else {
      add("\(name) is a text, not \(node.shownText)", at: node.position)
      return nil
    }
    return text
  }

  private mutating func list(_ node: YAMLNode, _ name: String) -> [YAMLNode] {
    guard let items = node.items else {
      add("\(name) is a list, not \(node.shownText)", at: node.position)
      return []
    }
    return items
  }

  private mutating func pairs(_ node: YAMLNode, _ name: String) -> [(variable: Text, state: Text)] {
    guard let members = node.members, !members.isEmpty else {
      add("\(name) names variables with their states: { variable: state }", at: node.position)
      return []
    }
    var seen = Set<String>()
    return members.compactMap { key, value in
      guard let variable = key.scalar, let state = value.scalar else {
        add("\(name) names variables with their states: { variable: state }", at: key.position)
        return nil
      }
      if !seen.insert(variable).inserted {
        add("'\(shown(variable))' is given twice", at: key.position)
      }
      return ((variable, key.position), (state, value.position))
    }
  }

  private mutating func number(
    _ node: YAMLNode, _ name: String, _ wanted: String, _ isValid: (Double) -> Bool
  ) -> Double? {
    guard let text = node.scalar, let value = Double(text), isValid(value) else {
      add("\(name) is \(wanted), not \(node.shownText)", at: node.position)
      return nil
    }
    return value
  }

  private mutating func date(_ node: YAMLNode) -> PartialDate? {
    guard let text = node.scalar, let date = PartialDate(text) else {
      add("\(node.shownText) is no date; write 1990-09-11, 1990-09 or 1990", at: node.position)
      return nil
    }
    return date
  }
}
