import Foundation
import NetworkModel
import RootCause
import Testing
import _TestSupport

/// Records drawn from a model.
@Suite struct SimulationTests {
  private static let count = 20_000

  @Test(arguments: UInt64(1)...8)
  func `states come as often as they are probable`(seed: UInt64) throws {
    let model = try Self.modelWithoutKeys(seed: seed)
    let oracle = JointOracle(model.network)
    let units = Simulation(of: model, count: Self.count, seed: seed).units
    for (variable, posterior) in oracle.posteriors.enumerated()
    where !model.network.variables[variable].isReading {
      for (state, probability) in posterior.enumerated() {
        let share = Double(units.count { $0.cells[variable] == .state(state) }) / Double(Self.count)
        let error = (probability * (1 - probability) / Double(Self.count)).squareRoot()
        #expect(share.isClose(to: probability, .standardErrors(5, of: error)))
      }
    }
  }

  @Test(arguments: UInt64(1)...8)
  func `families come as often as they are probable`(seed: UInt64) throws {
    let model = try Self.modelWithoutKeys(seed: seed)
    let oracle = JointOracle(model.network)
    let simulation = Simulation(of: model, count: Self.count, seed: seed &+ 100)
    let network = model.network
    for variable in network.variables.indices where !network.variables[variable].isReading {
      let shape = JointStates(
        cardinalities: network.graph.family(of: variable).map { network.cardinalities[$0] })
      var counts = [Int](repeating: 0, count: shape.count)
      for unit in simulation.units {
        let states = network.graph.family(of: variable).map { member in
          if case .state(let state) = unit.cells[member] { state } else { 0 }
        }
        counts[shape.index(of: states)] += 1
      }
      for (place, probability) in oracle.families[variable].enumerated() {
        let error = (probability * (1 - probability) / Double(Self.count)).squareRoot()
        #expect(
          (Double(counts[place]) / Double(Self.count)).isClose(
            to: probability, .standardErrors(5.5, of: error)))
      }
    }
  }

  @Test func `readings have the mean and the spread of their row`() throws {
    let model = try GraphSamples.model(
      """
      digraph { v [kind=defect, prior="0.5 0.5"]; g [kind=test, reading=gaussian, cpt="30 0.5; -27 4"]; v -> g }
      """)
    let simulation = Simulation(of: model, count: Self.count, seed: 3)
    for (row, (mean, deviation)) in [(30.0, 0.5), (-27, 4)].enumerated() {
      let values = simulation.units.compactMap { unit -> Double? in
        guard unit.cells[0] == .state(row), case .value(let value) = unit.cells[1] else {
          return nil
        }
        return value
      }
      let number = Double(values.count)
      let average = values.reduce(0, +) / number
      let spread = (values.reduce(0) { $0 + ($1 - average) * ($1 - average) } / number).squareRoot()
      #expect(average.isClose(to: mean, .standardErrors(5, of: deviation / number.squareRoot())))
      #expect(
        spread.isClose(to: deviation, .standardErrors(5, of: deviation / (2 * number).squareRoot()))
      )
      // A normal distribution leaves 4.55 % beyond two standard deviations.
      let beyond = Double(values.count { abs($0 - mean) > 2 * deviation }) / number
      #expect(
        beyond.isClose(to: 0.0455, .standardErrors(5, of: (0.0455 * 0.9545 / number).squareRoot())))
    }
  }

  @Test func `the same seed draws the same units, and another seed others`() throws {
    let model = try GraphSamples.model(GraphSamples.line)
    let first = Simulation(of: model, count: 500, missing: 0.3, seed: 7).units
    #expect(Simulation(of: model, count: 500, missing: 0.3, seed: 7).units == first)
    #expect(Simulation(of: model, count: 500, missing: 0.3, seed: 8).units != first)
  }

  @Test func `units of an instance share the state of its variable`() throws {
    let model = try GraphSamples.model(
      """
      digraph {
        node [kind=lot, prior="0.5 0.5"]; paste [key=lot_id]; flux [key=lot_id]; board [key=board_id];
        own [kind=step]; node [prior=""]; v [kind=defect, cpt="0.9 0.1; 0.1 0.9"]; paste -> v;
      }
      """)
    let simulation = Simulation(of: model, count: 2000, unitsPerInstance: 20, seed: 5)
    #expect(Set(simulation.units.compactMap { $0.instances["lot_id"] }) == Set(0..<100))
    #expect(simulation.units.allSatisfy { Set($0.instances.keys) == ["lot_id", "board_id"] })
    for (variable, key) in [(0, "lot_id"), (1, "lot_id"), (2, "board_id")] {
      let byInstance = Dictionary(grouping: simulation.units) { $0.instances[key] }
      #expect(
        byInstance.values.allSatisfy { units in
          units.allSatisfy { $0.cells[variable] == units[0].cells[variable] }
        })
      // Not all instances are alike.
      #expect(Set(byInstance.values.map { $0[0].cells[variable] == .state(0) }).count == 2)
    }
    let units = Dictionary(grouping: simulation.units) { $0.instances["lot_id"] }
    #expect(
      units.values.contains { $0.contains { $0.cells[3] != units.values.first?[0].cells[3] } })
  }

  @Test(arguments: [0, 0.2, 0.95])
  func `cells are lost with the probability that was asked for`(missing: Double) throws {
    let model = try GraphSamples.model(GraphSamples.line)
    let units = Simulation(of: model, count: 4000, missing: missing, seed: 2).units
    let cells = Double(4000 * model.network.count)
    let share = Double(units.reduce(0) { $0 + $1.cells.count { $0 == nil } }) / cells
    #expect(
      share.isClose(
        to: missing, .standardErrors(5, of: (missing * (1 - missing) / cells).squareRoot())))
  }

  @Test func `what is lost does not change what is drawn`() throws {
    let model = try GraphSamples.model(GraphSamples.line)
    let whole = Simulation(of: model, count: 200, seed: 9).units
    let lossy = Simulation(of: model, count: 200, missing: 0.5, seed: 9).units
    for (unit, other) in zip(whole, lossy) {
      #expect(zip(unit.cells, other.cells).allSatisfy { $1 == nil || $0 == $1 })
    }
  }

  @Test(.timeLimit(.minutes(1)))
  func `a noisy-MAX with very many parents needs no table`() throws {
    let parents = (0..<60).map { "p\($0)" }.joined(separator: " ")
    let model = try GraphSamples.model(
      """
      digraph { node [kind=step, prior="0.9 0.1"]; \(parents); node [prior=""];
        v [kind=defect, cpd=noisy_max, leak=0.25]; edge [strength=0]; {\(parents)} -> v }
      """)
    let units = Simulation(of: model, count: 4000, seed: 1).units
    let share = Double(units.count { $0.cells[60] == .state(1) }) / 4000
    #expect(share.isClose(to: 0.25, .standardErrors(5, of: (0.25 * 0.75 / 4000).squareRoot())))
  }

  /// A random model in which each unit is drawn by itself.
  private static func modelWithoutKeys(seed: UInt64) throws -> CausalModel {
    let model = try RandomModel.make(seed: seed)
    let variables = model.graph.variables.map { variable in
      var variable = variable
      variable.key = nil
      return variable
    }
    return try CausalModel(
      graph: CausalGraph(variables: variables, structure: model.graph.structure),
      cpds: model.network.cpds,
      provenance: model.provenance)
  }
}
