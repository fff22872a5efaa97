import Inference
import NetworkModel
import RootCause

/// Makes cases of JSON, and finds everything that is wrong with them.
struct CaseAssembler {
  let model: CausalModel
  private(set) var problems: [JSONParser.Problem]

  /// The members that a case may have.
  private static let members = [
    "id", "findings", "not", "likelihoods", "do", "variables", "mpe", "best", "joint",
  ]
  /// The members that say what is asked; a case has one of them.
  private static let questions = ["variables", "mpe", "best", "joint"]

  init(model: CausalModel, problems: [JSONParser.Problem] = []) {
    self.model = model
    self.problems = problems
  }

  mutating func add(_ message: String, at offset: Int) {
    problems.append(JSONParser.Problem(message: message, offset: offset))
  }

  /// Returns the cases of a whole file.
  mutating func cases(_ root: JSONNode) -> [QueryCase] {
    guard case .list(let items) = root.value else {
      add(
        "the cases are a list, [{\"findings\": {\"X\": \"s\"}}, …], not \(root.description)",
        at: root.offset)
      return []
    }
    return items.map { queryCase($0) }
  }

  private mutating func queryCase(_ node: JSONNode) -> QueryCase {
    guard case .object(let members) = node.value else {
      add(
        "a case is an object, {\"findings\": {\"X\": \"s\"}}, not \(node.description)",
        at: node.offset)
      return QueryCase()
    }
    var query = QueryCase()
    for member in members { take(member, into: &query) }
    checkQuestions(members)
    return query
  }

  private mutating func take(_ member: JSONNode.Member, into query: inout QueryCase) {
    let node = member.node
    switch member.name {
    case "id": query.id = identifier(node)
    case "findings": findings(node, into: &query.evidence)
    case "not": exclusions(node, into: &query.evidence)
    case "likelihoods": likelihoods(node, into: &query.evidence)
    case "do": query.interventions = interventions(node)
    case "variables": query.question = .posteriors(of: variables(node, "variables"))
    case "mpe": if isTrue(node) { query.question = .explanation }
    case "best": query.question = .explanations(explanationCount(node))
    case "joint": query.question = .joint(variables(node, "joint"))
    default:
      let hint = Spelling.suggestion(for: member.name, among: Self.members)
      add(
        "a case has no '\(shown(member.name))'"
          + (hint.isEmpty ? "; it has \(Self.members.joined(separator: ", "))" : hint),
        at: member.offset)
    }
  }

  /// A case asks for one thing.
  private mutating func checkQuestions(_ members: [JSONNode.Member]) {
    let asked = members.filter { member in
      if case .boolean(false) = member.node.value { return false }
      return Self.questions.contains(member.name)
    }
    for member in asked.dropFirst() where member.name != asked[0].name {
      add(
        "'\(member.name)' does not go with '\(asked[0].name)'; make two cases of it",
        at: member.offset)
    }
  }
}

// What is asked.
extension CaseAssembler {
  private mutating func identifier(_ node: JSONNode) -> QueryCase.Identifier? {
    switch node.value {
    case .text(let text): return .text(text)
    case .number(_, let digits):
      if let number = Int(digits) { return .number(number) }
      fallthrough
    default:
      add("an id is a text or a whole number, not \(node.description)", at: node.offset)
      return nil
    }
  }

  private mutating func isTrue(_ node: JSONNode) -> Bool {
    if case .boolean(let value) = node.value { return value }
    add("mpe is true or false, not \(node.description)", at: node.offset)
    return false
  }

  private mutating func explanationCount(_ node: JSONNode) -> Int {
    if case .number(_, let digits) = node.value, let count = Int(digits),
      (1...QueryCase.mostExplanations).contains(count)
    {
      return count
    }
    add(
      "best is a whole number from 1 to \(QueryCase.mostExplanations), not \(node.description)",
      at: node.offset)
    return 1
  }

  private mutating func variables(_ node: JSONNode, _ member: String) -> [Variable.Index] {
    guard case .list(let items) = node.value else {
      add(
        "\(member) is a list of variables, [\"X\", \"Y\"], not \(node.description)", at: node.offset
      )
      return []
    }
    var names: [(text: String, offset: Int)] = []
    for item in items {
      if case .text(let name) = item.value {
        names.append((name, item.offset))
      } else {
        add("a variable is named by a text, not by \(item.description)", at: item.offset)
      }
    }
    let asked = AskedVariables(
      names.map(\.text), isJoint: member == "joint" && names.count == items.count, in: model.network
    )
    for (place, message) in asked.problems {
      add(message, at: place.map { names[$0].offset } ?? node.offset)
    }
    return asked.indices
  }
}
