import Learning
import NetworkModel
import _TestSupport

/// Records cell by cell, as tests think of them.
struct Records {
  /// What is known of each variable, record by record.
  var rows: [[Evidence.Item?]]
  /// How many units each record stands for.
  var counts: [Double]?

  /// The evidence of a record.
  func evidence(_ row: Int) -> Evidence {
    var evidence = Evidence()
    for (variable, item) in rows[row].enumerated() { evidence[variable] = item }
    return evidence
  }

  /// The records as a store; a variable that no record knows has no column.
  func store(for network: Network) -> CaseStore {
    let columns = network.variables.indices.map { variable -> CaseStore.Column in
      let cells = rows.map { $0[variable] }
      guard cells.contains(where: { $0 != nil }) else { return .unobserved }
      guard !network.variables[variable].isReading else {
        return .values(
          cells.map { if case .value(let value, _) = $0 { value } else { .nan } },
          regressors: network.variables[variable].regressors.indices.map { place in
            cells.map { if case .value(_, let at) = $0 { at[place] } else { .nan } }
          })
      }
      return .states8(
        cells.map { if case .state(let state) = $0 { UInt8(state) } else { CaseStore.missing8 } })
    }
    return CaseStore(columns: columns, counts: counts, count: rows.count)
  }

  /// Draws `count` records from a random network, each cell missing with probability `missing`, and all of the
  /// variables in `hidden`.
  static func drawn(
    _ count: Int, from random: inout RandomNetwork, missing: Double, hidden: Set<Int> = [],
    _ dice: inout Dice
  ) -> Records {
    let rows = (0..<count).map { _ in
      random.sample().enumerated().map { variable, item in
        hidden.contains(variable) || dice.unit() < missing ? nil : item
      }
    }
    return Records(rows: rows)
  }
}

extension CPD {
  /// Returns whether this distribution is of the kind of `other` and its numbers within `tolerance`.
  func isClose(to other: CPD, _ tolerance: Tolerance) -> Bool {
    switch (self, other) {
    case (.table(let a), .table(let b)): a.values.isClose(to: b.values, tolerance)
    case (.noisyMax(let a), .noisyMax(let b)):
      a.leak.isClose(to: b.leak, tolerance)
        && a.strengths.joined().isClose(to: b.strengths.joined(), tolerance)
    case (.gaussian(let a), .gaussian(let b)):
      a.means.isClose(to: b.means, tolerance)
        && a.standardDeviations.isClose(to: b.standardDeviations, tolerance)
        && a.slopes.isClose(to: b.slopes, tolerance)
    default: false
    }
  }
}
