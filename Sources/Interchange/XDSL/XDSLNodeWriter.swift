import NetworkModel

/// Writes one node of an XDSL file.
struct XDSLNodeWriter {
  let network: WritableNetwork
  let index: Int
  let ids: [String]

  private var parents: [Int] { network.parents(of: index) }

  func write(to page: inout TextPage) {
    let variable = network.variables[index]
    let tag = isNoisyMax(index) ? "noisymax" : "cpt"
    let order = order(of: index)
    let states = order.map { variable.variable.states[$0] }
    let stateIDs = Identifiers.of(states)
    page.write("\t\t<\(tag) id=\"\(ids[index])\">\n")
    for id in stateIDs { page.write("\t\t\t<state id=\"\(id)\" />\n") }
    if !parents.isEmpty {
      page.write("\t\t\t<parents>\(parents.map { ids[$0] }.joined(separator: " "))</parents>\n")
    }
    switch network.cpds[index] {
    case .noisyMax(let noisyMax): write(noisyMax, to: &page)
    case .table(let table): write(table, to: &page)
    case .gaussian, nil: break
    }
    if ids[index] != variable.name {
      writeProperty(XDSLNames.nameProperty, variable.name, to: &page)
    }
    for (place, state) in states.enumerated() where stateIDs[place] != state {
      writeProperty(XDSLNames.stateProperty(place), state, to: &page)
    }
    if let kind = network.kind(of: index) { writeProperty("kind", kind.rawValue, to: &page) }
    page.write("\t\t</\(tag)>\n")
  }

  private func writeProperty(_ id: String, _ text: String, to page: inout TextPage) {
    page.write("\t\t\t<property id=\"\(id)\">\(XMLText.escaped(text))</property>\n")
  }

  private func isNoisyMax(_ variable: Int) -> Bool {
    if case .noisyMax = network.cpds[variable] { true } else { false }
  }

  /// The states of a variable in the order of the file.
  private func order(of variable: Int) -> [Int] {
    let states = Array(0..<network.variables[variable].variable.cardinality)
    return isNoisyMax(variable) ? states.reversed() : states
  }

  private func write(_ table: TabularCPD, to page: inout TextPage) {
    let orders = parents.map(order(of:))
    let rows = network.parentStates(of: index)
    page.write("\t\t\t<probabilities>")
    for (number, states) in rows.enumerated() {
      // The rows of the file in their order, each looked up where the table has it.
      let row = rows.index(of: zip(states, orders).map { $1[$0] })
      page.write(number > 0 ? " " : "")
      page.write(table[row: row], separator: " ")
    }
    page.write("</probabilities>\n")
  }

  /// Writes the states of each parent from the last to the second, and then the first, which does nothing.
  private func write(_ noisyMax: NoisyMaxCPD, to page: inout TextPage) {
    var strengths: [String] = []
    var columns: [[Double]] = []
    let nothing = [Double](repeating: 0, count: noisyMax.cardinality - 1) + [1]
    for (place, parent) in parents.enumerated() {
      let order = order(of: parent)
      for state in (0..<order.count).reversed() {
        strengths.append("\(order.firstIndex(of: state) ?? 0)")
        columns.append(noisyMax.strength(of: place, in: state)?.reversed() ?? nothing)
      }
    }
    columns.append(noisyMax.leak.reversed())
    if !parents.isEmpty {
      page.write("\t\t\t<strengths>\(strengths.joined(separator: " "))</strengths>\n")
    }
    page.write("\t\t\t<parameters>")
    page.write(Array(columns.joined()), separator: " ")
    page.write("</parameters>\n")
  }
}
