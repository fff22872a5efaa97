import NetworkModel

/// A small structural causal model whose noise is explicit: each variable is a function of its parents, drawn from a list with
/// probabilities, independently of all others. What would have been can be enumerated.
package struct StructuralModel {
  /// How a variable answers to its parents: a state for each of their joint states, the first parent slowest.
  package struct Response: Sendable {
    package let probability: Double
    package let states: [Int]

    package init(probability: Double, states: [Int]) {
      self.probability = probability
      self.states = states
    }
  }

  /// The network that the model is, as far as probabilities tell.
  package let network: Network
  private let responses: [[Response]]

  /// Creates a model of tables: each CPD is what the responses of its variable say.
  package init(
    variables: [Variable], parents: [[Int]], responses: [[Response]], cpds: [CPD?] = []
  ) throws {
    self.responses = responses
    network = try Network(
      variables: variables, parents: parents,
      cpds: variables.indices.map { index in
        if index < cpds.count, let cpd = cpds[index] { return cpd }
        let count = variables[index].cardinality
        let rows = parents[index].reduce(1) { $0 * variables[$1].cardinality }
        var values = [Double](repeating: 0, count: rows * count)
        for response in responses[index] {
          for row in 0..<rows {
            values[row * count + response.states[row]] += response.probability
          }
        }
        return .table(TabularCPD(cardinality: count, values: values))
      })
  }

  /// What is true of a target in a unit of which `evidence` is known.
  package struct Truth {
    /// P(target | e).
    package var posterior = 0.0
    /// P(target, and not the target had the intervention been | e).
    package var prevented = 0.0
    /// P(target, and not all set variables were as they are set | e).
    package var open = 0.0
  }

  /// Enumerates the noise; nil when the evidence is impossible.
  package func truth(
    _ evidence: Evidence, _ interventions: [Int: Int], of target: Int, _ states: [Int]
  ) -> Truth? {
    var truth = Truth()
    var total = 0.0
    let order = network.graph.topologicalOrder
    var here = [Int](repeating: 0, count: network.count)
    var there = here
    func row(_ variable: Int, _ states: [Int]) -> Int {
      network.graph.parents[variable].reduce(0) {
        $0 * network.variables[$1].cardinality + states[$1]
      }
    }
    func weight(_ variable: Int, _ state: Int) -> Double {
      switch evidence[variable] {
      case .state(let known): known == state ? 1 : 0
      case .excluded(let states): states.contains(state) ? 0 : 1
      case .likelihood(let weights): weights[state]
      default: 1
      }
    }
    func visit(_ depth: Int, _ probability: Double) {
      guard depth < order.count else {
        total += probability
        guard states.contains(here[target]) else { return }
        truth.posterior += probability
        if !states.contains(there[target]) { truth.prevented += probability }
        if interventions.contains(where: { here[$0.key] != $0.value }) {
          truth.open += probability
        }
        return
      }
      let variable = order[depth]
      for response in responses[variable] {
        here[variable] = response.states[row(variable, here)]
        there[variable] = interventions[variable] ?? response.states[row(variable, there)]
        let next = probability * response.probability * weight(variable, here[variable])
        if next > 0 { visit(depth + 1, next) }
      }
    }
    visit(0, 1)
    guard total > 0 else { return nil }
    truth.posterior /= total
    truth.prevented /= total
    truth.open /= total
    return truth
  }
}

extension StructuralModel {
  /// The forms that a variable with parents may take.
  package enum Form: CaseIterable, Sendable {
    /// A noisy-MAX, with a noise for the leak and for each state of each parent that brings something about.
    case noisyMax
    /// A function without noise.
    case deterministic
    /// A few functions at random.
    case any
  }

  /// The joint outcomes of all noise that are enumerated at most.
  private static let outcomeLimit = 3000

  /// Makes the model that `seed` names, of four to six variables with up to `states` states.
  package static func random(seed: UInt64, forms: [Form], states: Int) throws -> StructuralModel {
    var dice = Dice(seed: seed)
    let count = 4 + dice.below(3)
    var variables: [Variable] = []
    var parents: [[Int]] = []
    var responses: [[Response]] = []
    var cpds: [CPD?] = []
    var outcomes = 1
    for index in 0..<count {
      let cardinality = 2 + dice.below(states - 1)
      variables.append(Variable("v\(index)", states: (0..<cardinality).map { "s\($0)" }))
      let above = index == 0 ? [] : Array(dice.shuffled(0..<index).prefix(1 + dice.below(2)))
      parents.append(index > 1 || dice.unit() < 0.5 ? above : [])
      let shape = JointStates(cardinalities: parents[index].map { variables[$0].cardinality })
      var form = parents[index].isEmpty ? Form.any : forms[dice.below(forms.count)]
      let noises = shape.cardinalities.reduce(cardinality) { product, states in
        (1..<states).reduce(product) { product, _ in product * cardinality }
      }
      let isTooMuch = form == .noisyMax && outcomes * noises > Self.outcomeLimit
      if isTooMuch { form = .deterministic }
      switch form {
      case .noisyMax:
        let cpd = NoisyMaxCPD(
          cardinality: cardinality,
          strengths: shape.cardinalities.map { states in
            (1..<states).flatMap { _ in dice.distribution(cardinality) }
          }, leak: dice.distribution(cardinality))
        responses.append(Self.noises(of: cpd, shape))
        cpds.append(.noisyMax(cpd))
      case .deterministic:
        // In place of a noisy-MAX the maximum without noise.
        let states = shape.map { joint in
          isTooMuch ? min(cardinality - 1, joint.max() ?? 0) : dice.below(cardinality)
        }
        responses.append([Response(probability: 1, states: states)])
        cpds.append(nil)
      case .any:
        let number = parents[index].isEmpty ? cardinality : 2 + dice.below(4)
        let shares = dice.distribution(number)
        responses.append(
          shares.enumerated().map { place, share in
            Response(
              probability: share,
              states: (0..<shape.count).map { _ in
                parents[index].isEmpty ? place : dice.below(cardinality)
              })
          })
        cpds.append(nil)
      }
      outcomes *= responses[index].count
    }
    return try StructuralModel(
      variables: variables, parents: parents, responses: responses, cpds: cpds)
  }

  /// Every outcome of the noises of a noisy-MAX as a function of its parents.
  private static func noises(of cpd: NoisyMaxCPD, _ shape: JointStates) -> [Response] {
    // The leak, then each parent's states other than the first.
    let distributions =
      [cpd.leak]
      + zip(cpd.strengths, shape.cardinalities).flatMap { strengths, states in
        (1..<states).map { state in
          Array(strengths[(state - 1) * cpd.cardinality..<state * cpd.cardinality])
        }
      }
    let outcomes = JointStates(cardinalities: distributions.map(\.count))
    return outcomes.map { outcome in
      let probability = zip(distributions, outcome).reduce(1) { $0 * $1.0[$1.1] }
      let states = shape.map { joint in
        var (worst, start) = (outcome[0], 1)
        for (state, states) in zip(joint, shape.cardinalities) {
          if state > 0 { worst = max(worst, outcome[start + state - 1]) }
          start += states - 1
        }
        return worst
      }
      return Response(probability: probability, states: states)
    }
  }
}
