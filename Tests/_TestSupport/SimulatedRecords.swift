import Learning
import NetworkModel
import RootCause

extension CaseStore {
  /// The records that `simulation` of `model` makes.
  package init(_ simulation: Simulation, of model: CausalModel) {
    let units = simulation.units
    let columns: [Column] = model.network.variables.indices.map { variable in
      if model.network.variables[variable].isReading {
        return .values(
          units.map { unit in
            if case .value(let value) = unit.cells[variable] { value } else { .nan }
          })
      }
      return .states8(
        units.map { unit in
          if case .state(let state) = unit.cells[variable] {
            UInt8(state)
          } else {
            CaseStore.missing8
          }
        })
    }
    self.init(columns: columns, count: units.count)
  }
}
