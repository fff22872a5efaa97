import LaneKernels
import NetworkModel

extension Propagation {
  /// Calls `body` with P(X, e) in every lane, up to a scale, a row of lanes for each state.
  package func withMarginal<Result>(
    of variable: Variable.Index, _ body: (UnsafePointer<Double>) -> Result
  ) -> Result {
    withTable(marginals[variable], body)
  }

  /// Returns P(pa(X), X | e) of a lane in the order of the CPD's table.
  package func family(of variable: Variable.Index, lane: Int) -> [Double] {
    let place = families[variable]
    return withTable(place) { table in
      let cells = (0..<place.cells).map { table[$0 * lanes + lane] }
      let total = cells.reduce(0, +)
      return cells.map { $0 / total }
    }
  }

  /// Adds P(pa(X), X | e) of every lane, times the weight of the lane, to `totals`, in the order of the CPD's table.
  ///
  /// A lane of weight 0 adds nothing, even when its evidence is impossible.
  package func addFamily(
    of variable: Variable.Index, weights: [Double], to totals: UnsafeMutablePointer<Double>
  ) {
    let place = families[variable]
    withTable(place) { table in
      for lane in 0..<lanes {
        var total = 0.0
        for cell in 0..<place.cells { total += table[cell * lanes + lane] }
        factorBuffer.cells[lane] = weights[lane] == 0 ? 0 : weights[lane] / total
      }
      fishbone_accumulate(totals, table, factorBuffer.cells, place.cells, lanes)
    }
  }

  private func withTable<Result>(
    _ place: Place, _ body: (UnsafePointer<Double>) -> Result
  ) -> Result {
    sum(place.clique, into: scratchBuffer.cells, count: place.cells, place.map)
    return body(UnsafePointer(scratchBuffer.cells))
  }
}
