import NetworkModel
import RootCause

/// A column of simulated records and the variables that it holds.
struct SimulatedColumn {
  let name: String
  private let variables: [Int]
  private let reading: Int?
  /// The states of the first variable as CSV has them.
  private let states: [[UInt8]]
  /// Where several variables share the column, a number in each of the pieces into which their bins cut it, with the state of each.
  private let numbers: [(value: Double, states: [Int?])]

  private init(name: String, variables: [Int], graph: CausalGraph) {
    self.name = name
    self.variables = variables
    let members = variables.map { graph.variables[$0] }
    reading = zip(variables, members).first { $1.variable.isReading }?.0
    states = members[0].variable.states.map { CSVText.quoted($0) }
    let bins = members.compactMap(\.bins)
    numbers =
      members.count == 1 || bins.isEmpty
      ? []
      : Self.numbersBetween(Set(bins.flatMap(\.thresholds)).sorted()).map { value in
        (
          value,
          members.map { member in member.bins.flatMap { member.variable.state($0.state(of: value)) }
          }
        )
      }
  }

  /// The columns of a graph, in the order of their first variables.
  static func columns(of graph: CausalGraph) -> [SimulatedColumn] {
    var variables: [String: [Int]] = [:]
    for (index, variable) in graph.variables.enumerated() {
      variables[variable.columnName, default: []].append(index)
    }
    return variables.sorted { $0.value[0] < $1.value[0] }.map {
      SimulatedColumn(name: $0.key, variables: $0.value, graph: graph)
    }
  }

  /// A number below the first threshold, one between each and the next, and one above the last.
  private static func numbersBetween(_ thresholds: [Double]) -> [Double] {
    guard let first = thresholds.first, let last = thresholds.last else { return [] }
    let between = zip(thresholds, thresholds.dropFirst()).map { $0 / 2 + $1 / 2 }
    return [first - max(1, abs(first) / 2)] + between + [last]
  }

  func cell(of unit: Simulation.Unit) -> [UInt8] {
    switch unit.cells[reading ?? variables[0]] {
    case nil: []
    case .value(let value): Array("\(value)".utf8)
    case .state(let state): numbers.isEmpty ? states[state] : Array("\(number(for: unit))".utf8)
    }
  }

  /// The number that agrees with the most variables, the first among equals.
  private func number(for unit: Simulation.Unit) -> Double {
    func agreement(_ states: [Int?]) -> Int {
      zip(variables, states).count { unit.cells[$0] == $1.map { .state($0) } }
    }
    var best = (value: 0.0, agreement: -1)
    for number in numbers where agreement(number.states) > best.agreement {
      best = (number.value, agreement(number.states))
    }
    return best.value
  }
}
