import NetworkModel

/// Writes networks as XMLBIF 0.3 ([XMLBIF]).
enum XMLBIFWriter: NetworkWriter {
  static let holds: Set<Meaning> = [.title, .kinds, .guesses]

  static func canName(variable: String) -> Bool { canHold(variable) }

  static func canName(state: String) -> Bool { canHold(state) }

  static func canTitle(_ title: String) -> Bool { canHold(title) && title != "unknown" }

  /// Space at the ends of an element's text belongs to the layout.
  private static func canHold(_ text: String) -> Bool {
    XMLText.canHold(text) && text.utf8.first ?? 0 > 0x20 && text.utf8.last ?? 0 > 0x20
  }

  static func text(of network: WritableNetwork) -> String {
    var page = TextPage()
    page.write(
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <BIF VERSION="0.3">
      <NETWORK>
      <NAME>\(XMLText.escaped(network.graph.title ?? "unknown"))</NAME>

      """)
    for (index, variable) in network.variables.enumerated() {
      page.write("<VARIABLE TYPE=\"nature\">\n")
      page.write("  <NAME>\(XMLText.escaped(variable.name))</NAME>\n")
      for state in variable.variable.states {
        page.write("  <OUTCOME>\(XMLText.escaped(state))</OUTCOME>\n")
      }
      if let kind = network.kind(of: index) {
        page.write("  <PROPERTY>kind = \(kind.rawValue)</PROPERTY>\n")
      }
      page.write("</VARIABLE>\n")
    }
    for index in network.variables.indices { writeFamily(index, of: network, to: &page) }
    page.write("</NETWORK>\n</BIF>\n")
    return page.text
  }

  private static func writeFamily(
    _ index: Int, of network: WritableNetwork, to page: inout TextPage
  ) {
    guard let table = network.table(of: index) else { return }
    page.write("<DEFINITION>\n  <FOR>\(XMLText.escaped(network.variables[index].name))</FOR>\n")
    for parent in network.parents(of: index) {
      page.write("  <GIVEN>\(XMLText.escaped(network.variables[parent].name))</GIVEN>\n")
    }
    page.write("  <TABLE>\n")
    for row in 0..<table.rowCount {
      page.write("    ")
      page.write(table[row: row], separator: " ")
      page.write("\n")
    }
    page.write("  </TABLE>\n</DEFINITION>\n")
  }
}
