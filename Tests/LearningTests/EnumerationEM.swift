import Foundation
import Learning
import NetworkModel
import _TestSupport

/// EM by enumeration: joint states of all variables, and of the hidden causes of a noisy-MAX, with nothing of the library's
/// inference or learning.
struct EnumerationEM {
  let problem: ExpectationMaximization.Problem
  let records: Records
  private let groups: [[Int]]
  private let floors: [Double]

  /// Where the climb stands.
  struct Step {
    let network: Network
    let logLikelihood: Double
    let logPosterior: Double
    /// The expected counts of each family, the first parent slowest.
    let counts: [[Double]]
  }

  init(_ problem: ExpectationMaximization.Problem, _ records: Records) {
    self.problem = problem
    self.records = records
    let tied = Set(problem.ties.values.joined())
    groups =
      problem.ties.values.map { $0.sorted() }
      + problem.start.variables.indices.filter { !tied.contains($0) }.map { [$0] }
    floors = problem.start.variables.indices.map { variable in
      let points = records.rows.enumerated().compactMap { row, items -> EnumerationLine.Point? in
        guard case .value(let value, let at) = items[variable] else { return nil }
        return .init(value: value, at: at, weight: records.counts?[row] ?? 1)
      }
      return points.isEmpty ? .nan : EnumerationLine(points).variance * 1e-4
    }
  }

  /// The start and `count` M-steps.
  func run(steps count: Int) -> [Step] {
    var steps: [Step] = []
    var network = problem.start
    for _ in 0...count {
      let (step, next) = advance(network)
      steps.append(step)
      network = next
    }
    return steps
  }

  private func advance(_ network: Network) -> (Step, next: Network) {
    var logLikelihood = 0.0
    var families: [[[Double]]] = []
    for row in records.rows.indices {
      let oracle = JointOracle(network, evidence: records.evidence(row))
      logLikelihood += weight(row) * oracle.logEvidence
      families.append(oracle.families)
    }
    let counts = network.variables.indices.map { variable in
      sum(records.rows.indices.map { row in families[row][variable].map { weight(row) * $0 } })
    }
    let logPrior = groups.reduce(0) { $0 + logDensity(problem.priors[$1[0]], network.cpds[$1[0]]) }
    var cpds = network.cpds
    for group in groups {
      let cpd = maximized(group, network, counts, families)
      for member in group { cpds[member] = cpd }
    }
    let step = Step(
      network: network, logLikelihood: logLikelihood, logPosterior: logLikelihood + logPrior,
      counts: counts)
    guard let next = try? Network(variables: network.variables, graph: network.graph, cpds: cpds)
    else { preconditionFailure("the M-step leaves no valid network") }
    return (step, next)
  }

  private func weight(_ row: Int) -> Double { records.counts?[row] ?? 1 }

  private func sum(_ tables: [[Double]]) -> [Double] {
    tables.dropFirst().reduce(tables[0]) { zip($0, $1).map(+) }
  }

  // MARK: M-steps

  private func maximized(
    _ group: [Int], _ network: Network, _ counts: [[Double]], _ families: [[[Double]]]
  ) -> CPD {
    let prior = problem.priors[group[0]]
    switch network.cpds[group[0]] {
    case .table(var table):
      var pseudo: [Double]?
      if case .table(let counts) = prior { pseudo = counts }
      table.values = rows(
        sum(group.map { counts[$0] }), pseudo, otherwise: table.values, table.cardinality)
      return .table(table)
    case .noisyMax(let noisyMax):
      let parents = network.graph.parents[group[0]].map { network.variables[$0].cardinality }
      return .noisyMax(
        maximized(noisyMax, prior, counts: sum(group.map { counts[$0] }), parents: parents))
    case .gaussian(let gaussian):
      return .gaussian(maximized(gaussian, prior, group, families))
    }
  }

  private func rows(
    _ counts: [Double], _ pseudo: [Double]?, otherwise previous: [Double], _ length: Int
  ) -> [Double] {
    let totals = counts.indices.map { counts[$0] + (pseudo?[$0] ?? 0) }
    return totals.indices.map { place in
      let start = place - place % length
      let sum = totals[start..<start + length].reduce(0, +)
      return sum > 0 ? totals[place] / sum : previous[place]
    }
  }

  /// Every joint state of the causes' own states shares the count of what it shows.
  private func maximized(
    _ noisyMax: NoisyMaxCPD, _ prior: FamilyPrior, counts: [Double], parents: [Int]
  ) -> NoisyMaxCPD {
    let size = noisyMax.cardinality
    var leak = [Double](repeating: 0, count: size)
    var strengths = noisyMax.strengths.map { [Double](repeating: 0, count: $0.count) }
    for (row, states) in joint(parents).enumerated() {
      let active = states.indices.filter { states[$0] > 0 }
      let causes = active.map { parent in
        (0..<size).map { noisyMax.strengths[parent][(states[parent] - 1) * size + $0] }
      }
      for x in 0..<size {
        let ways = joint([Int](repeating: size, count: causes.count + 1))
          .filter { $0.max() == x }
          .map { own in
            let weight = zip(own.dropFirst(), causes).reduce(noisyMax.leak[own[0]]) {
              $0 * $1.1[$1.0]
            }
            return (own, weight)
          }
        let total = ways.reduce(0) { $0 + $1.1 }
        guard total > 0 else { continue }
        for (own, weight) in ways {
          let share = counts[row * size + x] * weight / total
          leak[own[0]] += share
          for (place, parent) in active.enumerated() {
            strengths[parent][(states[parent] - 1) * size + own[place + 1]] += share
          }
        }
      }
    }
    var pseudo: (strengths: [[Double]], leak: [Double])?
    if case .noisyMax(let strengths, let leak) = prior { pseudo = (strengths, leak) }
    var next = noisyMax
    next.leak = rows(leak, pseudo?.leak, otherwise: noisyMax.leak, size)
    next.strengths = strengths.indices.map {
      rows(strengths[$0], pseudo?.strengths[$0], otherwise: noisyMax.strengths[$0], size)
    }
    return next
  }

  private func maximized(
    _ gaussian: GaussianCPD, _ prior: FamilyPrior, _ group: [Int], _ families: [[[Double]]]
  ) -> GaussianCPD {
    var next = gaussian
    for row in gaussian.means.indices {
      var points: [EnumerationLine.Point] = []
      for variable in group {
        for record in records.rows.indices {
          guard case .value(let value, let at) = records.rows[record][variable] else { continue }
          points.append(
            .init(value: value, at: at, weight: weight(record) * families[record][variable][row]))
        }
      }
      if case .gaussian(let expected, let weight) = prior {
        points += EnumerationLine.points(of: expected, row: row, weight: weight)
      }
      guard points.contains(where: { $0.weight > 0 }) else { continue }
      let line = EnumerationLine(points)
      next.means[row] = line.mean
      next.slopes.replaceSubrange(
        row * line.slopes.count..<(row + 1) * line.slopes.count, with: line.slopes)
      let floor = group.map { floors[$0] }.filter { !$0.isNaN }.max() ?? 0
      next.standardDeviations[row] = max(line.variance, floor).squareRoot()
    }
    return next
  }

  private func joint(_ cardinalities: [Int]) -> [[Int]] {
    cardinalities.reduce([[]]) { prefixes, count in
      prefixes.flatMap { prefix in (0..<count).map { prefix + [$0] } }
    }
  }

  // MARK: Prior

  private func logDensity(_ prior: FamilyPrior, _ cpd: CPD) -> Double {
    func sum(_ counts: [Double], _ values: [Double]) -> Double {
      zip(counts, values).reduce(0) { $1.0 > 0 ? $0 + $1.0 * log($1.1) : $0 }
    }
    switch (prior, cpd) {
    case (.table(let counts), .table(let table)): return sum(counts, table.values)
    case (.noisyMax(let strengths, let leak), .noisyMax(let noisyMax)):
      return sum(leak, noisyMax.leak)
        + zip(strengths, noisyMax.strengths).reduce(0) { $0 + sum($1.0, $1.1) }
    case (.gaussian(let expected, let weight), .gaussian(let gaussian)):
      return gaussian.means.indices.reduce(0) { total, row in
        let variance = pow(gaussian.standardDeviations[row], 2)
        let squares = EnumerationLine.points(of: expected, row: row, weight: 1).reduce(0) {
          $0 + $1.weight * pow($1.value - gaussian.mean(row: row, at: $1.at), 2)
        }
        return total - weight * (log(variance) + squares / variance) / 2
      }
    default: return 0
    }
  }
}
