import NetworkModel

/// Writes networks as XDSL ([XDSL]).
///
/// The states of a noisy-MAX are written from the last to the first, as SMILE takes the last as the one without effect. A name that is no
/// identifier gets one, and is kept in a property.
enum XDSLWriter: NetworkWriter {
  /// The name of a network without a title.
  static let unnamed = "unknown"

  /// What calls itself the maker of the file.
  static let app = "Fishbone"

  static let holds: Set<Meaning> = [.title, .kinds, .labels, .noisyMax, .guesses]

  static func canName(variable: String) -> Bool { !variable.isEmpty && XMLText.canHold(variable) }

  static func canName(state: String) -> Bool { !state.isEmpty && XMLText.canHold(state) }

  static func canTitle(_ title: String) -> Bool {
    !title.isEmpty && XMLText.canHold(title) && title != unnamed
  }

  static func text(of network: WritableNetwork) -> String {
    let ids = Identifiers.of(network.variables.map(\.name))
    let title = network.graph.title ?? unnamed
    let id = Identifiers.of([title])[0]
    var page = TextPage()
    page.write(
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <smile version="1.0" id="\(id)" numsamples="10000" discsamples="10000">
      \t<nodes>

      """)
    // SMILE wants parents before their children.
    for index in network.graph.structure.topologicalOrder {
      XDSLNodeWriter(network: network, index: index, ids: ids).write(to: &page)
    }
    page.write("\t</nodes>\n\t<extensions>\n\t\t<genie version=\"1.0\" app=\"\(app)\"")
    page.write(" name=\"\(XMLText.escaped(title))\">\n")
    for (index, variable) in network.variables.enumerated() {
      let (x, y) = (60 + index % 8 * 140, 60 + index / 8 * 100)
      page.write(
        """
        \t\t\t<node id="\(ids[index])">
        \t\t\t\t<name>\(XMLText.escaped(variable.label ?? variable.name))</name>
        \t\t\t\t<position>\(x) \(y) \(x + 100) \(y + 50)</position>
        \t\t\t</node>

        """)
    }
    page.write("\t\t</genie>\n\t</extensions>\n</smile>\n")
    return page.text
  }
}
