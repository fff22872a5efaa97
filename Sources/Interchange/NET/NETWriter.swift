import NetworkModel

/// Writes networks as NET ([NET]). A name that is no identifier gets one, and is kept beside it.
enum NETWriter: NetworkWriter {
  /// The attribute of a node whose name is no identifier.
  static let nameAttribute = "fishbone_name"

  static let holds: Set<Meaning> = [.title, .kinds, .labels, .guesses]

  static func canName(variable: String) -> Bool { !variable.isEmpty }

  static func canName(state: String) -> Bool { !state.isEmpty }

  static func canTitle(_ title: String) -> Bool { !title.isEmpty }

  static func text(of network: WritableNetwork) -> String {
    var page = TextPage()
    let title = network.graph.title.map { "  name = \(quoted($0));\n" } ?? ""
    page.write("net\n{\n\(title)  node_size = (100 40);\n}\n")
    let ids = Identifiers.of(network.variables.map(\.name))
    for (index, variable) in network.variables.enumerated() {
      page.write("\nnode \(ids[index])\n{\n")
      page.write("  label = \(quoted(variable.label ?? variable.name));\n")
      page.write(
        "  position = (\(100 + index % 8 * 130) \(100 + index / 8 * 80));\n")
      let states = variable.variable.states.map(quoted).joined(separator: " ")
      page.write("  states = (\(states));\n")
      if ids[index] != variable.name {
        page.write("  \(nameAttribute) = \(quoted(variable.name));\n")
      }
      if let kind = network.kind(of: index) { page.write("  kind = \"\(kind.rawValue)\";\n") }
      page.write("}\n")
    }
    for index in network.variables.indices { writePotential(index, of: network, ids, to: &page) }
    return page.text
  }

  private static func writePotential(
    _ index: Int, of network: WritableNetwork, _ ids: [String], to page: inout TextPage
  ) {
    guard let table = network.table(of: index) else { return }
    let parents = network.parents(of: index)
    let given = parents.isEmpty ? "" : " | " + parents.map { ids[$0] }.joined(separator: " ")
    page.write("\npotential (\(ids[index])\(given))\n{\n  data = ")
    let counts = parents.map { network.variables[$0].variable.cardinality }
    // How many rows each parenthesis spans: that of the first parent all, that of the last its states.
    var spans: [Int] = []
    var span = 1
    for count in counts.reversed() {
      span *= count
      spans.append(span)
    }
    for row in 0..<table.rowCount {
      page.write(String(repeating: "(", count: spans.count { row % $0 == 0 } + 1))
      page.write(table[row: row], separator: " ")
      page.write(String(repeating: ")", count: spans.count { (row + 1) % $0 == 0 } + 1))
      page.write(row + 1 < table.rowCount ? "\n          " : "")
    }
    page.write(";\n}\n")
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
