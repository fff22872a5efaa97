import NetworkModel
import RootCause

/// Writes simulated units as records that `RecordsReader` reads back.
///
/// The columns are `unit`, the keys by name, the variables in the order of the graph, and the regressors of its readings. A variable that is called `unit`
/// takes that column. Cells that were lost are empty; readings are written to the last digit.
public enum RecordsWriter {
  /// Returns the units of `simulation`, a simulation of a model of `graph`, as CSV.
  ///
  /// A column that several variables share holds the value of the reading among them, else a number that `bins` cut into the
  /// states of as many of them as can be, else the state of the first.
  ///
  /// - Complexity: O(cells), and the text in memory.
  public static func csv(of simulation: Simulation, graph: CausalGraph) -> String {
    var text: [UInt8] = []
    write(simulation, graph: graph) { text += $0 }
    return String(decoding: text, as: UTF8.self)
  }

  /// Hands the units of `simulation` as CSV to `sink`, in pieces of a few rows.
  ///
  /// - Throws: What `sink` throws.
  /// - Complexity: O(cells), and a piece of the text in memory.
  public static func write<Failure: Error>(
    _ simulation: Simulation, graph: CausalGraph,
    to sink: (ArraySlice<UInt8>) throws(Failure) -> Void
  ) throws(Failure) {
    let table = SimulatedTable(simulation, graph: graph)
    var text = CSVText()
    table.addHeader(to: &text)
    for (index, unit) in simulation.enumerated() {
      table.add(unit, number: index + 1, to: &text)
      if text.bytes.count >= pieceSize {
        try sink(text.bytes[...])
        text.removeAll()
      }
    }
    try sink(text.bytes[...])
  }

  private static let pieceSize = 1 << 16
}
