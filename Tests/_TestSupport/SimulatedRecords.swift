import Learning
import NetworkModel
import RootCause

extension CaseStore {
  /// The records that `simulation` of `model` makes.
  package init(_ simulation: Simulation, of model: CausalModel) {
    let units = simulation.units
    let columns: [Column] = model.network.variables.indices.map { variable in
      if model.network.variables[variable].isReading {
        let names = model.network.variables[variable].regressors
        return .values(
          units.map { unit in
            guard case .value(let value) = unit.cells[variable],
              names.allSatisfy({ unit.regressors[$0] != nil })
            else { return .nan }
            return value
          },
          regressors: names.map { name in units.map { $0.regressors[name] ?? .nan } })
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
