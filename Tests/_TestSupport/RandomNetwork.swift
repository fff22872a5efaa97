import Foundation
import GraphStructure
import NetworkModel

/// A small random network and random evidence about it, the same for the same seed.
package struct RandomNetwork {
  /// What the network may hold.
  package struct Ingredients: Sendable {
    package var maximumVariables = 12
    package var maximumJointStates = 12_000
    package var maximumParents = 3
    package var zeros = true
    package var noisyMax = true
    package var readings = true
    package var components = 3
    /// The most states of a variable, where these are to be many; else 4, and mostly 2.
    package var manyStates: Int?
    /// Whether probabilities go down to 1e-300.
    package var extremes = false
    /// With how many regressors each reading moves.
    package var regressors = 0

    package init() {}

    /// Everything there is.
    package static let everything = Ingredients()

    /// Tables alone, without zeros.
    package static var positiveTables: Ingredients {
      var ingredients = Ingredients()
      ingredients.zeros = false
      ingredients.noisyMax = false
      ingredients.readings = false
      return ingredients
    }
  }

  /// The network.
  package let network: Network
  private var dice: Dice

  /// Makes the network that `seed` names.
  package init(seed: UInt64, _ ingredients: Ingredients = .everything) {
    var dice = Dice(seed: seed)
    let structure = RandomStructure(ingredients, &dice)
    let cpds = structure.variables.indices.map { variable in
      structure.cpd(of: variable, ingredients, &dice)
    }
    do {
      network = try Network(
        variables: structure.variables, parents: structure.parents, cpds: cpds)
    } catch {
      preconditionFailure("seed \(seed) makes a network that is not valid: \(error)")
    }
    self.dice = dice
  }

  /// Draws from a network that is known.
  package init(_ network: Network, seed: UInt64) {
    self.network = network
    dice = Dice(seed: seed)
  }
}

// MARK: Evidence

extension RandomNetwork {
  /// Returns findings, negative findings, likelihoods and readings about a random part of the variables. In a network with zeros they
  /// may be impossible.
  package mutating func evidence() -> Evidence {
    let share = dice.unit()
    var evidence = Evidence()
    for variable in network.variables.indices where dice.unit() < share {
      evidence[variable] = item(about: variable)
    }
    return evidence
  }

  /// Returns one joint state, drawn from the network: a state for each variable, or the value of a reading.
  package mutating func sample() -> [Evidence.Item] {
    var items = [Evidence.Item](repeating: .state(0), count: network.count)
    var states = [Int](repeating: 0, count: network.count)
    for variable in network.graph.topologicalOrder {
      let row = network.graph.parents[variable].reduce(0) {
        $0 * network.variables[$1].cardinality + states[$1]
      }
      switch network.cpds[variable] {
      case .gaussian(let gaussian):
        let at = regressors(of: gaussian)
        let mean = gaussian.mean(row: row, at: at)
        items[variable] = .value(
          mean + gaussian.standardDeviations[row] * dice.normal(), regressors: at)
      case .noisyMax(let noisyMax):
        let parentStates = network.graph.parents[variable].map { states[$0] }
        states[variable] = dice.draw(noisyMax.hiddenCauseRow(parentStates: parentStates))
        items[variable] = .state(states[variable])
      case .table(let table):
        let cardinality = table.cardinality
        states[variable] = dice.draw((0..<cardinality).map { table.values[row * cardinality + $0] })
        items[variable] = .state(states[variable])
      }
    }
    return items
  }

  /// Returns a drawn joint state of which each variable is known with probability `share`.
  package mutating func possibleEvidence(share: Double) -> Evidence {
    var evidence = Evidence()
    for (variable, item) in sample().enumerated() where dice.unit() < share {
      evidence[variable] = item
    }
    return evidence
  }

  private mutating func item(about variable: Int) -> Evidence.Item {
    if case .gaussian(let gaussian) = network.cpds[variable] {
      let row = dice.below(gaussian.means.count)
      let at = regressors(of: gaussian)
      let mean = gaussian.mean(row: row, at: at)
      return .value(
        mean + 3 * gaussian.standardDeviations[row] * dice.normal(), regressors: at)
    }
    let count = network.variables[variable].cardinality
    let sort = dice.unit()
    if sort < 0.6 { return .state(dice.below(count)) }
    if sort < 0.75 { return .excluded((0..<count - 1).filter { _ in dice.unit() < 0.5 }) }
    var weights = (0..<count).map { _ in dice.unit() < 0.1 ? 0 : dice.unit() }
    if !weights.contains(where: { $0 > 0 }) { weights[dice.below(count)] = 1 }
    return .likelihood(weights)
  }
}

extension RandomNetwork {
  /// Draws regressors with the moments of `gaussian`, each apart from the others.
  private mutating func regressors(of gaussian: GaussianCPD) -> [Double] {
    zip(gaussian.regressors.means, gaussian.regressors.standardDeviations).map { mean, deviation in
      mean + deviation * dice.normal()
    }
  }
}

// MARK: Structure

/// Variables and arcs without numbers.
private struct RandomStructure {
  private(set) var variables: [Variable] = []
  private(set) var parents: [[Int]] = []

  init(_ ingredients: RandomNetwork.Ingredients, _ dice: inout Dice) {
    var jointStates = 1
    let count =
      1 + max(dice.below(ingredients.maximumVariables), dice.below(ingredients.maximumVariables))
    for index in 0..<count {
      var count =
        ingredients.manyStates.map { 1 + dice.below($0) }
        ?? dice.draw([0.07, 0.5, 0.28, 0.15]) + 1
      if jointStates * count > ingredients.maximumJointStates { count = 1 }
      jointStates *= count
      variables.append(Variable("v\(index)", states: (0..<count).map { "s\($0)" }))
    }
    let component = variables.map { _ in dice.below(ingredients.components) }
    parents = variables.map { _ in [] }
    var earlier: [Int] = []
    for variable in dice.shuffled(variables.indices) {
      var candidates = earlier.filter { component[$0] == component[variable] }
      for _ in 0..<dice.below(ingredients.maximumParents + 1) where !candidates.isEmpty {
        parents[variable].append(candidates.remove(at: dice.below(candidates.count)))
      }
      earlier.append(variable)
    }
    guard ingredients.readings else { return }
    let hasChild = Set(parents.joined())
    for index in variables.indices where !hasChild.contains(index) && dice.unit() < 0.4 {
      variables[index] = Variable(
        "v\(index)", domain: .reading,
        regressors: (0..<ingredients.regressors).map { "x\(index)_\($0)" })
    }
  }

  func cpd(
    of variable: Int, _ ingredients: RandomNetwork.Ingredients, _ dice: inout Dice
  ) -> CPD {
    let counts = parents[variable].map { variables[$0].cardinality }
    let rows = counts.reduce(1, *)
    let cardinality = variables[variable].cardinality
    let zeroShare = ingredients.zeros && dice.unit() < 0.5 ? 0.3 : 0
    func distribution() -> [Double] {
      ingredients.extremes
        ? dice.extremeDistribution(cardinality)
        : dice.distribution(cardinality, zeroShare: zeroShare)
    }
    if variables[variable].isReading {
      return .gaussian(
        GaussianCPD(
          means: (0..<rows).map { _ in 4 * dice.normal() },
          standardDeviations: (0..<rows).map { _ in 0.2 + dice.unit() },
          slopes: (0..<rows * ingredients.regressors).map { _ in dice.normal() },
          regressors: RegressorMoments(
            means: (0..<ingredients.regressors).map { _ in 3 * dice.normal() },
            standardDeviations: (0..<ingredients.regressors).map { _ in 0.5 + dice.unit() })))
    }
    if ingredients.noisyMax, dice.unit() < 0.3 {
      return .noisyMax(
        NoisyMaxCPD(
          cardinality: cardinality,
          strengths: counts.map { count in (1..<count).flatMap { _ in distribution() } },
          leak: distribution()))
    }
    return .table(
      TabularCPD(cardinality: cardinality, values: (0..<rows).flatMap { _ in distribution() }))
  }
}
