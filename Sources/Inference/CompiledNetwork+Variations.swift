import NetworkModel

extension CompiledNetwork {
  /// Calls `body` for each of `cases` with its place and its posteriors, and returns the answers in order; an impossible case has none.
  ///
  /// For variations of one case, though each may observe other variables: nobody looks for the contradiction in an impossible one, and
  /// posteriors are not kept beyond the call of `body`.
  ///
  /// - Precondition: The cases suit the network.
  /// - Complexity: O(cells of all clique tables) for each case. On the tree of the whole network as many go together as there are lanes;
  ///   a case for which it is less work goes alone through the tree of what its findings leave.
  package func variations<Answer>(
    _ cases: [Evidence], _ body: (Int, Posteriors) -> Answer
  ) -> [Answer?] {
    func answer(_ place: Int, on tree: EvidenceTree) -> Answer? {
      run(cases[place], on: tree) { workspace in
        workspace.normalizeMarginals()
        return body(place, Posteriors(workspace, lane: 0, cases[place], starts: starts))
      }?.answer
    }
    return answers(to: cases, alone: answer) { places, lanes in
      let found = whole.run(places.map { cases[$0] }, lanes: lanes, isRead: true) { workspace in
        workspace.normalizeMarginals()
        return places.enumerated().map { lane, place -> Answer? in
          guard workspace.isReliable(lane: lane), workspace.logEvidence(lane: lane) > -.infinity
          else { return nil }
          return body(place, Posteriors(workspace, lane: lane, cases[place], starts: starts))
        }
      }
      return zip(places, found).map { $1 ?? answer($0, on: whole) }
    }
  }

  /// Returns log P(e) of each of `cases`, natural; −∞ of an impossible one.
  ///
  /// - Precondition: The cases suit the network.
  /// - Complexity: Half of that of their posteriors.
  package func logEvidences(of cases: [Evidence]) -> [Double] {
    func answer(_ place: Int, on tree: EvidenceTree) -> Double {
      if cases[place].isEmpty { return 0 }
      return run(cases[place], on: tree, isRead: false) { _ in () }?.logEvidence ?? -.infinity
    }
    return answers(to: cases, alone: answer) { places, lanes in
      let found = whole.run(places.map { cases[$0] }, lanes: lanes, isRead: false) { workspace in
        places.enumerated().map { lane, place -> Double? in
          let isFound =
            workspace.isReliable(lane: lane) && workspace.logEvidence(lane: lane) > -.infinity
          return isFound && !cases[place].isEmpty ? workspace.logEvidence(lane: lane) : nil
        }
      }
      return zip(places, found).map { $1 ?? answer($0, on: whole) }
    }
  }

  /// Answers the cases that are worth a tree of their own one by one, and the others on the tree of the whole network, lane by lane.
  private func answers<Answer>(
    to cases: [Evidence], alone: (Int, EvidenceTree) -> Answer,
    together: ([Int], Int) -> [Answer]
  ) -> [Answer] {
    check(cases)
    var answers = [Answer?](repeating: nil, count: cases.count)
    var others: [Int] = []
    for (place, evidence) in cases.enumerated() {
      if isWorthCutting(by: evidence) {
        answers[place] = alone(place, fittingTree(for: evidence))
      } else {
        others.append(place)
      }
    }
    let lanes = others.count > 1 ? tree.batchLanes(memoryLimit: memoryLimit) : 1
    for start in stride(from: 0, to: others.count, by: lanes) {
      let batch = Array(others[start..<min(start + lanes, others.count)])
      for (place, answer) in zip(batch, together(batch, lanes)) { answers[place] = answer }
    }
    return answers.compactMap(\.self)
  }
}
