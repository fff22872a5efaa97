import Inference
import Learning
import NetworkModel

/// One judgement of one set of units.
struct IncidentSitting {
  let model: CausalModel
  let records: CaseStore
  let keys: [KeyColumn]
  let layout: InstanceLayout
  let posterior: SharedPosterior
  private let cases: SharedCases
  private let questions: UnitQuestions
  private let defects: [Variable.Index]
  let cellLimit: Double

  init(
    _ model: CausalModel, _ records: CaseStore, _ keys: [KeyColumn], memoryLimit: Int
  ) throws(IncidentError) {
    self.model = model
    self.records = records
    self.keys = keys
    // Tables of the tree are logarithms, with a few places for each cell; beyond some millions it is slow, too.
    cellLimit = min(Double(memoryLimit) / 64, 3e7)
    let shared = model.graph.sharedVariables
    guard
      keys.contains(where: { key in
        !key.values.isEmpty && shared.members.values.contains { $0.key == key.name }
      })
    else { throw .nothingShared(keys: Set(shared.members.values.map(\.key)).sorted()) }
    do throws(SharingError) {
      layout = try InstanceLayout(model.network, shared, keys)
    } catch {
      throw .sharing(error)
    }
    let isShared = layout.isShared
    let graph = model.graph
    func unshared(_ isIncluded: (Kind) -> Bool) -> [Variable.Index] {
      graph.variables.indices.filter { !isShared[$0] && isIncluded(graph.variables[$0].kind) }
    }
    defects = unshared { $0 == .defect }
    let targets = defects + unshared { $0.isCandidate }
    cases = SharedCases(records, model.network, layout)
    questions = UnitQuestions(
      cases, targets: targets.map { .variable($0) } + [.allNominal(defects)])
    if let part = cases.largestPart, part.cells * 8 > Double(memoryLimit) {
      throw .partTooLarge(
        variables: part.variables.map { model.network.variables[$0].name }, bytes: part.cells * 8,
        limit: memoryLimit)
    }
    posterior = SharedPosterior(
      cases, model.network, persistence: Self.persistence(of: graph), wanted: questions.scopes,
      cellLimit: cellLimit)
  }

  /// How probably each ordered instance stays as the one before.
  var persistence: [Variable.Index: Double] { Self.persistence(of: model.graph) }

  private static func persistence(of graph: CausalGraph) -> [Variable.Index: Double] {
    Dictionary(
      uniqueKeysWithValues: graph.variables.enumerated().compactMap { index, variable in
        variable.persists.map { (index, $0) }
      })
  }

  /// The probability that some instances' variables are in some states, given all units.
  func probability(of states: [Int: Set<Int>]) -> Double {
    let clamped = SharedPosterior(
      cases, model.network, persistence: persistence, clamps: states,
      cellLimit: cellLimit)
    return min(1, exponential(clamped.logEvidence - posterior.logEvidence))
  }

  // MARK: Answers

  func incident(rowNumbers: [Int]?) -> Incident {
    let answers = UnitAnswers(questions, posterior)
    let states = questions.targets.flatMap { target -> [Incident.UnitState] in
      guard case .variable(let variable) = target else { return [] }
      return model.network.variables[variable].states.indices.dropFirst().map {
        Incident.UnitState(variable: variable, state: $0)
      }
    }
    let rows = 0..<records.count
    let hasFailed = model.outcomes(of: records).map { $0 ?? false }
    return Incident(
      model: model, instances: rankedInstances(hasFailed), excursions: excursions(),
      unitNames: rows.map { records.units?[$0] ?? "\(rowNumbers?[$0] ?? $0 + 1)" },
      unitCounts: records.counts, hasFailed: hasFailed, states: states,
      posteriors: rows.map { row in posteriors(of: row, answers) },
      carrying: rows.map { row in carrying(row, answers) }, logEvidence: posterior.logEvidence,
      method: Incident.Method(posterior.method), unitsApart: cases.unitsApart,
      isExactForUnits: answers.isWhole.allSatisfy(\.self))
  }

  private func posteriors(of row: Int, _ answers: UnitAnswers) -> [Double] {
    var posteriors: [Double] = []
    for (slot, target) in questions.targets.enumerated() {
      guard case .variable(let variable) = target else { continue }
      let count = model.network.variables[variable].cardinality
      switch questions.places[row][slot] {
      case .known(let state): posteriors += (1..<max(count, 1)).map { $0 == state ? 1 : 0 }
      case .question(let number): posteriors += answers.outcomes[number].dropFirst()
      }
    }
    return posteriors
  }

  private func carrying(_ row: Int, _ answers: UnitAnswers) -> Double {
    switch questions.places[row][questions.targets.count - 1] {
    case .known: 1
    case .question(let number): max(0, 1 - answers.outcomes[number][0])
    }
  }

  // MARK: Instances

  private func rankedInstances(_ hasFailed: [Bool]) -> [Incident.Instance] {
    let priors = priors()
    var counts = [Int: (units: Double, failing: Double)]()
    for (key, column) in layout.keys.enumerated() {
      for (row, instance) in column.instances.enumerated() where instance >= 0 {
        let count = records.counts?[row] ?? 1
        counts[key << 32 | instance, default: (0, 0)].units += count
        if hasFailed[row] { counts[key << 32 | instance, default: (0, 0)].failing += count }
      }
    }
    let found = layout.places.indices.flatMap { number -> [(number: Int, state: Int)] in
      let place = layout.places[number]
      guard place.instance != nil, model.graph.variables[place.variable].kind.isCandidate else {
        return []
      }
      return posterior.marginals[number].indices.dropFirst().map { (number, $0) }
    }
    let order = found.indices.sorted { first, second in
      let (one, two) = (found[first], found[second])
      return (posterior.marginals[two.number][two.state], first)
        < (posterior.marginals[one.number][one.state], second)
    }
    var (rank, leader) = (0, Double.infinity)
    return order.enumerated().map { place, index in
      let (number, state) = found[index]
      let value = posterior.marginals[number][state]
      if leader - value > Diagnostician.tieTolerance * leader || place == 0 {
        (rank, leader) = (place + 1, value)
      }
      return instance(number, state, rank: rank, prior: priors[number], counts)
    }
  }

  private func instance(
    _ number: Int, _ state: Int, rank: Int, prior: [Double],
    _ counts: [Int: (units: Double, failing: Double)]
  ) -> Incident.Instance {
    let place = layout.places[number]
    let variable = model.graph.variables[place.variable]
    let key = layout.keyOf[place.variable] ?? 0
    let column = layout.keys[key]
    let count = counts[key << 32 | (place.instance ?? 0)] ?? (0, 0)
    let factor =
      Diagnostician.odds(of: state, in: posterior.marginals[number])
      / Diagnostician.odds(of: state, in: prior)
    return Incident.Instance(
      variable: variable.name, key: place.instance.map { column.values[$0] } ?? "",
      keyColumn: column.name, state: variable.variable.states[state], kind: variable.kind,
      rank: rank, posterior: posterior.marginals[number][state], prior: prior[state],
      bayesFactor: factor.isFinite ? factor : nil, interval: nil, units: count.units,
      failing: count.failing)
  }

  /// What is believed of each instance before any unit is known.
  private func priors() -> [[Double]] {
    let nothing = CaseStore(
      columns: records.columns.map { _ in .unobserved }, counts: records.counts,
      count: records.count)
    let cases = SharedCases(nothing, model.network, layout)
    return SharedPosterior(
      cases, model.network, persistence: persistence, cellLimit: cellLimit
    ).marginals
  }
}

extension Incident.Method {
  init(_ method: SharedPosterior.Method) {
    switch method {
    case .exact: self = .exact
    case .conditioned(let decided, let doubt): self = .conditioned(decided: decided, doubt: doubt)
    case .messages(let convergence):
      self = .approximate(rounds: convergence.rounds, isSettled: convergence.isConverged)
    }
  }
}
