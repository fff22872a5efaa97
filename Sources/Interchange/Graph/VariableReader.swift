import NetworkModel
import RootCause

/// Makes a variable of a node's attributes, all but its numbers.
struct VariableReader {
  let node: ParsedGraph.Node

  /// The most states that a variable may have.
  static let stateLimit = 10_000

  /// Returns the variable, or nil when its kind or its values can't be told.
  func variable(_ diagnostics: inout GraphDiagnostics) -> CausalVariable? {
    checkNames(&diagnostics)
    if node.name.trimmingSpaces().isEmpty {
      diagnostics.add("a variable needs a name", node: node.name)
    }
    guard let kind = kind(&diagnostics) else { return nil }
    let isReading = node.attributes["reading"] != nil
    guard let domain = isReading ? reading(kind, &diagnostics) : states(kind, &diagnostics) else {
      return nil
    }
    let form = isReading ? .gaussian : self.form(&diagnostics)
    let regressors = RegressorReader(node: node)
    var variable = CausalVariable(
      Variable(node.name, domain: domain, regressors: regressors.names(&diagnostics)), kind: kind,
      form: form)
    variable.typical = regressors.typical(of: variable.variable.regressors, &diagnostics)
    // To Graphviz a label of \N is the name, which is what a variable without a label goes by.
    let label = node.attributes["label"]
    variable.label = label == "\\N" ? nil : label.map(TextEscapes.resolved)
    variable.key = node.attributes["key"]
    variable.column = node.attributes["column"]
    variable.tie = node.attributes["tie"]
    variable.priorGroup = node.attributes["prior_group"]
    variable.unit = node.attributes["unit"]
    variable.bins = node.attributes["bins"].flatMap { Bins($0) }
    variable.cost = number("cost", isValid: { $0 >= 0 }, "a number of 0 or more", &diagnostics)
    if variable.unit != nil, !isReading {
      diagnostics.add(
        "only a reading has a unit; add reading=gaussian", node: node.name, attribute: "unit")
    }
    if variable.priorGroup != nil, isReading {
      diagnostics.add(
        "a reading has no table whose prior could be fitted; take prior_group away",
        node: node.name, attribute: "prior_group")
    }
    if variable.key != nil, isReading {
      diagnostics.add(
        "a reading belongs to its unit and has no key", node: node.name, attribute: "key")
    }
    return variable
  }

  private func checkNames(_ diagnostics: inout GraphDiagnostics) {
    let known = GraphAttributes.ofNode.union(GraphAttributes.ofPictureNode)
    for name in node.attributes.keys.sorted()
    where !known.contains(name)
      && !diagnostics.isInherited(name, by: .node(node.name), from: .nodeDefaults)
    {
      diagnostics.add(
        GraphAttributes.complaint(about: name, of: "node", known: known), node: node.name,
        attribute: name)
    }
  }

  private func kind(_ diagnostics: inout GraphDiagnostics) -> Kind? {
    let known = Kind.allCases.map(\.rawValue)
    guard let text = node.attributes["kind"] else {
      diagnostics.add(
        "it has no kind; say kind= and one of \(known.joined(separator: ", "))", node: node.name)
      return nil
    }
    guard let kind = Kind(rawValue: text) else {
      let suggestion = Spelling.suggestion(for: text, among: known)
      diagnostics.add(
        "there is no kind '\(shown(text))'\(suggestion.isEmpty ? "; the kinds are \(known.joined(separator: ", "))" : suggestion)",
        node: node.name, attribute: "kind")
      return nil
    }
    return kind
  }

  private func form(_ diagnostics: inout GraphDiagnostics) -> CausalVariable.Form {
    guard let text = node.attributes["cpd"] else { return .table }
    switch text {
    case "table": return .table
    case "noisy_max": return .noisyMax
    default:
      let suggestion = Spelling.suggestion(for: text, among: ["table", "noisy_max"])
      diagnostics.add(
        "there is no cpd '\(shown(text))'\(suggestion.isEmpty ? "; use table or noisy_max" : suggestion)",
        node: node.name, attribute: "cpd")
      return .table
    }
  }

  private func reading(_ kind: Kind, _ diagnostics: inout GraphDiagnostics) -> Variable.Domain? {
    if let text = node.attributes["reading"], text != "gaussian" {
      diagnostics.add(
        "there is no reading '\(shown(text))'; use reading=gaussian", node: node.name,
        attribute: "reading")
    }
    if kind != .test, kind != .context {
      diagnostics.add(
        "a reading is a test or a context; a \(kind.rawValue) has states", node: node.name,
        attribute: "kind")
    }
    for name in ["states", "bins", "cpd"] where node.attributes[name] != nil {
      diagnostics.add(
        "a reading is a number and has no \(name); take reading= or \(name)= away",
        node: node.name, attribute: name)
    }
    return .reading
  }

  private func states(_ kind: Kind, _ diagnostics: inout GraphDiagnostics) -> Variable.Domain? {
    var cut: [String]?
    if let text = node.attributes["bins"] {
      guard let bins = Bins(text) else {
        diagnostics.add(
          "'\(shown(text))' are no bins; names and rising numbers alternate: low<20<normal<50<high",
          node: node.name, attribute: "bins")
        return nil
      }
      cut = bins.states
    }
    let named = node.attributes["states"].map(CommaList.items)
    guard let states = named ?? cut ?? kind.defaultStates else {
      diagnostics.add(
        "a context names its states: states=\"a,b\", the nominal one first", node: node.name)
      return nil
    }
    return check(states, cut, &diagnostics) ? .states(states) : nil
  }

  private func check(
    _ states: [String], _ cut: [String]?, _ diagnostics: inout GraphDiagnostics
  ) -> Bool {
    let place = node.attributes["states"] == nil ? "bins" : "states"
    var seen = Set<String>()
    if let twice = states.first(where: { !seen.insert($0).inserted }), !twice.isEmpty {
      diagnostics.add("it has the state '\(shown(twice))' twice", node: node.name, attribute: place)
      return false
    }
    if states.contains("") || states.count < 2 {
      diagnostics.add(
        "states are two names or more, separated by commas", node: node.name, attribute: place)
      return false
    }
    if states.count > Self.stateLimit {
      diagnostics.add(
        "it has \(states.count) states, and the most are \(Self.stateLimit)", node: node.name,
        attribute: place)
      return false
    }
    if let cut, Set(cut) != Set(states) {
      diagnostics.add(
        "states and bins name different states; name \(shownList(cut)), the nominal one first",
        node: node.name, attribute: "states")
      return false
    }
    return true
  }

  private func number(
    _ name: String, isValid: (Double) -> Bool, _ wanted: String,
    _ diagnostics: inout GraphDiagnostics
  ) -> Double? {
    guard let text = node.attributes[name] else { return nil }
    guard let value = Double(text), value.isFinite, isValid(value) else {
      diagnostics.add(
        "\(name) is \(wanted), not '\(shown(text))'", node: node.name, attribute: name)
      return nil
    }
    return value
  }
}
