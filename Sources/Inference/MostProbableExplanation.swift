import NetworkModel

/// A joint state of all variables that explains the evidence ([P88], there "most probable explanation").
public struct MostProbableExplanation: Sendable, Equatable {
  /// The state of each variable; 0 for a reading.
  public let states: [Int]

  /// log P(x, e), natural: the joint state together with the evidence. With readings, the logarithm of a density.
  public let logProbability: Double
}

extension CompiledNetwork {
  /// Returns the `count` most probable joint states given `evidence`, the best first.
  ///
  /// The best comes from a propagation of maxima. Every further one is the best of what those before it leave: the maxima of single
  /// states tell where it differs from one of them ([YW03]). Explanations of the same probability come with the lower states first.
  ///
  /// - Parameters:
  ///   - count: How many; fewer are returned when fewer joint states are possible.
  ///   - evidence: What is known.
  /// - Throws: `InferenceError.impossibleEvidence` when P(e) = 0; `.treeTooLarge` when a noisy-MAX is too large as a table, or the tree.
  /// - Precondition: `count` is above 0, and the evidence suits the network.
  /// - Complexity: 2 · count propagations.
  public func mostProbableExplanations(
    _ count: Int = 1, given evidence: Evidence = Evidence()
  ) throws(InferenceError) -> [MostProbableExplanation] {
    precondition(count > 0, "there is at least one explanation to look for")
    check([evidence])
    let tree = try withoutChains().treeForMaxima(of: evidence)
    let search = ExplanationSearch(network: network, tree: tree)
    guard let best = search.subspace(evidence) else {
      throw .impossibleEvidence(contradiction: contradiction(in: evidence))
    }
    var found = [best.best]
    var subspaces = [best]
    while found.count < count, let place = Subspace.next(of: subspaces),
      let second = subspaces[place].second
    {
      let (inside, outside) = search.split(subspaces[place], by: second)
      subspaces.remove(at: place)
      subspaces += [inside, outside].compactMap(\.self)
      guard let inside else { continue }
      found.append(inside.best)
    }
    return found.sorted { a, b in
      a.logProbability == b.logProbability
        ? a.states.lexicographicallyPrecedes(b.states) : a.logProbability > b.logProbability
    }
  }
}

/// Joint states that evidence leaves: the best of them, and where the second best differs from it.
private struct Subspace {
  /// A state that the best joint state does not have, and the logarithm of the largest probability with it.
  struct Second {
    let variable: Variable.Index
    let state: Int
    let logProbability: Double
  }

  let evidence: Evidence
  let best: MostProbableExplanation
  let second: Second?

  /// The place of the subspace whose second best joint state is the best of all; of equals, the first.
  static func next(of subspaces: [Subspace]) -> Int? {
    let places = subspaces.indices.filter { subspaces[$0].second != nil }
    return places.max { a, b in
      let values = [a, b].map { subspaces[$0].second?.logProbability ?? -.infinity }
      return values[0] == values[1] ? a > b : values[0] < values[1]
    }
  }
}

/// Finds the best joint states of subspaces.
private struct ExplanationSearch {
  let network: Network
  let tree: EvidenceTree

  /// Returns the subspace that `evidence` leaves, or nil when it is empty. Its best joint state is `best` where that is known.
  func subspace(_ evidence: Evidence, best: MostProbableExplanation? = nil) -> Subspace? {
    tree.run([evidence], lanes: 1, arithmetic: .maxima, isRead: true) { workspace in
      guard workspace.logEvidence(lane: 0) > -.infinity else { return nil }
      let best = best ?? tree.explanation(workspace, evidence)
      return Subspace(
        evidence: evidence, best: best, second: second(to: best.states, evidence, workspace))
    }
  }

  /// Cuts a subspace in two: the joint states with a state, and those without it.
  func split(
    _ subspace: Subspace, by second: Subspace.Second
  ) -> (inside: Subspace?, outside: Subspace?) {
    let item = subspace.evidence[second.variable]
    var with = subspace.evidence
    with[second.variable] = restricted(item, of: second.variable) { $0 == second.state }
    var without = subspace.evidence
    without[second.variable] = restricted(item, of: second.variable) { $0 != second.state }
    return (self.subspace(with), self.subspace(without, best: subspace.best))
  }

  /// What is known of a variable, and that it is in one of some states besides.
  private func restricted(
    _ item: Evidence.Item?, of variable: Variable.Index, to isKept: (Int) -> Bool
  ) -> Evidence.Item {
    let weights = (0..<network.variables[variable].cardinality).map { state in
      isKept(state) ? item?.weight(of: state) ?? 1 : 0
    }
    return .likelihood(weights)
  }

  private func second(
    to states: [Int], _ evidence: Evidence, _ workspace: Propagation
  ) -> Subspace.Second? {
    var best: Subspace.Second?
    for variable in network.variables.indices {
      for (state, logProbability) in workspace.logMaxima(of: variable).enumerated()
      where state != states[variable] && logProbability > best?.logProbability ?? -.infinity {
        best = Subspace.Second(
          variable: variable, state: state, logProbability: logProbability)
      }
    }
    return best
  }
}

extension EvidenceTree {
  /// Reads the best joint state off a workspace of maxima, clique by clique from the root ([D92]): each takes the first of the best
  /// of its own states that go with those its parent took.
  func explanation(_ workspace: Propagation, _ evidence: Evidence) -> MostProbableExplanation {
    var states = network.variables.indices.map { variable in
      if case .state(let state) = evidence[variable] { state } else { 0 }
    }
    for index in tree.cliques.indices {
      let terms = terms(at: index, workspace, evidence)
      let residual = tree.cliques[index].residual
      let joints = JointStates(cardinalities: residual.map { tree.cardinalities[$0] })
      var best = (place: 0, value: -Double.infinity)
      for place in 0..<joints.count {
        for (variable, state) in zip(residual, joints[place]) { states[variable] = state }
        let value = terms.reduce(0) { $0 + $1.value(at: states) }
        if value > best.value { best = (place, value) }
      }
      for (variable, state) in zip(residual, joints[best.place]) { states[variable] = state }
    }
    return MostProbableExplanation(
      states: states, logProbability: logProbability(of: states, evidence))
  }

  /// A table of logarithms over some variables.
  private struct Term {
    let variables: [Variable.Index]
    let strides: [Int]
    let cell: (Int) -> Double

    func value(at states: [Int]) -> Double {
      var place = 0
      for (variable, stride) in zip(variables, strides) { place += states[variable] * stride }
      return cell(place)
    }
  }

  /// What is added up in a clique.
  private func terms(at index: Int, _ workspace: Propagation, _ evidence: Evidence) -> [Term] {
    let plan = workspace.plan
    let cells = workspace.cells.cells
    func rowMajor(_ variables: [Variable.Index], from start: Int) -> Term {
      Term(
        variables: variables, strides: rowMajorStrides(variables.map { tree.cardinalities[$0] })
      ) { cells[start + $0] }
    }
    var terms: [Term] = []
    for scope in tree.scopes.indices
    where tree.homes[scope] == index && tree.cut.hasTable[scope] && !tree.scopes[scope].isEmpty {
      let start = offset(of: scope, evidence)
      terms.append(
        Term(variables: tree.scopes[scope], strides: tree.cut.strides[scope]) { [tables] in
          logarithm(tables[scope, start + $0])
        })
    }
    for (place, axes) in plan.likelihoodAxes.enumerated()
    where plan.likelihoods.base[place].clique == index && workspace.isEntered[place] {
      terms.append(rowMajor(axes, from: plan.likelihoods.base[place].start))
    }
    for child in tree.cliques[index].children {
      // A silent child has no part in sums; with maxima there is none.
      terms.append(
        rowMajor(Array(tree.cliques[child].separator), from: plan.cliques.base[child].message.up))
    }
    return terms
  }

  /// log P(x, e) of a joint state, from the network's own tables.
  private func logProbability(of states: [Int], _ evidence: Evidence) -> Double {
    var total = 0.0
    for variable in network.variables.indices {
      var row = 0
      for parent in network.graph.parents[variable] {
        row = row * network.variables[parent].cardinality + states[parent]
      }
      if case .gaussian(let gaussian) = network.cpds[variable] {
        if case .value(let value, let regressors) = evidence[variable] {
          total += gaussian.logDensities(at: value, regressors: regressors)[row]
        }
        continue
      }
      let cell = row * network.variables[variable].cardinality + states[variable]
      total += logarithm(tables[variable, cell])
      total += logarithm(evidence[variable]?.weight(of: states[variable]) ?? 1)
    }
    return total
  }
}

extension Evidence.Item {
  /// The weight that evidence about a variable with states gives to `state`.
  fileprivate func weight(of state: Int) -> Double {
    switch self {
    case .state(let known): known == state ? 1 : 0
    case .excluded(let states): states.contains(state) ? 0 : 1
    case .likelihood(let weights): weights[state]
    case .value: 1
    }
  }
}
