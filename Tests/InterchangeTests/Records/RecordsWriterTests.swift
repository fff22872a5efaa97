import GraphStructure
import Interchange
import Learning
import NetworkModel
import RootCause
import Testing

struct RecordsWriterTests {
  private func lineModel() throws -> CausalModel {
    var lot = CausalVariable(Variable("lot", states: ["good", "bad, \"very\""]), kind: .lot)
    lot.key = "lot_id"
    lot.expert = .table(TabularCPD(cardinality: 2, values: [0.6, 0.4]))
    var machine = CausalVariable(
      Variable("machine", states: [" ok", "NA", "two\nlines"]), kind: .station)
    machine.key = "a machine"
    machine.column = "Machine, state"
    machine.expert = .table(TabularCPD(cardinality: 3, values: [0.5, 0.3, 0.2]))
    var torque = CausalVariable(Variable("torque", domain: .reading), kind: .test)
    torque.expert = .gaussian(
      GaussianCPD(means: [0, 1, 2, 3, 4, 5], standardDeviations: [1, 1, 1, 1e-9, 1e9, 1]))
    let graph = try RecordsSamples.graph([lot, machine, torque], parents: [[], [], [0, 1]])
    return try CausalModel(expert: graph, provenance: Provenance(graphDigest: ""))
  }

  @Test func `simulated records are read back to the last bit`() throws {
    let model = try lineModel()
    let simulation = Simulation(of: model, count: 500, missing: 0.2, unitsPerInstance: 20, seed: 3)
    let text = RecordsWriter.csv(of: simulation, graph: model.graph)
    var options = RecordsReader.Options()
    options.keepsUnits = true
    let records = try RecordsReader(graph: model.graph, options: options)
      .read(text: text, file: "simulated.csv")
    #expect(records.store.count == 500)
    #expect(records.store.units?.first == "U001")
    #expect(records.store.units?.last == "U500")
    for (row, unit) in simulation.units.enumerated() {
      for (variable, cell) in unit.cells.enumerated() {
        let expected: Evidence.Item? =
          switch cell {
          case .state(let state): .state(state)
          case .value(let value): .value(value)
          case nil: nil
          }
        #expect(records.store.columns[variable][row] == expected)
      }
    }
  }

  @Test
  func `the header has the unit, the keys by name and the variables as the graph orders them`()
    throws
  {
    let model = try lineModel()
    let simulation = Simulation(of: model, count: 120, unitsPerInstance: 10, seed: 3)
    let lines = RecordsWriter.csv(of: simulation, graph: model.graph).split(separator: "\n")
    #expect(lines[0] == "unit,a machine,lot_id,lot,\"Machine, state\",torque")
    #expect(lines[1].hasPrefix("U001,a machine-"))
    let first = simulation.units[0].instances["lot_id"] ?? 0
    let name = first + 1 < 10 ? "lot_id-0\(first + 1)" : "lot_id-\(first + 1)"
    #expect(lines[1].contains(",\(name),"))
  }

  @Test func `a variable called unit takes the column and a missing cell alone is still a row`()
    throws
  {
    var unit = CausalVariable(Variable("unit", states: ["a", "b"]), kind: .step)
    unit.expert = .table(TabularCPD(cardinality: 2, values: [0.5, 0.5]))
    let graph = try RecordsSamples.graph([unit])
    let model = try CausalModel(expert: graph, provenance: Provenance(graphDigest: ""))
    let simulation = Simulation(of: model, count: 50, missing: 0.5, seed: 1)
    let text = RecordsWriter.csv(of: simulation, graph: graph)
    #expect(text.hasPrefix("unit\n"))
    let records = try RecordsReader(graph: graph).read(text: text, file: "simulated.csv")
    #expect(records.store.count == 50)
  }

  @Test func `a column that several variables share is written so that it can be read back`() throws
  {
    var warm = CausalVariable(Variable("warm", states: ["yes", "no"]), kind: .step)
    warm.bins = Bins("no<30<yes")
    warm.column = "degrees"
    warm.expert = .table(TabularCPD(cardinality: 2, values: [0.5, 0.5]))
    var level = CausalVariable(Variable("level", states: ["low", "mid", "top"]), kind: .test)
    level.bins = Bins("low<10<mid<40<top")
    level.column = "degrees"
    // Warm is mid or top, cold is low or mid: a number that says both is always there.
    level.expert = .table(TabularCPD(cardinality: 3, values: [0, 0.5, 0.5, 0.5, 0.5, 0]))
    let graph = try RecordsSamples.graph([warm, level], parents: [[], [0]])
    let model = try CausalModel(expert: graph, provenance: Provenance(graphDigest: ""))
    let simulation = Simulation(of: model, count: 200, seed: 5)
    let text = RecordsWriter.csv(of: simulation, graph: graph)
    let records = try RecordsReader(graph: graph).read(text: text, file: "simulated.csv")
    for (row, unit) in simulation.units.enumerated() {
      for variable in 0..<2 {
        guard case .state(let state)? = unit.cells[variable] else { continue }
        #expect(records.store.columns[variable][row] == .state(state))
      }
    }
  }

  @Test func `pieces add up to the whole text`() throws {
    let model = try lineModel()
    let simulation = Simulation(of: model, count: 5000, missing: 0.1, seed: 9)
    var pieces: [ArraySlice<UInt8>] = []
    RecordsWriter.write(simulation, graph: model.graph) { pieces.append($0) }
    #expect(pieces.count > 1)
    #expect(
      String(decoding: pieces.joined(), as: UTF8.self)
        == RecordsWriter.csv(of: simulation, graph: model.graph))
  }
}
