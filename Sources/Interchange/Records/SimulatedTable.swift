import NetworkModel
import RootCause

/// The cells of simulated records.
struct SimulatedTable {
  private let keys: [String]
  private let columns: [SimulatedColumn]
  private let regressors: [String]
  private let header: [String]
  private let hasUnits: Bool

  private let unitWidth: Int
  private let instanceWidth: Int

  init(_ simulation: Simulation, graph: CausalGraph) {
    columns = SimulatedColumn.columns(of: graph)
    regressors = graph.regressors
    let names = columns.map(\.name) + regressors
    keys = Set(graph.variables.compactMap(\.key)).subtracting(names).sorted()
    hasUnits = !names.contains("unit") && !keys.contains("unit")
    header = (hasUnits ? ["unit"] : []) + keys + names
    unitWidth = String(simulation.count).count
    instanceWidth = String(simulation.instanceCount).count
  }

  func addHeader(to text: inout CSVText) {
    for name in header { text.add(name) }
    text.endRow()
  }

  func add(_ unit: Simulation.Unit, number: Int, to text: inout CSVText) {
    if hasUnits { text.add(quoted: Array("U\(padded(number, unitWidth))".utf8)) }
    for key in keys {
      let instance = unit.instances[key].map { "\(key)-\(padded($0 + 1, instanceWidth))" }
      text.add(instance ?? "")
    }
    for column in columns {
      let cell = column.cell(of: unit)
      // A line with nothing in it would be no row.
      text.add(quoted: cell.isEmpty && header.count == 1 ? Array("\"\"".utf8) : cell)
    }
    for name in regressors { text.add(unit.regressors[name].map { "\($0)" } ?? "") }
    text.endRow()
  }

  private func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(width - digits.count, 0)) + digits
  }
}
