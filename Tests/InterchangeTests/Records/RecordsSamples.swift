import GraphStructure
import Interchange
import Learning
import NetworkModel
import RootCause

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Graphs and calls for the tests of records.
enum RecordsSamples {
  /// A lot with a key, a step, a test, a shift with the states `None` and `NA`, a temperature that is cut into states, and a torque.
  static func line() throws -> CausalGraph {
    var lot = CausalVariable(Variable("paste", states: ["good", "bad"]), kind: .lot)
    lot.key = "paste_lot_id"
    let reflow = CausalVariable(
      Variable("reflow", states: ["in_control", "cold", "hot"]), kind: .step)
    var xray = CausalVariable(Variable("xray", states: ["pass", "fail"]), kind: .test)
    xray.column = "X-ray, final"
    let shift = CausalVariable(Variable("shift", states: ["day", "None", "NA"]), kind: .context)
    var oven = CausalVariable(Variable("oven", states: ["normal", "low", "high"]), kind: .step)
    oven.bins = Bins("low<20<normal<50<high")
    let torque = CausalVariable(Variable("torque", domain: .reading), kind: .test)
    return try graph([lot, reflow, xray, shift, oven, torque])
  }

  static func graph(_ variables: [CausalVariable], parents: [[Int]]? = nil) throws -> CausalGraph {
    CausalGraph(
      variables: variables,
      structure: try DirectedGraph(parents: parents ?? variables.map { _ in [] }))
  }

  static func read(
    _ text: String, _ options: RecordsReader.Options = .init(), graph: CausalGraph? = nil
  ) throws -> LoadedRecords {
    try RecordsReader(graph: graph ?? line(), options: options).read(text: text, file: "line.csv")
  }

  /// What is wrong with `text`, a line each: `line:column message`.
  static func problems(
    _ text: String, _ options: RecordsReader.Options = .init(), graph: CausalGraph? = nil
  ) throws -> [String] {
    do {
      _ = try read(text, options, graph: graph)
      return []
    } catch let error as FormatError {
      return error.diagnostics.map { diagnostic in
        let place = diagnostic.position.map { "\($0.line):\($0.column) " } ?? ""
        return place + diagnostic.message
      }
    }
  }

  /// The cells of a variable as text: the state, the number, or `-` where it is missing.
  static func cells(_ name: String, of records: LoadedRecords, graph: CausalGraph? = nil) throws
    -> [String]
  {
    let graph = try graph ?? line()
    guard let index = graph.index(of: name) else { return [] }
    return (0..<records.store.count).map { row in
      switch records.store.columns[index][row] {
      case .state(let state): graph.variables[index].variable.states[state]
      case .value(let value, _): "\(value)"
      default: "-"
      }
    }
  }

  /// Calls `body` with the path of a folder that is removed afterwards.
  static func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.path + "/records-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }

  static func text(at path: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
  }
}
