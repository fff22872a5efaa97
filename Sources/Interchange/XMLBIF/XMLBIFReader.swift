import NetworkModel
import RootCause

/// Reads Bayesian networks from XMLBIF files ([XMLBIF]).
///
/// A `TABLE` lists its numbers with the states of the variable fastest and those of the first parent slowest. `<PROPERTY>kind = lot</PROPERTY>`
/// in a variable says what it is in the factory, as in BIF. A document type may be declared, entities may not.
public enum XMLBIFReader {
  /// Reads the network in `source`.
  ///
  /// A row that sums to 1 within `Network.rowTolerance` is divided by its sum; any other is an error.
  ///
  /// - Throws: `FormatError` with every problem, each with its place.
  public static func read(_ source: SourceText) throws(FormatError) -> LoadedNetwork {
    let root = try XMLParser.root(of: source)
    var parser = XMLBIFParser()
    parser.read(root)
    var resolver = NetworkResolver(
      parser.draft, XMLBIFFamilyReader(), problems: parser.problems)
    return try resolver.network(in: source)
  }
}

/// Reads the elements of an XMLBIF file.
private struct XMLBIFParser {
  private(set) var draft = NetworkDraft<SourceSpan>()
  private(set) var problems = SourceProblems()

  mutating func read(_ root: XMLElement) {
    let networks = root.children("NETWORK")
    guard root.name == "BIF", let network = networks.first else {
      problems.add(
        root.name == "BIF"
          ? "the file has no NETWORK"
          : "the file is no XMLBIF: it begins with <\(shown(root.name))>, not with <BIF>",
        at: root.offset)
      return
    }
    for other in networks.dropFirst() {
      problems.add("there is a network already; a file holds one network", at: other.offset)
    }
    let title = network.child("NAME")?.text.trimmed.text ?? ""
    draft.title = title.isEmpty || title == "unknown" ? nil : title
    for element in network.children {
      do throws(NetworkSyntaxError) {
        switch element.name {
        case "VARIABLE": try readVariable(element)
        case "DEFINITION", "PROBABILITY": try readDefinition(element)
        default: break
        }
      } catch {
        problems.add(error)
        draft.hasNamelessPart = true
      }
    }
  }

  private mutating func readVariable(_ element: XMLElement) throws(NetworkSyntaxError) {
    let name = try name("NAME", of: element, "a variable")
    if let type = element.attribute("TYPE"), type != "nature" {
      throw NetworkSyntaxError(
        message:
          "'\(shown(name.text))' is of the type '\(shown(type))'; a network has variables of the type 'nature' alone",
        offset: element.offset)
    }
    var variable = NetworkDraft<SourceSpan>.Variable(name: name)
    variable.states = element.children.filter { $0.name == "OUTCOME" || $0.name == "VALUE" }
      .map(\.text.trimmed)
    if variable.states.isEmpty {
      throw NetworkSyntaxError(
        message: "'\(shown(name.text))' has no states; give each as an OUTCOME",
        offset: element.offset)
    }
    if let state = variable.states.first(where: \.text.isEmpty) {
      throw NetworkSyntaxError(message: "a state needs a name", offset: state.offset)
    }
    for property in element.children("PROPERTY") {
      let (name, value) = PropertyText.parts(of: property.text.trimmed.text)
      if name == "kind" { try variable.takeKind(value, at: property.offset) }
    }
    draft.variables.append(variable)
  }

  private mutating func readDefinition(_ element: XMLElement) throws(NetworkSyntaxError) {
    let child = try name("FOR", of: element, "a definition")
    if let second = element.children("FOR").dropFirst().first {
      throw NetworkSyntaxError(
        message: "a definition is FOR one variable, and its parents are GIVEN",
        offset: second.offset)
    }
    guard let table = element.child("TABLE") else {
      throw NetworkSyntaxError(
        message: "'\(shown(child.text))' has no numbers; give a TABLE", offset: element.offset)
    }
    draft.families.append(
      .init(
        child: child, parents: element.children("GIVEN").map(\.text.trimmed), body: table.text))
  }

  private func name(
    _ name: String, of element: XMLElement, _ what: String
  ) throws(NetworkSyntaxError) -> PlacedName {
    guard let text = element.child(name)?.text.trimmed, !text.text.isEmpty else {
      throw NetworkSyntaxError(message: "\(what) needs a \(name)", offset: element.offset)
    }
    return text
  }
}

private struct XMLBIFFamilyReader: FamilyReader {
  private var tables = TableReader()

  var largestDeviation: Double { tables.largestDeviation }

  mutating func cpd(
    of family: FamilyNames, _ body: SourceSpan, at offset: Int, _ problems: inout SourceProblems
  ) -> CPD? {
    tables.cpd(of: family, body, at: offset, &problems)
  }

  static func missing(_ name: String) -> String { "'\(name)' has no DEFINITION; give it one" }

  static func duplicate(_ name: String) -> String {
    "'\(name)' has a DEFINITION already; give it one"
  }
}
