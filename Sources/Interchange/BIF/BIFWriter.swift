import NetworkModel

/// Writes networks as BIF ([BIF]): names and labels bare where a reader takes them so, rows by the states of the parents, kinds as properties.
enum BIFWriter: NetworkWriter {
  static let holds: Set<Meaning> = [.title, .kinds, .guesses]

  static func canName(variable: String) -> Bool { canQuote(variable) }

  static func canName(state: String) -> Bool { canQuote(state) }

  static func canTitle(_ title: String) -> Bool { canQuote(title) && title != "unknown" }

  /// A text in quotes ends at the next quote, and has to end on its line.
  private static func canQuote(_ text: String) -> Bool {
    !text.isEmpty && !text.utf8.contains { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\n") }
  }

  static func text(of network: WritableNetwork) -> String {
    var page = TextPage()
    page.write("network \(network.graph.title.map(quoted) ?? "unknown") {\n}\n")
    for (index, variable) in network.variables.enumerated() {
      let states = variable.variable.states
      page.write("variable \(quoted(variable.name)) {\n  type discrete [ \(states.count) ] { ")
      page.write(states.map(quoted).joined(separator: ", "))
      page.write(" };\n")
      if let kind = network.kind(of: index) { page.write("  property kind = \(kind.rawValue);\n") }
      page.write("}\n")
    }
    for index in network.variables.indices { writeFamily(index, of: network, to: &page) }
    return page.text
  }

  private static func writeFamily(
    _ index: Int, of network: WritableNetwork, to page: inout TextPage
  ) {
    guard let table = network.table(of: index) else { return }
    let parents = network.parents(of: index)
    let names = parents.map { quoted(network.variables[$0].name) }.joined(separator: ", ")
    let given = parents.isEmpty ? "" : " | \(names)"
    page.write("probability ( \(quoted(network.variables[index].name))\(given) ) {\n")
    let states = parents.map { network.variables[$0].variable.states.map(quoted) }
    for (row, parentStates) in network.parentStates(of: index).enumerated() {
      let labels = zip(states, parentStates).map { $0[$1] }.joined(separator: ", ")
      page.write(parents.isEmpty ? "  table " : "  (\(labels)) ")
      page.write(table[row: row], separator: ", ")
      page.write(";\n")
    }
    page.write("}\n")
  }

  /// Returns `text` bare where it is one word, else in quotes.
  private static func quoted(_ text: String) -> String {
    var lexer = BIFLexer(text)
    let token = lexer.next()
    return token.kind == .word && token.range == 0..<text.utf8.count ? text : "\"\(text)\""
  }
}
