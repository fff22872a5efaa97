import NetworkModel

/// What is asked of a unit: the distribution of one of its variables, or whether several are all nominal.
package enum UnitTarget: Hashable, Sendable {
  /// The distribution of a variable.
  case variable(Variable.Index)
  /// The probability that these variables are all in their first states.
  case allNominal([Variable.Index])
}

/// A question about units, of which many may have the same: what it depends on, given the states of their instances.
struct UnitQuestion: Hashable, Sendable {
  /// The answer, or its parts, given the instances.
  let conditional: Conditional
  /// For each alternative of the instances that the unit does not name, what it depends on; one where it names all.
  let alternatives: [Alternative]
  /// The numbers of the parts of the unit whose instances are not named.
  let openCases: [Int]

  /// How the answer follows from instances.
  struct Conditional: Hashable, Sendable {
    /// What is asked.
    let target: UnitTarget
    /// The parts of the unit that it depends on, with what is known in them.
    let parts: [SharedCases.PartCase]

    /// The shared variables of all parts, ascending.
    var scope: [Variable.Index] { Set(parts.flatMap(\.part.scope)).sorted() }
  }

  /// Instances that a unit may have used.
  struct Alternative: Hashable, Sendable {
    /// How probable it is before anything is known of the unit.
    let weight: Double
    /// The numbers of the instances' variables in the conditional's scope.
    let scope: [Int]
    /// Those of each of the open parts.
    let openScopes: [[Int]]
  }

  /// All instances' variables, ascending.
  var scope: [Int] {
    if alternatives.count == 1 { return alternatives[0].scope }
    return Set(alternatives.flatMap { $0.scope + $0.openScopes.flatMap(\.self) }).sorted()
  }
}

/// The questions of all units, each asked once.
package struct UnitQuestions: Sendable {
  /// What is asked of a unit, or what the records say.
  package enum Place: Sendable, Equatable {
    /// The record has it.
    case known(state: Int)
    /// The number of the question.
    case question(Int)
  }

  /// The targets, in the order of the answers.
  package let targets: [UnitTarget]
  /// The distinct questions.
  private(set) var questions: [UnitQuestion] = []
  /// For each row, for each target.
  package private(set) var places: [[Place]] = []

  private var numbers: [UnitQuestion: Int] = [:]
  private var plans: [SharedCases.Pattern: [[UnitPart]]] = [:]
  private var evidencePlans: [SharedCases.Pattern: [UnitPart]] = [:]
  private var caseNumbers: [SharedCases.PartCase: Int] = [:]

  /// Prepares the questions about every row of `cases`.
  package init(_ cases: SharedCases, targets: [UnitTarget]) {
    self.targets = targets
    caseNumbers = Dictionary(
      uniqueKeysWithValues: cases.partCases.enumerated().map { ($1, $0) })
    places.reserveCapacity(cases.store.count)
    for row in 0..<cases.store.count {
      let pattern = cases.pattern(row: row)
      let plan = plan(pattern, cases)
      places.append(
        targets.indices.map { place(of: targets[$0], plan[$0], row, pattern, cases) })
    }
  }

  /// The distinct sets of instances' variables that are asked about together.
  package var scopes: [[Int]] { Array(Set(questions.map(\.scope).filter { $0.count > 1 })) }

  private mutating func plan(
    _ pattern: SharedCases.Pattern, _ cases: SharedCases
  ) -> [[UnitPart]] {
    if let plan = plans[pattern] { return plan }
    let (planner, isKnown) = (cases.planner(of: pattern), pattern.isKnown)
    let plan = targets.map { target in
      switch target {
      case .variable(let variable):
        planner.parts(about: [variable], isKnown: isKnown).filter {
          $0.families.contains(variable)
        }
      case .allNominal(let variables):
        planner.parts(about: variables, isKnown: isKnown).filter {
          !$0.open.allSatisfy { !variables.contains($0) }
        }
      }
    }
    plans[pattern] = plan
    return plan
  }

  private mutating func place(
    of target: UnitTarget, _ parts: [UnitPart], _ row: Int, _ pattern: SharedCases.Pattern,
    _ cases: SharedCases
  ) -> Place {
    switch target {
    case .variable(let variable):
      if case .state(let state)? = cases.store.finding(variable, row: row) {
        return .known(state: state)
      }
    case .allNominal(let variables):
      let states = variables.map { cases.store.finding($0, row: row) }
      if states.contains(where: { $0 != nil && $0 != .state(0) }) { return .known(state: 0) }
    }
    let conditional = UnitQuestion.Conditional(
      target: target,
      parts: parts.map { SharedCases.PartCase(part: $0, findings: cases.findings($0, row: row)) })
    let scope = conditional.scope
    let missing = cases.missingKeys(scope, row: row)
    let question =
      missing.isEmpty
      ? UnitQuestion(
        conditional: conditional,
        alternatives: [.init(weight: 1, scope: cases.numbers(scope, row: row), openScopes: [])],
        openCases: [])
      : openQuestion(conditional, row, pattern, cases)
    if let number = numbers[question] { return .question(number) }
    numbers[question] = questions.count
    questions.append(question)
    return .question(questions.count - 1)
  }

  /// The instances that a unit does not name depend on all of its parts that they have a say in.
  private mutating func openQuestion(
    _ conditional: UnitQuestion.Conditional, _ row: Int, _ pattern: SharedCases.Pattern,
    _ cases: SharedCases
  ) -> UnitQuestion {
    let evidence =
      evidencePlans[pattern] ?? cases.planner(of: pattern).parts(isKnown: pattern.isKnown)
    evidencePlans[pattern] = evidence
    let open =
      evidence.filter { !cases.missingKeys($0.scope, row: row).isEmpty }
      .map { SharedCases.PartCase(part: $0, findings: cases.findings($0, row: row)) }
      + cases.findingsOfUnknown(row, pattern)
    let keys = Set(
      ([conditional.scope] + open.map(\.part.scope)).flatMap { cases.missingKeys($0, row: row) })
    return UnitQuestion(
      conditional: conditional,
      alternatives: cases.alternatives(keys.sorted()).map { weight, instances in
        UnitQuestion.Alternative(
          weight: weight, scope: cases.numbers(conditional.scope, row: row, instances),
          openScopes: open.map { cases.numbers($0.part.scope, row: row, instances) })
      },
      openCases: open.compactMap { caseNumbers[$0] })
  }
}
