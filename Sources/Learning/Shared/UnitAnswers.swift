import NetworkModel

/// The answers to the questions about units, under what is believed of the instances.
package struct UnitAnswers: Sendable {
  /// For each question the probabilities of its outcomes: of a variable its states, of several whether all are nominal.
  package let outcomes: [[Double]]
  /// For each question whether it is as exact as what is believed of the instances.
  package let isWhole: [Bool]

  /// Beyond so many cells, joints over instances are taken apart.
  private static let mostCells = 65_536

  /// Answers `questions`.
  package init(_ questions: UnitQuestions, _ posterior: SharedPosterior) {
    var conditionals: [UnitQuestion.Conditional: Table] = [:]
    var evidence: [Int: LogTable] = [:]
    var joints: [[Int]: (shares: [Double], isWhole: Bool)] = [:]
    let answers = questions.questions.map { question -> (outcomes: [Double], isWhole: Bool) in
      let conditional = conditionals[question.conditional] ?? Table(question.conditional, posterior)
      conditionals[question.conditional] = conditional
      if question.alternatives.count == 1 {
        let scope = question.scope
        let joint = joints[scope] ?? posterior.joint(scope)
        joints[scope] = joint
        return (conditional.mean(joint.shares), joint.isWhole)
      }
      for number in question.openCases where evidence[number] == nil {
        let partCase = posterior.cases.partCases[number]
        evidence[number] = posterior.tables.table(partCase.part, partCase.findings)
      }
      return Self.mixed(question, conditional, evidence, posterior)
    }
    outcomes = answers.map(\.outcomes)
    isWhole = answers.map(\.isWhole)
  }

  /// The answer where the unit does not name all of its instances: its evidence tells the alternatives apart.
  private static func mixed(
    _ question: UnitQuestion, _ conditional: Table, _ evidence: [Int: LogTable],
    _ posterior: SharedPosterior
  ) -> (outcomes: [Double], isWhole: Bool) {
    let scope = question.scope
    let cardinality = { (number: Int) in posterior.marginals[number].count }
    let cells = scope.reduce(1.0) { $0 * Double(cardinality($1)) }
    if cells <= Double(mostCells) {
      let joint = posterior.joint(scope)
      if joint.isWhole {
        let columns = question.alternatives.map {
          Columns($0, question.openCases, in: scope, cardinality, evidence)
        }
        var outcomes = [Double](repeating: 0, count: conditional.outcomeCount)
        for (cell, share) in joint.shares.enumerated() where share > 0 {
          let terms = zip(question.alternatives, columns).map {
            logarithm($0.weight) + $1.logEvidence[cell]
          }
          let total = LogTable.logSum(terms)
          for (term, column) in zip(terms, columns) {
            let weight = share * exponential(term - total)
            for outcome in outcomes.indices {
              outcomes[outcome] += weight * conditional[column.places[cell], outcome]
            }
          }
        }
        return (outcomes, true)
      }
    }
    // Each alternative by itself, under what is believed of its own instances.
    var (logs, means): ([Double], [[Double]]) = ([], [])
    for alternative in question.alternatives {
      let own = Set(alternative.scope + alternative.openScopes.flatMap(\.self)).sorted()
      let joint = posterior.joint(own).shares
      let columns = Columns(alternative, question.openCases, in: own, cardinality, evidence)
      let terms = zip(joint, columns.logEvidence).map { logarithm($0) + $1 }
      let total = LogTable.logSum(terms)
      logs.append(logarithm(alternative.weight) + total)
      var mean = [Double](repeating: 0, count: conditional.outcomeCount)
      for (cell, term) in terms.enumerated() where term > -.infinity {
        for outcome in mean.indices {
          mean[outcome] += exponential(term - total) * conditional[columns.places[cell], outcome]
        }
      }
      means.append(mean)
    }
    let total = LogTable.logSum(logs)
    return (
      (0..<conditional.outcomeCount).map { outcome in
        zip(logs, means).reduce(0) { $0 + exponential($1.0 - total) * $1.1[outcome] }
      }, false
    )
  }

  /// An alternative over all instances' variables of its question.
  private struct Columns {
    /// For each joint state the place in the conditional.
    let places: [Int]
    /// The logarithm of the probability of the open parts' evidence.
    let logEvidence: [Double]

    init(
      _ alternative: UnitQuestion.Alternative, _ cases: [Int], in scope: [Int],
      _ cardinality: (Int) -> Int, _ evidence: [Int: LogTable]
    ) {
      places = LogTable.places(of: alternative.scope, in: scope, cardinality)
      var logEvidence = [Double](repeating: 0, count: places.count)
      for (number, own) in zip(cases, alternative.openScopes) {
        guard let table = evidence[number] else { continue }
        for (cell, place) in LogTable.places(of: own, in: scope, cardinality).enumerated() {
          logEvidence[cell] += table.values[place]
        }
      }
      self.logEvidence = logEvidence
    }
  }

  /// The probabilities of the outcomes for each joint state of the shared variables.
  private struct Table {
    let outcomeCount: Int
    private var values: [Double]

    subscript(cell: Int, outcome: Int) -> Double { values[cell * outcomeCount + outcome] }

    init(_ conditional: UnitQuestion.Conditional, _ posterior: SharedPosterior) {
      let scope = conditional.scope
      let variables = posterior.cases.cardinalities
      switch conditional.target {
      case .variable(let variable):
        outcomeCount = variables[variable]
        let table = posterior.tables.table(
          conditional.parts[0].part, conditional.parts[0].findings, keeping: [variable])
        let joint = (scope + [variable])
        let places = LogTable.places(of: table.scope, in: joint) { variables[$0] }
        let logs = places.map { table.values[$0] }
        values = []
        for start in stride(from: 0, to: logs.count, by: outcomeCount) {
          let row = logs[start..<start + outcomeCount]
          let total = LogTable.logSum(Array(row))
          values += row.map { total > -.infinity ? exponential($0 - total) : 0 }
        }
      case .allNominal(let asked):
        outcomeCount = 1
        var logs = LogTable(onesOver: scope, cardinalities: scope.map { variables[$0] })
        for partCase in conditional.parts {
          let kept = partCase.part.open.filter(asked.contains)
          let table = posterior.tables.table(partCase.part, partCase.findings, keeping: kept)
          logs.multiply(by: table.cut(to: Dictionary(uniqueKeysWithValues: kept.map { ($0, 0) })))
          let all = table.summed(keeping: partCase.part.scope)
          // Where the evidence is impossible no share is left; 0 / 0 counts as 0.
          for (cell, place) in LogTable.places(of: all.scope, in: scope, { variables[$0] })
            .enumerated()
          {
            logs.values[cell] =
              all.values[place] > -.infinity ? logs.values[cell] - all.values[place] : -.infinity
          }
        }
        values = logs.values.map { exponential($0) }
      }
    }

    /// The mean under shares of the joint states.
    func mean(_ shares: [Double]) -> [Double] {
      (0..<outcomeCount).map { outcome in
        shares.indices.reduce(0) { $0 + shares[$1] * values[$1 * outcomeCount + outcome] }
      }
    }
  }
}
