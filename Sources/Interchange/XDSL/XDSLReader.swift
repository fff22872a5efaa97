import NetworkModel
import RootCause

/// Reads Bayesian networks from XDSL files, as GeNIe and SMILE write them ([XDSL]).
///
/// Nodes are `cpt`, `noisymax` or `deterministic`; decisions, utilities, equations and dynamic networks are errors. The name that GeNIe shows
/// becomes the label. A noisy-MAX of SMILE takes the last of its states as the one without effect; its states are read from the last to
/// the first, and those of its parents so that the one that does nothing is the first. Where two children of a parent disagree on that
/// state, one of them is read as a table.
public enum XDSLReader {
  /// Reads the network in `source`.
  ///
  /// A row that sums to 1 within `Network.rowTolerance` is divided by its sum; any other is an error.
  ///
  /// - Throws: `FormatError` with every problem, each with its place.
  public static func read(_ source: SourceText) throws(FormatError) -> LoadedNetwork {
    let root = try XMLParser.root(of: source)
    var parser = XDSLParser()
    parser.read(root)
    let orders = parser.orderStates()
    let reader = XDSLFamilyReader(orders, stateIDs: parser.stateIDs)
    var resolver = NetworkResolver(parser.draft, reader, problems: parser.problems)
    return try resolver.network(in: source)
  }
}

/// Reads the elements of an XDSL file.
private struct XDSLParser {
  private(set) var draft = NetworkDraft<XDSLNode>()
  private(set) var problems = SourceProblems()
  private var nodes: [XDSLNode] = []
  /// aGrUM lists the numbers with the first parent fastest, against SMILE, and says that the file is its own.
  private var isFirstParentFastest = false

  /// The identifiers of each variable's states, in the order of the file.
  var stateIDs: [String: [String]] {
    Dictionary(nodes.map { ($0.name.text, $0.stateIDs.map(\.text)) }) { first, _ in first }
  }

  mutating func read(_ root: XMLElement) {
    guard root.name == "smile" else {
      problems.add(
        "the file is no XDSL: it begins with <\(shown(root.name))>, not with <smile>",
        at: root.offset)
      return
    }
    if let dynamic = root.child("dynamic") {
      problems.add(
        "the network is dynamic, which is not read; unroll it first", at: dynamic.offset)
    }
    for element in root.child("nodes")?.children ?? [] {
      do throws(NetworkSyntaxError) {
        nodes.append(try XDSLNode(element))
      } catch {
        problems.add(error)
        draft.hasNamelessPart = true
      }
    }
    let genie = root.child("extensions")?.child("genie")
    let title = genie?.attribute("name") ?? root.attribute("id") ?? ""
    draft.title = title.isEmpty || title == XDSLWriter.unnamed ? nil : title
    var labels: [String: String] = [:]
    if let genie {
      Self.collectLabels(genie, &labels)
      isFirstParentFastest = genie.attribute("app")?.lowercased().contains("agrum") ?? false
      // SMILE wants parents first; the order of the network is kept where no reader minds it.
      if genie.attribute("app") == XDSLWriter.app { orderNodes(as: genie.children("node")) }
    }
    for node in nodes { add(node, label: labels[node.id]) }
  }

  private mutating func add(_ node: XDSLNode, label: String?) {
    var variable = NetworkDraft<XDSLNode>.Variable(name: node.name)
    variable.states = node.states
    variable.label = label == node.name.text || label == node.id ? nil : label
    do throws(NetworkSyntaxError) {
      if let kind = node.properties["kind"] {
        try variable.takeKind(kind, at: node.element.offset)
      }
    } catch {
      problems.add(error)
    }
    draft.variables.append(variable)
  }

  private mutating func orderNodes(as elements: [XMLElement]) {
    let places = Dictionary(
      elements.enumerated().map { ($1.attribute("id") ?? "", $0) },
      uniquingKeysWith: { first, _ in first })
    nodes = nodes.enumerated()
      .sorted { a, b in
        let (first, second) = (places[a.element.id] ?? .max, places[b.element.id] ?? .max)
        return (first, a.offset) < (second, b.offset)
      }
      .map(\.element)
  }

  /// The names that GeNIe shows, by the identifiers of the nodes; submodels hold nodes too.
  private static func collectLabels(_ element: XMLElement, _ labels: inout [String: String]) {
    for child in element.children {
      if child.name == "submodel" { collectLabels(child, &labels) }
      guard child.name == "node", let id = child.attribute("id"),
        let name = child.child("name")?.text, case let text = name.string(name.range), !text.isEmpty
      else { continue }
      labels[id] = text
    }
  }

  /// Puts the states into the order of the network, and the families beside the variables.
  mutating func orderStates() -> StateOrders {
    let names = Dictionary(nodes.map { ($0.id, $0.name.text) }) { first, _ in first }
    let orders = StateOrders(nodes, names: names)
    for (index, node) in nodes.enumerated() {
      let order = orders.order(of: node.name.text, count: node.states.count)
      draft.variables[index].states = order.map { node.states[$0] }
      var parents = node.parentIDs.map {
        PlacedName(text: names[$0.text] ?? $0.text, offset: $0.offset)
      }
      // The table is then that of the parents from the last to the first.
      if isFirstParentFastest, case .table = node.numbers { parents.reverse() }
      draft.families.append(.init(child: node.name, parents: parents, body: node))
    }
    return orders
  }
}
