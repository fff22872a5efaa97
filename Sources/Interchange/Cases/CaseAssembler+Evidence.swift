import NetworkModel
import RootCause

// What is known, and what is set.
extension CaseAssembler {
  mutating func findings(_ node: JSONNode, into evidence: inout Evidence) {
    for member in members(node, "findings") {
      guard let text = state(member.node) else { continue }
      attempt(member, member.node.offset) { (model) throws(EvidenceError) in
        try evidence.observe(member.name, text: text, in: model)
      }
    }
    do throws(EvidenceError) {
      try evidence.checkRegressors(in: model.network)
    } catch {
      for problem in error.problems { add(printable("\(problem)"), at: node.offset) }
    }
  }

  mutating func exclusions(_ node: JSONNode, into evidence: inout Evidence) {
    for member in members(node, "not") {
      let states = if case .list(let items) = member.node.value { items } else { [member.node] }
      for node in states {
        guard let text = state(node) else { continue }
        attempt(member, node.offset) { (model) throws(EvidenceError) in
          try evidence.exclude(member.name, text: text, in: model)
        }
      }
    }
  }

  mutating func likelihoods(_ node: JSONNode, into evidence: inout Evidence) {
    for member in members(node, "likelihoods") {
      guard let weights = weights(member.node) else { continue }
      attempt(member, member.node.offset) { (model) throws(EvidenceError) in
        try evidence.observe(member.name, likelihood: weights, in: model.network)
      }
    }
  }

  mutating func interventions(_ node: JSONNode) -> [Variable.Index: Int] {
    var states: [Variable.Index: Int] = [:]
    for member in members(node, "do") {
      guard let text = state(member.node) else { continue }
      var evidence = Evidence()
      attempt(member, member.node.offset) { (model) throws(EvidenceError) in
        try evidence.observe(member.name, text: text, in: model)
      }
      for (index, item) in evidence.items {
        if case .state(let state) = item {
          states[index] = state
        } else {
          add(
            "do sets a variable to one of its states, not to '\(shown(text))'",
            at: member.node.offset)
        }
      }
    }
    return states
  }

  /// Does what may fail, and puts what is wrong at its place: variables at their name, all else at `offset`.
  private mutating func attempt(
    _ member: JSONNode.Member, _ offset: Int,
    _ body: (CausalModel) throws(EvidenceError) -> Void
  ) {
    do throws(EvidenceError) {
      try body(model)
    } catch {
      for problem in error.problems {
        switch problem {
        case .unknownVariable, .givenTwice: add(printable("\(problem)"), at: member.offset)
        default: add(printable("\(problem)"), at: offset)
        }
      }
    }
  }

  private mutating func members(_ node: JSONNode, _ name: String) -> [JSONNode.Member] {
    if case .object(let members) = node.value { return members }
    let form = name == "likelihoods" ? "[0.2, 0.8]" : "\"s\""
    add("\(name) is an object, {\"X\": \(form)}, not \(node.description)", at: node.offset)
    return []
  }

  /// The name of a state, or a number as it was written.
  private mutating func state(_ node: JSONNode) -> String? {
    switch node.value {
    case .text(let text): return text
    case .number(_, let digits): return digits
    default:
      add("a state is a text, a reading a number, not \(node.description)", at: node.offset)
      return nil
    }
  }

  private mutating func weights(_ node: JSONNode) -> [Double]? {
    guard case .list(let items) = node.value else {
      add("a likelihood is a list of weights, [0.2, 0.8], not \(node.description)", at: node.offset)
      return nil
    }
    let weights = items.map { item in
      if case .number(let number, _) = item.value { number } else { Double?.none }
    }
    for (item, weight) in zip(items, weights) where weight == nil {
      add("a weight is a number, not \(item.description)", at: item.offset)
    }
    return weights.contains(nil) ? nil : weights.compactMap(\.self)
  }
}
