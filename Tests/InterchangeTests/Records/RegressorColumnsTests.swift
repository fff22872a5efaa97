import Interchange
import Learning
import NetworkModel
import RootCause
import Testing
import _TestSupport

/// Columns of numbers with which readings move.
@Suite struct RegressorColumnsTests {
  private let graph: CausalGraph

  init() throws { graph = try GraphSamples.graph(GraphSamples.press) }

  private func read(_ text: String) throws -> LoadedRecords {
    try RecordsReader(graph: graph).read(text: text, file: "press.csv")
  }

  @Test func `a value is read with its regressors`() throws {
    let records = try read("speed,torque,warmth,tool\n1.5,4,22,good\n2,5.5,-3e1,worn\n")
    #expect(
      records.store.columns[2] == .values([4, 5.5], regressors: [[22, -30], [1.5, 2]]))
    #expect(records.store.evidence(row: 1)[2] == .value(5.5, regressors: [-30, 2]))
    #expect(records.readingsWithoutRegressors.isEmpty)
    #expect(records.ignoredColumns.isEmpty)
  }

  @Test(arguments: ["", "NA", "?", "NaN", " "])
  func `a value without a regressor is unknown, and counted`(missing: String) throws {
    let records = try read(
      "torque,warmth,speed\n4,22,1\n5,\(missing),1\n6,20,\(missing)\n,\(missing),1\n")
    for row in 1..<4 { #expect(records.store.columns[2][row] == nil) }
    #expect(records.store.columns[2][0] == .value(4, regressors: [22, 1]))
    #expect(
      records.readingsWithoutRegressors
        == [.init(variable: 2, missingColumns: [], rows: 2)])
  }

  @Test func `without the column of a regressor the reading is unobserved`() throws {
    let records = try read("torque,warmth,tool\n4,22,good\n")
    #expect(records.store.columns[2] == .unobserved)
    #expect(
      records.readingsWithoutRegressors
        == [.init(variable: 2, missingColumns: ["speed"], rows: 0)])
  }

  @Test func `a cell that is no number is told where it stands`() throws {
    let error = try #require(throws: FormatError.self) {
      try read("torque,warmth,speed\n4,warm,1\n5,2,\"1,5\"\n5,-1e101,1\n")
    }
    #expect(
      error.diagnostics.map(\.message) == [
        "row 1: column 'warmth': 'warm' is not a number",
        "row 2: column 'speed': '1,5' is not a number; write 1.5 with a point",
        "row 3: column 'warmth': '-1e101' is beyond ±1e+100, where no line can be fitted",
      ])
  }

  @Test func `a rule may speak of a regressor`() throws {
    var options = RecordsReader.Options()
    options.rules = [.range(name: "warmth", 0...50)]
    let records = try RecordsReader(graph: graph, options: options).read(
      text: "torque,warmth,speed\n4,22,1\n5,99,1\n", file: "press.csv")
    #expect(records.store.count == 1)
    #expect(records.ruleCounts.map(\.rows) == [1])
  }

  @Test func `simulated records are read back to the last bit`() throws {
    let model = try GraphSamples.model(GraphSamples.press)
    let simulation = Simulation(of: model, count: 300, missing: 0.2, seed: 5)
    let text = RecordsWriter.csv(of: simulation, graph: model.graph)
    #expect(text.hasPrefix("unit,tool,crack,torque,xray,warmth,speed\n"))
    let records = try read(text)
    let expected = CaseStore(simulation, of: model)
    for row in 0..<300 { #expect(records.store.columns[2][row] == expected.columns[2][row]) }
    let lost = simulation.units.count { $0.cells[2] != nil && $0.regressors.count < 2 }
    #expect(records.readingsWithoutRegressors.map(\.rows) == [lost])
    #expect(lost > 50)
  }
}
